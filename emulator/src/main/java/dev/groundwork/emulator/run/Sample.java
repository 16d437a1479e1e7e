package dev.groundwork.emulator.run;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Google's public sample container, which everyone deploys first, played by the emulator itself: a
/// page that says that it runs.
final class Sample implements Instance {
  private static final Set<String> IMAGES =
      Set.of("us-docker.pkg.dev/cloudrun/container/hello", "gcr.io/cloudrun/hello");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private volatile boolean alive = true;

  Sample(String service, String revision) {
    byte[] page =
        ("<!doctype html>\n<title>It runs</title>\n<h1>It's running!</h1>\n<p>Service "
                + service
                + ", revision "
                + revision
                + "</p>\n")
            .getBytes(StandardCharsets.UTF_8);
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
          exchange.sendResponseHeaders(200, page.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(page);
          }
        });
    server.start();
  }

  static boolean plays(String image) {
    return IMAGES.contains(image.replaceFirst("@sha256:.*$", "").replaceFirst(":[^:/]+$", ""));
  }

  @Override
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public boolean isAlive() {
    return alive;
  }

  @Override
  public boolean isHealthy() {
    return alive;
  }

  @Override
  public void stop(Duration grace) {
    alive = false;
    server.stop(0);
    threads.shutdownNow();
  }
}
