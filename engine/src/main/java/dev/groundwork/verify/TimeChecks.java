package dev.groundwork.verify;

import dev.groundwork.cloud.Answer;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Finding.Outcome;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Checks of when something is due.
final class TimeChecks {
  private static final DateTimeFormatter SHOWN =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm zzz", Locale.US);

  private TimeChecks() {}

  /// The cloud tells the next run only: it must be one that the expression says. Those after it
  /// follow from the expression.
  static Finding due(Check check, Expectation.DueAsDescribed expected, Answer.Present subject) {
    Optional<String> next = subject.observed().text("scheduleTime");
    if (next.isEmpty()) {
      return new Finding(
          check,
          Outcome.FAILED,
          "no run is due; its state is " + subject.observed().text("state").orElse("not known"));
    }
    try {
      Instant told = Instant.parse(next.get());
      List<ZonedDateTime> due =
          Cron.parse(expected.cron(), expected.zone()).next(told.minusSeconds(1), expected.count());
      String shown = due.stream().map(SHOWN::format).collect(Collectors.joining(", "));
      return !due.isEmpty() && due.getFirst().toInstant().equals(told)
          ? new Finding(check, Outcome.PASSED, "next runs: " + shown)
          : new Finding(
              check,
              Outcome.FAILED,
              "the next run is at "
                  + next.get()
                  + ", when `"
                  + expected.cron()
                  + "` in "
                  + expected.zone()
                  + " is not due; it is due at "
                  + shown);
    } catch (Cron.Malformed | java.time.format.DateTimeParseException e) {
      return new Finding(check, Outcome.FAILED, String.valueOf(e.getMessage()));
    }
  }
}
