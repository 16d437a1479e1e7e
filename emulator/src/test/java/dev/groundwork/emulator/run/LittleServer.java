package dev.groundwork.emulator.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// What the tests run in place of a container. `serve` answers on `PORT`: `/env/NAME`,
/// `/header/NAME`, `/pid`, `/hold` (never answers; says so in the file `HELD`), `/sick`, `/health`.
/// `never` listens to nothing, `task` ends as `TASK` says.
public final class LittleServer {
  private static volatile boolean sick;

  private LittleServer() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    switch (arguments[0]) {
      case "serve" -> serve();
      case "never" -> new CountDownLatch(1).await();
      case "die" -> System.exit(3);
      default -> task();
    }
  }

  private static void serve() throws IOException {
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv("PORT"))),
            0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", LittleServer::answer);
    server.start();
    System.out.println("{\"severity\": \"NOTICE\", \"message\": \"listening\"}");
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    int status = 200;
    String said;
    if (path.startsWith("/env/")) {
      said = String.valueOf(System.getenv(name));
    } else if (path.startsWith("/header/")) {
      said = String.valueOf(exchange.getRequestHeaders().getFirst(name));
    } else if (path.equals("/pid")) {
      said = Long.toString(ProcessHandle.current().pid());
    } else if (path.equals("/hold")) {
      Files.writeString(Path.of(System.getenv("HELD")), "held");
      hold();
      return;
    } else if (path.equals("/sick")) {
      sick = true;
      said = "sick";
    } else if (path.equals("/health")) {
      status = sick ? 500 : 200;
      said = sick ? "sick" : "well";
    } else {
      said =
          exchange.getRequestMethod()
              + " "
              + exchange.getRequestURI()
              + " "
              + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
    byte[] bytes = said.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Set-Cookie", "a=1");
    exchange.getResponseHeaders().add("Set-Cookie", "b=2");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static void hold() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Fails in its first attempt when `TASK` is `second`, always when it is `fail`.
  private static void task() throws IOException, InterruptedException {
    String index = System.getenv("CLOUD_RUN_TASK_INDEX");
    String attempt = System.getenv("CLOUD_RUN_TASK_ATTEMPT");
    String how = String.valueOf(System.getenv("TASK"));
    Files.writeString(Path.of(System.getenv("RAN"), "task-" + index + "-" + attempt), how);
    if (how.equals("hold")) {
      new CountDownLatch(1).await();
    }
    if (how.equals("fail") || (how.equals("second") && attempt.equals("0"))) {
      System.exit(1);
    }
  }
}
