package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Starts;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Changes of a whole instance: patched, replaced, restarted.
final class InstanceRoutes {
  /// What a replacement that does not name it leaves as it was.
  private static final Set<String> KEPT =
      Set.of(
          "locationPreference",
          "settingsVersion",
          "ipConfiguration",
          "authorizedGaeApplications",
          "deletionProtectionEnabled",
          "kind");

  private final ControlPlane plane;
  private final Instances instances;
  private final Kind kind;

  InstanceRoutes(ControlPlane plane, Instances instances) {
    this.plane = plane;
    this.instances = instances;
    this.kind = new Kind(plane.catalog().get(Instances.TYPE));
  }

  Reply patch(Ask ask) {
    Fields sent = plane.bodies().read(kind.type().shape(), ask.body(), true);
    return change(ask, sent, "UPDATE", before -> Masks.merge(before, withoutOutputs(sent)));
  }

  Reply replace(Ask ask) {
    Fields sent = plane.bodies().read(kind.type().shape(), ask.body(), false);
    return change(ask, sent, "UPDATE", before -> replaced(before, withoutOutputs(sent)));
  }

  Reply restart(Ask ask) {
    return change(ask, Fields.EMPTY, "RESTART", before -> before);
  }

  /// Settings that are not named fall back to their default, but for those that Cloud SQL chose.
  private Fields replaced(Fields before, Fields wanted) {
    Fields after = before;
    for (Map.Entry<String, Value> field : wanted.values().entrySet()) {
      after = after.with(field.getKey(), field.getValue());
    }
    Fields settings = wanted.fields("settings");
    for (String kept : KEPT) {
      if (settings.get(kept).isEmpty() && before.at("settings." + kept).isPresent()) {
        settings = settings.with(kept, before.at("settings." + kept).get());
      }
    }
    for (Map.Entry<String, Value> fact : kind.type().defaults().entrySet()) {
      String field = fact.getKey();
      if (field.startsWith("settings.") && settings.at(field.substring(9)).isEmpty()) {
        settings = settings.with(field.substring(9), fact.getValue());
      }
    }
    return after.with("settings", settings);
  }

  private Fields withoutOutputs(Fields sent) {
    Fields kept =
        plane
            .bodies()
            .withoutOutputs(kind.type().shape(), sent)
            .without("rootPassword")
            .without("name");
    for (String field : kind.type().outputOnly()) {
      kept = kept.without(field);
    }
    for (String field :
        List.of("etag", "createTime", "gceZone", "secondaryGceZone", "settings.settingsVersion")) {
      kept = kept.without(field);
    }
    return kept;
  }

  private Reply change(
      Ask ask, Fields sent, String verb, java.util.function.UnaryOperator<Fields> changing) {
    InstanceKey key = Instances.key(ask.path());
    String stored = instances.stored(key);
    return plane
        .store()
        .change(transaction -> {
          Entry entry =
              transaction.get(stored).orElseThrow(() -> Refusals.noInstance().asException());
          checkVersion(sent, entry.body());
          instances.checkIdle(stored);
          Fields before = entry.body();
          Fields after =
              verb.equals("RESTART")
                  ? before
                  : complete(transaction, key, before, changing.apply(before));
          if (verb.equals("RESTART") && !Instances.isOn(before)) {
            throw Refusals.notRunning().asException();
          }
          transaction.put(entry.withBody(after));
          Map<String, String> path = Map.of("project", key.project(), "name", key.name());
          Operation operation =
              plane
                  .operations()
                  .begin(
                      transaction,
                      Starts.of(kind, path, Action.UPDATE, verb, after)
                          .holding(stored)
                          .from(entry));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  private Fields complete(Transaction transaction, InstanceKey key, Fields before, Fields wanted) {
    Version version = Rules.version(wanted);
    Fields after = Completion.of(wanted, version);
    Rules.check(key, after, version);
    Rules.checkChange(before, after);
    after =
        after.with(
            "ipAddresses",
            instances.addresses(transaction, key, after, before.items("ipAddresses")));
    long counted = 1 + Long.parseLong(before.text("settings.settingsVersion").orElse("0"));
    return after
        .with("settings.settingsVersion", String.valueOf(counted))
        .with("etag", plane.ids().etag());
  }

  private static void checkVersion(Fields sent, Fields before) {
    String given = sent.text("settings.settingsVersion").orElse("");
    if (!given.isEmpty() && !given.equals(before.text("settings.settingsVersion").orElse(""))) {
      throw Refusals.stale().asException();
    }
  }
}
