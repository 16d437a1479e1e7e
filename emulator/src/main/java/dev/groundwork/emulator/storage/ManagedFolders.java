package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Managed folders: beginnings of objects' names that stand in a bucket of their own, whether there
/// are such objects or not.
final class ManagedFolders {
  private static final String TYPE = "storage.ManagedFolder";
  private static final String ALL = "storage-folders/";
  private static final int PAGE = 1000;

  private final ControlPlane plane;
  private final Buckets buckets;

  ManagedFolders(ControlPlane plane, Buckets buckets) {
    this.plane = plane;
    this.buckets = buckets;
  }

  /// What the keys of a bucket's folders begin with.
  static String prefix(String bucket) {
    return ALL + bucket + "/";
  }

  Reply insert(Ask ask) {
    String bucket = ask.path("bucket");
    String asked = ask.body().text("name").orElse("");
    Objects.check(asked);
    String name = asked.endsWith("/") ? asked : asked + "/";
    String now = Times.millis(plane.clock().instant());
    Fields folder =
        Fields.EMPTY
            .with("kind", "storage#managedFolder")
            .with("id", bucket + "/" + name)
            .with(
                "selfLink",
                "https://www.googleapis.com/storage/v1/b/"
                    + bucket
                    + "/managedFolders/"
                    + Objects.encoded(name))
            .with("name", name)
            .with("bucket", bucket)
            .with("metageneration", "1")
            .with("createTime", now)
            .with("updateTime", now);
    return plane
        .store()
        .change(transaction -> {
          if (!BucketPolicies.uniform(buckets.find(transaction, bucket).body())) {
            throw Refusal.stale("Managed folders need uniform bucket-level access.").asException();
          }
          if (transaction.get(prefix(bucket) + name).isPresent()) {
            throw Buckets.conflict("The managed folder you tried to create already exists.")
                .asException();
          }
          return Reply.ok(transaction.put(Entry.of(prefix(bucket) + name, TYPE, folder)).body());
        });
  }

  Reply list(Ask ask) {
    buckets.find(ask);
    List<Entry> all = plane.store().under(prefix(ask.path("bucket")) + ask.queryOr("prefix", ""));
    Paging.Page page = Paging.page(ask, "pageSize", PAGE, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body = Fields.EMPTY.with("kind", "storage#managedFolders");
    body = page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  Reply get(Ask ask) {
    Entry folder = find(ask);
    return Preconditions.of(ask).unchanged(folder.body()).orElseGet(() -> Reply.ok(folder.body()));
  }

  Reply delete(Ask ask) {
    return plane
        .store()
        .change(transaction -> {
          Entry folder = find(ask);
          Preconditions.of(ask).check(Optional.of(folder.body()));
          boolean used =
              !transaction.under(Objects.prefix(ask.path("bucket")) + ask.path("folder")).isEmpty();
          if (used && !ask.queryOr("allowNonEmpty", "false").equals("true")) {
            throw Buckets.conflict("The managed folder you tried to delete is not empty.")
                .asException();
          }
          transaction.drop(folder.key());
          return Reply.noContent();
        });
  }

  private Entry find(Ask ask) {
    buckets.find(ask);
    return plane
        .store()
        .get(prefix(ask.path("bucket")) + ask.path("folder"))
        .orElseThrow(
            () -> Refusal.notFound("The specified managed folder does not exist.").asException());
  }
}
