package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Gate;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Buckets. A name is taken in all projects at once.
final class Buckets {
  private static final String NAME = "storage.Bucket";
  private static final int PAGE = 1000;

  /// What a replacement leaves as it is.
  private static final List<String> LASTING =
      List.of(
          "kind",
          "selfLink",
          "id",
          "name",
          "projectNumber",
          "generation",
          "metageneration",
          "timeCreated",
          "location",
          "customPlacementConfig");

  private final ControlPlane plane;
  private final ResourceType type;
  private final Kind kind;

  Buckets(ControlPlane plane) {
    this.plane = plane;
    type = plane.catalog().find(NAME).orElseThrow();
    kind = new Kind(type);
  }

  Reply insert(Ask ask) {
    Fields sent = wanted(ask, false);
    String name = sent.text("name").orElse("");
    BucketNames.check(name);
    Project project = project(ask);
    Instant now = plane.clock().instant();
    Fields body =
        Fields.EMPTY
            .with("kind", "storage#bucket")
            .with("selfLink", "https://www.googleapis.com/storage/v1/b/" + name)
            .with("id", name)
            .with("name", name)
            .with("projectNumber", project.number())
            .with("generation", Long.toString(Objects.micros(now)))
            .with("timeCreated", Times.millis(now));
    Fields filled =
        changed(new BucketForm(Fields.EMPTY, now).complete(Masks.merge(body, sent)), now);
    return plane
        .store()
        .change(transaction -> {
          transaction.get(key(name)).ifPresent(there -> refuseTaken(there, project));
          Entry bucket = transaction.put(Entry.of(key(name), NAME, filled));
          plane
              .policies()
              .set(
                  transaction,
                  bucket.key(),
                  BucketPolicies.initial(project.id(), BucketPolicies.uniform(filled)));
          return shown(ask, bucket);
        });
  }

  private static void refuseTaken(Entry there, Project project) {
    boolean own = there.body().text("projectNumber").equals(Optional.of(project.number()));
    String message =
        own
            ? "Your previous request to create the named bucket succeeded and you already own it."
            : "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.";
    throw conflict(message).asException();
  }

  static Refusal conflict(String message) {
    return Refusal.alreadyExists(message).withReason("conflict");
  }

  private Project project(Ask ask) {
    String asked = ask.queryOr("project", "");
    if (asked.isEmpty()) {
      throw Refusal.required("Required parameter: project").asException();
    }
    return plane
        .projects()
        .find(Gate.check(plane.projects(), Storage.HOST, asked, Storage.HOST))
        .orElseThrow();
  }

  Reply list(Ask ask) {
    Project project = project(ask);
    List<Entry> own =
        plane.store().under(key(ask.queryOr("prefix", ""))).stream()
            .filter(e ->
                e.type().equals(NAME)
                    && e.body().text("projectNumber").equals(Optional.of(project.number())))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", PAGE, own);
    Fields body = Fields.EMPTY.with("kind", "storage#buckets");
    body = page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
    List<Value> items =
        page.entries().stream()
            .<Value>map(bucket -> BucketPolicies.show(ask, bucket.body()))
            .toList();
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  Reply get(Ask ask) {
    Entry bucket = find(ask);
    return Preconditions.of(ask).unchanged(bucket.body()).orElseGet(() -> shown(ask, bucket));
  }

  Reply patch(Ask ask) {
    return change(ask, true, Masks::merge);
  }

  Reply update(Ask ask) {
    return change(
        ask,
        false,
        (before, wanted) -> {
          Fields after = wanted;
          for (String field : LASTING) {
            after =
                before.get(field).isPresent() ? after.with(field, before.get(field).get()) : after;
          }
          return after;
        });
  }

  private Reply change(Ask ask, boolean keepNulls, BinaryOperator<Fields> change) {
    Fields sent = wanted(ask, keepNulls);
    Instant now = plane.clock().instant();
    return plane
        .store()
        .change(transaction -> {
          Entry bucket = find(transaction, ask.path("bucket"));
          Fields before = bucket.body();
          Preconditions.of(ask).check(Optional.of(before));
          Fields after =
              new BucketForm(before, now).complete(change.apply(before, sent.without("name")));
          refuseMoved(before, sent);
          return shown(ask, transaction.put(bucket.withBody(changed(after, now))));
        });
  }

  private static void refuseMoved(Fields before, Fields sent) {
    Optional<String> to =
        sent.text("location").filter(l -> !l.equalsIgnoreCase(before.text("location").orElse("")));
    if (to.isPresent()) {
      throw Refusal.invalid("The location of a bucket cannot be changed.").asException();
    }
  }

  /// Takes the retention policy's freedom to be shortened.
  Reply lockRetention(Ask ask) {
    Instant now = plane.clock().instant();
    return plane
        .store()
        .change(transaction -> {
          Entry bucket = find(transaction, ask.path("bucket"));
          if (ask.query("ifMetagenerationMatch").isEmpty()) {
            throw Refusal.required("Required parameter: ifMetagenerationMatch").asException();
          }
          Preconditions.of(ask).check(Optional.of(bucket.body()));
          if (bucket.body().get("retentionPolicy").isEmpty()) {
            throw Refusal.invalid("Bucket does not have a retention policy to lock.").asException();
          }
          return shown(
              ask,
              transaction.put(
                  bucket.withBody(
                      changed(bucket.body().with("retentionPolicy.isLocked", true), now))));
        });
  }

  Reply layout(Ask ask) {
    Fields bucket = find(ask).body();
    Fields layout =
        Fields.EMPTY.with("kind", "storage#storageLayout").with("bucket", ask.path("bucket"));
    for (String field :
        List.of("location", "locationType", "customPlacementConfig", "hierarchicalNamespace")) {
      layout = bucket.get(field).isPresent() ? layout.with(field, bucket.get(field).get()) : layout;
    }
    return Reply.ok(layout);
  }

  Reply delete(Ask ask) {
    String name = ask.path("bucket");
    return plane
        .store()
        .change(transaction -> {
          Entry bucket = find(transaction, name);
          Preconditions.of(ask).check(Optional.of(bucket.body()));
          boolean empty =
              transaction.under(Objects.prefix(name)).isEmpty()
                  && transaction.under(ManagedFolders.prefix(name)).isEmpty();
          if (!empty) {
            throw conflict("The bucket you tried to delete is not empty.").asException();
          }
          transaction.drop(bucket.key());
          plane.policies().drop(transaction, bucket.key());
          return Reply.noContent();
        });
  }

  /// The bucket that the path names.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when it is not there
  Entry find(Ask ask) {
    return find(plane.store().get(key(ask.path("bucket"))));
  }

  Entry find(Transaction transaction, String name) {
    return find(transaction.get(key(name)));
  }

  private static Entry find(Optional<Entry> bucket) {
    return bucket.orElseThrow(
        () -> Refusal.notFound("The specified bucket does not exist.").asException());
  }

  private String key(String name) {
    return name.isEmpty() ? kind.collection(Map.of()) : kind.key(Map.of("name", name));
  }

  private Fields wanted(Ask ask, boolean keepNulls) {
    Fields sent = plane.bodies().read(type.shape(), ask.body(), keepNulls);
    String uniform = "iamConfiguration.uniformBucketLevelAccess.enabled";
    Optional<Value> older =
        sent.at("iamConfiguration.bucketPolicyOnly.enabled")
            .filter(_ -> sent.at(uniform).isEmpty());
    Fields wanted = older.isPresent() ? sent.with(uniform, older.get()) : sent;
    for (String field : type.outputOnly()) {
      wanted = wanted.without(field);
    }
    return wanted;
  }

  /// One change further.
  static Fields changed(Fields bucket, Instant now) {
    long metageneration = 1 + Long.parseLong(bucket.text("metageneration").orElse("0"));
    return bucket
        .with("metageneration", Long.toString(metageneration))
        .with("etag", Etags.of(metageneration))
        .with("updated", Times.millis(now));
  }

  private static Reply shown(Ask ask, Entry bucket) {
    return Reply.ok(BucketPolicies.show(ask, bucket.body()));
  }
}
