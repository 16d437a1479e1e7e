package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.storage.Contents.Content;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// Objects. Each generation is an entry of its own; the newest is the live one, unless it was
/// deleted.
final class Objects {
  static final String TYPE = "storage.Object";
  private static final String SHAPE = "storage.v1.StorageObject";
  private static final String ALL = "storage-objects/";

  /// What a client may say of an object, beside its name and bytes.
  private static final List<String> WRITABLE =
      List.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "metadata",
          "customTime",
          "temporaryHold",
          "eventBasedHold",
          "acl");

  private final ControlPlane plane;
  private final Buckets buckets;
  private final Contents contents;

  Objects(ControlPlane plane, Buckets buckets, Contents contents) {
    this.plane = plane;
    this.buckets = buckets;
    this.contents = contents;
  }

  /// What the keys of a bucket's objects begin with.
  static String prefix(String bucket) {
    return ALL + bucket + "/";
  }

  /// Cloud Storage counts generations in microseconds.
  static long micros(Instant time) {
    return time.getEpochSecond() * 1_000_000 + time.getNano() / 1000;
  }

  static boolean live(Entry object) {
    return object.body().text("timeDeleted").isEmpty();
  }

  static String file(Entry object) {
    return object.hidden().text("file").orElseThrow();
  }

  /// The names of all files that are some object's.
  Set<String> files() {
    return plane.store().under(ALL).stream()
        .map(Objects::file)
        .collect(Collectors.toUnmodifiableSet());
  }

  Reply get(Ask ask) {
    Entry object = find(ask);
    return Preconditions.of(ask).unchanged(object.body()).orElseGet(() -> Reply.ok(object.body()));
  }

  Reply patch(Ask ask) {
    return change(ask, true, Masks::merge);
  }

  Reply update(Ask ask) {
    return change(
        ask,
        false,
        (before, wanted) -> {
          Fields bare = before;
          for (String field : WRITABLE) {
            bare = bare.without(field);
          }
          return Masks.merge(bare, wanted);
        });
  }

  private Reply change(Ask ask, boolean keepNulls, BinaryOperator<Fields> change) {
    Fields wanted = wanted(ask.body(), keepNulls);
    return plane
        .store()
        .change(transaction -> {
          Entry object = find(transaction, ask);
          Preconditions.of(ask).check(Optional.of(object.body()));
          Fields after = change.apply(object.body(), wanted);
          after = after.fields("metadata").isEmpty() ? after.without("metadata") : after;
          long metageneration = 1 + Long.parseLong(after.text("metageneration").orElseThrow());
          return Reply.ok(
              transaction
                  .put(object.withBody(stamped(after, metageneration, plane.clock().instant())))
                  .body());
        });
  }

  Reply delete(Ask ask) {
    return plane
        .store()
        .change(transaction -> {
          Entry bucket = buckets.find(transaction, ask.path("bucket"));
          Entry object = find(transaction, ask);
          Preconditions.of(ask).check(Optional.of(object.body()));
          if (ask.query("generation").isPresent()) {
            refuseHeld(object.body());
            drop(transaction, object);
          } else {
            retire(transaction, bucket, object);
          }
          return Reply.noContent();
        });
  }

  /// The object that the path names, in the generation that the query names.
  ///
  /// @throws Refused when it is not there
  Entry find(Ask ask) {
    return find(ask, "generation");
  }

  /// @param parameter that says the generation
  Entry find(Ask ask, String parameter) {
    buckets.find(ask);
    String bucket = ask.path("bucket");
    String name = ask.path("object");
    return pick(plane.store().under(ofName(bucket, name)), bucket, name, ask.query(parameter));
  }

  private Entry find(Transaction transaction, Ask ask) {
    String bucket = ask.path("bucket");
    buckets.find(transaction, bucket);
    return pick(
        transaction.under(ofName(bucket, ask.path("object"))),
        bucket,
        ask.path("object"),
        ask.query("generation"));
  }

  private static Entry pick(
      List<Entry> generations, String bucket, String name, Optional<String> generation) {
    return generations.stream()
        .filter(
            e -> generation.isPresent() ? e.body().text("generation").equals(generation) : live(e))
        .findFirst()
        .orElseThrow(
            () -> Refusal.notFound("No such object: " + bucket + "/" + name).asException());
  }

  /// Zero stands between name and generation, so that entries are in the order of names, and then
  /// of generations.
  private static String ofName(String bucket, String name) {
    return prefix(bucket) + name + "\0";
  }

  /// What of a request's body a client may say.
  Fields wanted(Fields sent, boolean keepNulls) {
    Fields read = plane.bodies().read(SHAPE, sent, keepNulls);
    Fields kept = Fields.EMPTY;
    for (String field : WRITABLE) {
      kept = read.get(field).isPresent() ? kept.with(field, read.get(field).get()) : kept;
    }
    return kept;
  }

  /// Makes an object, in place of one of its name that may be there.
  ///
  /// @param sent its description, as a client writes it
  /// @param content written already; removed when the object is refused
  /// @param more what the server says of it besides
  Fields put(
      String bucket,
      String name,
      Fields sent,
      Content content,
      Preconditions conditions,
      Fields more) {
    try {
      check(name);
      refuseDamaged(sent, content);
      Fields wanted = wanted(sent, false);
      return plane
          .store()
          .change(
              t -> put(t, buckets.find(t, bucket), name, sent, wanted, content, conditions, more));
    } catch (Refused e) {
      contents.drop(content.file());
      throw e;
    }
  }

  private Fields put(
      Transaction transaction,
      Entry bucket,
      String name,
      Fields sent,
      Fields wanted,
      Content content,
      Preconditions conditions,
      Fields more) {
    String bucketName = bucket.body().text("name").orElseThrow();
    List<Entry> generations = transaction.under(ofName(bucketName, name));
    Optional<Entry> live = generations.stream().filter(Objects::live).findFirst();
    conditions.check(live.map(Entry::body));
    live.ifPresent(there -> retire(transaction, bucket, there));
    Instant now = plane.clock().instant();
    long newest =
        generations.isEmpty()
            ? 0
            : Long.parseLong(generations.getLast().body().text("generation").orElseThrow());
    String generation = Long.toString(Math.max(micros(now), newest + 1));
    String time = Times.millis(now);
    String path = bucketName + "/o/" + encoded(name);
    Fields body =
        Fields.EMPTY
            .with("kind", "storage#object")
            .with("id", bucketName + "/" + name + "/" + generation)
            .with("selfLink", "https://www.googleapis.com/storage/v1/b/" + path)
            .with(
                "mediaLink",
                "https://storage.googleapis.com/download/storage/v1/b/"
                    + path
                    + "?generation="
                    + generation
                    + "&alt=media")
            .with("name", name)
            .with("bucket", bucketName)
            .with("generation", generation)
            .with(
                "storageClass",
                BucketForm.storageClass(
                    sent.text("storageClass")
                        .or(() -> bucket.body().text("storageClass"))
                        .orElseThrow()))
            .with("size", Long.toString(content.size()))
            .with("md5Hash", content.md5())
            .with("crc32c", content.crc32c())
            .with("timeCreated", time)
            .with("timeStorageClassUpdated", time)
            .with("timeFinalized", time);
    body =
        bucket.body().text("retentionPolicy.retentionPeriod").isPresent()
            ? body.with("retentionExpirationTime", expiry(bucket.body(), now))
            : body;
    body = bucket.body().flag("defaultEventBasedHold") ? body.with("eventBasedHold", true) : body;
    body = stamped(Masks.merge(Masks.merge(body, more), wanted), 1, now);
    Entry entry =
        Entry.of(
            ofName(bucketName, name) + "%019d".formatted(Long.parseLong(generation)), TYPE, body);
    transaction.put(entry.withHidden(Fields.EMPTY.with("file", content.file())));
    return body;
  }

  private static String expiry(Fields bucket, Instant now) {
    return Times.millis(
        now.plusSeconds(
            Long.parseLong(bucket.text("retentionPolicy.retentionPeriod").orElseThrow())));
  }

  private static Fields stamped(Fields object, long metageneration, Instant now) {
    return object
        .with("metageneration", Long.toString(metageneration))
        .with(
            "etag",
            Etags.of(Long.parseLong(object.text("generation").orElseThrow()), metageneration))
        .with("updated", Times.millis(now));
  }

  static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static void check(String name) {
    if (name.isEmpty()) {
      throw Refusal.required("Required").asException();
    }
    boolean long1024 = name.getBytes(StandardCharsets.UTF_8).length > 1024;
    if (long1024
        || name.equals(".")
        || name.equals("..")
        || name.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0)) {
      throw Refusal.invalid("Invalid object name.").asException();
    }
  }

  private static void refuseDamaged(Fields sent, Content content) {
    damaged("MD5 hash", sent.text("md5Hash"), content.md5());
    damaged("CRC32C", sent.text("crc32c"), content.crc32c());
  }

  private static void damaged(String what, Optional<String> said, String is) {
    if (said.isPresent() && !said.get().equals(is)) {
      throw Refusal.invalid(
              "Provided "
                  + what
                  + " \""
                  + said.get()
                  + "\" doesn't match calculated "
                  + what
                  + " \""
                  + is
                  + "\".")
          .asException();
    }
  }

  /// Takes the live generation out of the way: kept as an older one where the bucket keeps those,
  /// else gone.
  private void retire(Transaction transaction, Entry bucket, Entry object) {
    refuseHeld(object.body());
    if (bucket.body().flag("versioning.enabled")) {
      transaction.put(
          object.withBody(
              object.body().with("timeDeleted", Times.millis(plane.clock().instant()))));
    } else {
      drop(transaction, object);
    }
  }

  private void drop(Transaction transaction, Entry object) {
    transaction.drop(object.key());
    transaction.afterwards(() -> contents.drop(file(object)));
  }

  private void refuseHeld(Fields object) {
    String name =
        "Object '"
            + object.text("bucket").orElseThrow()
            + "/"
            + object.text("name").orElseThrow()
            + "' ";
    if (object.flag("temporaryHold") || object.flag("eventBasedHold")) {
      String hold = object.flag("temporaryHold") ? "Temporary" : "Event-Based";
      throw Refusal.forbidden(
              name
                  + "is under active "
                  + hold
                  + " hold and cannot be deleted, overwritten or archived until hold is removed.")
          .asException();
    }
    Optional<String> until =
        object
            .text("retentionExpirationTime")
            .filter(t -> plane.clock().instant().isBefore(Instant.parse(t)));
    if (until.isPresent()) {
      throw Refusal.forbidden(
              name
                  + "is subject to bucket's retention policy or object retention and cannot be deleted or overwritten until "
                  + until.get())
          .withReason("retentionPolicyNotMet")
          .asException();
    }
  }
}
