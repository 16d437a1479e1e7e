import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The daily pipeline: `POST /run` fetches what the team used of its AI tools the day before, and
/// writes a row for each tool into BigQuery, as the service's own identity. Called twice for one
/// day, it writes once. `GET /health` says whether it has what it needs.
///
/// Needs the JDK alone: `java Pipeline.java`.
public final class Pipeline {
  private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Map<String, String> env;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  private Pipeline(Map<String, String> env) {
    this.env = env;
  }

  /// A tool and how its usage is fetched.
  ///
  /// @param url the variable with the address of its report; the value `sample` stands for made-up
  ///   figures
  /// @param key the variable with its API key
  private record Source(String name, String url, String key) {}

  private static final List<Source> SOURCES =
      List.of(
          new Source("cursor", "CURSOR_USAGE_URL", "CURSOR_API_KEY"),
          new Source("anthropic", "ANTHROPIC_USAGE_URL", "ANTHROPIC_API_KEY"));

  private static final List<String> SECRETS =
      List.of("CURSOR_API_KEY", "ANTHROPIC_API_KEY", "SHEETS_KEY");

  public static void main(String[] arguments) throws IOException {
    Pipeline pipeline = new Pipeline(System.getenv());
    int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
    HttpServer server = HttpServer.create(new InetSocketAddress(port), 64);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", pipeline::answer);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(5)));
    server.start();
    log("INFO", "listening on port " + port);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    try (exchange) {
      switch (asked) {
        case "GET /health" -> health(exchange);
        case "POST /run", "POST /" -> run(exchange);
        default -> say(exchange, 404, "{\"error\": \"no such path\"}");
      }
    } catch (IOException | RuntimeException e) {
      log("ERROR", asked + ": " + e.getMessage());
      say(exchange, 500, "{\"error\": " + quoted(String.valueOf(e.getMessage())) + "}");
    }
  }

  private void health(HttpExchange exchange) throws IOException {
    List<String> missing = SECRETS.stream().filter(name -> env(name).isEmpty()).toList();
    if (missing.isEmpty()) {
      say(exchange, 200, "{\"status\": \"ok\"}");
    } else {
      say(exchange, 503, "{\"status\": \"missing " + String.join(", ", missing) + "\"}");
    }
  }

  private void run(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    Instant due = due(exchange);
    LocalDate day = due.atZone(ZONE).toLocalDate().minusDays(1);
    String token = token();
    List<String> rows = new ArrayList<>();
    for (Source source : SOURCES) {
      rows.add(row(source, day, due));
    }
    write(rows, token);
    String refused = refusals(token);
    log("INFO", "wrote " + rows.size() + " rows for " + day + "; " + refused);
    say(
        exchange,
        200,
        "{\"day\": \"" + day + "\", \"rows\": " + rows.size() + ", \"limits\": " + quoted(refused) + "}");
  }

  /// When the run was due: Cloud Scheduler tells it. A call by hand is due now.
  private static Instant due(HttpExchange exchange) {
    String told = exchange.getRequestHeaders().getFirst("X-CloudScheduler-ScheduleTime");
    try {
      return told == null ? Instant.now() : java.time.OffsetDateTime.parse(told).toInstant();
    } catch (DateTimeException e) {
      return Instant.now();
    }
  }

  private String row(Source source, LocalDate day, Instant due) throws IOException {
    String figures =
        env(source.url()).equals("sample")
            ? sample(source, day)
            : "\"report\": " + quoted(report(source, day));
    return "{\"insertId\": \"" + day + "-" + source.name() + "\", \"json\": {\"day\": \"" + day
        + "\", \"source\": \"" + source.name() + "\", " + figures
        + ", \"loaded_at\": \"" + due + "\"}}";
  }

  /// Made-up figures that are the same for the same day.
  private static String sample(Source source, LocalDate day) {
    int seed = Math.floorMod((source.name() + day).hashCode(), 1000);
    int requests = 100 + seed;
    return "\"requests\": " + requests + ", \"tokens\": " + requests * 750
        + ", \"report\": \"{\\\"sample\\\": true}\"";
  }

  /// What the tool itself reports of a day, as it answers.
  private String report(Source source, LocalDate day) throws IOException {
    Instant from = day.atStartOfDay(ZONE).toInstant();
    Instant to = day.plusDays(1).atStartOfDay(ZONE).toInstant();
    HttpRequest.Builder request =
        switch (source.name()) {
          case "cursor" ->
              HttpRequest.newBuilder(URI.create(env(source.url())))
                  .header("Authorization", "Basic " + basic(env(source.key())))
                  .header("Content-Type", "application/json")
                  .POST(
                      BodyPublishers.ofString(
                          "{\"startDate\": " + from.toEpochMilli() + ", \"endDate\": " + to.toEpochMilli() + "}"));
          default ->
              HttpRequest.newBuilder(
                      URI.create(env(source.url()) + "?starting_at=" + from + "&ending_at=" + to))
                  .header("x-api-key", env(source.key()))
                  .header("anthropic-version", "2023-06-01");
        };
    HttpResponse<String> answer = send(request);
    if (answer.statusCode() != 200) {
      throw new IOException(source.name() + " answered " + answer.statusCode());
    }
    return answer.body();
  }

  private static String basic(String key) {
    return java.util.Base64.getEncoder()
        .encodeToString((key + ":").getBytes(StandardCharsets.UTF_8));
  }

  private void write(List<String> rows, String token) throws IOException {
    String path =
        "/bigquery/v2/projects/" + projectId() + "/datasets/" + env("DATASET")
            + "/tables/" + env("TABLE") + "/insertAll";
    String body =
        "{\"kind\": \"bigquery#tableDataInsertAllRequest\", \"rows\": [" + String.join(", ", rows) + "]}";
    HttpResponse<String> answer =
        send(
            google("bigquery.googleapis.com", path, token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    if (answer.statusCode() != 200 || answer.body().contains("insertErrors")) {
      throw new IOException("BigQuery answered " + answer.statusCode() + ": " + answer.body());
    }
  }

  /// What the identity is refused, as it must be: looked at on every run, for rights grow unseen.
  private String refusals(String token) throws IOException {
    String project = projectId();
    int secrets =
        send(google("secretmanager.googleapis.com", "/v1/projects/" + project + "/secrets", token).GET())
            .statusCode();
    int policy =
        send(
                google("cloudresourcemanager.googleapis.com", "/v1/projects/" + project + ":getIamPolicy", token)
                    .POST(BodyPublishers.noBody()))
            .statusCode();
    return "listing secrets: " + verdict(secrets) + ", reading the project's policy: " + verdict(policy);
  }

  private static String verdict(int status) {
    return status == 403 ? "refused" : "answered " + status;
  }

  /// A token of the service's identity, from the metadata server.
  private String token() throws IOException {
    String answer = metadata("instance/service-accounts/default/token");
    Matcher token = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"").matcher(answer);
    if (!token.find()) {
      throw new IOException("the metadata server gave no token");
    }
    return token.group(1);
  }

  private String projectId() throws IOException {
    String told = env("GOOGLE_CLOUD_PROJECT");
    return told.isEmpty() ? metadata("project/project-id") : told;
  }

  private String metadata(String path) throws IOException {
    String host = env.getOrDefault("GCE_METADATA_HOST", "metadata.google.internal");
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create("http://" + host + "/computeMetadata/v1/" + path))
                .header("Metadata-Flavor", "Google"));
    if (answer.statusCode() != 200) {
      throw new IOException("the metadata server answered " + answer.statusCode());
    }
    return answer.body();
  }

  /// A call of one of Google's APIs; on a machine that plays Google Cloud, of what plays it.
  private HttpRequest.Builder google(String host, String path, String token) {
    String emulator = env("GROUNDWORK_EMULATOR_URL");
    return HttpRequest.newBuilder(
            URI.create((emulator.isEmpty() ? "https://" : emulator + "/") + host + path))
        .header("Authorization", "Bearer " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return client.send(request.timeout(ANSWER).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String env(String name) {
    return env.getOrDefault(name, "");
  }

  private static void say(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = (json + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /// One line that Cloud Logging understands.
  private static void log(String severity, String message) {
    System.out.println("{\"severity\": \"" + severity + "\", \"message\": " + quoted(message) + "}");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
