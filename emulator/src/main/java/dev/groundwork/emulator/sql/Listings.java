package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What Cloud SQL lists beside its resources: operations, flags, machine types.
final class Listings {
  private final ControlPlane plane;

  Listings(ControlPlane plane) {
    this.plane = plane;
  }

  Reply operation(Ask ask) {
    return plane
        .operations()
        .find(Instances.HOST, "projects/" + ask.path("project"), ask.path("operation"))
        .map(o -> Reply.ok(plane.operations().show(o)))
        .orElseThrow(() -> Refusals.noOperation().asException());
  }

  /// The newest first, of one instance if the query says which.
  Reply operations(Ask ask) {
    String instance = ask.queryOr("instance", "");
    List<Operation> all =
        new ArrayList<>(plane.operations().list(Instances.HOST, "projects/" + ask.path("project")));
    Collections.reverse(all);
    int most = Integer.parseInt(ask.queryOr("maxResults", "500"));
    List<Value> items =
        all.stream()
            .map(plane.operations()::show)
            .filter(o -> instance.isEmpty() || o.text("targetId").orElse("").equals(instance))
            .limit(most)
            .<Value>map(o -> o)
            .toList();
    return list("sql#operationsList", items);
  }

  Reply flags(Ask ask) {
    String version = ask.queryOr("databaseVersion", "");
    List<Value> items =
        Flags.all().stream()
            .map(Flags.Flag::shown)
            .filter(f -> version.isEmpty() || f.items("appliesTo").contains(Value.of(version)))
            .<Value>map(f -> f)
            .toList();
    return list("sql#flagsList", items);
  }

  Reply tiers(Ask ask) {
    return list("sql#tiersList", Tier.all().stream().<Value>map(Tier::shown).toList());
  }

  private static Reply list(String kind, List<Value> items) {
    Fields body = Fields.EMPTY.with("kind", kind);
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }
}
