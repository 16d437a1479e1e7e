package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.storage.Multipart;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Load jobs that bring their rows along: in one request, or in several that can be resumed. What
/// has arrived of the latter is kept in memory.
final class JobUploads {
  private static final Pattern RANGE =
      Pattern.compile("bytes (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18}|\\*)");

  private final ControlPlane plane;
  private final Jobs jobs;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  JobUploads(ControlPlane plane, Jobs jobs) {
    this.plane = plane;
    this.jobs = jobs;
  }

  private static final class Session {
    private final Fields job;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private Fields done = Fields.EMPTY;

    private Session(Fields job) {
      this.job = job;
    }
  }

  Reply begin(Ask ask) {
    if (ask.query("upload_id").isPresent()) {
      return resume(ask);
    }
    return switch (ask.queryOr("uploadType", "")) {
      case "multipart" -> multipart(ask);
      case "resumable" -> resumable(ask);
      default ->
          throw Refusal.invalid(
                  "Invalid upload request: uploadType must be multipart or resumable.")
              .withReason("badRequest")
              .asException();
    };
  }

  private Reply multipart(Ask ask) {
    byte[] body = ask.request().body().bytes();
    List<Multipart.Part> parts =
        Multipart.parts(ask.request().header("content-type").orElse(""), body);
    if (parts.size() != 2) {
      throw Multipart.malformed();
    }
    Multipart.Part said = parts.getFirst();
    Multipart.Part media = parts.getLast();
    Fields job = json(new String(body, said.from(), said.length(), StandardCharsets.UTF_8));
    byte[] content = Arrays.copyOfRange(body, media.from(), media.from() + media.length());
    return Reply.ok(
        jobs.insert(ask.path("project"), job, java.util.Optional.of(new Payload(content))));
  }

  private static Fields json(String text) {
    try {
      return Json.parseFields(text);
    } catch (Json.Malformed e) {
      throw Refusal.invalid("Invalid JSON payload received. " + e.getMessage() + ".")
          .withReason("parseError")
          .asException();
    }
  }

  private Reply resumable(Ask ask) {
    Session session = new Session(json(ask.request().body().text()));
    String id = plane.ids().hex(40);
    sessions.put(id, session);
    String host = ask.request().header("host").orElse(Names.HOST);
    // whoever came by Google's own address goes on there
    String base =
        host.endsWith("googleapis.com") ? "https://" + host : "http://" + host + "/" + Names.HOST;
    String address =
        base
            + "/upload/bigquery/v2/projects/"
            + ask.path("project")
            + "/jobs?uploadType=resumable&upload_id="
            + id;
    return new Reply(
        200, Map.of("Location", address, "X-GUploader-UploadID", id), new Reply.Content.None());
  }

  Reply resume(Ask ask) {
    String id = ask.queryOr("upload_id", "");
    Session session = sessions.get(id);
    if (session == null) {
      throw Refusal.notFound("The upload session " + id + " is not there.").asException();
    }
    synchronized (session) {
      if (!session.done.isEmpty()) {
        return Reply.ok(session.done);
      }
      String range = ask.request().header("content-range").orElse("");
      Matcher said = RANGE.matcher(range);
      boolean last = range.isEmpty();
      if (!last && !said.matches()) {
        throw Refusal.invalid("Failed to parse Content-Range header.")
            .withReason("badRequest")
            .asException();
      }
      if (last || said.group(1) != null) {
        take(session, last ? 0 : Integer.parseInt(said.group(1)), ask.request().body().bytes());
      }
      int size = session.bytes.size();
      if (!last && !said.group(3).equals(Integer.toString(size))) {
        Reply more = new Reply(308, Map.of(), new Reply.Content.None());
        return size == 0 ? more : more.with("Range", "bytes=0-" + (size - 1));
      }
      session.done =
          jobs.insert(
              ask.path("project"),
              session.job,
              java.util.Optional.of(new Payload(session.bytes.toByteArray())));
      return Reply.ok(session.done);
    }
  }

  private static void take(Session session, int from, byte[] more) {
    byte[] before = session.bytes.toByteArray();
    if (from > before.length) {
      throw Refusal.invalid("Invalid request. The upload offset exceeds what has been uploaded.")
          .withReason("badRequest")
          .asException();
    }
    session.bytes.reset();
    session.bytes.write(before, 0, from);
    session.bytes.writeBytes(more);
  }
}
