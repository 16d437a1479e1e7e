package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What tells one time series from another.
///
/// @param project the project's id
/// @param metric the metric's type, `custom.googleapis.com/queue/depth`
/// @param kind `GAUGE`, `DELTA` or `CUMULATIVE`
/// @param valueType `BOOL`, `INT64`, `DOUBLE`, `STRING` or `DISTRIBUTION`
record Series(
    String project,
    String metric,
    SortedMap<String, String> labels,
    String resource,
    SortedMap<String, String> resourceLabels,
    String kind,
    String valueType) {
  Series {
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    resourceLabels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(resourceLabels));
  }

  /// As Google shows it, without points.
  Fields shown() {
    return about().with("metricKind", kind).with("valueType", valueType);
  }

  /// The metric and the resource.
  Fields about() {
    return Fields.EMPTY
        .with("metric", typed(metric, labels))
        .with("resource", typed(resource, resourceLabels));
  }

  private static Fields typed(String type, SortedMap<String, String> labels) {
    Fields typed = Fields.EMPTY.with("type", type);
    return labels.isEmpty() ? typed : typed.with("labels", fields(labels));
  }

  static Fields fields(SortedMap<String, String> labels) {
    Map<String, Value> fields = new LinkedHashMap<>();
    labels.forEach((name, value) -> fields.put(name, Value.of(value)));
    return new Fields(fields);
  }

  static SortedMap<String, String> texts(Fields labels) {
    SortedMap<String, String> texts = new TreeMap<>();
    labels
        .values()
        .forEach((name, value) -> texts.put(name, value instanceof Value.Text(var t) ? t : ""));
    return texts;
  }
}
