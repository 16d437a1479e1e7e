package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.access.Conditions;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The security token service: a token of another provider that a workload identity pool trusts,
/// for an access token of one of the pool's identities.
///
/// @see <a href="https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token">Method:
///   token</a>
/// @see <a href="https://cloud.google.com/iam/docs/workload-identity-federation">Workload Identity
///   Federation</a>
final class TokenExchange implements Service {
  private static final Pattern PROVIDER =
      Pattern.compile(
          "//iam\\.googleapis\\.com/projects/([^/]+)/locations/global/workloadIdentityPools/([^/]+)/providers/([^/]+)");

  private final ControlPlane plane;
  private final ForeignTokens tokens;
  private final Conditions conditions = new Conditions();

  TokenExchange(ControlPlane plane) {
    this.plane = plane;
    tokens = new ForeignTokens(plane);
  }

  @Override
  public String host() {
    return "sts.googleapis.com";
  }

  @Override
  public void install(Installation into) {
    into.open(POST, "v1/token", this::exchange);
  }

  /// A provider that can be used.
  ///
  /// @param pool full name with the project's number
  private record Provider(String pool, String name, Fields body) {
    List<String> audiences() {
      List<String> allowed =
          body.items("oidc.allowedAudiences").stream()
              .map(a -> a instanceof Value.Text(var text) ? text : "")
              .toList();
      return allowed.isEmpty()
          ? List.of("https://iam.googleapis.com/" + name, "//iam.googleapis.com/" + name)
          : allowed;
    }
  }

  private Reply exchange(Ask ask) {
    Form form = Form.of(ask);
    String grant = form.get("grant_type").or(() -> form.get("grantType")).orElse("");
    if (!grant.equals("urn:ietf:params:oauth:grant-type:token-exchange")) {
      return refused("unsupported_grant_type", "Invalid grant_type: " + grant);
    }
    Optional<Provider> provider = provider(form.get("audience").orElse(""));
    if (provider.isEmpty()) {
      return refused(
          "invalid_target",
          "The target service indicated by the \"audience\" parameters is invalid. This might either be because the pool or provider is disabled or deleted or because it doesn't exist.");
    }
    String subject = form.get("subject_token").or(() -> form.get("subjectToken")).orElse("");
    return switch (tokens.read(subject, provider.get().body())) {
      case ForeignTokens.Read.Refused(var why) -> refused("invalid_grant", why);
      case ForeignTokens.Read.Claims(var claims, var audiences) ->
          audiences.stream().noneMatch(provider.get().audiences()::contains)
              ? refused(
                  "invalid_grant",
                  "The audience in ID Token "
                      + audiences
                      + " does not match the expected audience.")
              : admitted(provider.get(), claims);
    };
  }

  private Optional<Provider> provider(String audience) {
    Matcher named = PROVIDER.matcher(audience);
    Optional<Project> project =
        named.matches() ? plane.projects().find(named.group(1)) : Optional.empty();
    if (project.isEmpty()) {
      return Optional.empty();
    }
    String pool = "/locations/global/workloadIdentityPools/" + named.group(2);
    String key = "iam.googleapis.com/projects/" + project.get().id() + pool;
    boolean isOpen = plane.store().get(key).filter(TokenExchange::stands).isPresent();
    String numbered = "projects/" + project.get().number() + pool;
    String rest = "/providers/" + named.group(3);
    return plane
        .store()
        .get(key + rest)
        .filter(e -> isOpen && stands(e))
        .map(e -> new Provider(numbered, numbered + rest, e.body()));
  }

  private static boolean stands(Entry entry) {
    return entry.body().text("state").orElse("").equals("ACTIVE") && !entry.body().flag("disabled");
  }

  private Reply admitted(Provider provider, Map<String, Object> claims) {
    SortedMap<String, String> attributes = new TreeMap<>();
    SortedMap<String, Object> google = new TreeMap<>();
    for (Map.Entry<String, Value> mapped :
        provider.body().fields("attributeMapping").values().entrySet()) {
      String expression = mapped.getValue() instanceof Value.Text(var text) ? text : "";
      Optional<Object> value = conditions.evaluate(expression, Map.of("assertion", claims));
      if (value.isEmpty()) {
        return refused(
            "invalid_grant",
            "The mapped attribute " + mapped.getKey() + " must be of type STRING.");
      }
      if (mapped.getKey().startsWith("attribute.")) {
        attributes.put(
            mapped.getKey().substring("attribute.".length()), String.valueOf(value.get()));
      } else {
        google.put(mapped.getKey().replaceFirst("^google\\.", ""), value.get());
      }
    }
    String condition = provider.body().text("attributeCondition").orElse("");
    Map<String, ?> seen = Map.of("assertion", claims, "google", google, "attribute", attributes);
    if (!condition.isEmpty()
        && !conditions.evaluate(condition, seen).map(Boolean.TRUE::equals).orElse(false)) {
      return refused(
          "unauthorized_client", "The given credential is rejected by the attribute condition.");
    }
    List<String> groups =
        google.get("groups") instanceof List<?> list
            ? list.stream().map(String::valueOf).toList()
            : List.of();
    Caller caller =
        new Caller.Federated(
            provider.pool(), String.valueOf(google.get("subject")), attributes, groups);
    return Reply.ok(
        Fields.EMPTY
            .with("access_token", plane.issuer().accessToken(caller, Issuer.LIFE))
            .with("issued_token_type", "urn:ietf:params:oauth:token-type:access_token")
            .with("token_type", "Bearer")
            .with("expires_in", Issuer.LIFE.toSeconds() - 1));
  }

  private static Reply refused(String error, String description) {
    return Reply.status(
        400, Fields.EMPTY.with("error", error).with("error_description", description));
  }
}
