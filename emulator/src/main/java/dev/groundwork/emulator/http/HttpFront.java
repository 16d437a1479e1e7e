package dev.groundwork.emulator.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;

/// The HTTP server: one port, a virtual thread for each request.
public final class HttpFront implements AutoCloseable {
  static {
    // read once, when the server's classes are loaded; without it small answers wait 40 ms for the
    // client's acknowledgement
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private static final int BACKLOG = 256;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /// Listens at once.
  ///
  /// @param port 0 for any free one
  /// @throws UncheckedIOException when the port is taken
  public HttpFront(InetAddress address, int port, Function<Request, Reply> answer) {
    this(plain(address, port), answer, Passage.NONE);
  }

  /// As above, with exchanges that are for no API.
  public HttpFront(
      InetAddress address, int port, Function<Request, Reply> answer, Passage passage) {
    this(plain(address, port), answer, passage);
  }

  /// As above, over TLS.
  public HttpFront(
      InetAddress address,
      int port,
      SSLContext context,
      Function<Request, Reply> answer,
      Passage passage) {
    this(secure(address, port, context), answer, passage);
  }

  private static HttpServer plain(InetAddress address, int port) {
    try {
      return HttpServer.create(new InetSocketAddress(address, port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpServer secure(InetAddress address, int port, SSLContext context) {
    try {
      HttpsServer server = HttpsServer.create(new InetSocketAddress(address, port), BACKLOG);
      server.setHttpsConfigurator(new HttpsConfigurator(context));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpFront(HttpServer server, Function<Request, Reply> answer, Passage passage) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", exchange -> handle(exchange, answer, passage));
    server.start();
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private static void handle(
      HttpExchange exchange, Function<Request, Reply> answer, Passage passage) throws IOException {
    try (exchange) {
      Hosts.Aim aim =
          Hosts.of(
              exchange.getRequestURI(),
              Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host")));
      if (passage.takes(aim.host())) {
        passage.handle(exchange, aim.host(), aim.path());
        return;
      }
      Reply reply;
      try {
        reply = answer.apply(request(exchange));
      } catch (RuntimeException e) {
        System.getLogger("dev.groundwork.emulator")
            .log(
                System.Logger.Level.ERROR,
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getRawPath(),
                e);
        reply = internalError();
      }
      write(exchange, reply);
    }
  }

  private static Request request(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    Hosts.Aim aim = Hosts.of(exchange.getRequestURI(), Optional.ofNullable(headers.get("host")));
    // a region's own address says the region: kept where it was written in the path
    aim.written()
        .filter(written -> written.endsWith("-run.googleapis.com"))
        .ifPresent(written -> headers.put("host", written));
    String verb =
        Optional.ofNullable(headers.get("x-http-method-override"))
            .orElse(exchange.getRequestMethod());
    Payload body;
    try (InputStream in = unpacked(exchange, headers)) {
      body = new Payload(in.readAllBytes());
    }
    return new Request(
        verb.toUpperCase(Locale.ROOT),
        aim.host(),
        aim.path(),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        body);
  }

  private static InputStream unpacked(HttpExchange exchange, Map<String, String> headers)
      throws IOException {
    InputStream in = exchange.getRequestBody();
    return headers.getOrDefault("content-encoding", "").equals("gzip")
        ? new GZIPInputStream(in)
        : in;
  }

  static Map<String, List<String>> query(@org.jspecify.annotations.Nullable String raw) {
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (raw == null || raw.isEmpty()) {
      return query;
    }
    for (String pair : raw.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      query
          .computeIfAbsent(name, _ -> new ArrayList<>())
          .add(equals < 0 ? "" : decode(pair.substring(equals + 1)));
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static void write(HttpExchange exchange, Reply reply) throws IOException {
    if (reply.delayMillis() > 0) {
      try {
        Thread.sleep(reply.delayMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    if (reply.content() instanceof Reply.Content.Cut) {
      // closing an exchange that was never answered cuts the connection
      return;
    }
    reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    reply.contentType().ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
    if (reply.content() instanceof Reply.Content.FilePart part) {
      write(exchange, reply.status(), part);
      return;
    }
    byte[] payload = reply.payload();
    boolean bodiless = payload.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : payload.length);
    if (!bodiless) {
      exchange.getResponseBody().write(payload);
    }
  }

  private static void write(HttpExchange exchange, int status, Reply.Content.FilePart part)
      throws IOException {
    // opened first: a file that has gone meanwhile cuts the connection before anything is said
    try (FileChannel file = FileChannel.open(part.file())) {
      boolean bodiless = part.length() == 0 || exchange.getRequestMethod().equals("HEAD");
      exchange.sendResponseHeaders(status, bodiless ? -1 : part.length());
      WritableByteChannel out = Channels.newChannel(exchange.getResponseBody());
      long sent = 0;
      while (!bodiless && sent < part.length()) {
        long more = file.transferTo(part.from() + sent, part.length() - sent, out);
        if (more == 0) {
          throw new EOFException(part.file() + " is shorter than it was");
        }
        sent += more;
      }
    }
  }

  private static Reply internalError() {
    var error =
        dev.groundwork.resource.Value.Fields.EMPTY
            .with("code", 500)
            .with("message", "The emulator failed; see its log.")
            .with("status", "INTERNAL");
    return Reply.status(500, dev.groundwork.resource.Value.Fields.EMPTY.with("error", error));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
