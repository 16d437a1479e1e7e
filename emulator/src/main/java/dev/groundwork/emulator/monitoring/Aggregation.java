package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/// How points become one value for each period, and many series one.
///
/// @param period the length of a window
/// @param aligner what becomes of the points of one window: `ALIGN_MEAN`
/// @param reducer what becomes of the values of several series: `REDUCE_SUM`
/// @param by the labels that keep series apart, `resource.labels.zone`; `resource.*` for all of
///   them
record Aggregation(Duration period, String aligner, String reducer, List<String> by) {
  Aggregation {
    by = List.copyOf(by);
  }

  static final Aggregation NONE =
      new Aggregation(Duration.ofMinutes(1), "ALIGN_NEXT_OLDER", "REDUCE_NONE", List.of());

  /// @throws dev.groundwork.emulator.control.Refused when it is not among those emulated
  static Aggregation of(Fields form) {
    String aligner = form.text("perSeriesAligner").orElse("ALIGN_NONE");
    if (aligner.equals("ALIGN_INTERPOLATE") || aligner.equals("ALIGN_PERCENT_CHANGE")) {
      throw Refusal.invalid("The aligner " + aligner + " is not emulated.").asException();
    }
    return new Aggregation(
        form.text("alignmentPeriod").map(Aggregation::seconds).orElse(Duration.ofMinutes(1)),
        aligner,
        form.text("crossSeriesReducer").orElse("REDUCE_NONE"),
        form.items("groupByFields").stream()
            .map(v -> v instanceof Value.Text(var t) ? t : "")
            .toList());
  }

  /// `60s`, `1.5s`
  static Duration seconds(String text) {
    try {
      BigDecimal seconds = new BigDecimal(text.replaceFirst("s$", ""));
      return Duration.ofMillis(seconds.movePointRight(3).longValue());
    } catch (NumberFormatException e) {
      throw Refusal.invalid("Invalid duration: " + text).asException();
    }
  }

  /// The value of one window of one series; empty when it has none.
  ///
  /// @param points those that end in the window, oldest first
  OptionalDouble align(Series series, List<Point> points) {
    if (points.isEmpty()) {
      return aligner.startsWith("ALIGN_COUNT") ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    double[] values = points.stream().mapToDouble(Point::number).toArray();
    double last = values[values.length - 1];
    return OptionalDouble.of(
        switch (aligner) {
          case "ALIGN_DELTA" -> delta(series, points, values);
          case "ALIGN_RATE" -> delta(series, points, values) / period.toSeconds();
          case "ALIGN_MIN", "ALIGN_MAX", "ALIGN_MEAN", "ALIGN_SUM", "ALIGN_STDDEV" ->
              reduce(aligner.replace("ALIGN_", "REDUCE_"), values);
          case "ALIGN_COUNT", "ALIGN_COUNT_TRUE", "ALIGN_COUNT_FALSE", "ALIGN_FRACTION_TRUE" ->
              reduce(aligner.replace("ALIGN_", "REDUCE_"), values);
          case "ALIGN_PERCENTILE_99",
              "ALIGN_PERCENTILE_95",
              "ALIGN_PERCENTILE_50",
              "ALIGN_PERCENTILE_05" ->
              reduce(aligner.replace("ALIGN_", "REDUCE_"), values);
          default -> last;
        });
  }

  private static double delta(Series series, List<Point> points, double[] values) {
    if (!series.kind().equals("CUMULATIVE")) {
      return Arrays.stream(values).sum();
    }
    double sum = 0;
    for (int i = 1; i < values.length; i++) {
      boolean reset = !points.get(i).start().equals(points.get(i - 1).start());
      sum += reset ? values[i] : values[i] - values[i - 1];
    }
    return sum;
  }

  boolean reduces() {
    return !reducer.equals("REDUCE_NONE") && !reducer.isEmpty();
  }

  double reduce(double[] values) {
    return reduce(reducer, values);
  }

  private static double reduce(String reducer, double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double sum = Arrays.stream(sorted).sum();
    long trues = Arrays.stream(sorted).filter(v -> v != 0).count();
    return switch (reducer) {
      case "REDUCE_MIN" -> sorted[0];
      case "REDUCE_MAX" -> sorted[sorted.length - 1];
      case "REDUCE_SUM" -> sum;
      case "REDUCE_COUNT" -> sorted.length;
      case "REDUCE_COUNT_TRUE" -> trues;
      case "REDUCE_COUNT_FALSE" -> sorted.length - trues;
      case "REDUCE_FRACTION_TRUE" -> (double) trues / sorted.length;
      case "REDUCE_STDDEV" -> {
        double mean = sum / sorted.length;
        yield Math.sqrt(
            Arrays.stream(sorted).map(v -> (v - mean) * (v - mean)).sum() / sorted.length);
      }
      case "REDUCE_PERCENTILE_99" -> percentile(sorted, 0.99);
      case "REDUCE_PERCENTILE_95" -> percentile(sorted, 0.95);
      case "REDUCE_PERCENTILE_50" -> percentile(sorted, 0.50);
      case "REDUCE_PERCENTILE_05" -> percentile(sorted, 0.05);
      default -> sum / sorted.length;
    };
  }

  private static double percentile(double[] sorted, double share) {
    double position = share * (sorted.length - 1);
    int below = (int) Math.floor(position);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  /// What of a series is left when it is put together with others: the labels that keep them apart.
  Series group(Series series) {
    SortedMap<String, String> labels = new TreeMap<>();
    SortedMap<String, String> resource = new TreeMap<>();
    for (String field : by) {
      String path = field.replaceFirst("^(metric|resource)\\.label\\.", "$1.labels.");
      keep(path, "metric", series.labels(), labels);
      keep(path, "resource", series.resourceLabels(), resource);
    }
    return new Series(
        series.project(),
        series.metric(),
        labels,
        series.resource(),
        resource,
        series.kind(),
        series.valueType());
  }

  private static void keep(
      String path, String side, Map<String, String> from, Map<String, String> to) {
    if (path.equals(side + ".*") || path.equals(side + ".labels.*")) {
      to.putAll(from);
    } else if (path.startsWith(side + ".labels.")) {
      String name = path.substring(side.length() + ".labels.".length());
      if (from.containsKey(name)) {
        to.put(name, from.get(name));
      }
    } else if (path.equals("project") && from.containsKey("project_id")) {
      to.put("project_id", from.get("project_id"));
    }
  }

  /// The values of many series in one window, put together.
  static SortedMap<String, Valued> values(
      List<Aggregation> steps, Map<Series, OptionalDouble> aligned) {
    List<Valued> values = new ArrayList<>();
    aligned.forEach((s, v) -> v.ifPresent(number -> values.add(new Valued(s, number))));
    List<Valued> now = values;
    for (Aggregation step : steps) {
      now = step.reduces() ? step.reduced(now) : now;
    }
    SortedMap<String, Valued> named = new TreeMap<>();
    now.forEach(v -> named.put(v.name(), v));
    return named;
  }

  private List<Valued> reduced(List<Valued> values) {
    SortedMap<String, List<Valued>> groups = new TreeMap<>();
    for (Valued value : values) {
      Valued kept = new Valued(group(value.series()), value.value());
      groups.computeIfAbsent(kept.name(), _ -> new ArrayList<>()).add(kept);
    }
    return groups.values().stream()
        .map(g ->
            new Valued(
                g.getFirst().series(), reduce(g.stream().mapToDouble(Valued::value).toArray())))
        .toList();
  }

  /// A series and its value.
  record Valued(Series series, double value) {
    String name() {
      return dev.groundwork.resource.Json.canonical(series.about());
    }
  }
}
