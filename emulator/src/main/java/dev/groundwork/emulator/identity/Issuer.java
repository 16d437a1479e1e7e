package dev.groundwork.emulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Signs and verifies tokens as Google does, under a key of the emulator's own. Times are those of
/// the emulated clock.
public final class Issuer {
  /// Who signs, as tokens say.
  public static final String NAME = "https://accounts.google.com";

  /// How long a token holds when nobody asks for less.
  public static final Duration LIFE = Duration.ofHours(1);

  private final SigningKeys keys;
  private final SealedTokens sealed;
  private final Clock clock;

  /// @param folder of the issuer's own, for its keys
  /// @param clock the emulated one
  public Issuer(Path folder, Clock clock) {
    this.clock = clock;
    keys = new SigningKeys(folder);
    sealed = new SealedTokens(keys, clock);
  }

  // ------------------------------------------------------------------ access tokens

  /// An access token that only the emulator can read; it survives a restart.
  public String accessToken(Caller caller, Duration life) {
    return sealed.seal(caller, clock.instant().plus(life));
  }

  /// Whose access token this is.
  ///
  /// @return empty when it is none of this emulator's, or has expired
  public Optional<Caller> callerOf(String accessToken) {
    return holder(accessToken)
        .filter(h -> h.expires().isAfter(clock.instant()))
        .map(Holder::caller);
  }

  /// As `callerOf`, expired or not.
  public Optional<Holder> holder(String accessToken) {
    return sealed.open(accessToken);
  }

  /// Whose token it is, and how long it holds.
  public record Holder(Caller caller, Instant expires) {}

  // ------------------------------------------------------------------ identity tokens

  /// An OpenID Connect token, RS256.
  ///
  /// @param subject the holder's unique id
  public String idToken(String email, String subject, String audience) {
    return idToken(email, subject, audience, Fields.EMPTY);
  }

  /// As above, with more claims.
  public String idToken(String email, String subject, String audience, Fields more) {
    Instant now = clock.instant();
    Fields claims =
        Fields.EMPTY
            .with("iss", NAME)
            .with("aud", audience)
            .with("azp", subject)
            .with("sub", subject)
            .with("email", email)
            .with("email_verified", true)
            .with("iat", now.getEpochSecond())
            .with("exp", now.plus(LIFE).getEpochSecond());
    for (Map.Entry<String, Value> claim : more.values().entrySet()) {
      claims = claims.with(claim.getKey(), claim.getValue());
    }
    return sign(claims);
  }

  /// What an identity token of this emulator says; the caller compares the audience.
  ///
  /// @return empty when it is forged, foreign or expired
  public Optional<IdToken> verify(String idToken) {
    return claims(idToken, publicKey())
        .filter(c -> NAME.equals(c.getIssuer()))
        .map(c ->
            new IdToken(
                c.getAudience().stream().findFirst().orElse(""),
                text(c.getSubject()),
                text(c.getClaim("email")),
                c.getExpirationTime().toInstant()));
  }

  // ------------------------------------------------------------------ what accounts sign

  /// A token with claims that its account chose, signed for it.
  public String sign(Fields claims) {
    return sign(Json.write(claims));
  }

  /// @param claims JSON as it came
  /// @throws IllegalArgumentException when it is no JSON object
  public String sign(String claims) {
    try {
      return sign(JWTClaimsSet.parse(claims));
    } catch (ParseException e) {
      throw new IllegalArgumentException("no JSON object", e);
    }
  }

  /// An RSA signature with SHA-256.
  public byte[] sign(byte[] bytes) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(keys.signing().toPrivateKey());
      signature.update(bytes);
      return signature.sign();
    } catch (GeneralSecurityException | JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private String sign(JWTClaimsSet claims) {
    try {
      RSAKey key = keys.signing();
      JWSHeader header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID(key.getKeyID())
              .type(JOSEObjectType.JWT)
              .build();
      SignedJWT token = new SignedJWT(header, claims);
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The claims of a token that is signed with `key` and has not expired.
  public Optional<JWTClaimsSet> claims(String token, PublicKey key) {
    try {
      SignedJWT signed = SignedJWT.parse(token);
      boolean holds =
          key instanceof RSAPublicKey rsa
              && JWSAlgorithm.Family.RSA.contains(signed.getHeader().getAlgorithm())
              && signed.verify(new RSASSAVerifier(rsa));
      JWTClaimsSet claims = signed.getJWTClaimsSet();
      Date expires = claims.getExpirationTime();
      return holds && expires != null && expires.toInstant().isAfter(clock.instant())
          ? Optional.of(claims)
          : Optional.empty();
    } catch (ParseException | JOSEException _) {
      return Optional.empty();
    }
  }

  // ------------------------------------------------------------------ what others verify with

  public PublicKey publicKey() {
    try {
      return keys.signing().toPublicKey();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The name of the key that signs, `kid`.
  public String keyId() {
    return keys.signing().getKeyID();
  }

  /// A JSON Web Key Set with what verifies.
  public Fields keySet() {
    RSAKey key = keys.signing();
    return Fields.EMPTY.with(
        "keys",
        Value.list(
            Fields.EMPTY
                .with("kid", key.getKeyID())
                .with("kty", "RSA")
                .with("alg", "RS256")
                .with("use", "sig")
                .with("n", key.getModulus().toString())
                .with("e", key.getPublicExponent().toString())));
  }

  /// The same key as a certificate, PEM, by its name.
  public Fields certificates() {
    return Fields.EMPTY.with(
        keyId(), Certificates.selfSigned(keys.signing(), "federated-signon", clock.instant()));
  }

  /// Throws the keys away, and with them every token.
  public void renew() {
    keys.renew();
  }

  private static String text(@Nullable Object claim) {
    return claim == null ? "" : claim.toString();
  }
}
