package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Incidents, as Google's `alerts` show them: opened by a finding, closed when it is gone.
final class Incidents {
  private static final String TYPE = "monitoring.alert";

  private final ControlPlane plane;

  Incidents(ControlPlane plane) {
    this.plane = plane;
  }

  /// Those of a policy that are open, by key.
  List<Entry> open(String policy) {
    return plane.store().under(prefix(project(policy))).stream()
        .filter(e ->
            e.body().text("state").orElse("").equals("OPEN")
                && e.body().text("policy.name").orElse("").equals(policy))
        .toList();
  }

  /// Those of all projects that are open.
  List<Entry> open() {
    return plane.store().under(Monitoring.HOST + "/projects/").stream()
        .filter(e -> e.type().equals(TYPE) && e.body().text("state").orElse("").equals("OPEN"))
        .toList();
  }

  static String project(String name) {
    return name.split("/", -1)[1];
  }

  /// The name of the finding that opened it.
  static String finding(Entry incident) {
    return incident.hidden().text("finding").orElse("");
  }

  static Instant told(Entry incident) {
    return Instant.parse(incident.hidden().text("told").orElseThrow());
  }

  static Instant seen(Entry incident) {
    return Instant.parse(incident.hidden().text("seen").orElseThrow());
  }

  Entry begin(Fields policy, String name, Finding finding, Instant now) {
    String policyName = policy.text("name").orElse("");
    String id = "0." + Long.toString(plane.ids().number(Long.MAX_VALUE), 36);
    Fields about =
        Fields.EMPTY
            .with("name", policyName)
            .with("displayName", policy.text("displayName").orElse(""));
    about =
        policy.get("userLabels").isPresent()
            ? about.with("userLabels", policy.fields("userLabels"))
            : about;
    about =
        policy.text("severity").isPresent()
            ? about.with("severity", policy.text("severity").get())
            : about;
    String project = project(policyName);
    Fields body =
        Fields.EMPTY
            .with("name", "projects/" + project + "/alerts/" + id)
            .with("state", "OPEN")
            .with("openTime", now.toString());
    for (String part : List.of("resource", "metric", "log")) {
      body =
          finding.about().get(part).isPresent()
              ? body.with(part, finding.about().fields(part))
              : body;
    }
    Fields hidden =
        Fields.EMPTY
            .with("finding", name)
            .with("condition", finding.condition())
            .with("summary", finding.summary())
            .with("value", new Value.Num(BigDecimal.valueOf(finding.value())))
            .with("told", now.toString())
            .with("seen", now.toString());
    Entry entry =
        Entry.of(prefix(project) + id, TYPE, body.with("policy", about)).withHidden(hidden);
    return plane.store().change(t -> t.put(entry));
  }

  Entry close(Entry incident, Instant now) {
    Entry closed =
        incident.withBody(
            incident.body().with("state", "CLOSED").with("closeTime", now.toString()));
    return plane.store().change(t -> t.put(closed));
  }

  /// Remembers when it was last told of, or met again.
  Entry mark(Entry incident, String what, Instant now) {
    return plane
        .store()
        .change(t -> t.put(incident.withHidden(incident.hidden().with(what, now.toString()))));
  }

  Reply get(Ask ask) {
    return plane
        .store()
        .get(prefix(ask.path("project")) + ask.path("alert"))
        .map(e -> Reply.ok(e.body()))
        .orElseThrow(() ->
            Refusal.notFound("Could not find alert " + ask.path("alert") + ".").asException());
  }

  /// Newest first, unless asked otherwise.
  Reply list(Ask ask) {
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    String order = ask.queryOr("orderBy", "open_time desc");
    Comparator<Entry> oldest =
        Comparator.comparing((Entry e) -> e.body().text("openTime").orElse(""))
            .thenComparing(Entry::key);
    List<Entry> all =
        plane.store().under(prefix(ask.path("project"))).stream()
            .filter(e -> filter.isEmpty() || filter.get().accepts(e.body()))
            .sorted(order.strip().endsWith("desc") ? oldest.reversed() : oldest)
            .toList();
    int size = Math.max(1, Integer.parseInt(ask.queryOr("pageSize", "1000")));
    int from =
        ask.query("pageToken").filter(t -> t.matches("\\d{1,9}")).map(Integer::parseInt).orElse(0);
    List<Value> items = all.stream().skip(from).limit(size).<Value>map(Entry::body).toList();
    Fields body = Fields.EMPTY.with("totalSize", all.size());
    body = items.isEmpty() ? body : body.with("alerts", new Value.Items(items));
    return Reply.ok(
        from + size < all.size()
            ? body.with("nextPageToken", Integer.toString(from + size))
            : body);
  }

  private static String prefix(String project) {
    return Monitoring.HOST + "/projects/" + project + "/alerts/";
  }
}
