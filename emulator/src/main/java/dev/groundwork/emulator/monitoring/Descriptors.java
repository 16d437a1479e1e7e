package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What metrics there are: the user's own, those counted from logs, and those of probes.
final class Descriptors {
  private static final String TYPE = "monitoring.MetricDescriptor";
  private static final String UPTIME = "monitoring.googleapis.com/uptime_check/";

  private final ControlPlane plane;

  Descriptors(ControlPlane plane) {
    this.plane = plane;
  }

  /// Creates one, or changes it when it is there.
  Reply create(Ask ask) {
    Fields sent = plane.bodies().read("google.api.MetricDescriptor", ask.body(), false);
    String type = sent.text("type").orElse("");
    if (!type.matches("(custom|external|workload|prometheus)\\.googleapis\\.com/.+")) {
      throw Refusal.invalid(
              "Field metricDescriptor.type had an invalid value of \""
                  + type
                  + "\": must begin with custom.googleapis.com or another domain of the user's own.")
          .asException();
    }
    for (String field : List.of("metricKind", "valueType")) {
      if (sent.text(field).isEmpty()) {
        throw Refusal.required(
                "Field metricDescriptor." + field + " had an invalid value: must be specified.")
            .asException();
      }
    }
    Fields stored = named(ask.path("project"), type, sent.without("name"));
    plane.store().run(t -> t.put(Entry.of(key(ask.path("project"), type), TYPE, stored)));
    return Reply.ok(stored);
  }

  private static Fields named(String project, String type, Fields body) {
    return withoutEmpty(
        Fields.EMPTY
            .with("name", "projects/" + project + "/metricDescriptors/" + type)
            .with("type", type)
            .with("labels", body.get("labels").orElse(Value.list()))
            .with("metricKind", body.text("metricKind").orElse("GAUGE"))
            .with("valueType", body.text("valueType").orElse("DOUBLE"))
            .with("unit", body.text("unit").orElse(""))
            .with("description", body.text("description").orElse(""))
            .with("displayName", body.text("displayName").orElse("")));
  }

  private static Fields withoutEmpty(Fields body) {
    Fields kept = body;
    for (var field : body.values().entrySet()) {
      if (field.getValue().equals(Value.of("")) || field.getValue().equals(Value.list())) {
        kept = kept.without(field.getKey());
      }
    }
    return kept;
  }

  /// The descriptor of a metric that is written; made when it is not there.
  Fields of(String project, String type, String kind, String valueType, Fields labels) {
    Optional<Entry> there = plane.store().get(key(project, type));
    if (there.isPresent()) {
      return there.get().body();
    }
    List<Value> described =
        labels.values().keySet().stream().<Value>map(k -> Fields.EMPTY.with("key", k)).toList();
    Fields body =
        named(
            project,
            type,
            Fields.EMPTY
                .with("metricKind", kind)
                .with("valueType", valueType)
                .with("labels", new Value.Items(described)));
    plane.store().run(t -> t.put(Entry.of(key(project, type), TYPE, body)));
    return body;
  }

  Reply get(Ask ask) {
    String type = ask.path("metric");
    return Reply.ok(
        all(ask.path("project")).stream()
            .filter(d -> d.body().text("type").orElse("").equals(type))
            .findFirst()
            .orElseThrow(() -> absent(type).asException())
            .body());
  }

  Reply delete(Ask ask) {
    String key = key(ask.path("project"), ask.path("metric"));
    plane
        .store()
        .run(t -> {
          if (t.get(key).isEmpty()) {
            throw absent(ask.path("metric")).asException();
          }
          t.drop(key);
        });
    return Reply.empty();
  }

  private static Refusal absent(String type) {
    return Refusal.notFound("Could not find descriptor for metric '" + type + "'.");
  }

  Reply list(Ask ask) {
    Optional<Filter> filter =
        ask.query("filter").filter(f -> !f.isBlank()).map(Descriptors::filter);
    List<Entry> kept =
        all(ask.path("project")).stream()
            .filter(e -> filter.isEmpty() || filter.get().accepts(e.body()))
            .toList();
    Paging.Page page = Paging.page(ask, "pageSize", 10_000, kept);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("metricDescriptors", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  /// `metric.type = starts_with("custom.")` in the words of other lists.
  private static Filter filter(String text) {
    return Filter.parse(
        text.replaceAll("metric\\.type\\s*=\\s*starts_with\\(\"([^\"]*)\"\\)", "type = \"$1*\"")
            .replaceAll("metric\\.type\\s*=\\s*has_substring\\(\"([^\"]*)\"\\)", "type : \"$1\"")
            .replace("metric.type", "type"));
  }

  private List<Entry> all(String project) {
    List<Entry> all =
        new ArrayList<>(
            plane.store().under(key(project, "")).stream()
                .filter(e -> e.type().equals(TYPE))
                .toList());
    plane
        .store()
        .under("logging.googleapis.com/projects/" + project + "/metrics/")
        .forEach(e -> all.add(given(project, e.body().fields("metricDescriptor"))));
    all.add(given(project, probe(project, "check_passed", "BOOL", "")));
    all.add(given(project, probe(project, "request_latency", "DOUBLE", "ms")));
    all.add(given(project, probe(project, "http_status", "INT64", "1")));
    return all.stream().sorted(java.util.Comparator.comparing(Entry::key)).toList();
  }

  private static Entry given(String project, Fields body) {
    return Entry.of(key(project, body.text("type").orElse("")), TYPE, body);
  }

  private static Fields probe(String project, String name, String valueType, String unit) {
    return named(
        project,
        UPTIME + name,
        Fields.EMPTY
            .with("metricKind", "GAUGE")
            .with("valueType", valueType)
            .with("unit", unit)
            .with(
                "labels",
                Value.list(
                    Fields.EMPTY.with("key", "checker_location"),
                    Fields.EMPTY.with("key", "check_id"))));
  }

  private static String key(String project, String type) {
    return Monitoring.HOST + "/projects/" + project + "/metricDescriptors/" + type;
  }
}
