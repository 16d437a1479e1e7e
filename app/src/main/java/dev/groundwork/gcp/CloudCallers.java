package dev.groundwork.gcp;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.gcp.GoogleCloud.Sent;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.verify.Callers;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// Google Cloud as service accounts and strangers see it: with short-lived tokens that the user may
/// have made for the accounts. A token is kept for one run at most, and shown nowhere.
///
/// @see <a
///   href="https://cloud.google.com/iam/docs/create-short-lived-credentials-direct">Short-lived
///   credentials</a>
final class CloudCallers implements Callers {
  private static final String CREDENTIALS = "iamcredentials.googleapis.com";
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private final Endpoint endpoint;
  private final Wire wire;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<String, Token> tokens = new ConcurrentHashMap<>();

  /// @param wire as the user
  CloudCallers(Endpoint endpoint, Wire wire) {
    this.endpoint = endpoint;
    this.wire = wire;
  }

  private sealed interface Token {
    /// A class and no record: the token is not shown.
    final class Made implements Token {
      private final String text;

      Made(String text) {
        this.text = text;
      }
    }

    record Refused(String why) implements Token {}
  }

  @Override
  public Held permissions(String account, Target resource, SortedSet<String> permissions) {
    return switch (accessToken(account)) {
      case Token.Refused(var why) -> new Held.Unknown(why);
      case Token.Made token -> {
        try (Wire own = new Wire(as(token))) {
          yield switch (own.call(test(resource, permissions))) {
            case Sent.Done(var body) ->
                new Held.Known(
                    body.items("permissions").stream()
                        .filter(Value.Text.class::isInstance)
                        .map(held -> ((Value.Text) held).value())
                        .collect(Collectors.toCollection(TreeSet::new)));
            // who may not even ask has none of them
            case Sent.Refused(var refusal) when refusal.kind() == Refusal.Kind.PERMISSION ->
                new Held.Known(new TreeSet<>());
            case Sent.Refused(var refusal) ->
                new Held.Unknown(
                    "the permissions of " + account + " cannot be asked: " + refusal.message());
          };
        }
      }
    };
  }

  private Endpoint as(Token.Made token) {
    return switch (endpoint) {
      case Endpoint.Emulator(var base, _) -> new Endpoint.Emulator(base, Optional.of(token.text));
      case Endpoint.Google _ ->
          new Endpoint.Google(_ -> Map.of("Authorization", List.of("Bearer " + token.text)));
    };
  }

  /// Cloud Storage asks in its own way.
  private static Request test(Target resource, SortedSet<String> permissions) {
    String host = resource.type().host();
    if (resource.type().name().equals("storage.Bucket")) {
      String query =
          permissions.stream()
              .map(p -> "permissions=" + URLEncoder.encode(p, StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      String bucket = resource.path().getOrDefault("name", "");
      return Request.get(host, "storage/v1/b/" + bucket + "/iam/testPermissions?" + query);
    }
    Call read =
        resource
            .type()
            .call(Action.READ)
            .orElseThrow(() -> new IllegalStateException(resource.type() + " cannot be read"));
    String path = read.uri(resource.path()).replaceFirst("\\?.*$", "");
    return Request.post(
        host,
        path + ":testIamPermissions",
        Fields.EMPTY.with("permissions", Value.texts(List.copyOf(permissions))));
  }

  @Override
  public Answered get(String address, Optional<String> account) {
    URI asked = URI.create(address);
    Optional<Token> token =
        account.map(who -> idToken(who, asked.getScheme() + "://" + asked.getAuthority()));
    if (token.orElse(null) instanceof Token.Refused(var why)) {
      return new Answered.Unknown(why);
    }
    String path = asked.getRawPath().replaceFirst("^/", "");
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.uri(asked.getAuthority(), path + query)).timeout(ANSWER);
    if (token.orElse(null) instanceof Token.Made made) {
      request.header("Authorization", "Bearer " + made.text);
    }
    try {
      HttpResponse<Void> response = client.send(request.build(), BodyHandlers.discarding());
      return new Answered.Status(response.statusCode());
    } catch (IOException e) {
      return new Answered.Unknown("no answer from " + address + ": " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Answered.Unknown("interrupted while waiting for " + address);
    }
  }

  private Token accessToken(String account) {
    return tokens.computeIfAbsent(
        account,
        who ->
            made(
                who,
                "generateAccessToken",
                Fields.EMPTY
                    .with(
                        "scope",
                        Value.texts(List.of("https://www.googleapis.com/auth/cloud-platform")))
                    .with("lifetime", "300s"),
                "accessToken"));
  }

  private Token idToken(String account, String audience) {
    return tokens.computeIfAbsent(
        account + " " + audience,
        _ ->
            made(
                account,
                "generateIdToken",
                Fields.EMPTY.with("audience", audience).with("includeEmail", true),
                "token"));
  }

  private Token made(String account, String verb, Fields body, String field) {
    Request request =
        Request.post(CREDENTIALS, "v1/projects/-/serviceAccounts/" + account + ":" + verb, body);
    return switch (wire.call(request)) {
      case Sent.Done(var answer) ->
          answer
              .text(field)
              .<Token>map(Token.Made::new)
              .orElseGet(() -> new Token.Refused("no token came for " + account));
      case Sent.Refused(var refusal) ->
          new Token.Refused(
              "nobody may act as "
                  + account
                  + " for this check: "
                  + refusal.message()
                  + (refusal.kind() == Refusal.Kind.PERMISSION
                      ? " (roles/iam.serviceAccountTokenCreator on it lets you)"
                      : ""));
    };
  }
}
