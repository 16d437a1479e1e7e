package dev.groundwork.gcp;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// Talks to an emulator about itself: its state, clock, faults, and where it has put the addresses
/// of the networks it plays.
public final class EmulatorControl implements AutoCloseable {
  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /// @param base `http://127.0.0.1:8086`
  public EmulatorControl(URI base) {
    this.base = base;
  }

  /// What an emulator said.
  public sealed interface Said {
    record Yes(Fields body) implements Said {}

    /// @param why in words for the user
    record No(String why) implements Said {}
  }

  public Said get(String path) throws InterruptedException {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Said post(String path, Fields body) throws InterruptedException {
    return send("POST", path, BodyPublishers.ofString(Json.write(body)));
  }

  public Said put(String path, Fields body) throws InterruptedException {
    return send("PUT", path, BodyPublishers.ofString(Json.write(body)));
  }

  public Said delete(String path) throws InterruptedException {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  private Said send(String verb, String path, BodyPublisher body) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/emulator/v1/" + path))
            .timeout(Duration.ofMinutes(2))
            .method(verb, body)
            .build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      Fields answer = response.body().isEmpty() ? Fields.EMPTY : Json.parseFields(response.body());
      return response.statusCode() < 300
          ? new Said.Yes(answer)
          : new Said.No(
              answer.text("error.message").orElse("HTTP status " + response.statusCode()));
    } catch (IOException e) {
      return new Said.No(
          "no answer from "
              + base
              + Optional.ofNullable(e.getMessage()).map(m -> ": " + m).orElse(""));
    } catch (Json.Malformed _) {
      return new Said.No(base + " is no emulator of Groundwork");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
