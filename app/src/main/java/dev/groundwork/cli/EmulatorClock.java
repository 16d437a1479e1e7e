package dev.groundwork.cli;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `groundwork emulator clock`.
@Command(
    name = "clock",
    description = "Shows the emulator's time, and moves it on.",
    mixinStandardHelpOptions = true)
final class EmulatorClock implements java.util.concurrent.Callable<Integer> {
  private final Surroundings surroundings;

  EmulatorClock(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    show(new Emulators(surroundings).get("clock"));
    return Groundwork.DONE;
  }

  @Command(
      name = "advance",
      description = "Moves the emulator's time on; what was to happen meanwhile happens.",
      mixinStandardHelpOptions = true)
  Integer advance(
      @Parameters(
              paramLabel = "TIME",
              description = "How far: 90s, 15m, 24h, 7d, or ISO 8601 (PT1H30M).",
              converter = Durations.class)
          Duration time)
      throws Stop, InterruptedException {
    show(
        new Emulators(surroundings)
            .post("clock:advance", Value.fields().with("by", time.toString())));
    return Groundwork.DONE;
  }

  private void show(Fields clock) {
    Duration exact = clock.text("ahead").map(Duration::parse).orElse(Duration.ZERO);
    // told to the second: the machine's own clock has gone on while the emulated one was set
    Duration ahead = exact.plusMillis(500).truncatedTo(ChronoUnit.SECONDS);
    surroundings
        .out()
        .println(
            clock.text("now").orElse("")
                + (ahead.isZero() ? "" : " (" + ahead + " ahead of this machine)"));
  }

  /// `90s`, `15m`, `24h`, `7d`, or ISO 8601.
  static final class Durations implements CommandLine.ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      if (text.matches("\\d{1,9}[smhd]")) {
        long number = Long.parseLong(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
          case 's' -> Duration.ofSeconds(number);
          case 'm' -> Duration.ofMinutes(number);
          case 'h' -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
      }
      try {
        return Duration.parse(text);
      } catch (java.time.format.DateTimeParseException _) {
        throw new CommandLine.TypeConversionException(
            "'" + text + "' is no length of time: write 90s, 15m, 24h, 7d or PT1H30M");
      }
    }
  }
}
