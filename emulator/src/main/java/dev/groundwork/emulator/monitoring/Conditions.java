package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.monitoring.Aggregation.Valued;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// Holds the conditions of policies against the time series, again and again, and remembers since
/// when each has been met.
final class Conditions {
  /// Data that was there so long ago can still be missed.
  private static final Duration REMEMBERED = Duration.ofHours(24);

  private static final Duration AUTO_CLOSE = Duration.ofDays(7);

  private final Chronicle chronicle;
  private final Map<String, Met> met = new TreeMap<>();

  Conditions(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /// @param since when the condition was first met without a break
  /// @param seen when there last was data
  private record Met(Instant since, Instant seen, Finding finding) {}

  /// What meets the condition now, and has for as long as it says.
  ///
  /// @param policy its relative name
  /// @param open tells whether an incident is open for a finding of that name: then it has lasted
  ///   long enough, whatever is remembered
  List<Finding> findings(
      String project, Fields policy, Fields condition, Instant now, Predicate<String> open) {
    if (condition.get("conditionThreshold").isPresent()) {
      return threshold(project, policy, condition, now, open);
    }
    return condition.get("conditionAbsent").isPresent()
        ? absent(project, condition, now)
        : List.of();
  }

  private List<Finding> threshold(
      String project, Fields policy, Fields condition, Instant now, Predicate<String> open) {
    Fields inner = condition.fields("conditionThreshold");
    Duration lasts = Aggregation.seconds(inner.text("duration").orElse("0s"));
    String prefix = condition.text("name").orElse("") + " ";
    Set<String> gone = new LinkedHashSet<>();
    met.keySet().stream().filter(k -> k.startsWith(prefix)).forEach(gone::add);
    List<Finding> held = new ArrayList<>();
    SortedMap<String, Valued> values = values(project, inner, now);
    for (Valued value : values.values()) {
      Finding finding =
          new Finding(condition, value.series().about(), value.value(), summary(inner, value));
      gone.remove(finding.name());
      if (holds(inner, value.value())) {
        Met before = met.get(finding.name());
        Met current = new Met(before == null ? now : before.since(), now, finding);
        met.put(finding.name(), current);
        boolean enough = !Duration.between(current.since(), now).minus(lasts).isNegative();
        if (enough || open.test(finding.name())) {
          held.add(finding);
        }
      } else {
        met.remove(finding.name());
      }
    }
    for (String name : gone) {
      missing(policy, inner, name, now, open).ifPresent(held::add);
    }
    return triggers(inner.fields("trigger"), held.size(), values.size()) ? held : List.of();
  }

  /// What there is no longer any data of.
  private Optional<Finding> missing(
      Fields policy, Fields inner, String name, Instant now, Predicate<String> open) {
    Met before = met.get(name);
    if (before == null) {
      return Optional.empty();
    }
    Duration close =
        policy.text("alertStrategy.autoClose").map(Aggregation::seconds).orElse(AUTO_CLOSE);
    boolean over = Duration.between(before.seen(), now).compareTo(close) >= 0;
    boolean inactive =
        inner.text("evaluationMissingData").orElse("").equals("EVALUATION_MISSING_DATA_INACTIVE");
    boolean active =
        inner.text("evaluationMissingData").orElse("").equals("EVALUATION_MISSING_DATA_ACTIVE");
    if (over || inactive || (!active && !open.test(name))) {
      met.remove(name);
      return Optional.empty();
    }
    return Optional.of(before.finding());
  }

  private static boolean triggers(Fields trigger, int held, int all) {
    if (trigger.get("percent").orElse(new Value.Null()) instanceof Value.Num(var percent)) {
      return held > 0 && held * 100.0 >= percent.doubleValue() * all;
    }
    int count =
        trigger.get("count").orElse(Value.of(1)) instanceof Value.Num(var n) ? n.intValue() : 1;
    return held >= Math.max(1, count);
  }

  private SortedMap<String, Valued> values(String project, Fields inner, Instant now) {
    SortedMap<String, Valued> values =
        Query.of(inner.text("filter").orElse(""), inner.items("aggregations"))
            .at(chronicle, project, now);
    String denominator = inner.text("denominatorFilter").orElse("");
    if (denominator.isEmpty()) {
      return values;
    }
    SortedMap<String, Double> below = new TreeMap<>();
    Query.of(denominator, inner.items("denominatorAggregations"))
        .at(chronicle, project, now)
        .values()
        .forEach(v -> below.put(labels(v.series()), v.value()));
    SortedMap<String, Valued> ratios = new TreeMap<>();
    values.forEach((name, value) -> {
      double by = below.getOrDefault(labels(value.series()), 0.0);
      if (by != 0) {
        ratios.put(name, new Valued(value.series(), value.value() / by));
      }
    });
    return ratios;
  }

  private static String labels(Series series) {
    return Json.canonical(Series.fields(series.labels()))
        + Json.canonical(Series.fields(series.resourceLabels()));
  }

  private static boolean holds(Fields inner, double value) {
    double threshold = number(inner, "thresholdValue");
    return switch (inner.text("comparison").orElse("COMPARISON_GT")) {
      case "COMPARISON_GE" -> value >= threshold;
      case "COMPARISON_LT" -> value < threshold;
      case "COMPARISON_LE" -> value <= threshold;
      case "COMPARISON_EQ" -> value == threshold;
      case "COMPARISON_NE" -> value != threshold;
      default -> value > threshold;
    };
  }

  private static double number(Fields fields, String name) {
    return fields.get(name).orElse(Value.of(0)) instanceof Value.Num(var n) ? n.doubleValue() : 0;
  }

  private static String summary(Fields inner, Valued value) {
    String side =
        inner.text("comparison").orElse("COMPARISON_GT").matches("COMPARISON_L[TE]")
            ? "below"
            : "above";
    return named(value.series())
        + " is "
        + side
        + " the threshold of "
        + rounded(number(inner, "thresholdValue"))
        + " with a value of "
        + rounded(value.value())
        + ".";
  }

  private static String named(Series series) {
    return series.metric()
        + " for "
        + series.resource()
        + " with metric labels "
        + braces(series.labels())
        + " and resource labels "
        + braces(series.resourceLabels());
  }

  private static String braces(SortedMap<String, String> labels) {
    return "{"
        + String.join(
            ", ", labels.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList())
        + "}";
  }

  private static String rounded(double value) {
    return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_UP).toPlainString();
  }

  private List<Finding> absent(String project, Fields condition, Instant now) {
    Fields inner = condition.fields("conditionAbsent");
    Duration lasts = Aggregation.seconds(inner.text("duration").orElse("180s"));
    Aggregation last = last(inner);
    SortedMap<String, Instant> seen = new TreeMap<>();
    SortedMap<String, Series> groups = new TreeMap<>();
    for (Series series :
        chronicle.find(project, SeriesFilter.parse(inner.text("filter").orElse("")))) {
      Series group = last.reduces() ? last.group(series) : series;
      String name = Json.canonical(group.about());
      groups.put(name, group);
      chronicle
          .lastUntil(series, now)
          .ifPresent(p -> seen.merge(name, p.end(), (a, b) -> a.isAfter(b) ? a : b));
    }
    List<Finding> held = new ArrayList<>();
    seen.forEach((name, at) -> {
      Duration silent = Duration.between(at, now);
      if (silent.compareTo(lasts) >= 0 && silent.compareTo(REMEMBERED.plus(AUTO_CLOSE)) < 0) {
        Series series = Objects.requireNonNull(groups.get(name));
        held.add(
            new Finding(
                condition,
                series.about(),
                0,
                named(series) + " has not been seen for over " + silent.toMinutes() + " minutes."));
      }
    });
    return triggers(inner.fields("trigger"), held.size(), seen.size()) ? held : List.of();
  }

  private static Aggregation last(Fields inner) {
    List<Value> steps = inner.items("aggregations");
    return steps.isEmpty() ? Aggregation.NONE : Aggregation.of((Fields) steps.getFirst());
  }

  void forget() {
    met.clear();
  }
}
