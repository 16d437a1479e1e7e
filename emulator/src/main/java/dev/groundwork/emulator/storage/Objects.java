package dev.groundwork.emulator.storage;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/// Objects: uploaded whole, in two parts or by a session, listed with prefix and delimiter, read, deleted. One version each.
final class Objects {
  private static final String TYPE = "storage.Object";
  private static final String COLLECTION = "storage/v1/b/{bucket}/o";
  private static final String ONE = COLLECTION + "/{object}";

  private final ControlPlane plane;
  private final Blobs blobs;

  /// Uploads that were announced and whose bytes are still to come, by session; they do not outlive the process.
  private final Map<String, Fields> sessions = new ConcurrentHashMap<>();

  Objects(ControlPlane plane) {
    this.plane = plane;
    blobs = new Blobs(plane.folder("storage"));
  }

  void install(Installation into) {
    into.open(GET, COLLECTION, this::list);
    into.open(GET, ONE, this::get);
    into.open(DELETE, ONE, this::delete);
    into.open(GET, "download/" + ONE, this::get);
    for (String prefix : List.of("upload/", "resumable/upload/")) {
      into.open(POST, prefix + COLLECTION, this::upload);
      into.open(PUT, prefix + COLLECTION, this::finish);
    }
  }

  /// What the keys of a bucket's objects begin with.
  String prefix(String bucket) {
    return Storage.HOST + "/b/" + bucket + "/o/";
  }

  private Reply upload(Ask ask) {
    Entry bucket = Storage.bucket(plane, ask.path("bucket"));
    return switch (ask.queryOr("uploadType", "media")) {
      case "resumable" -> {
        String session = plane.ids().uuid();
        sessions.put(session, metadata(ask, ask.body()));
        String url =
            "http://" + ask.request().header("host").orElse(Storage.HOST) + "/" + Storage.HOST + "/upload/storage/v1/b/" + ask.path("bucket")
                + "/o?uploadType=resumable&upload_id=" + session;
        yield Reply.empty().with("Location", url).with("X-GUploader-UploadID", session);
      }
      case "multipart" -> {
        Multipart parts = Multipart.parse(ask.request());
        yield Reply.ok(store(bucket, metadata(ask, parts.metadata()), parts.type(), parts.data()));
      }
      default ->
          Reply.ok(
              store(bucket, metadata(ask, Fields.EMPTY), ask.request().header("content-type").orElse("application/octet-stream"), ask.request().body().bytes()));
    };
  }

  private static Fields metadata(Ask ask, Fields sent) {
    return ask.query("name").map(name -> sent.with("name", name)).orElse(sent);
  }

  private Reply finish(Ask ask) {
    Fields metadata =
        Optional.ofNullable(sessions.remove(ask.queryOr("upload_id", "")))
            .orElseThrow(() -> Refusal.notFound("No such upload session.").asException());
    Entry bucket = Storage.bucket(plane, ask.path("bucket"));
    String type = metadata.text("contentType").orElse(ask.request().header("content-type").orElse("application/octet-stream"));
    return Reply.ok(store(bucket, metadata, type, ask.request().body().bytes()));
  }

  private Fields store(Entry bucket, Fields metadata, String type, byte[] data) {
    String bucketName = bucket.body().text("name").orElseThrow();
    String name =
        metadata.text("name").filter(n -> !n.isEmpty()).orElseThrow(() -> Refusal.required("Required").asException());
    String key = prefix(bucketName) + name;
    String now = Times.millis(plane.clock().instant());
    String generation = Long.toString(plane.clock().millis() * 1000 + plane.ids().number(1000));
    String path = bucketName + "/o/" + Templates.encode(name);
    Fields object =
        Fields.EMPTY
            .with("kind", "storage#object")
            .with("id", bucketName + "/" + name + "/" + generation)
            .with("selfLink", "https://www.googleapis.com/storage/v1/b/" + path)
            .with("mediaLink", "https://storage.googleapis.com/download/storage/v1/b/" + path + "?generation=" + generation + "&alt=media")
            .with("name", name)
            .with("bucket", bucketName)
            .with("generation", generation)
            .with("metageneration", "1")
            .with("contentType", metadata.text("contentType").orElse(type))
            .with("storageClass", bucket.body().text("storageClass").orElse("STANDARD"))
            .with("size", Integer.toString(data.length))
            .with("md5Hash", md5(data))
            .with("crc32c", crc32c(data))
            .with("etag", plane.ids().etag())
            .with("timeCreated", now)
            .with("updated", now)
            .with("timeStorageClassUpdated", now);
    object = metadata.get("metadata").isPresent() ? object.with("metadata", metadata.fields("metadata")) : object;
    String blob = blobs.write(data);
    Optional<Entry> before = plane.store().get(key);
    Entry entry = Entry.of(key, TYPE, object).withHidden(Fields.EMPTY.with("blob", blob));
    plane.store().run(t -> t.put(entry));
    before.flatMap(e -> e.hidden().text("blob")).ifPresent(blobs::delete);
    return object;
  }

  private static String md5(byte[] data) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(data));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String crc32c(byte[] data) {
    CRC32C crc = new CRC32C();
    crc.update(data);
    return Base64.getEncoder().encodeToString(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }

  private Reply list(Ask ask) {
    Entry bucket = Storage.bucket(plane, ask.path("bucket"));
    String start = prefix(bucket.body().text("name").orElseThrow());
    String prefix = ask.queryOr("prefix", "");
    String delimiter = ask.queryOr("delimiter", "");
    TreeSet<String> prefixes = new TreeSet<>();
    List<Entry> kept = new ArrayList<>();
    for (Entry entry : plane.store().under(start + prefix)) {
      String rest = entry.key().substring(start.length() + prefix.length());
      int cut = delimiter.isEmpty() ? -1 : rest.indexOf(delimiter);
      if (cut >= 0) {
        prefixes.add(prefix + rest.substring(0, cut + delimiter.length()));
      } else {
        kept.add(entry);
      }
    }
    Paging.Page page = Paging.page(ask, "maxResults", 1000, kept);
    Fields body = Fields.EMPTY.with("kind", "storage#objects");
    body = prefixes.isEmpty() ? body : body.with("prefixes", Value.texts(List.copyOf(prefixes)));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    body = items.isEmpty() ? body : body.with("items", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Reply get(Ask ask) {
    Entry entry = find(ask);
    if (!ask.queryOr("alt", "json").equals("media")) {
      return Reply.ok(entry.body());
    }
    byte[] data = blobs.read(entry.hidden().text("blob").orElseThrow());
    return Reply.bytes(entry.body().text("contentType").orElse("application/octet-stream"), data)
        .with("X-Goog-Generation", entry.body().text("generation").orElse(""))
        .with("X-Goog-Hash", "crc32c=" + entry.body().text("crc32c").orElse("") + ",md5=" + entry.body().text("md5Hash").orElse(""));
  }

  private Reply delete(Ask ask) {
    Entry entry = find(ask);
    plane.store().run(t -> t.drop(entry.key()));
    entry.hidden().text("blob").ifPresent(blobs::delete);
    return Reply.noContent();
  }

  private Entry find(Ask ask) {
    Entry bucket = Storage.bucket(plane, ask.path("bucket"));
    String bucketName = bucket.body().text("name").orElseThrow();
    return plane
        .store()
        .get(prefix(bucketName) + ask.path("object"))
        .orElseThrow(() -> Refusal.notFound("No such object: " + bucketName + "/" + ask.path("object")).asException());
  }

  void erase() {
    sessions.clear();
    blobs.erase();
  }
}
