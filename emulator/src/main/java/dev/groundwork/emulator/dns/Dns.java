package dev.groundwork.emulator.dns;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Cloud DNS.
public final class Dns implements Service {
  private static final String PROJECT = "dns/v1/projects/{project}";
  private static final String ZONE = PROJECT + "/managedZones/{managedZone}";
  private static final String POLICY = PROJECT + "/policies/{name}";

  /// What the client cannot set.
  private static final List<String> KEPT =
      List.of("id", "kind", "name", "creationTime", "nameServers", "cloudLoggingConfig");

  private final ControlPlane plane;
  private final Zones zones;
  private final Changes changes;
  private final NetworkPolicies policies;
  private final Kind kind;

  public Dns(ControlPlane plane) {
    this.plane = plane;
    zones = new Zones(plane);
    changes = new Changes(plane);
    policies = new NetworkPolicies(plane);
    kind = new Kind(plane.catalog().get(Zones.TYPE));
  }

  @Override
  public String host() {
    return Zones.HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("dns/v1beta2/", "dns/v1/");
    into.behavior(Zones.TYPE, zones);
    into.behavior(Records.TYPE, new Records());
    into.route(Verb.PATCH, PROJECT + "/managedZones/{name}", ask -> update(ask, false));
    into.route(Verb.PUT, PROJECT + "/managedZones/{name}", ask -> update(ask, true));
    into.route(Verb.POST, ZONE + "/rrsets", this::createRecord);
    into.route(Verb.GET, ZONE + "/rrsets", this::records);
    into.route(Verb.POST, ZONE + "/changes", ask -> changes.create(ask, zone(ask)));
    into.route(Verb.GET, ZONE + "/changes", ask -> changes.list(ask, zone(ask)));
    into.route(Verb.GET, ZONE + "/changes/{change}", ask -> changes.get(ask, zone(ask)));
    into.route(Verb.POST, PROJECT + "/policies", policies::create);
    into.route(Verb.GET, PROJECT + "/policies", policies::list);
    into.route(Verb.GET, POLICY, policies::get);
    into.route(Verb.PUT, POLICY, ask -> policies.update(ask, true));
    into.route(Verb.PATCH, POLICY, ask -> policies.update(ask, false));
    into.route(Verb.DELETE, POLICY, policies::delete);
  }

  private Entry zone(Ask ask) {
    String name =
        Optional.ofNullable(ask.path().get("managedZone")).orElseGet(() -> ask.path("name"));
    Map<String, String> path = Map.of("project", ask.path("project"), "name", name);
    return plane
        .store()
        .get(kind.key(path))
        .orElseThrow(() -> zones.absent(ask, kind.relativeName(path)).orElseThrow().asException());
  }

  /// Changes a zone, and answers as Cloud DNS does: by an operation that has ended.
  private Reply update(Ask ask, boolean whole) {
    Entry before = zone(ask);
    return plane
        .store()
        .change(transaction -> {
          Fields base = before.body();
          Fields sent = ask.body();
          for (String field : List.of("dnsName", "visibility")) {
            if (sent.text(field).isPresent() && !sent.text(field).equals(base.text(field))) {
              throw Refusal.invalid(
                      "Invalid value for 'entity.managedZone."
                          + field
                          + "': '"
                          + sent.text(field).orElse("")
                          + "'")
                  .asException();
            }
          }
          Fields after = base;
          if (whole) {
            for (String field : base.values().keySet()) {
              boolean stays =
                  KEPT.contains(field) || field.equals("dnsName") || field.equals("visibility");
              after = stays ? after : after.without(field);
            }
          }
          Fields settable = sent;
          for (String field : List.of("id", "kind", "name", "creationTime", "nameServers")) {
            settable = settable.without(field);
          }
          after = Masks.merge(after, settable);
          transaction.put(before.withBody(after));
          return Reply.ok(
              Fields.EMPTY
                  .with("kind", "dns#operation")
                  .with("id", plane.ids().uuid())
                  .with("startTime", Times.millis(plane.clock().instant()))
                  .with("status", "done")
                  .with("type", "UPDATE")
                  .with("user", plane.caller())
                  .with(
                      "zoneContext", Fields.EMPTY.with("oldValue", base).with("newValue", after)));
        });
  }

  private Reply createRecord(Ask ask) {
    Entry zone = zone(ask);
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(Records.key(zone.key(), ask.body())).isPresent()) {
            throw Changes.present("entity.rrset", ask.body()).asException();
          }
          Records.check(transaction, zone, ask.body(), "entity.rrset");
          return Reply.ok(Records.put(transaction, zone.key(), ask.body()));
        });
  }

  private Reply records(Ask ask) {
    Entry zone = zone(ask);
    Optional<String> name = ask.query("name").filter(n -> !n.isEmpty());
    Optional<String> type = ask.query("type").filter(t -> !t.isEmpty());
    List<Entry> all =
        plane.store().under(Records.prefix(zone.key())).stream()
            .filter(e ->
                name.map(n -> e.body().text("name").orElse("").equalsIgnoreCase(n)).orElse(true))
            .filter(e -> type.map(t -> e.body().text("type").orElse("").equals(t)).orElse(true))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", 1000, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        Fields.EMPTY
            .with("kind", "dns#resourceRecordSetsListResponse")
            .with("rrsets", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }
}
