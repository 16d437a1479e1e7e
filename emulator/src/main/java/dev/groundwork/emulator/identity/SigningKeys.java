package dev.groundwork.emulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/// The emulator's own keys: one that signs what others verify, and one that seals what only the
/// emulator reads. In a file that only its owner may read; made when first asked for.
final class SigningKeys {
  private static final String SEAL = "seal";
  private static final int RSA_BITS = 2048;
  private static final int SEAL_BITS = 256;

  private final Path folder;
  private @Nullable Pair pair;

  private record Pair(RSAKey signing, OctetSequenceKey sealing) {}

  SigningKeys(Path folder) {
    this.folder = folder;
  }

  RSAKey signing() {
    return pair().signing();
  }

  OctetSequenceKey sealing() {
    return pair().sealing();
  }

  /// Throws the keys away, and with them every token; the next to ask makes others.
  synchronized void renew() {
    try {
      Files.deleteIfExists(file());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pair = null;
  }

  private Path file() {
    return folder.resolve("keys.json");
  }

  private synchronized Pair pair() {
    Pair known = pair;
    if (known == null) {
      try {
        known = Files.exists(file()) ? read() : make();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      pair = known;
    }
    return known;
  }

  private Pair read() throws IOException {
    try {
      JWKSet set = JWKSet.parse(Files.readString(file()));
      return new Pair(
          set.getKeys().stream()
              .filter(k -> k instanceof RSAKey)
              .map(k -> k.toRSAKey())
              .findFirst()
              .orElseThrow(() -> new IOException("no signing key in " + file())),
          set.getKeyByKeyId(SEAL).toOctetSequenceKey());
    } catch (ParseException e) {
      throw new IOException("the keys in " + file() + " cannot be read", e);
    }
  }

  private Pair make() throws IOException {
    try {
      RSAKey signing =
          new RSAKeyGenerator(RSA_BITS)
              .keyIDFromThumbprint(true)
              .keyUse(KeyUse.SIGNATURE)
              .algorithm(JWSAlgorithm.RS256)
              .generate();
      OctetSequenceKey sealing = new OctetSequenceKeyGenerator(SEAL_BITS).keyID(SEAL).generate();
      PrivateFiles.folder(folder);
      PrivateFiles.write(file(), new JWKSet(java.util.List.of(signing, sealing)).toString(false));
      return new Pair(signing, sealing);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }
}
