import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/// The backend of Codementor: answers over HTTP, keeps its data in PostgreSQL and Redis.
///
/// It needs a JDK and nothing else: `java Backend.java` runs it.
///
/// | variable | |
/// | --- | --- |
/// | `PORT` | where it listens |
/// | `DATABASE_URL` | `postgresql://user:password@host:port/database` |
/// | `DATABASE_CA` | the certificate, in PEM, of the authority that signed the database's |
/// | `REDIS_URL` | `rediss://:password@host:port` |
/// | `REDIS_CA` | the certificate, in PEM, of the authority that signed the cache's |
/// | `CORS_ORIGINS` | pages whose scripts may call it, separated by commas |
public final class Backend {
  private final Health health;
  private final List<String> origins;
  private final String revision;

  Backend(Map<String, String> environment) {
    this.health =
        new Health(
            Map.of(
                "postgres",
                () ->
                    new Postgres(url(environment, "DATABASE_URL"), environment.get("DATABASE_CA"))
                        .check(),
                "redis",
                () -> new Redis(url(environment, "REDIS_URL"), environment.get("REDIS_CA")).check()));
    this.origins = List.of(environment.getOrDefault("CORS_ORIGINS", "").split(","));
    this.revision = environment.getOrDefault("K_REVISION", "local");
  }

  /// @throws IOException when the variable is missing; its value is a secret and never shown
  private static URI url(Map<String, String> environment, String name) throws IOException {
    String text = environment.getOrDefault(name, "");
    if (text.isEmpty()) {
      throw new IOException(name + " is not set");
    }
    try {
      return URI.create(text);
    } catch (IllegalArgumentException _) {
      throw new IOException(name + " is no URL");
    }
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> environment = System.getenv();
    if (List.of(args).contains("check")) {
      System.exit(isWell(environment) ? 0 : 1);
    }
    Backend backend = new Backend(environment);
    int port = Integer.parseInt(environment.getOrDefault("PORT", "8080"));
    HttpServer server = backend.listen(new InetSocketAddress(port));
    // Cloud Run sends SIGTERM ten seconds before it ends an instance: requests under way are answered
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
    System.out.println("{\"severity\":\"INFO\",\"message\":\"listening on " + port + "\"}");
  }

  /// What a container's own health check asks: whether the server beside it is well.
  private static boolean isWell(Map<String, String> environment) {
    try {
      URI health =
          URI.create("http://127.0.0.1:" + environment.getOrDefault("PORT", "8080") + "/health");
      return ((HttpURLConnection) health.toURL().openConnection()).getResponseCode() == 200;
    } catch (IOException _) {
      return false;
    }
  }

  HttpServer listen(InetSocketAddress address) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    return server;
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      allowOrigin(exchange);
      if (exchange.getRequestMethod().equals("OPTIONS")) {
        exchange.sendResponseHeaders(204, -1);
        return;
      }
      switch (exchange.getRequestURI().getPath()) {
        case "/health" -> {
          Health.Report report = health.report();
          if (!report.good()) {
            System.out.println(
                "{\"severity\":\"WARNING\",\"message\":\"not healthy\",\"health\":"
                    + report.json()
                    + "}");
          }
          send(exchange, report.good() ? 200 : 503, report.json());
        }
        case "/" ->
            send(
                exchange,
                200,
                "{\"service\":\"codementor-backend\",\"revision\":\"" + revision + "\"}");
        default -> send(exchange, 404, "{\"error\":\"not found\"}");
      }
    }
  }

  /// Scripts of other pages get no leave to read an answer.
  private void allowOrigin(HttpExchange exchange) {
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    exchange.getResponseHeaders().set("Vary", "Origin");
    if (origin != null && origins.contains(origin)) {
      exchange.getResponseHeaders().set("Access-Control-Allow-Origin", origin);
      exchange.getResponseHeaders().set("Access-Control-Allow-Methods", "GET, OPTIONS");
      exchange.getResponseHeaders().set("Access-Control-Allow-Headers", "Content-Type, Authorization");
    }
  }

  private static void send(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
