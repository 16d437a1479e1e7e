package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.monitoring.Aggregation.Valued;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `timeSeries`: what clients write, and what they ask.
final class SeriesRoutes {
  private final ControlPlane plane;
  private final Chronicle chronicle;
  private final Descriptors descriptors;

  SeriesRoutes(ControlPlane plane, Chronicle chronicle, Descriptors descriptors) {
    this.plane = plane;
    this.chronicle = chronicle;
    this.descriptors = descriptors;
  }

  Reply create(Ask ask) {
    Fields body =
        plane.bodies().read("google.monitoring.v3.CreateTimeSeriesRequest", ask.body(), false);
    List<Value> all = body.items("timeSeries");
    if (all.isEmpty() || all.size() > 200) {
      throw Refusal.invalid("Field timeSeries had an invalid value: must have 1 to 200 elements.")
          .asException();
    }
    List<Runnable> writes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Fields form = (Fields) all.get(i);
      Series series = series(ask.path("project"), form, i);
      Point point = point(series, form, i);
      Optional<Point> last = chronicle.last(series);
      if (last.isPresent() && !point.end().isAfter(last.get().end())) {
        throw bad(
            i,
            "points[0].interval.end_time",
            "must be after that of the newest point of the series");
      }
      writes.add(() -> chronicle.add(series, point));
    }
    writes.forEach(Runnable::run);
    return Reply.empty();
  }

  private Series series(String project, Fields form, int index) {
    String type = form.text("metric.type").orElse("");
    if (!type.matches("(custom|external|workload|prometheus)\\.googleapis\\.com/.+")) {
      throw bad(
          index,
          "metric.type",
          "had an invalid value of \"" + type + "\": must be a custom metric");
    }
    Map<String, String> resource =
        new LinkedHashMap<>(Series.texts(form.fields("resource.labels")));
    resource.putIfAbsent("project_id", project);
    String valueType = form.text("valueType").orElseGet(() -> valueType(form));
    String kind = form.text("metricKind").orElse("GAUGE");
    Fields described = descriptors.of(project, type, kind, valueType, form.fields("metric.labels"));
    return new Series(
        project,
        type,
        Series.texts(form.fields("metric.labels")),
        form.text("resource.type").orElse("global"),
        new java.util.TreeMap<>(resource),
        described.text("metricKind").orElse(kind),
        described.text("valueType").orElse(valueType));
  }

  private static String valueType(Fields form) {
    Fields value =
        form.items("points").isEmpty()
            ? Fields.EMPTY
            : ((Fields) form.items("points").getFirst()).fields("value");
    if (value.get("boolValue").isPresent()) {
      return "BOOL";
    }
    return value.get("int64Value").isPresent()
        ? "INT64"
        : value.get("distributionValue").isPresent()
            ? "DISTRIBUTION"
            : value.get("stringValue").isPresent() ? "STRING" : "DOUBLE";
  }

  private Point point(Series series, Fields form, int index) {
    if (form.items("points").size() != 1) {
      throw bad(index, "points", "must have exactly one point");
    }
    Fields point = (Fields) form.items("points").getFirst();
    Instant end = time(point.text("interval.endTime").orElse(""));
    Instant start = point.text("interval.startTime").map(SeriesRoutes::time).orElse(end);
    Instant now = plane.clock().instant();
    if (end.isAfter(now.plus(Duration.ofMinutes(5)))
        || end.isBefore(now.minus(Duration.ofHours(25)))) {
      throw bad(
          index,
          "points[0].interval.end_time",
          "must not be more than 25 hours in the past or 5 minutes in the future");
    }
    if (series.kind().equals("GAUGE")) {
      start = end;
    }
    return new Point(start, end, point.fields("value"));
  }

  private static dev.groundwork.emulator.control.Refused bad(int index, String field, String why) {
    return Refusal.invalid(
            "One or more TimeSeries could not be written: Field timeSeries["
                + index
                + "]."
                + field
                + " "
                + why
                + ".")
        .asException();
  }

  Reply list(Ask ask) {
    String filter = ask.query("filter").orElse("");
    if (!filter.contains("metric.type")) {
      throw Refusal.invalid(
              "Field filter had an invalid value of \""
                  + filter
                  + "\": must specify a restriction on \"metric.type\" in the filter.")
          .asException();
    }
    Instant end =
        time(ask.query("interval.endTime").or(() -> ask.query("interval.end_time")).orElse(""));
    Instant start =
        ask.query("interval.startTime")
            .or(() -> ask.query("interval.start_time"))
            .map(SeriesRoutes::time)
            .orElse(end);
    if (start.isAfter(end)) {
      throw Refusal.invalid("Field interval had an invalid value: start time is after end time.")
          .asException();
    }
    boolean headers = ask.query("view").orElse("").equals("HEADERS");
    Optional<String> period = ask.query("aggregation.alignmentPeriod").filter(p -> !p.isEmpty());
    List<Value> series =
        period.isEmpty()
            ? raw(ask.path("project"), filter, start, end, headers)
            : aligned(ask, filter, start, end, headers);
    return Reply.ok(
        series.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("timeSeries", new Value.Items(series)));
  }

  /// Newest first, as Google lists points.
  private List<Value> raw(
      String project, String filter, Instant start, Instant end, boolean headers) {
    List<Value> shown = new ArrayList<>();
    for (Series series : chronicle.find(project, SeriesFilter.parse(filter))) {
      Instant after = start.equals(end) ? start.minusNanos(1) : start;
      List<Point> points = chronicle.between(series, after, end).reversed();
      if (!points.isEmpty()) {
        Fields form = series.shown();
        shown.add(
            headers
                ? form
                : form.with(
                    "points", new Value.Items(points.stream().<Value>map(Point::shown).toList())));
      }
    }
    return shown;
  }

  private List<Value> aligned(Ask ask, String filter, Instant start, Instant end, boolean headers) {
    Fields form = Fields.EMPTY;
    for (String field : List.of("alignmentPeriod", "perSeriesAligner", "crossSeriesReducer")) {
      Optional<String> given = ask.query("aggregation." + field);
      form = given.isPresent() ? form.with(field, given.get()) : form;
    }
    List<String> by = ask.request().query().getOrDefault("aggregation.groupByFields", List.of());
    form = by.isEmpty() ? form : form.with("groupByFields", Value.texts(by));
    Query query = Query.of(filter, List.of(form));
    Map<String, List<Value>> points = new LinkedHashMap<>();
    Map<String, Series> named = new LinkedHashMap<>();
    for (Instant at = end; at.isAfter(start); at = at.minus(query.period())) {
      for (Valued value : query.at(chronicle, ask.path("project"), at).values()) {
        named.put(value.name(), value.series());
        points
            .computeIfAbsent(value.name(), _ -> new ArrayList<>())
            .add(new Point(at.minus(query.period()), at, Point.typed(value.value())).shown());
      }
    }
    List<Value> shown = new ArrayList<>();
    named.forEach((name, series) -> {
      Fields one = series.about().with("metricKind", "GAUGE").with("valueType", "DOUBLE");
      shown.add(
          headers
              ? one
              : one.with("points", new Value.Items(points.getOrDefault(name, List.of()))));
    });
    return shown;
  }

  private static Instant time(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw Refusal.invalid("Invalid value for a time: \"" + text + "\"").asException();
    }
  }
}
