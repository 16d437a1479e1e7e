import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;

/// The tests of the backend, without any library: `java BackendTest.java` ends with 1 when one fails.
public final class BackendTest {
  private BackendTest() {}

  public static void main(String[] args) throws Exception {
    Health good = new Health(Map.of("a", () -> "fine"));
    check("{\"status\":\"ok\",\"checks\":{\"a\":\"fine\"}}", good.report().json());
    Health bad =
        new Health(
            Map.of(
                "a",
                () -> {
                  throw new IOException("no \"answer\"");
                },
                "b",
                () -> "fine"));
    check(false, bad.report().good());
    check(
        "{\"status\":\"unavailable\",\"checks\":{\"a\":\"fails: no \\\"answer\\\"\",\"b\":\"fine\"}}",
        bad.report().json());
    refusesConnectionsWithoutTls();
    answersOverHttp();
    System.out.println("all tests pass");
  }

  private static void refusesConnectionsWithoutTls() throws Exception {
    try {
      new Redis(URI.create("redis://:secret@127.0.0.1:1"), "").check();
      throw new AssertionError("a connection without TLS is taken");
    } catch (IOException e) {
      check("REDIS_URL must begin with rediss://", e.getMessage());
    }
  }

  private static void answersOverHttp() throws Exception {
    Backend backend = new Backend(Map.of("CORS_ORIGINS", "http://localhost:3000"));
    HttpServer server =
        backend.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    try {
      String base = "http://127.0.0.1:" + server.getAddress().getPort();
      check(503, ask(base + "/health", "").getResponseCode());
      check(404, ask(base + "/nothing", "").getResponseCode());
      check(
          "http://localhost:3000",
          ask(base + "/", "http://localhost:3000").getHeaderField("Access-Control-Allow-Origin"));
      check(null, ask(base + "/", "http://elsewhere").getHeaderField("Access-Control-Allow-Origin"));
    } finally {
      server.stop(0);
    }
  }

  private static HttpURLConnection ask(String url, String origin) throws IOException {
    System.setProperty("sun.net.http.allowRestrictedHeaders", "true");
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestProperty("Origin", origin);
    connection.getResponseCode();
    return connection;
  }

  private static void check(Object wanted, Object found) {
    if (wanted == null ? found != null : !wanted.equals(found)) {
      throw new AssertionError("expected " + wanted + ", found " + found);
    }
  }
}
