package dev.groundwork.gcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A server that answers what a test tells it to, and remembers what it was asked. A call of which
/// the test said nothing is answered 404; the last answer told for a call stays.
final class FakeGoogle implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Deque<Told>> told = new TreeMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> bodies = new ArrayList<>();
  private final List<Map<String, List<String>>> headers = new ArrayList<>();

  private record Told(int status, String body, Map<String, String> headers) {}

  FakeGoogle() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  Endpoint endpoint() {
    return new Endpoint.Emulator(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  /// @param call verb, host and path with query as sent: `GET compute.googleapis.com/compute/v1/…`
  FakeGoogle on(String call, int status, String body) {
    return on(call, status, body, Map.of());
  }

  FakeGoogle on(String call, String body) {
    return on(call, 200, body, Map.of());
  }

  synchronized FakeGoogle on(String call, int status, String body, Map<String, String> headers) {
    told.computeIfAbsent(call, _ -> new ArrayDeque<>())
        .add(new Told(status, body.replace('\'', '"'), headers));
    return this;
  }

  /// Every call so far, in order.
  synchronized List<String> asked() {
    return List.copyOf(asked);
  }

  /// The body of the last call that had one.
  synchronized Value body() {
    try {
      return Json.parse(bodies.getLast());
    } catch (Json.Malformed e) {
      throw new AssertionError("not JSON: " + bodies.getLast(), e);
    }
  }

  synchronized Map<String, List<String>> headers() {
    return headers.getLast();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String call =
          exchange.getRequestMethod() + " " + exchange.getRequestURI().toString().substring(1);
      asked.add(call);
      headers.add(exchange.getRequestHeaders());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!body.isEmpty()) {
        bodies.add(body);
      }
      Deque<Told> answers = told.getOrDefault(call, new ArrayDeque<>());
      Told answer = answers.size() > 1 ? answers.remove() : answers.peek();
      if (answer == null) {
        answer =
            new Told(
                404,
                "{\"error\":{\"code\":404,\"message\":\"Not told of "
                    + call
                    + "\",\"status\":\"NOT_FOUND\"}}",
                Map.of());
      }
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      answer.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
