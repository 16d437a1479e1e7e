package dev.groundwork.emulator.storage;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.stream.Stream;

/// An emulator with two projects, asked over HTTP as Cloud Storage's clients ask, at a time that
/// stands still.
final class CloudStorage implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final String MINE = "storage-mine";
  static final String ANOTHER = "storage-another";

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path folder;
  private Emulator emulator;

  CloudStorage(Path folder) {
    this.folder = folder;
    emulator = started(folder);
    project(MINE);
    project(ANOTHER);
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

  private void project(String id) {
    send(
        "POST",
        "/cloudresourcemanager.googleapis.com/v3/projects",
        "application/json",
        bytes("{\"projectId\": \"" + id + "\"}"));
  }

  String url() {
    return emulator.url();
  }

  void advance(Duration by) {
    Answer answer =
        send(
            "POST",
            "/emulator/v1/clock:advance",
            "application/json",
            bytes("{\"by\": \"" + by + "\"}"));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.text());
    }
  }

  /// What came back.
  record Answer(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    Fields json() {
      try {
        return Json.parseFields(text());
      } catch (Json.Malformed e) {
        throw new AssertionError(status() + ": " + text(), e);
      }
    }

    String text(String field) {
      return json().text(field).orElse("");
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// Status, reason and message of a refusal.
    String refusal() {
      return status() + " " + text("error.errors.0.reason") + ": " + text("error.message");
    }
  }

  Answer get(String path, String... headers) {
    return send("GET", api(path), "", new byte[0], headers);
  }

  Answer post(String path, String json) {
    return send("POST", api(path), "application/json", bytes(json));
  }

  Answer patch(String path, String json) {
    return send("PATCH", api(path), "application/json", bytes(json));
  }

  Answer put(String path, String json) {
    return send("PUT", api(path), "application/json", bytes(json));
  }

  Answer delete(String path) {
    return send("DELETE", api(path), "", new byte[0]);
  }

  Answer makeBucket(String name, String json) {
    return post("b?project=" + MINE, Json.write(parsed(json).with("name", name)));
  }

  Answer upload(String bucket, String object, String content) {
    return send(
        "POST", uploads(bucket) + "?uploadType=media&name=" + object, "text/plain", bytes(content));
  }

  static String uploads(String bucket) {
    return "/storage.googleapis.com/upload/storage/v1/b/" + bucket + "/o";
  }

  private static String api(String path) {
    return "/storage.googleapis.com/storage/v1/" + path;
  }

  /// @param where a path, or a whole address that the emulator has told
  Answer send(String verb, String where, String type, byte[] body, String... headers) {
    String address =
        where.startsWith("http")
            ? "http://127.0.0.1:"
                + emulator.port()
                + URI.create(where).getRawPath()
                + "?"
                + URI.create(where).getRawQuery()
            : emulator.url() + where;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).method(verb, BodyPublishers.ofByteArray(body));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Answer(client.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static Fields parsed(String json) {
    try {
      return Json.parseFields(json);
    } catch (Json.Malformed e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /// How many files hold objects' bytes or parts of them.
  long files() {
    try (Stream<Path> all = Files.walk(folder.resolve("storage"))) {
      return all.filter(Files::isRegularFile).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    emulator.close();
  }
}
