package dev.groundwork.emulator.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.emulator.control.Accounts.Account;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Value.Fields;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// OAuth's token endpoint: an access or identity token for an assertion that a service account
/// signed, or for a refresh token, which is always the owner's.
///
/// @see <a href="https://developers.google.com/identity/protocols/oauth2/service-account">Using
///   OAuth 2.0 for server to server applications</a>
final class Grants {
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration SKEW = Duration.ofMinutes(10);
  private static final String EVERYTHING = "https://www.googleapis.com/auth/cloud-platform";

  private final ControlPlane plane;

  Grants(ControlPlane plane) {
    this.plane = plane;
  }

  Reply token(Ask ask) {
    Form form = Form.of(ask);
    return switch (form.get("grant_type").orElse("")) {
      case "urn:ietf:params:oauth:grant-type:jwt-bearer" ->
          asserted(form.get("assertion").orElse(""));
      case "refresh_token" ->
          form.get("refresh_token").isPresent()
              ? Reply.ok(
                  access(plane.owner())
                      .with("scope", EVERYTHING)
                      .with("id_token", identity(plane.owner(), form.get("client_id").orElse(""))))
              : refused("invalid_request", "Missing required parameter: refresh_token");
      case "" -> refused("invalid_request", "Missing required parameter: grant_type");
      default ->
          refused("unsupported_grant_type", "Invalid grant_type: " + form.get("grant_type").get());
    };
  }

  private Reply asserted(String assertion) {
    try {
      SignedJWT token = SignedJWT.parse(assertion);
      JWTClaimsSet claims = token.getJWTClaimsSet();
      Optional<Account> account =
          Optional.ofNullable(claims.getIssuer()).flatMap(plane.accounts()::find);
      if (account.isEmpty()) {
        return refused("invalid_grant", "Invalid grant: account not found");
      }
      String keyId = Optional.ofNullable(token.getHeader().getKeyID()).orElse("");
      Optional<PublicKey> key = plane.accounts().key(account.get(), keyId);
      if (key.isEmpty()
          || !(key.get() instanceof RSAPublicKey rsa)
          || !token.verify(new RSASSAVerifier(rsa))) {
        return refused("invalid_grant", "Invalid JWT Signature.");
      }
      if (account.get().disabled()) {
        return refused("invalid_grant", "Invalid grant: account is disabled");
      }
      if (!isTimely(claims)) {
        return refused(
            "invalid_grant",
            "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.");
      }
      Caller caller = Caller.of(account.get().email());
      Object target = claims.getClaim("target_audience");
      if (target != null) {
        return Reply.ok(Fields.EMPTY.with("id_token", identity(caller, target.toString())));
      }
      return claims.getClaim("scope") == null
          ? refused("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
          : Reply.ok(access(caller));
    } catch (ParseException | JOSEException _) {
      return refused("invalid_grant", "Invalid JWT: Failed audience check.");
    }
  }

  /// A client asserts by its own clock, which is the machine's: ours may have been moved ahead.
  private boolean isTimely(JWTClaimsSet claims) {
    if (claims.getIssueTime() == null || claims.getExpirationTime() == null) {
      return false;
    }
    Instant machine = plane.clock().instant().minus(plane.clock().ahead());
    Instant from = claims.getIssueTime().toInstant();
    Instant to = claims.getExpirationTime().toInstant();
    return from.minus(SKEW).isBefore(machine)
        && to.plus(SKEW).isAfter(machine)
        && !from.plus(LONGEST).isBefore(to);
  }

  private Fields access(Caller caller) {
    return Fields.EMPTY
        .with("access_token", plane.issuer().accessToken(caller, Issuer.LIFE))
        .with("expires_in", Issuer.LIFE.toSeconds() - 1)
        .with("token_type", "Bearer");
  }

  private String identity(Caller caller, String audience) {
    return plane.issuer().idToken(caller.email(), plane.accounts().subject(caller), audience);
  }

  Reply revoke() {
    return Reply.empty();
  }

  /// What a token says of itself, to whoever holds it.
  Reply about(Ask ask) {
    Form form = Form.of(ask);
    Optional<Fields> about =
        form.get("id_token").isPresent()
            ? plane
                .issuer()
                .verify(form.get("id_token").get())
                .map(token ->
                    Fields.EMPTY
                        .with("iss", Issuer.NAME)
                        .with("aud", token.audience())
                        .with("azp", token.subject())
                        .with("sub", token.subject())
                        .with("email", token.email())
                        .with("email_verified", "true")
                        .with("exp", Long.toString(token.expires().getEpochSecond())))
            : form.get("access_token")
                .or(() -> bearer(ask))
                .flatMap(plane.issuer()::holder)
                .filter(h -> h.expires().isAfter(plane.clock().instant()))
                .map(this::about);
    return about
        .map(Reply::ok)
        .orElseGet(() ->
            Reply.status(
                400,
                Fields.EMPTY
                    .with("error", "invalid_token")
                    .with("error_description", "Invalid Value")));
  }

  private Fields about(Issuer.Holder holder) {
    String subject = plane.accounts().subject(holder.caller());
    return Fields.EMPTY
        .with("azp", subject)
        .with("aud", subject)
        .with("sub", subject)
        .with("scope", EVERYTHING)
        .with("exp", Long.toString(holder.expires().getEpochSecond()))
        .with(
            "expires_in",
            Long.toString(Duration.between(plane.clock().instant(), holder.expires()).toSeconds()))
        .with("email", holder.caller().email())
        .with("email_verified", "true")
        .with("access_type", "online");
  }

  Reply user(Ask ask) {
    Caller caller = bearer(ask).flatMap(plane.issuer()::callerOf).orElseGet(plane::owner);
    return Reply.ok(
        Fields.EMPTY
            .with("sub", plane.accounts().subject(caller))
            .with("id", plane.accounts().subject(caller))
            .with("email", caller.email())
            .with("email_verified", true)
            .with("verified_email", true));
  }

  private static Optional<String> bearer(Ask ask) {
    return ask.request()
        .header("authorization")
        .filter(h -> h.startsWith("Bearer "))
        .map(h -> h.substring("Bearer ".length()).strip());
  }

  private static Reply refused(String error, String description) {
    return Reply.status(
        400, Fields.EMPTY.with("error", error).with("error_description", description));
  }
}
