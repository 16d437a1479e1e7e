package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Backups of an instance, as records: nothing is copied yet.
final class BackupRoutes {
  private final ControlPlane plane;
  private final Instances instances;
  private final Changes changes;

  BackupRoutes(ControlPlane plane, Instances instances, Changes changes) {
    this.plane = plane;
    this.instances = instances;
    this.changes = changes;
  }

  /// The newest first.
  Reply list(Ask ask) {
    String stored = instances.require(Instances.key(ask.path())).key();
    List<Value> items =
        new ArrayList<>(
            plane.store().under(stored + "/backupRuns/").stream().<Value>map(Entry::body).toList());
    Collections.reverse(items);
    Fields body = Fields.EMPTY.with("kind", "sql#backupRunsList");
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  Reply get(Ask ask) {
    return Reply.ok(existing(ask).body());
  }

  private Entry existing(Ask ask) {
    return plane
        .store()
        .get(instances.require(Instances.key(ask.path())).key() + "/backupRuns/" + ask.path("id"))
        .orElseThrow(() ->
            Refusal.notFound("The backup run does not exist.")
                .withReason("backupRunDoesNotExist")
                .asException());
  }

  Reply insert(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Entry instance = instances.require(key);
    Instant now = plane.clock().instant();
    String id = String.valueOf(now.toEpochMilli());
    String time = Times.millis(now);
    Fields run =
        Fields.EMPTY
            .with("kind", "sql#backupRun")
            .with("id", id)
            .with("instance", key.name())
            .with("type", "ON_DEMAND")
            .with("status", "SUCCESSFUL")
            .with("backupKind", "SNAPSHOT")
            .with("description", ask.body().text("description").orElse(""))
            .with("location", ask.body().text("location").orElse("us"))
            .with("databaseVersion", instance.body().text("databaseVersion").orElse(""))
            .with("enqueuedTime", time)
            .with("startTime", time)
            .with("endTime", time)
            .with("windowStartTime", time)
            .with(
                "selfLink",
                "https://%s/sql/v1beta4/projects/%s/instances/%s/backupRuns/%s"
                    .formatted(Instances.HOST, key.project(), key.name(), id));
    return Reply.ok(
        changes.make(
            key,
            "BACKUP_VOLUME",
            "",
            _ -> {},
            transaction ->
                transaction.put(
                    Entry.of(instance.key() + "/backupRuns/" + id, "sql.BackupRun", run))));
  }

  Reply delete(Ask ask) {
    Entry run = existing(ask);
    return Reply.ok(
        changes.make(
            Instances.key(ask.path()),
            "DELETE_BACKUP",
            "",
            _ -> {},
            transaction -> transaction.drop(run.key())));
  }
}
