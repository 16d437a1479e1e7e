package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a job is tried again after a failed attempt.
///
/// @param count how often at most, beside the first attempt
/// @param within for how long, from the first attempt; zero for no such limit
/// @param shortest the first wait
/// @param longest no wait is longer
/// @param doublings how often the wait doubles, before it grows evenly
record Retry(int count, Duration within, Duration shortest, Duration longest, int doublings) {

  static Retry of(Fields job) {
    Fields config = job.fields("retryConfig");
    return new Retry(
        number(config, "retryCount", 0),
        duration(config, "maxRetryDuration").orElse(Duration.ZERO),
        duration(config, "minBackoffDuration").orElse(Duration.ofSeconds(5)),
        duration(config, "maxBackoffDuration").orElse(Duration.ofHours(1)),
        number(config, "maxDoublings", 5));
  }

  /// When the next attempt is made; empty when there is none. With both limits given, tries go on
  /// until both are reached.
  ///
  /// @param failed attempts of this execution so far
  /// @param first when the first was made
  Optional<Instant> next(int failed, Instant first, Instant now) {
    Instant at = now.plus(backoff(failed));
    boolean byCount = failed <= count;
    boolean byTime = within.isPositive() && !at.isAfter(first.plus(within));
    return byCount || byTime ? Optional.of(at) : Optional.empty();
  }

  /// 10 s with 3 doublings: 10, 20, 40, 80, and from there on 160, 240, 320 …
  ///
  /// @param failed attempts so far, from 1
  Duration backoff(int failed) {
    int doubled = Math.min(failed - 1, doublings);
    Duration wait = shortest.multipliedBy(1L << Math.min(doubled, 30));
    int even = failed - 1 - doubled;
    wait = wait.plus(wait.multipliedBy(even));
    return wait.compareTo(longest) > 0 ? longest : wait;
  }

  static int number(Fields fields, String name, int otherwise) {
    return fields
        .get(name)
        .map(v -> v instanceof Value.Num(var n) ? n.intValue() : otherwise)
        .orElse(otherwise);
  }

  /// `3.5s`.
  static Optional<Duration> duration(Fields fields, String name) {
    return fields
        .text(name)
        .filter(t -> t.matches("\\d{1,12}(\\.\\d{1,9})?s"))
        .map(t ->
            Duration.ofNanos(
                new BigDecimal(t.substring(0, t.length() - 1)).movePointRight(9).longValueExact()));
  }
}
