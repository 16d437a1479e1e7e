package dev.groundwork.emulator.identity;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;

/// One of the hosts that hand out access tokens: for a refresh token or a signed assertion, for a
/// token of another provider, for a service account to be acted for.
public final class Tokens implements Service {
  private static final Duration LIFE = Duration.ofHours(1);

  private final ControlPlane plane;
  private final String host;

  private Tokens(ControlPlane plane, String host) {
    this.plane = plane;
    this.host = host;
  }

  /// All of them.
  public static List<Service> all(ControlPlane plane) {
    return List.of(
        new Tokens(plane, "oauth2.googleapis.com"),
        new Tokens(plane, "sts.googleapis.com"),
        new Tokens(plane, "iamcredentials.googleapis.com"));
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public void install(Installation into) {
    switch (host) {
      case "oauth2.googleapis.com" -> {
        into.open(POST, "token", _ -> Reply.ok(token()));
        into.open(POST, "revoke", _ -> Reply.empty());
        into.open(GET, "tokeninfo", _ -> Reply.ok(about()));
      }
      case "sts.googleapis.com" ->
          into.open(
              POST,
              "v1/token",
              _ ->
                  Reply.ok(
                      token()
                          .with(
                              "issued_token_type",
                              "urn:ietf:params:oauth:token-type:access_token")));
      default ->
          into.open(
              POST,
              "v1/projects/{project}/serviceAccounts/{account}:generateAccessToken",
              this::impersonated);
    }
  }

  private Fields token() {
    return Fields.EMPTY
        .with("access_token", "emulator-" + plane.ids().hex(32))
        .with("expires_in", LIFE.toSeconds() - 1)
        .with("scope", "https://www.googleapis.com/auth/cloud-platform")
        .with("token_type", "Bearer");
  }

  private Fields about() {
    return Fields.EMPTY
        .with("email", plane.caller())
        .with("email_verified", "true")
        .with("expires_in", Long.toString(LIFE.toSeconds() - 1))
        .with("scope", "https://www.googleapis.com/auth/cloud-platform");
  }

  private Reply impersonated(Ask ask) {
    return Reply.ok(
        Fields.EMPTY
            .with("accessToken", "emulator-" + plane.ids().hex(32) + "-" + ask.path("account"))
            .with("expireTime", Times.micros(plane.clock().instant().plus(LIFE))));
  }
}
