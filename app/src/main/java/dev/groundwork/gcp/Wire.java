package dev.groundwork.gcp;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;

/// Sends requests and takes replies; knows HTTP and JSON, and nothing of resources. Neither retries
/// nor logs.
final class Wire implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(90);

  private final Endpoint endpoint;
  private final HttpClient client;

  Wire(Endpoint endpoint) {
    this.endpoint = endpoint;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /// What came back.
  sealed interface Reply {
    /// An answer, good or bad.
    record Answered(int status, Fields body, Optional<Duration> retryAfter) implements Reply {
      boolean isGood() {
        return status < 300;
      }
    }

    /// The request never left.
    record Unsent(String why) implements Reply {}

    /// The caller could not be identified, so nothing was sent.
    record Unidentified(String why) implements Reply {}

    /// The request left, and no answer came.
    record Lost(String why) implements Reply {}
  }

  /// Sends a request and sorts what comes back.
  GoogleCloud.Sent call(Request request) {
    return GoogleCloud.Sent.of(send(request));
  }

  Reply send(Request request) {
    URI uri = endpoint.uri(request.host(), request.uri());
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri).timeout(ANSWER).header("Accept", "application/json");
    try {
      endpoint
          .headers(uri)
          .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
    } catch (IOException e) {
      return new Reply.Unidentified(String.valueOf(e.getMessage()));
    }
    builder.method(
        request.verb().name(),
        request
            .body()
            .map(body -> BodyPublishers.ofString(Json.write(body)))
            .orElse(BodyPublishers.noBody()));
    request.etag().ifPresent(etag -> builder.header("If-Match", etag));
    if (request.body().isPresent()) {
      builder.header("Content-Type", "application/json; charset=utf-8");
    }
    try {
      HttpResponse<String> response = client.send(builder.build(), BodyHandlers.ofString());
      return new Reply.Answered(response.statusCode(), body(response), retryAfter(response));
    } catch (ConnectException | HttpConnectTimeoutException e) {
      return new Reply.Unsent(
          "no connection to "
              + uri.getHost()
              + (e.getMessage() == null ? "" : ": " + e.getMessage()));
    } catch (IOException e) {
      return new Reply.Lost("no answer from " + request.host() + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Reply.Lost("interrupted while waiting for " + request.host());
    }
  }

  private static Fields body(HttpResponse<String> response) {
    try {
      return Json.parse(response.body()) instanceof Fields fields ? fields : Fields.EMPTY;
    } catch (Json.Malformed _) {
      // an empty body, or a proxy's page: the status says enough
      return Fields.EMPTY;
    }
  }

  private static Optional<Duration> retryAfter(HttpResponse<String> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)));
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
