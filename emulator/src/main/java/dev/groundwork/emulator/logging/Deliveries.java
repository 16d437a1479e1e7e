package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// What sinks send out of Logging, by the other services' own APIs: to Pub/Sub and BigQuery at
/// once, to Cloud Storage an object for each log and hour, when the hour is over.
final class Deliveries {
  private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("yyyy/MM/dd/HH");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyyMMdd");

  /// How long a sink's trouble is not told again.
  private static final Duration SILENCE = Duration.ofHours(1);

  private final ControlPlane plane;
  private final Path pending;
  private final Map<String, Instant> told = new ConcurrentHashMap<>();

  Deliveries(ControlPlane plane, Path pending) {
    this.plane = plane;
    this.pending = pending;
  }

  void deliver(String project, Fields sink, Fields entry) {
    String destination = sink.text("destination").orElse("");
    String name = destination.substring(destination.indexOf('/') + 1);
    if (destination.startsWith("pubsub.")) {
      publish(project, sink, name, entry);
    } else if (destination.startsWith("bigquery.")) {
      insert(project, sink, name, entry);
    } else {
      hold(project, sink, name, entry);
    }
  }

  private void publish(String project, Fields sink, String topic, Fields entry) {
    String data =
        Base64.getEncoder().encodeToString(Json.write(entry).getBytes(StandardCharsets.UTF_8));
    Fields message =
        Fields.EMPTY
            .with("data", data)
            .with(
                "attributes",
                new Fields(
                    Map.of(
                        "logging.googleapis.com/timestamp",
                        Value.of(entry.text("timestamp").orElse("")))));
    Reply reply =
        post(
            sink,
            "pubsub.googleapis.com",
            "/v1/" + topic + ":publish",
            Fields.EMPTY.with("messages", Value.list(message)));
    check(project, sink, reply, "topic_not_found", "topic_permission_denied");
  }

  /// One table for each log, and without partitions one for each day.
  private void insert(String project, Fields sink, String dataset, Fields entry) {
    String table = EntryForm.logId(entry).replaceAll("[^A-Za-z0-9_]", "_");
    boolean partitioned = sink.fields("bigqueryOptions").flag("usePartitionedTables");
    if (!partitioned) {
      table += "_" + DAY.format(EntryForm.time(entry).atOffset(ZoneOffset.UTC));
    }
    String path = "/bigquery/v2/" + dataset + "/tables";
    Fields row = Rows.of(entry);
    Reply reply = insert(sink, path + "/" + table, entry, row);
    if (reply.status() == 404) {
      String[] names = dataset.split("/", -1);
      Fields wanted =
          Fields.EMPTY
              .with(
                  "tableReference",
                  Fields.EMPTY
                      .with("projectId", names[1])
                      .with("datasetId", names[3])
                      .with("tableId", table))
              .with("schema", Fields.EMPTY.with("fields", Rows.schema(row)));
      if (partitioned) {
        wanted =
            wanted.with(
                "timePartitioning", Fields.EMPTY.with("type", "DAY").with("field", "timestamp"));
      }
      Reply made = post(sink, "bigquery.googleapis.com", path, wanted);
      reply = made.status() == 200 ? insert(sink, path + "/" + table, entry, row) : made;
    } else if (reply.status() == 200
        && reply.json().filter(j -> ((Fields) j).get("insertErrors").isPresent()).isPresent()) {
      // a field that no entry had before
      widen(sink, path + "/" + table, row);
      reply = insert(sink, path + "/" + table, entry, row);
    }
    check(project, sink, reply, "dataset_not_found", "dataset_permission_denied");
  }

  private Reply insert(Fields sink, String table, Fields entry, Fields row) {
    return post(
        sink,
        "bigquery.googleapis.com",
        table + "/insertAll",
        Fields.EMPTY.with(
            "rows",
            Value.list(
                Fields.EMPTY.with("insertId", EntryForm.insertId(entry)).with("json", row))));
  }

  private void widen(Fields sink, String table, Fields row) {
    Reply reply = send(sink, "GET", "bigquery.googleapis.com", table, Fields.EMPTY);
    if (reply.json().orElse(Fields.EMPTY) instanceof Fields body) {
      Value fields = Rows.merged(body.fields("schema").items("fields"), Rows.schema(row));
      send(
          sink,
          "PATCH",
          "bigquery.googleapis.com",
          table,
          Fields.EMPTY.with("schema", Fields.EMPTY.with("fields", fields)));
    }
  }

  /// Keeps it until the hour is over.
  private void hold(String project, Fields sink, String bucket, Fields entry) {
    LocalDateTime time = LocalDateTime.ofInstant(EntryForm.time(entry), ZoneOffset.UTC);
    String hour = HOUR.format(time);
    String object =
        "%s/%s:00:00_%s:59:59_S0.json"
            .formatted(EntryForm.logId(entry), hour, hour.substring(hour.length() - 2));
    Path file =
        pending
            .resolve(encoded(project))
            .resolve(encoded(sink.text("name").orElse("")))
            .resolve(encoded(bucket))
            .resolve(encoded(object));
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, Json.write(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends what is held.
  void flush() {
    for (Path file : held()) {
      // …/project/sink/bucket/file
      Path bucket = file.getName(file.getNameCount() - 2);
      String project = decoded(file.getName(file.getNameCount() - 4));
      String name = decoded(file.getName(file.getNameCount() - 3));
      Fields sink =
          plane
              .store()
              .get(Defaults.HOST + "/projects/" + project + "/sinks/" + name)
              .map(Entry::body)
              .orElse(Fields.EMPTY.with("name", name));
      String target = decoded(bucket);
      try {
        Map<String, List<String>> query = new TreeMap<>();
        query.put("uploadType", List.of("media"));
        query.put("name", List.of(decoded(file)));
        Request request =
            new Request(
                "POST",
                "storage.googleapis.com",
                "/upload/storage/v1/b/" + target + "/o",
                query,
                headers(sink),
                new Payload(Files.readAllBytes(file)));
        Reply reply = plane.answer(request);
        Files.delete(file);
        check(project, sink, reply, "bucket_not_found", "bucket_permission_denied");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private List<Path> held() {
    if (!Files.isDirectory(pending)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(pending)) {
      return new ArrayList<>(files.filter(Files::isRegularFile).sorted().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String project, Fields sink, Reply reply, String absent, String denied) {
    if (reply.status() >= 400) {
      failed(
          project,
          sink,
          reply.status() == 404
              ? absent
              : reply.status() == 403 ? denied : "status_" + reply.status());
    }
  }

  /// Google tells of a sink that cannot deliver in a log of its own, and not for each entry.
  void failed(String project, Fields sink, String why) {
    String name = sink.text("name").orElse("");
    Instant now = plane.clock().instant();
    Instant before = told.get(project + "/" + name + "/" + why);
    if (before != null && before.plus(SILENCE).isAfter(now)) {
      return;
    }
    told.put(project + "/" + name + "/" + why, now);
    plane
        .logs()
        .write(
            LogEntry.text(
                    project,
                    "logging.googleapis.com/sink_error",
                    new LogEntry.Resource(
                        "logging_sink",
                        Map.of(
                            "project_id",
                            project,
                            "name",
                            name,
                            "destination",
                            sink.text("destination").orElse(""))),
                    now,
                    "Cloud Logging sink configuration error: " + why)
                .at(Severity.ERROR)
                .labelled("error_code", why));
  }

  private Reply post(Fields sink, String host, String path, Fields body) {
    return send(sink, "POST", host, path, body);
  }

  private Reply send(Fields sink, String verb, String host, String path, Fields body) {
    Payload payload =
        new Payload(
            verb.equals("GET") ? new byte[0] : Json.write(body).getBytes(StandardCharsets.UTF_8));
    return plane.answer(new Request(verb, host, path, Map.of(), headers(sink), payload));
  }

  /// A sink writes as its identity, which may lack the permission to.
  private Map<String, String> headers(Fields sink) {
    Map<String, String> headers = new TreeMap<>();
    headers.put("content-type", "application/json");
    sink.text("writerIdentity")
        .map(member -> member.substring(member.indexOf(':') + 1))
        .ifPresent(email ->
            headers.put(
                "authorization",
                "Bearer "
                    + plane
                        .issuer()
                        .accessToken(new Caller.ServiceAccount(email), Duration.ofMinutes(5))));
    return headers;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decoded(Path part) {
    return java.net.URLDecoder.decode(part.getFileName().toString(), StandardCharsets.UTF_8);
  }
}
