package dev.groundwork.emulator.credentials;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tokens that other OpenID Connect providers have signed, verified with their keys: those that the
/// provider was given, or those that the issuer publishes.
final class ForeignTokens {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final ControlPlane plane;

  ForeignTokens(ControlPlane plane) {
    this.plane = plane;
  }

  /// What a token says, or why it is none.
  sealed interface Read {
    record Claims(Map<String, Object> claims, List<String> audiences) implements Read {}

    record Refused(String why) implements Read {}
  }

  /// @param provider the body of a `WorkloadIdentityPoolProvider`
  Read read(String token, Fields provider) {
    String issuer = provider.text("oidc.issuerUri").orElse("");
    try {
      SignedJWT signed = SignedJWT.parse(token);
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      if (!issuer.equals(claims.getIssuer())) {
        return new Read.Refused(
            "The issuer in ID Token " + claims.getIssuer() + " does not match the expected ones.");
      }
      Optional<JWKSet> keys = keys(issuer, provider.text("oidc.jwksJson"));
      if (keys.isEmpty()) {
        return new Read.Refused("Error connecting to the given credential's issuer.");
      }
      if (!isSigned(signed, keys.get())) {
        return new Read.Refused("Invalid JWT signature.");
      }
      Date expires = claims.getExpirationTime();
      return expires == null || expires.toInstant().isBefore(machineTime(issuer))
          ? new Read.Refused("ID Token is expired.")
          : new Read.Claims(claims.toJSONObject(), claims.getAudience());
    } catch (ParseException | JOSEException _) {
      return new Read.Refused("Unable to parse the ID Token.");
    }
  }

  /// Others sign by the machine's clock; ours may have been moved ahead.
  private Instant machineTime(String issuer) {
    Instant now = plane.clock().instant();
    return issuer.equals(Issuer.NAME) ? now : now.minus(plane.clock().ahead());
  }

  private static boolean isSigned(SignedJWT token, JWKSet keys) throws JOSEException {
    for (JWK key : keys.getKeys()) {
      boolean mayBe =
          token.getHeader().getKeyID() == null
              || key.getKeyID() == null
              || key.getKeyID().equals(token.getHeader().getKeyID());
      if (mayBe
          && key instanceof AsymmetricJWK pair
          && token.verify(
              new DefaultJWSVerifierFactory()
                  .createJWSVerifier(token.getHeader(), pair.toPublicKey()))) {
        return true;
      }
    }
    return false;
  }

  private Optional<JWKSet> keys(String issuer, Optional<String> given) throws ParseException {
    if (given.isPresent()) {
      return Optional.of(JWKSet.parse(given.get()));
    }
    if (issuer.equals(Issuer.NAME)) {
      return Optional.of(JWKSet.parse(Json.write(plane.issuer().keySet())));
    }
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build()) {
      Fields about = Json.parseFields(get(client, issuer + "/.well-known/openid-configuration"));
      return Optional.of(JWKSet.parse(get(client, about.text("jwks_uri").orElse(""))));
    } catch (IOException | Json.Malformed | IllegalArgumentException _) {
      return Optional.empty();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static String get(HttpClient client, String uri)
      throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(uri)).timeout(PATIENCE).build();
    return client.send(request, BodyHandlers.ofString()).body();
  }
}
