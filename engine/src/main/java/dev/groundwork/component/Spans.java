package dev.groundwork.component;

import java.time.Duration;

/// Lengths of time as blueprints write them: `90s`, `15m`, `1h`, `30d`.
final class Spans {
  private Spans() {}

  /// A whole number and a unit.
  static final Kind.Text KIND =
      Kind.Text.of("[0-9]{1,9}[smhd]", "a length of time such as `90s`, `15m`, `1h` or `30d`");

  /// @param text of the form that `KIND` allows
  static Duration parse(String text) {
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      case 'd' -> Duration.ofDays(count);
      default -> throw new IllegalArgumentException(text);
    };
  }

  /// In the largest unit that is whole.
  static String shown(Duration span) {
    long seconds = span.toSeconds();
    if (seconds > 0 && seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds > 0 && seconds % 3_600 == 0) {
      return seconds / 3_600 + "h";
    }
    return seconds > 0 && seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }
}
