package dev.groundwork.emulator.pubsub;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/// Numbers and durations out of JSON.
final class Numbers {
  private Numbers() {}

  static int of(Fields fields, String path, int otherwise) {
    return fields
        .at(path)
        .map(v ->
            v instanceof Value.Num(var n)
                ? n.intValue()
                : v instanceof Value.Text(var t) && t.matches("-?\\d{1,9}")
                    ? Integer.parseInt(t)
                    : otherwise)
        .orElse(otherwise);
  }

  /// `600s`.
  static Optional<Duration> duration(Fields fields, String path) {
    return fields
        .text(path)
        .filter(t -> t.matches("\\d{1,12}(\\.\\d{1,9})?s"))
        .map(t ->
            Duration.ofNanos(
                new BigDecimal(t.substring(0, t.length() - 1)).movePointRight(9).longValueExact()));
  }
}
