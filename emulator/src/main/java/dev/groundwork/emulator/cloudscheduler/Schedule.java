package dev.groundwork.emulator.cloudscheduler;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// When a job fires.
///
/// Cloud Scheduler goes by the clock on the wall: where the clock is put forward, a time that it
/// leaves out does not come; where it is put back, a time that it shows twice comes twice.
///
/// @see <a href="https://cloud.google.com/scheduler/docs/configuring/cron-job-schedules">Cron job
///   format and time zone</a>
sealed interface Schedule {
  /// Names of the time zone database that Java has under other names only.
  Set<String> WITHOUT_SUMMER = Set.of("EST", "HST", "MST");

  /// The first time after this one; empty when there will be none.
  Optional<Instant> after(Instant then);

  /// Reads unix-cron, or App Engine's English-like format.
  ///
  /// @return empty when either makes no sense
  static Optional<Schedule> of(String text, String zone) {
    if (!ZoneId.getAvailableZoneIds().contains(zone) && !WITHOUT_SUMMER.contains(zone)) {
      return Optional.empty();
    }
    ZoneId place = ZoneId.of(zone, ZoneId.SHORT_IDS);
    String plain = text.strip().replaceAll("\\s+", " ");
    return English.parse(plain.toLowerCase(Locale.ROOT), place).or(() -> cron(plain, place));
  }

  private static Optional<Schedule> cron(String text, ZoneId zone) {
    // what unix-cron does not know, though the parser may
    if (text.matches(".*[#?@].*") || text.matches(".*\\b(L|W|LW|\\dL|\\d+W)\\b.*")) {
      return Optional.empty();
    }
    try {
      ExecutionTime times =
          ExecutionTime.forCron(
              new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                  .parse(text)
                  .validate());
      Schedule schedule =
          new Walls(
              then ->
                  times
                      .nextExecution(then.atZone(ZoneOffset.UTC))
                      .map(next -> next.toLocalDateTime())
                      .orElse(LocalDateTime.MAX),
              zone.getRules());
      return Optional.of(schedule);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// By the clock on the wall of one place.
  ///
  /// @param next the first matching time on the wall after a given one; `MAX` when there is none
  record Walls(UnaryOperator<LocalDateTime> next, ZoneRules rules) implements Schedule {

    @Override
    public Optional<Instant> after(Instant then) {
      Instant from = then;
      // between two changes of the clock the wall's time goes evenly
      for (int changes = 0; changes < 20; changes++) {
        ZoneOffset offset = rules.getOffset(from);
        LocalDateTime found = next.apply(LocalDateTime.ofInstant(from, offset));
        Optional<ZoneOffsetTransition> change = Optional.ofNullable(rules.nextTransition(from));
        if (!found.equals(LocalDateTime.MAX)) {
          Instant at = found.toInstant(offset);
          if (change.isEmpty() || at.isBefore(change.get().getInstant())) {
            return Optional.of(at);
          }
        }
        if (change.isEmpty()) {
          return Optional.empty();
        }
        // the first moment after the change may itself match
        Instant moment = change.get().getInstant();
        LocalDateTime shown = LocalDateTime.ofInstant(moment, change.get().getOffsetAfter());
        if (next.apply(shown.minusSeconds(1)).equals(shown)) {
          return Optional.of(moment);
        }
        from = moment;
      }
      return Optional.empty();
    }
  }

  /// So long after the last time, whatever the wall says.
  record Every(Duration interval) implements Schedule {
    @Override
    public Optional<Instant> after(Instant then) {
      return Optional.of(then.plus(interval));
    }
  }
}
