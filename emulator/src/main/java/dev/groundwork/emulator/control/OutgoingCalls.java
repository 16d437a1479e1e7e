package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Payload;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// HTTP calls that a service makes: what a job, a subscription or a check is pointed at. Addresses
/// of the emulated cloud are answered by the emulator itself, all others by the world.
public final class OutgoingCalls implements AutoCloseable {
  /// Headers that the client sets for itself.
  private static final java.util.Set<String> OWN =
      java.util.Set.of("host", "content-length", "connection", "upgrade", "expect");

  private final ControlPlane plane;
  private final AtomicReference<HttpClient> made = new AtomicReference<>();

  public OutgoingCalls(ControlPlane plane) {
    this.plane = plane;
  }

  /// What came of a call.
  public sealed interface Answer {}

  /// An answer; what it says beyond its status is nobody's.
  public record Answered(int status) implements Answer {}

  /// No answer within the limit.
  public record TooSlow() implements Answer {}

  /// No answer at all.
  public record Unreachable(String why) implements Answer {}

  /// Sends a request and waits for the answer; never throws for what the other side does.
  ///
  /// @param limit how long to wait, on the machine's clock
  public Answer send(
      String verb, URI url, Map<String, String> headers, Payload body, Duration limit) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(plane.inside(url).orElse(url))
              .timeout(limit)
              .method(
                  verb,
                  body.size() == 0
                      ? BodyPublishers.noBody()
                      : BodyPublishers.ofByteArray(body.bytes()));
      if (plane.inside(url).isPresent()) {
        request.header(ControlPlane.INTERNAL, plane.internalKey());
      }
      headers.forEach((name, value) -> {
        if (!OWN.contains(name)) {
          request.header(name, value);
        }
      });
      HttpResponse<Void> response = client().send(request.build(), BodyHandlers.discarding());
      return new Answered(response.statusCode());
    } catch (HttpTimeoutException e) {
      return new TooSlow();
    } catch (ConnectException e) {
      return new Unreachable("nothing listens at " + url.getHost());
    } catch (IOException | IllegalArgumentException e) {
      return new Unreachable("no answer from " + url.getHost());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unreachable("the emulator ends");
    }
  }

  /// Made when first asked for: it has a thread of its own.
  private HttpClient client() {
    Supplier<HttpClient> client =
        () ->
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10))
                .build();
    return made.updateAndGet(known -> known == null ? client.get() : known);
  }

  @Override
  public void close() {
    HttpClient client = made.getAndSet(null);
    if (client != null) {
      client.shutdownNow();
    }
  }
}
