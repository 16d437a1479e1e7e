package dev.groundwork.cli;

import dev.groundwork.emulator.access.Mode;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `groundwork emulator iam`.
@Command(
    name = "iam",
    description =
        "Shows or changes what the emulator does about missing permissions, and shows the newest that were missing.",
    mixinStandardHelpOptions = true)
final class EmulatorIam implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODE",
      converter = Modes.class,
      description = "off, audit (let pass and note) or enforce (refuse as Google does).")
  private Optional<Mode> mode = Optional.empty();

  EmulatorIam(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Emulators emulators = new Emulators(surroundings);
    Fields told =
        mode.isPresent()
            ? emulators.post("iam", Value.fields().with("mode", mode.get().word()))
            : emulators.get("iam");
    surroundings.out().println("Permissions: " + told.text("mode").orElse(""));
    if (mode.isEmpty()) {
      told.items("findings").forEach(f -> surroundings.out().println(line((Fields) f)));
    }
    return Groundwork.DONE;
  }

  private static String line(Fields finding) {
    return finding.text("at").orElse("")
        + (finding.flag("refused") ? "  refused  " : "  let pass  ")
        + finding.text("caller").orElse("")
        + "  "
        + finding.text("permission").orElse("")
        + "  "
        + finding.text("resource").orElse("");
  }

  /// `off`, `audit`, `enforce`.
  static final class Modes implements CommandLine.ITypeConverter<Mode> {
    @Override
    public Mode convert(String text) {
      try {
        return Mode.of(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
