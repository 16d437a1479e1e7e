package dev.groundwork.emulator.identity;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.groundwork.emulator.identity.Issuer.Holder;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Access tokens: the holder's name and an expiry, sealed so that nobody else reads or makes one.
final class SealedTokens {
  /// As Google's begin.
  private static final String PREFIX = "ya29.";

  private final SigningKeys keys;
  private final Clock clock;

  SealedTokens(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  String seal(Caller caller, Instant expires) {
    Fields content =
        written(caller)
            .with("iat", clock.instant().getEpochSecond())
            .with("exp", expires.getEpochSecond());
    try {
      JWEObject object =
          new JWEObject(
              new JWEHeader(JWEAlgorithm.DIR, EncryptionMethod.A256GCM),
              new Payload(Json.write(content)));
      object.encrypt(new DirectEncrypter(keys.sealing()));
      return PREFIX + object.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @return empty when it is none of ours
  Optional<Holder> open(String token) {
    if (!token.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      JWEObject object = JWEObject.parse(token.substring(PREFIX.length()));
      object.decrypt(new DirectDecrypter(keys.sealing()));
      Fields content = Json.parseFields(object.getPayload().toString());
      Value exp = content.get("exp").orElseThrow();
      Instant expires = Instant.ofEpochSecond(((Value.Num) exp).value().longValueExact());
      return Optional.of(new Holder(read(content), expires));
    } catch (ParseException | JOSEException | Json.Malformed | IllegalStateException _) {
      return Optional.empty();
    }
  }

  private static Fields written(Caller caller) {
    return switch (caller) {
      case Caller.Owner(var email) -> Fields.EMPTY.with("kind", "owner").with("email", email);
      case Caller.User(var email) -> Fields.EMPTY.with("kind", "user").with("email", email);
      case Caller.ServiceAccount(var email) ->
          Fields.EMPTY.with("kind", "account").with("email", email);
      case Caller.Federated(var pool, var subject, var attributes, var groups) -> {
        Fields mapped = Fields.EMPTY;
        for (var attribute : attributes.entrySet()) {
          mapped = mapped.with(attribute.getKey(), attribute.getValue());
        }
        yield Fields.EMPTY
            .with("kind", "federated")
            .with("pool", pool)
            .with("subject", subject)
            .with("attributes", mapped)
            .with("groups", Value.texts(groups));
      }
      case Caller.Nobody _ -> throw new IllegalArgumentException("nobody has no token");
    };
  }

  private static Caller read(Fields content) {
    String email = content.text("email").orElse("");
    String kind = content.text("kind").orElse("");
    return switch (kind) {
      case "owner" -> new Caller.Owner(email);
      case "user" -> new Caller.User(email);
      case "account" -> new Caller.ServiceAccount(email);
      case "federated" -> {
        SortedMap<String, String> attributes = new TreeMap<>();
        content
            .fields("attributes")
            .values()
            .forEach((name, value) -> attributes.put(name, ((Value.Text) value).value()));
        yield new Caller.Federated(
            content.text("pool").orElseThrow(),
            content.text("subject").orElseThrow(),
            attributes,
            content.items("groups").stream().map(g -> ((Value.Text) g).value()).toList());
      }
      default -> throw new IllegalStateException("a token of no known kind: " + kind);
    };
  }
}
