package dev.groundwork.component;

import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.List;

/// The charts of a dashboard: what most users look at first of a service, its database and its
/// cache.
final class Charts {
  private static final long COLUMNS = 48;
  private static final long WIDTH = 24;
  private static final long HEIGHT = 16;

  private Charts() {}

  /// @param metric type of the metric
  /// @param resource type of what it is measured of
  /// @param aligner how the points of a minute become one
  /// @param by label by which lines are kept apart
  private record Chart(
      String title, String metric, String resource, String aligner, String reducer, String by) {}

  private static final List<Chart> ALL =
      List.of(
          new Chart(
              "Answers by class",
              "run.googleapis.com/request_count",
              "cloud_run_revision",
              "ALIGN_RATE",
              "REDUCE_SUM",
              "metric.labels.response_code_class"),
          new Chart(
              "Time for an answer, 95th percentile",
              "run.googleapis.com/request_latencies",
              "cloud_run_revision",
              "ALIGN_PERCENTILE_95",
              "REDUCE_MAX",
              "resource.labels.service_name"),
          new Chart(
              "Probes that pass",
              "monitoring.googleapis.com/uptime_check/check_passed",
              "",
              "ALIGN_FRACTION_TRUE",
              "REDUCE_MEAN",
              "metric.labels.check_id"),
          new Chart(
              "Instances",
              "run.googleapis.com/container/instance_count",
              "cloud_run_revision",
              "ALIGN_MAX",
              "REDUCE_SUM",
              "resource.labels.service_name"),
          new Chart(
              "Processor of the database",
              "cloudsql.googleapis.com/database/cpu/utilization",
              "cloudsql_database",
              "ALIGN_MEAN",
              "REDUCE_MAX",
              "resource.labels.database_id"),
          new Chart(
              "Memory of the cache",
              "redis.googleapis.com/stats/memory/usage_ratio",
              "redis_instance",
              "ALIGN_MEAN",
              "REDUCE_MAX",
              "resource.labels.instance_id"));

  /// Two columns of charts.
  static Value.Fields layout() {
    List<Value> tiles = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      Value.Fields tile = Value.fields().with("width", WIDTH).with("height", HEIGHT);
      if (i % 2 > 0) {
        tile = tile.with("xPos", WIDTH);
      }
      if (i > 1) {
        tile = tile.with("yPos", i / 2 * HEIGHT);
      }
      tiles.add(tile.with("widget", widget(ALL.get(i))));
    }
    return Value.fields().with("columns", COLUMNS).with("tiles", new Value.Items(tiles));
  }

  private static Value.Fields widget(Chart chart) {
    String filter =
        "metric.type=\""
            + chart.metric()
            + "\""
            + (chart.resource().isEmpty() ? "" : " resource.type=\"" + chart.resource() + "\"");
    Value.Fields query =
        Value.fields()
            .with("filter", filter)
            .with("aggregation.alignmentPeriod", "60s")
            .with("aggregation.perSeriesAligner", chart.aligner())
            .with("aggregation.crossSeriesReducer", chart.reducer())
            .with("aggregation.groupByFields", Value.texts(List.of(chart.by())));
    Value.Fields line =
        Value.fields().with("plotType", "LINE").with("timeSeriesQuery.timeSeriesFilter", query);
    return Value.fields().with("title", chart.title()).with("xyChart.dataSets", Value.list(line));
  }
}
