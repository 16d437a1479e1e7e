package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Asks a server, over the network, whether it answers as a check wants.
final class Prober implements AutoCloseable {
  private static final String AGENT =
      "GoogleStackdriverMonitoring-UptimeChecks(https://cloud.google.com/monitoring)";

  /// So much of an answer is looked at.
  private static final int MOST = 4 << 20;

  private static final Set<String> OURS =
      Set.of("host", "content-length", "connection", "upgrade", "expect");

  private final UnaryOperator<URI> inside;
  private final Map<Boolean, HttpClient> clients = new ConcurrentHashMap<>();

  /// @param inside where a URL of the emulated cloud is on this machine; any other URL as it is
  Prober(UnaryOperator<URI> inside) {
    this.inside = inside;
  }

  /// How a probe ended.
  ///
  /// @param status of HTTP; 0 when there was none
  /// @param why it failed; empty when it passed
  record Result(boolean passed, Duration took, int status, String why) {}

  private static HttpClient client(Optional<TrustManager> trust) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(Duration.ofSeconds(60));
    if (trust.isPresent()) {
      try {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust.get()}, null);
        builder.sslContext(context);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return builder.build();
  }

  /// @param host of the monitored resource
  Result probe(Fields check, String host) {
    Duration timeout = Aggregation.seconds(check.text("timeout").orElse("10s"));
    long began = System.nanoTime();
    try {
      return check.get("tcpCheck").isPresent()
          ? tcp(host, Checks.port(check.fields("tcpCheck")), timeout, began)
          : http(check, host, timeout, began);
    } catch (IOException | IllegalArgumentException e) {
      return new Result(false, since(began), 0, e.getClass().getSimpleName());
    }
  }

  private static Duration since(long began) {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  private static Result tcp(String host, int port, Duration timeout, long began)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getByName(host), port), (int) timeout.toMillis());
      return new Result(true, since(began), 0, "");
    }
  }

  private Result http(Fields check, String host, Duration timeout, long began) throws IOException {
    Fields wanted = check.fields("httpCheck");
    HttpRequest request = request(wanted, host, timeout);
    HttpClient client =
        clients.computeIfAbsent(
            wanted.flag("validateSsl"),
            careful -> client(careful ? Optional.empty() : Optional.of(new Trusting())));
    CompletableFuture<HttpResponse<InputStream>> asked =
        client.sendAsync(request, HttpResponse.BodyHandlers.ofInputStream());
    try {
      HttpResponse<InputStream> response = asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      String body;
      try (InputStream in = response.body()) {
        body = new String(in.readNBytes(MOST), StandardCharsets.UTF_8);
      }
      String why = why(check, response.statusCode(), body);
      return new Result(why.isEmpty(), since(began), response.statusCode(), why);
    } catch (TimeoutException e) {
      asked.cancel(true);
      return new Result(false, since(began), 0, "timeout");
    } catch (ExecutionException e) {
      return new Result(
          false,
          since(began),
          0,
          e.getCause() == null ? "error" : e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result(false, since(began), 0, "interrupted");
    }
  }

  private HttpRequest request(Fields wanted, String host, Duration timeout) {
    boolean ssl = wanted.flag("useSsl");
    int port = Checks.port(wanted);
    URI url =
        URI.create(
            (ssl ? "https://" : "http://")
                + host
                + (port == (ssl ? 443 : 80) || port == 0 ? "" : ":" + port)
                + wanted.text("path").orElse("/"));
    byte[] body =
        Base64.getDecoder()
            .decode(wanted.text("body").orElse("").replace('-', '+').replace('_', '/'));
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(inside.apply(url))
            .timeout(timeout)
            .header("User-Agent", AGENT)
            .method(
                wanted.text("requestMethod").orElse("GET"),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    wanted
        .fields("headers")
        .values()
        .forEach((name, value) -> {
          if (!OURS.contains(name.toLowerCase(Locale.ROOT)) && value instanceof Value.Text(var t)) {
            builder.setHeader(name, t);
          }
        });
    switch (wanted.text("contentType").orElse("")) {
      case "URL_ENCODED" -> builder.setHeader("Content-Type", "application/x-www-form-urlencoded");
      case "USER_PROVIDED" ->
          builder.setHeader("Content-Type", wanted.text("customContentType").orElse(""));
      default -> {}
    }
    Optional<String> user = wanted.text("authInfo.username");
    if (user.isPresent()) {
      String both = user.get() + ":" + wanted.text("authInfo.password").orElse("");
      builder.setHeader(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }
    return builder.build();
  }

  /// Why an answer is not what was wanted; empty when it is.
  private static String why(Fields check, int status, String body) {
    List<Value> codes = check.items("httpCheck.acceptedResponseStatusCodes");
    boolean accepted =
        codes.isEmpty()
            ? status / 100 == 2
            : codes.stream().anyMatch(c -> accepts((Fields) c, status));
    if (!accepted) {
      return "status " + status;
    }
    for (Value matcher : check.items("contentMatchers")) {
      if (!matches((Fields) matcher, body)) {
        return "content";
      }
    }
    return "";
  }

  private static boolean accepts(Fields code, int status) {
    if (code.get("statusValue").orElse(new Value.Null()) instanceof Value.Num(var n)) {
      return n.intValue() == status;
    }
    String range = code.text("statusClass").orElse("");
    return range.equals("STATUS_CLASS_ANY") || range.equals("STATUS_CLASS_" + status / 100 + "XX");
  }

  private static boolean matches(Fields matcher, String body) {
    String content = matcher.text("content").orElse("");
    return switch (matcher.text("matcher").orElse("CONTAINS_STRING")) {
      case "NOT_CONTAINS_STRING" -> !body.contains(content);
      case "MATCHES_REGEX" -> Pattern.compile(content).matcher(body).find();
      case "NOT_MATCHES_REGEX" -> !Pattern.compile(content).matcher(body).find();
      case "MATCHES_JSON_PATH" -> JsonPath.matches(matcher, body);
      case "NOT_MATCHES_JSON_PATH" -> !JsonPath.matches(matcher, body);
      default -> body.contains(content);
    };
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }

  /// Takes every certificate, as a check does that does not ask for valid ones.
  private static final class Trusting extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
