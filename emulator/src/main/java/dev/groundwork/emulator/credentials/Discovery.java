package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// What the issuer of identity tokens says of itself.
///
/// @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html">OpenID Connect
///   Discovery</a>
final class Discovery implements Service {
  @Override
  public String host() {
    return "accounts.google.com";
  }

  @Override
  public void install(Installation into) {
    into.open(GET, ".well-known/openid-configuration", _ -> Reply.ok(document()));
  }

  private static Fields document() {
    return Fields.EMPTY
        .with("issuer", Issuer.NAME)
        .with("authorization_endpoint", "https://accounts.google.com/o/oauth2/v2/auth")
        .with("token_endpoint", "https://oauth2.googleapis.com/token")
        .with("userinfo_endpoint", "https://openidconnect.googleapis.com/v1/userinfo")
        .with("revocation_endpoint", "https://oauth2.googleapis.com/revoke")
        .with("jwks_uri", "https://www.googleapis.com/oauth2/v3/certs")
        .with("response_types_supported", Value.texts(List.of("code", "token", "id_token")))
        .with("subject_types_supported", Value.texts(List.of("public")))
        .with("id_token_signing_alg_values_supported", Value.texts(List.of("RS256")))
        .with("scopes_supported", Value.texts(List.of("openid", "email", "profile")))
        .with(
            "claims_supported",
            Value.texts(List.of("aud", "email", "email_verified", "exp", "iat", "iss", "sub")));
  }
}
