package dev.groundwork.cli;

import dev.groundwork.emulator.control.Fault;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork emulator fault …`: misbehaviour on demand.
@Command(
    name = "fault",
    description = "Makes the emulator misbehave as the real cloud does at times.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class EmulatorFault implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  private EmulatorFault(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new EmulatorFault(surroundings));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "add",
      description = "Adds a fault and shows its id.",
      mixinStandardHelpOptions = true)
  Integer add(
      @Parameters(paramLabel = "KIND", description = "What goes wrong: ${COMPLETION-CANDIDATES}.")
          Fault.Kind kind,
      @Option(
              names = "--host",
              paramLabel = "HOST",
              description = "Only calls of this API: sqladmin.googleapis.com.",
              defaultValue = "*")
          String host,
      @Option(
              names = "--method",
              paramLabel = "VERB",
              description = "Only calls with this verb: POST.",
              defaultValue = "*")
          String method,
      @Option(
              names = "--path",
              paramLabel = "GLOB",
              description = "Only calls of these paths: */instances*.",
              defaultValue = "*")
          String path,
      @Option(
              names = "--probability",
              paramLabel = "P",
              description = "How often, from 0 to 1.",
              defaultValue = "1")
          BigDecimal probability,
      @Option(
              names = "--count",
              paramLabel = "N",
              description = "How many times at most; 0 for ever.",
              defaultValue = "0")
          int count,
      @Option(
              names = "--delay",
              paramLabel = "TIME",
              description = "By how long, where the kind delays: 2s.",
              defaultValue = "0s",
              converter = EmulatorClock.Durations.class)
          Duration delay)
      throws Stop, InterruptedException {
    Fields fault =
        Value.fields()
            .with("kind", kind.name())
            .with("host", host)
            .with("method", method)
            .with("path", path)
            .with("probability", new Value.Num(probability))
            .with("count", count)
            .with("delayMillis", delay.toMillis());
    surroundings.out().println(describe(new Emulators(surroundings).post("faults", fault)));
    return Groundwork.DONE;
  }

  @Command(
      name = "list",
      description = "Shows the faults in force, and how often each has struck.",
      mixinStandardHelpOptions = true)
  Integer list(@Option(names = "--json", description = "As a JSON document.") boolean json)
      throws Stop, InterruptedException {
    Fields faults = new Emulators(surroundings).get("faults");
    if (json) {
      surroundings.out().println(Json.pretty(faults));
    } else if (faults.items("faults").isEmpty()) {
      surroundings
          .out()
          .println(
              "No faults; the seed is "
                  + faults.get("seed").map(EmulatorFault::plain).orElse("unknown")
                  + ".");
    } else {
      for (Value fault : faults.items("faults")) {
        if (fault instanceof Fields fields) {
          surroundings.out().println(describe(fields));
        }
      }
    }
    return Groundwork.DONE;
  }

  @Command(
      name = "clear",
      description = "Takes a fault away, or all.",
      mixinStandardHelpOptions = true)
  Integer clear(
      @Parameters(arity = "0..1", paramLabel = "ID", description = "Only this one.")
          Optional<Integer> id)
      throws Stop, InterruptedException {
    new Emulators(surroundings).delete(id.map(i -> "faults/" + i).orElse("faults"));
    return Groundwork.DONE;
  }

  private static String describe(Fields fault) {
    StringBuilder line = new StringBuilder();
    fault
        .values()
        .forEach((name, value) ->
            line.append(line.isEmpty() ? "" : "  ").append(name).append('=').append(plain(value)));
    return line.toString();
  }

  private static String plain(Value value) {
    return value instanceof Value.Text(var text) ? text : Json.write(value);
  }
}
