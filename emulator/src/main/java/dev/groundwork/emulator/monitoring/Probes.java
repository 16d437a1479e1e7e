package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Probes every uptime check when its time has come, and keeps what came of it as time series.
final class Probes implements Agenda.Timed {
  private static final String METRICS = "monitoring.googleapis.com/uptime_check/";

  /// Where Google's probes are, by the regions of checks.
  private static final SortedMap<String, List<String>> LOCATIONS =
      new TreeMap<>(
          Map.of(
              "USA", List.of("usa-iowa", "usa-oregon", "usa-virginia"),
              "USA_IOWA", List.of("usa-iowa"),
              "USA_OREGON", List.of("usa-oregon"),
              "USA_VIRGINIA", List.of("usa-virginia"),
              "EUROPE", List.of("eur-belgium"),
              "SOUTH_AMERICA", List.of("sa-brazil-sao_paulo"),
              "ASIA_PACIFIC", List.of("apac-singapore")));

  private final ControlPlane plane;
  private final Chronicle chronicle;
  private final Prober prober;

  /// When each check was last probed, or first seen.
  private final Map<String, Instant> last = new TreeMap<>();

  Probes(ControlPlane plane, Chronicle chronicle, Prober prober) {
    this.plane = plane;
    this.chronicle = chronicle;
    this.prober = prober;
  }

  @Override
  public synchronized Optional<Instant> next() {
    List<Entry> checks = checks();
    last.keySet().retainAll(checks.stream().map(Entry::key).toList());
    return checks.stream().map(this::due).min(Instant::compareTo);
  }

  private Instant due(Entry check) {
    return last.computeIfAbsent(check.key(), _ -> plane.clock().instant())
        .plus(Aggregation.seconds(check.body().text("period").orElse("60s")));
  }

  @Override
  public synchronized void happen(Instant due) {
    Instant now = plane.clock().instant();
    for (Entry check : checks()) {
      if (!due(check).isAfter(now)) {
        last.put(check.key(), now);
        host(check.body()).ifPresent(host -> probe(check, host, now));
      }
    }
  }

  private List<Entry> checks() {
    return plane.store().under(Monitoring.HOST + "/projects/").stream()
        .filter(e -> e.type().equals(Checks.TYPE) && !e.body().flag("disabled"))
        .toList();
  }

  /// The host that the monitored resource names, or has.
  private Optional<String> host(Fields check) {
    Fields labels = check.fields("monitoredResource.labels");
    if (check.text("monitoredResource.type").orElse("").equals("cloud_run_revision")) {
      String service =
          "run.googleapis.com/projects/"
              + labels.text("project_id").orElse("")
              + "/locations/"
              + labels.text("location").orElse("")
              + "/services/"
              + labels.text("service_name").orElse("");
      return plane
          .store()
          .get(service)
          .flatMap(e -> e.body().text("uri"))
          .map(uri -> URI.create(uri).getHost());
    }
    return labels.text("host").filter(h -> !h.isEmpty());
  }

  private void probe(Entry check, String host, Instant at) {
    String project = check.key().split("/", -1)[2];
    String id = check.key().substring(check.key().lastIndexOf('/') + 1);
    Prober.Result result = prober.probe(check.body(), host);
    Fields resource = check.body().fields("monitoredResource");
    Map<Series, Point> points = new LinkedHashMap<>();
    for (String location : locations(check.body())) {
      SortedMap<String, String> labels =
          new TreeMap<>(
              Map.of("check_id", id, "checker_location", location, "checked_resource_id", host));
      points.put(
          series(project, "check_passed", "BOOL", labels, resource), Point.at(at, result.passed()));
      points.put(
          series(project, "request_latency", "DOUBLE", labels, resource),
          Point.at(at, millis(result.took())));
      if (result.status() > 0) {
        points.put(
            series(project, "http_status", "INT64", labels, resource),
            new Point(at, at, Point.typed((long) result.status())));
      }
    }
    chronicle.add(points);
  }

  private static double millis(Duration took) {
    return took.toNanos() / 1_000_000.0;
  }

  private static Series series(
      String project,
      String name,
      String valueType,
      SortedMap<String, String> labels,
      Fields resource) {
    return new Series(
        project,
        METRICS + name,
        labels,
        resource.text("type").orElse("uptime_url"),
        Series.texts(resource.fields("labels")),
        "GAUGE",
        valueType);
  }

  private static List<String> locations(Fields check) {
    List<String> names = new ArrayList<>();
    for (Value region : check.items("selectedRegions")) {
      names.addAll(LOCATIONS.getOrDefault(region instanceof Value.Text(var t) ? t : "", List.of()));
    }
    return names.isEmpty()
        ? LOCATIONS.values().stream().flatMap(List::stream).distinct().sorted().toList()
        : names.stream().distinct().sorted().toList();
  }
}
