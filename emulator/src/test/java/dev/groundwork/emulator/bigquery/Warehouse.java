package dev.groundwork.emulator.bigquery;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.Emulator;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;

/// An emulator with one project that has BigQuery, asked over HTTP at a time that stands still.
final class Warehouse implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String PROJECT = "warehouse-one";
  static final String DATASETS =
      "/bigquery.googleapis.com/bigquery/v2/projects/" + PROJECT + "/datasets";

  static final String JOBS = "/bigquery.googleapis.com/bigquery/v2/projects/" + PROJECT + "/jobs";
  static final String QUERIES =
      "/bigquery.googleapis.com/bigquery/v2/projects/" + PROJECT + "/queries";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private Emulator emulator;

  Warehouse(Path folder) {
    this.folder = folder;
    emulator = started(folder);
    post("/cloudresourcemanager.googleapis.com/v3/projects", "{'projectId': '" + PROJECT + "'}");
    post(
        "/serviceusage.googleapis.com/v1/projects/"
            + PROJECT
            + "/services/bigquery.googleapis.com:enable",
        "{}");
  }

  private static Emulator started(Path folder) {
    Emulator emulator =
        new Emulator(
            Catalog.standard(),
            ShapeArchive.standard(),
            folder,
            Clock.fixed(NOW, ZoneOffset.UTC),
            new Random(7),
            Emulator.Options.DEFAULTS);
    emulator.start(0);
    return emulator;
  }

  /// The process ends and another begins, in the same folder.
  void restart() {
    emulator.close();
    emulator = started(folder);
  }

  String url() {
    return emulator.url();
  }

  void advance(Duration by) {
    Said said = post("/emulator/v1/clock:advance", "{'by': '" + by + "'}");
    if (said.status() != 200) {
      throw new IllegalStateException(said.toString());
    }
  }

  /// What the emulator answered.
  record Said(int status, Fields body) {
    String message() {
      return body.text("error.message").orElse("");
    }

    String reason() {
      return body.text("error.errors.0.reason").orElse("");
    }

    String text(String path) {
      return body.text(path).orElse("");
    }
  }

  Said dataset(String id) {
    return post(DATASETS, "{'datasetReference': {'datasetId': '" + id + "'}}");
  }

  /// A table with columns of types: `a:STRING,b:INTEGER`.
  Said table(String dataset, String id, String columns) {
    StringBuilder fields = new StringBuilder();
    for (String column : columns.split(",", -1)) {
      String[] parts = column.split(":", -1);
      fields
          .append(fields.isEmpty() ? "" : ", ")
          .append("{'name': '" + parts[0] + "', 'type': '" + parts[1] + "'");
      fields.append(parts.length > 2 ? ", 'mode': '" + parts[2] + "'}" : "}");
    }
    return post(
        DATASETS + "/" + dataset + "/tables",
        "{'tableReference': {'tableId': '" + id + "'}, 'schema': {'fields': [" + fields + "]}}");
  }

  Said query(String sql) {
    Fields body = Fields.EMPTY.with("query", sql).with("useLegacySql", false);
    return send("POST", QUERIES, Json.write(body), "");
  }

  /// A load job with its rows.
  Said upload(String job, String rows) {
    String body =
        "--b\r\nContent-Type: application/json\r\n\r\n"
            + job.replace('\'', '"')
            + "\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\n"
            + rows
            + "\r\n--b--";
    return send(
        "POST",
        "/bigquery.googleapis.com/upload/bigquery/v2/projects/"
            + PROJECT
            + "/jobs?uploadType=multipart",
        body,
        "",
        "multipart/related; boundary=b");
  }

  /// An object in a bucket, which is made when it is not there.
  void object(String bucket, String name, String content) {
    post("/storage.googleapis.com/storage/v1/b?project=" + PROJECT, "{'name': '" + bucket + "'}");
    send(
        "POST",
        "/storage.googleapis.com/upload/storage/v1/b/"
            + bucket
            + "/o?uploadType=media&name="
            + name,
        content,
        "",
        "text/plain");
  }

  /// An object's content.
  String content(String bucket, String name) {
    try {
      return client
          .send(
              HttpRequest.newBuilder(
                      URI.create(
                          emulator.url()
                              + "/storage.googleapis.com/storage/v1/b/"
                              + bucket
                              + "/o/"
                              + name
                              + "?alt=media"))
                  .build(),
              BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  Said get(String path) {
    return send("GET", path, "", "");
  }

  Said delete(String path) {
    return send("DELETE", path, "", "");
  }

  /// @param json with single quotes for double ones
  Said post(String path, String json) {
    return send("POST", path, json.replace('\'', '"'), "");
  }

  Said patch(String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'), "");
  }

  Said put(String path, String json) {
    return send("PUT", path, json.replace('\'', '"'), "");
  }

  /// As `patch`, to be refused when the etag is another by then.
  Said patchMatching(String etag, String path, String json) {
    return send("PATCH", path, json.replace('\'', '"'), etag);
  }

  private Said send(String verb, String path, String body, String etag) {
    return send(verb, path, body, etag, "application/json");
  }

  private Said send(String verb, String path, String body, String etag, String type) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(emulator.url() + path))
            .method(verb, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(60));
    if (!body.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (!etag.isEmpty()) {
      request.header("If-Match", etag);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Said(
          response.statusCode(),
          response.body().isBlank() ? Fields.EMPTY : Json.parseFields(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    emulator.close();
  }
}
