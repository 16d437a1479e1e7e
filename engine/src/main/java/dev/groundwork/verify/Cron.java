package dev.groundwork.verify;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// When a cron expression of five fields is due, in a time zone. A time that the change to summer
/// time leaves out is left out; one that comes twice is due once.
public final class Cron {
  private final ExecutionTime times;
  private final ZoneId zone;

  private Cron(ExecutionTime times, ZoneId zone) {
    this.times = times;
    this.zone = zone;
  }

  /// What is wrong with an expression or a zone, in words.
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private Malformed(String why) {
      super(why);
    }
  }

  /// @param expression minute, hour, day of the month, month, day of the week
  /// @param zone such as `America/Los_Angeles`
  public static Cron parse(String expression, String zone) throws Malformed {
    ZoneId known;
    try {
      known = ZoneId.of(zone);
    } catch (DateTimeException _) {
      throw new Malformed("there is no time zone `" + zone + "`");
    }
    try {
      return new Cron(
          ExecutionTime.forCron(
              new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
                  .parse(expression)),
          known);
    } catch (IllegalArgumentException e) {
      throw new Malformed(
          Optional.ofNullable(e.getMessage())
              .map(m -> m.replaceFirst("^Failed to parse cron expression\\. ", ""))
              .orElse("it cannot be read"));
    }
  }

  /// The next times that it is due, the first after `after`.
  public List<ZonedDateTime> next(Instant after, int count) {
    List<ZonedDateTime> due = new ArrayList<>();
    ZonedDateTime at = after.atZone(zone);
    while (due.size() < count) {
      Optional<ZonedDateTime> next = times.nextExecution(at);
      if (next.isEmpty()) {
        break;
      }
      at = next.get();
      due.add(at);
    }
    return due;
  }
}
