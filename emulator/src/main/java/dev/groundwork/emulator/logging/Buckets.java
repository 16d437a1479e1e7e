package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Log buckets: how long they keep entries, and how they go. A deleted one waits for a week, in
/// which it can be brought back.
final class Buckets implements Behavior {
  static final String TYPE = "logging.LogBucket";
  private static final Duration WAITS = Duration.ofDays(7);
  private static final String DELETED = "deleted";

  private final ControlPlane plane;
  private final Archive archive;

  Buckets(ControlPlane plane, Archive archive) {
    this.plane = plane;
    this.archive = archive;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    String location = edit.path("location");
    if (!location.matches("global|us|eu|[a-z]+-[a-z]+\\d+")) {
      throw Refusal.invalid("Location " + location + " is invalid").asException();
    }
    if (!edit.name().matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
      throw Refusal.invalid("Bucket id `" + edit.name() + "` is invalid").asException();
    }
    checkDays(wanted);
    String view = edit.key() + "/views/_AllLogs";
    String now = Times.micros(plane.clock().instant());
    edit.transaction()
        .put(
            Entry.of(
                view,
                "logging.LogView",
                Fields.EMPTY
                    .with("name", view.substring(Defaults.HOST.length() + 1))
                    .with("createTime", now)
                    .with("updateTime", now)));
    return wanted.with("lifecycleState", "ACTIVE");
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    if (edit.name().equals(Defaults.REQUIRED)) {
      throw Refusal.precondition("Bucket `_Required` cannot be modified").asException();
    }
    checkDays(after);
    if (before.flag("locked")
        && (!after.flag("locked") || days(after).compareTo(days(before)) != 0)) {
      throw Refusal.precondition("Bucket `" + edit.name() + "` is locked and cannot be modified")
          .asException();
    }
    if (before.flag("analyticsEnabled") && !after.flag("analyticsEnabled")) {
      throw Refusal.invalid("Log Analytics cannot be disabled once it is enabled").asException();
    }
    return after;
  }

  private static void checkDays(Fields bucket) {
    int days = days(bucket).intValue();
    if (days < 1 || days > 3650) {
      throw Refusal.invalid("Retention days must be between 1 and 3650, got " + days).asException();
    }
  }

  private static BigDecimal days(Fields bucket) {
    return bucket.get("retentionDays").orElse(Value.of(Defaults.DAYS)) instanceof Value.Num(var n)
        ? n
        : BigDecimal.valueOf(Defaults.DAYS);
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    String[] parts = relativeName.split("/", -1);
    return Optional.of(
        Refusal.notFound(
            "Bucket `" + parts[5] + "` in location `" + parts[3] + "` does not exist"));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    String[] parts = relativeName.split("/", -1);
    return Optional.of(
        Refusal.alreadyExists(
            "Bucket `" + parts[5] + "` in location `" + parts[3] + "` already exists"));
  }

  /// `DELETE …/buckets/{bucket}`
  Reply delete(Ask ask) {
    return change(
        ask,
        entry -> {
          if (Defaults.isOne(ask.path("bucket"))) {
            throw Refusal.invalid("Bucket `" + ask.path("bucket") + "` cannot be deleted")
                .asException();
          }
          if (entry.body().flag("locked")) {
            throw Refusal.precondition(
                    "Bucket `" + ask.path("bucket") + "` is locked and cannot be deleted")
                .asException();
          }
          return entry
              .withBody(entry.body().with("lifecycleState", "DELETE_REQUESTED"))
              .withHidden(
                  entry.hidden().with(DELETED, plane.clock().instant().plus(WAITS).toString()));
        });
  }

  /// `POST …/buckets/{bucket}:undelete`
  Reply undelete(Ask ask) {
    return change(
        ask,
        entry ->
            entry
                .withBody(entry.body().with("lifecycleState", "ACTIVE"))
                .withHidden(entry.hidden().without(DELETED)));
  }

  private Reply change(Ask ask, java.util.function.UnaryOperator<Entry> change) {
    String name =
        "projects/"
            + ask.path("project")
            + "/locations/"
            + ask.path("location")
            + "/buckets/"
            + ask.path("bucket");
    plane
        .store()
        .run(t ->
            t.put(
                change.apply(
                    t.get(Defaults.HOST + "/" + name)
                        .orElseThrow(() -> absent(ask, name).orElseThrow().asException()))));
    return Reply.empty();
  }

  /// Forgets what is older than its bucket keeps it, and buckets whose week is over.
  void clean(Instant now) {
    for (Entry entry : plane.store().under(Defaults.HOST + "/projects/")) {
      if (entry.type().equals(TYPE)) {
        String name = entry.key().substring(Defaults.HOST.length() + 1);
        boolean over =
            entry.hidden().text(DELETED).map(t -> !Instant.parse(t).isAfter(now)).orElse(false);
        if (over) {
          plane
              .store()
              .run(t -> {
                t.under(entry.key() + "/").forEach(e -> t.drop(e.key()));
                t.drop(entry.key());
              });
          archive.erase(name);
        } else {
          archive.forget(name, keptFrom(entry.body(), now));
        }
      }
    }
  }

  /// From when on a bucket still has its entries.
  static Instant keptFrom(Fields bucket, Instant now) {
    return now.minus(Duration.ofDays(days(bucket).longValue()));
  }

  /// A bucket that takes and gives entries; the two that every project has are there even before
  /// the API is enabled.
  Optional<Fields> find(String name) {
    Optional<Entry> entry = plane.store().get(Defaults.HOST + "/" + name);
    if (entry.isEmpty()
        && name.matches("projects/[^/]+/locations/global/buckets/_(Default|Required)")) {
      return Optional.of(
          Fields.EMPTY.with(
              "retentionDays",
              name.endsWith(Defaults.REQUIRED) ? Defaults.REQUIRED_DAYS : Defaults.DAYS));
    }
    return entry.map(Entry::body).filter(b -> b.text("lifecycleState").orElse("").equals("ACTIVE"));
  }
}
