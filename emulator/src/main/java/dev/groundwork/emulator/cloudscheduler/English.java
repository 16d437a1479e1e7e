package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.cloudscheduler.Schedule.Every;
import dev.groundwork.emulator.cloudscheduler.Schedule.Walls;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// App Engine's format for schedules, which Cloud Scheduler takes too: `every 5 minutes`, `every 2
/// hours from 08:00 to 18:00`, `every monday,friday 09:00`, `1st,third monday of jan,july 17:00`,
/// `1 of month 00:00`.
///
/// @see <a
///   href="https://cloud.google.com/appengine/docs/standard/scheduling-jobs-with-cron-yaml#formatting_the_schedule">
///   Formatting the schedule</a>
final class English {
  private static final Pattern INTERVAL =
      Pattern.compile(
          "every (\\d{1,5}) (hours?|minutes?|mins?)(?: (synchronized)|(?: from (\\d\\d:\\d\\d) to (\\d\\d:\\d\\d)))?");
  private static final Pattern DAYS =
      Pattern.compile("(every|[a-z0-9,]+) ([a-z,]+)(?: of ([a-z,]+))? (\\d\\d:\\d\\d)");
  private static final Pattern MONTH_DAYS =
      Pattern.compile("([\\d,]+) of ([a-z,]+) (\\d\\d:\\d\\d)");
  private static final List<String> ORDINALS =
      List.of("first", "second", "third", "fourth", "fifth");
  private static final List<String> NUMERALS = List.of("1st", "2nd", "3rd", "4th", "5th");
  private static final int YEARS_AHEAD = 8;

  private English() {}

  static Optional<Schedule> parse(String text, ZoneId zone) {
    try {
      return interval(text, zone).or(() -> monthDays(text, zone)).or(() -> days(text, zone));
    } catch (IllegalArgumentException | java.time.DateTimeException e) {
      return Optional.empty();
    }
  }

  private static Optional<Schedule> interval(String text, ZoneId zone) {
    Matcher m = INTERVAL.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    int number = Integer.parseInt(m.group(1));
    Duration interval =
        m.group(2).startsWith("h") ? Duration.ofHours(number) : Duration.ofMinutes(number);
    if (interval.isZero()) {
      return Optional.empty();
    }
    if (m.group(3) == null && m.group(4) == null) {
      return Optional.of(new Every(interval));
    }
    LocalTime from = m.group(4) == null ? LocalTime.MIN : LocalTime.parse(m.group(4));
    LocalTime to = m.group(5) == null ? LocalTime.of(23, 59) : LocalTime.parse(m.group(5));
    List<LocalTime> times = new java.util.ArrayList<>();
    for (long at = from.toSecondOfDay(); at <= to.toSecondOfDay(); at += interval.toSeconds()) {
      times.add(LocalTime.ofSecondOfDay(at));
    }
    return Optional.of(walls(_ -> true, times, zone));
  }

  private static Optional<Schedule> monthDays(String text, ZoneId zone) {
    Matcher m = MONTH_DAYS.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Set<Integer> days = new TreeSet<>();
    Arrays.stream(m.group(1).split(",", -1)).map(Integer::parseInt).forEach(days::add);
    Set<Month> months = months(m.group(2));
    boolean sensible = days.stream().allMatch(d -> d >= 1 && d <= 31);
    return sensible
        ? Optional.of(
            walls(
                date -> days.contains(date.getDayOfMonth()) && months.contains(date.getMonth()),
                List.of(LocalTime.parse(m.group(3))),
                zone))
        : Optional.empty();
  }

  private static Optional<Schedule> days(String text, ZoneId zone) {
    Matcher m = DAYS.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    Set<Integer> weeks = new TreeSet<>();
    if (!m.group(1).equals("every")) {
      for (String word : m.group(1).split(",", -1)) {
        int week = Math.max(ORDINALS.indexOf(word), NUMERALS.indexOf(word));
        if (week < 0) {
          return Optional.empty();
        }
        weeks.add(week);
      }
    }
    Set<DayOfWeek> days = new TreeSet<>();
    for (String word : m.group(2).split(",", -1)) {
      if (word.equals("day")) {
        days.addAll(Set.of(DayOfWeek.values()));
      } else {
        days.add(named(DayOfWeek.values(), word));
      }
    }
    Set<Month> months = months(m.group(3) == null ? "month" : m.group(3));
    return Optional.of(
        walls(
            date ->
                days.contains(date.getDayOfWeek())
                    && months.contains(date.getMonth())
                    && (weeks.isEmpty() || weeks.contains((date.getDayOfMonth() - 1) / 7)),
            List.of(LocalTime.parse(m.group(4))),
            zone));
  }

  private static Set<Month> months(String text) {
    Set<Month> months = new TreeSet<>();
    for (String word : text.split(",", -1)) {
      if (word.equals("month")) {
        months.addAll(Set.of(Month.values()));
      } else {
        months.add(named(Month.values(), word));
      }
    }
    return months;
  }

  /// By the whole name or its first three letters.
  private static <E extends Enum<E>> E named(E[] values, String word) {
    return Arrays.stream(values)
        .filter(v ->
            v.name().equalsIgnoreCase(word)
                || (word.length() == 3 && v.name().substring(0, 3).equalsIgnoreCase(word)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(word));
  }

  private static Schedule walls(Predicate<LocalDate> on, List<LocalTime> at, ZoneId zone) {
    return new Walls(
        then -> {
          LocalDate last = then.toLocalDate().plusYears(YEARS_AHEAD);
          for (LocalDate date = then.toLocalDate(); date.isBefore(last); date = date.plusDays(1)) {
            if (on.test(date)) {
              for (LocalTime time : at) {
                if (date.atTime(time).isAfter(then)) {
                  return date.atTime(time);
                }
              }
            }
          }
          return LocalDateTime.MAX;
        },
        zone.getRules());
  }
}
