package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.SortedMap;
import java.util.TreeMap;

/// The metric `run.googleapis.com/request_count`, from what Cloud Run logs of each request.
///
/// @see <a href="https://cloud.google.com/monitoring/api/metrics_gcp_p_z#gcp-run">the metrics of
///   Cloud Run</a>
final class Requests {
  private static final String LOG = "run.googleapis.com/requests";
  private static final String METRIC = "run.googleapis.com/request_count";

  private final Chronicle chronicle;

  Requests(Chronicle chronicle) {
    this.chronicle = chronicle;
  }

  /// @param form the entry as Google shows it
  void take(LogEntry entry, Fields form) {
    int status =
        form.at("httpRequest.status").orElse(Value.of(0)) instanceof Value.Num(var n)
            ? n.intValue()
            : 0;
    if (!entry.log().equals(LOG) || status == 0) {
      return;
    }
    SortedMap<String, String> labels =
        new TreeMap<>(
            java.util.Map.of(
                "response_code",
                Integer.toString(status),
                "response_code_class",
                status / 100 + "xx"));
    Series series =
        new Series(
            entry.project(),
            METRIC,
            labels,
            entry.resource().type(),
            entry.resource().labels(),
            "DELTA",
            "INT64");
    Instant start = entry.time().truncatedTo(ChronoUnit.MINUTES);
    chronicle.add(
        series,
        new Point(start, start.plus(Duration.ofMinutes(1)), Point.typed(1L)),
        LogWatch::sum);
  }
}
