package dev.groundwork.emulator;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
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
import java.util.List;
import java.util.Random;

/// An emulator on a free port and a client of it, in the words of Google's REST documents.
final class GoogleCloud implements AutoCloseable {
  /// When every test begins.
  static final Instant NOON = Instant.parse("2026-01-15T12:00:00Z");

  private static final Shapes SHAPES = ShapeArchive.standard();

  final Emulator emulator;
  private final String[] header;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  GoogleCloud(Path folder) {
    this(folder, new Emulator.Options(false, 1));
  }

  GoogleCloud(Path folder, Emulator.Options options) {
    header = new String[] {"X-Goog-Api-Client", "test"};
    emulator =
        new Emulator(
            Catalog.standard(),
            SHAPES,
            folder,
            Clock.fixed(NOON, ZoneOffset.UTC),
            new Random(7),
            options);
    emulator.start(0);
  }

  /// What the emulator answered.
  record Said(int status, Fields body) {
    /// The message of an error.
    String message() {
      return body.text("error.message").orElse("");
    }

    /// The reason in `errors[]`.
    String reason() {
      return body.fields("error").items("errors").stream()
          .map(e -> ((Fields) e).text("reason").orElse(""))
          .findFirst()
          .orElse("");
    }

    String canonical() {
      return body.text("error.status").orElse("");
    }
  }

  /// The same cloud, to a client that sends this header with each request.
  GoogleCloud with(String name, String value) {
    return new GoogleCloud(emulator, name, value);
  }

  /// The same cloud, to a client with this access token.
  GoogleCloud as(String token) {
    return with("Authorization", "Bearer " + token);
  }

  private GoogleCloud(Emulator emulator, String... header) {
    this.emulator = emulator;
    this.header = header;
  }

  Said get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  Said delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  Said post(String path, String json) {
    return send("POST", path, BodyPublishers.ofString(json));
  }

  Said patch(String path, String json) {
    return send("PATCH", path, BodyPublishers.ofString(json));
  }

  Said put(String path, String json) {
    return send("PUT", path, BodyPublishers.ofString(json));
  }

  private Said send(String verb, String path, HttpRequest.BodyPublisher body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(emulator.url() + "/" + path))
            .method(verb, body)
            .header("Content-Type", "application/json")
            .headers(header)
            .timeout(Duration.ofSeconds(20))
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Said(
          response.statusCode(),
          response.body().isBlank() ? Fields.EMPTY : Json.parseFields(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The finished operation that an answer began.
  Fields operation(String host, Said said) {
    if (said.status() != 200) {
      throw new IllegalStateException(said.toString());
    }
    Fields began = said.body();
    String link =
        began
            .text("selfLink")
            .map(l -> l.substring(l.indexOf("googleapis.com/") + "googleapis.com/".length()))
            .orElseGet(() -> version(host) + began.text("name").orElseThrow());
    Fields now = began;
    for (int i = 0; i < 100 && !isDone(now); i++) {
      now = get(host + "/" + link).body();
    }
    if (!isDone(now)) {
      throw new IllegalStateException("never done: " + now);
    }
    return now;
  }

  static boolean isDone(Fields operation) {
    return operation.flag("done") || operation.text("status").orElse("").equals("DONE");
  }

  private static String version(String host) {
    return host.startsWith("cloudresourcemanager") ? "v3/" : "v1/";
  }

  /// A project that is paid for, with these APIs enabled.
  void project(String id, String... apis) {
    operation(
        CRM,
        post(
            CRM + "/v3/projects",
            "{\"projectId\": \"" + id + "\", \"parent\": \"organizations/1\"}"));
    put(
        "cloudbilling.googleapis.com/v1/projects/" + id + "/billingInfo",
        "{\"billingAccountName\": \"billingAccounts/012345-6789AB-CDEF01\"}");
    if (apis.length > 0) {
      String ids =
          Json.write(Value.texts(List.of(apis).stream().map(a -> a + ".googleapis.com").toList()));
      operation(
          USAGE,
          post(
              USAGE + "/v1/projects/" + id + "/services:batchEnable",
              "{\"serviceIds\": " + ids + "}"));
    }
  }

  /// The project's number.
  String number(String id) {
    return get(CRM + "/v1/projects/" + id).body().text("projectNumber").orElseThrow();
  }

  /// Creates something in Compute and waits until it stands.
  void compute(String collection, String json) {
    Said said = post(COMPUTE + collection, json);
    Fields operation = operation("compute.googleapis.com", said);
    if (operation.get("error").isPresent()) {
      throw new IllegalStateException(operation.toString());
    }
  }

  static final String CRM = "cloudresourcemanager.googleapis.com";
  static final String USAGE = "serviceusage.googleapis.com";
  static final String COMPUTE = "compute.googleapis.com/compute/v1/projects/";
  static final String SECRETS = "secretmanager.googleapis.com/v1/projects/";

  @Override
  public void close() {
    client.close();
    emulator.close();
  }
}
