package dev.groundwork.emulator.storage;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.storage.Contents.Content;
import dev.groundwork.emulator.storage.Multipart.Part;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Uploads: the bytes alone, with their description before them, or in several requests that can be
/// resumed. What has arrived of the last kind outlives a restart.
///
/// @see <a href="https://cloud.google.com/storage/docs/performing-resumable-uploads">Resumable
///   uploads</a>
final class Uploads {
  private static final String TYPE = "storage.Upload";
  private static final String ALL = "storage-uploads/";
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

  /// An upload can be resumed for so long.
  private static final Duration LIFE = Duration.ofDays(7);

  private final ControlPlane plane;
  private final Buckets buckets;
  private final Objects objects;
  private final Contents contents;

  Uploads(ControlPlane plane, Buckets buckets, Objects objects, Contents contents) {
    this.plane = plane;
    this.buckets = buckets;
    this.objects = objects;
    this.contents = contents;
  }

  Reply begin(Ask ask) {
    buckets.find(ask);
    if (ask.query("upload_id").isPresent()) {
      return resume(ask);
    }
    return switch (ask.queryOr("uploadType", "")) {
      case "media" -> media(ask);
      case "multipart" -> multipart(ask);
      case "resumable" -> resumable(ask);
      default ->
          throw Refusal.invalid(
                  "Invalid upload request: uploadType must be media, multipart or resumable.")
              .withReason("badRequest")
              .asException();
    };
  }

  private Reply media(Ask ask) {
    Content content = contents.write(ask.request().body().stream());
    return put(ask, typed(Fields.EMPTY, ask.request().header("content-type")), content);
  }

  private Reply multipart(Ask ask) {
    byte[] body = ask.request().body().bytes();
    List<Part> parts = Multipart.parts(ask.request().header("content-type").orElse(""), body);
    if (parts.size() != 2) {
      throw Multipart.malformed();
    }
    Part said = parts.getFirst();
    Part media = parts.getLast();
    Fields described = json(new String(body, said.from(), said.length(), StandardCharsets.UTF_8));
    Content content = contents.write(new ByteArrayInputStream(body, media.from(), media.length()));
    return put(ask, typed(described, Optional.of(media.type())), content);
  }

  private Reply put(Ask ask, Fields described, Content content) {
    return Reply.ok(
        objects.put(
            ask.path("bucket"),
            name(ask, described),
            described,
            content,
            Preconditions.of(ask),
            Fields.EMPTY));
  }

  private static String name(Ask ask, Fields described) {
    return ask.query("name").or(() -> described.text("name")).orElse("");
  }

  /// The description's own type counts before that of the bytes.
  private static Fields typed(Fields described, Optional<String> type) {
    return described.text("contentType").isEmpty() && type.isPresent() && !type.get().isEmpty()
        ? described.with("contentType", type.get())
        : described;
  }

  private static Fields json(String text) {
    try {
      return text.isBlank() ? Fields.EMPTY : Json.parseFields(text);
    } catch (Json.Malformed e) {
      throw Refusal.invalid("Invalid JSON payload received. " + e.getMessage() + ".")
          .withReason("parseError")
          .asException();
    }
  }

  private Reply resumable(Ask ask) {
    Fields described =
        typed(json(ask.request().body().text()), ask.request().header("x-upload-content-type"));
    String name = name(ask, described);
    Objects.check(name);
    objects.wanted(described, false);
    String id = plane.ids().hex(40);
    Fields session =
        Fields.EMPTY
            .with("bucket", ask.path("bucket"))
            .with("name", name)
            .with("described", described)
            .with("conditions", Preconditions.of(ask).stored())
            .with("until", plane.clock().instant().plus(LIFE).toString());
    plane.store().run(t -> t.put(Entry.of(ALL + id, TYPE, session)));
    String host = ask.request().header("host").orElse(Storage.HOST);
    String address =
        (host.endsWith("googleapis.com") ? "https://" : "http://")
            + host
            + "/upload/storage/v1/b/"
            + ask.path("bucket")
            + "/o?uploadType=resumable&upload_id="
            + id;
    return new Reply(
        200, Map.of("Location", address, "X-GUploader-UploadID", id), new Reply.Content.None());
  }

  /// More bytes, or the question how many there are.
  Reply resume(Ask ask) {
    String id = ask.queryOr("upload_id", "");
    Fields session = session(id).body();
    if (session.get("object").isPresent()) {
      // done already; the client has not heard of it
      return Reply.ok(session.fields("object"));
    }
    String range = ask.request().header("content-range").orElse("");
    Matcher said = RANGE.matcher(range);
    if (range.isEmpty()) {
      contents.append(id, 0, ask.request().body().stream());
      return finish(id, session);
    }
    if (!said.matches()) {
      throw Refusal.invalid("Failed to parse Content-Range header.")
          .withReason("badRequest")
          .asException();
    }
    if (said.group(1) != null) {
      take(id, ask, Long.parseLong(said.group(1)));
    }
    long size = contents.size(id);
    return said.group(3).equals(Long.toString(size)) ? finish(id, session) : more(size);
  }

  private void take(String id, Ask ask, long from) {
    long size = contents.size(id);
    if (from > size) {
      throw Refusal.invalid(
              "Invalid request.  According to the Content-Range header, the upload offset is "
                  + from
                  + " byte(s), which exceeds already uploaded size of "
                  + size
                  + " byte(s).")
          .withReason("badRequest")
          .asException();
    }
    contents.append(id, from, ask.request().body().stream());
  }

  private static Reply more(long size) {
    Reply reply = new Reply(308, Map.of(), new Reply.Content.None());
    return size == 0 ? reply : reply.with("Range", "bytes=0-" + (size - 1));
  }

  private Reply finish(String id, Fields session) {
    if (contents.size(id) == 0) {
      contents.append(id, 0, InputStream.nullInputStream());
    }
    Fields object =
        objects.put(
            session.text("bucket").orElseThrow(),
            session.text("name").orElseThrow(),
            session.fields("described"),
            contents.finish(id),
            Preconditions.of(session.fields("conditions")),
            Fields.EMPTY);
    plane.store().run(t -> t.put(Entry.of(ALL + id, TYPE, session.with("object", object))));
    return Reply.ok(object);
  }

  Reply cancel(Ask ask) {
    String id = ask.queryOr("upload_id", "");
    Entry session = session(id);
    plane.store().run(t -> t.drop(session.key()));
    contents.cancel(id);
    return new Reply(499, Map.of(), new Reply.Content.None());
  }

  private Entry session(String id) {
    return plane
        .store()
        .get(ALL + id)
        .orElseThrow(
            () -> Refusal.notFound("The upload session " + id + " is not there.").asException());
  }

  /// Those that can be resumed.
  Set<String> sessions() {
    return plane.store().under(ALL).stream()
        .map(e -> e.key().substring(ALL.length()))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// Drops the sessions whose time is over.
  void forgetOld() {
    Instant now = plane.clock().instant();
    plane
        .store()
        .run(t ->
            t.under(ALL).stream()
                .filter(e -> Instant.parse(e.body().text("until").orElseThrow()).isBefore(now))
                .forEach(e -> t.drop(e.key())));
  }
}
