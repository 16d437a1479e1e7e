package dev.groundwork.emulator.kms;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts and decrypts with AES-256-GCM. A ciphertext begins with the number of the version that
/// made it, so that it can be decrypted when another is primary.
final class Ciphers {
  private static final byte FORM = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final int HEAD = 1 + Integer.BYTES + NONCE;
  private static final int LARGEST = 64 * 1024;

  private final ControlPlane plane;
  private final Versions versions;
  private final SecureRandom random = new SecureRandom();

  Ciphers(ControlPlane plane, Versions versions) {
    this.plane = plane;
    this.versions = versions;
  }

  /// @param key the key's entry
  /// @param wanted the version to encrypt with; empty for the primary one
  Reply encrypt(Ask ask, Entry key, Optional<Entry> wanted) {
    byte[] plain = bytes(ask, "plaintext");
    byte[] more = bytes(ask, "additionalAuthenticatedData");
    if (plain.length > LARGEST || more.length > LARGEST) {
      throw Refusals.tooLarge().asException();
    }
    Entry version =
        wanted
            .or(() ->
                Keys.primary(key.body())
                    .flatMap(n -> plane.store().get(Versions.prefix(key.key()) + n)))
            .orElseThrow(() -> Refusals.noPrimary(name(key)).asException());
    if (!Versions.state(version).equals("ENABLED")) {
      throw Refusals.notEnabled(name(version), Versions.state(version)).asException();
    }
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed;
    try {
      sealed = run(Cipher.ENCRYPT_MODE, version, nonce, more, plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    byte[] ciphertext =
        ByteBuffer.allocate(HEAD + sealed.length)
            .put(FORM)
            .putInt(Versions.number(version))
            .put(nonce)
            .put(sealed)
            .array();
    Fields answer =
        Fields.EMPTY
            .with("name", name(version))
            .with("ciphertext", Base64.getEncoder().encodeToString(ciphertext))
            .with("ciphertextCrc32c", Long.toString(sum(ciphertext)))
            .with("protectionLevel", version.body().text("protectionLevel").orElse("SOFTWARE"));
    answer =
        ask.body().get("plaintextCrc32c").isPresent()
            ? answer.with("verifiedPlaintextCrc32c", true)
            : answer;
    answer =
        ask.body().get("additionalAuthenticatedDataCrc32c").isPresent()
            ? answer.with("verifiedAdditionalAuthenticatedDataCrc32c", true)
            : answer;
    return Reply.ok(answer);
  }

  Reply decrypt(Ask ask, Entry key) {
    byte[] ciphertext = bytes(ask, "ciphertext");
    byte[] more = bytes(ask, "additionalAuthenticatedData");
    if (ciphertext.length < HEAD || ciphertext[0] != FORM) {
      throw Refusals.undecipherable().asException();
    }
    ByteBuffer buffer = ByteBuffer.wrap(ciphertext, 1, ciphertext.length - 1);
    Entry version =
        plane
            .store()
            .get(Versions.prefix(key.key()) + buffer.getInt())
            .orElseThrow(() -> Refusals.undecipherable().asException());
    if (!Versions.state(version).equals("ENABLED")) {
      throw Refusals.notEnabled(name(version), Versions.state(version)).asException();
    }
    byte[] nonce = new byte[NONCE];
    buffer.get(nonce);
    byte[] sealed = new byte[buffer.remaining()];
    buffer.get(sealed);
    try {
      byte[] plain = run(Cipher.DECRYPT_MODE, version, nonce, more, sealed);
      boolean primary =
          Keys.primary(key.body())
              .map(Integer.toString(Versions.number(version))::equals)
              .orElse(false);
      Fields answer =
          Fields.EMPTY
              .with("plaintext", Base64.getEncoder().encodeToString(plain))
              .with("plaintextCrc32c", Long.toString(sum(plain)))
              .with("protectionLevel", version.body().text("protectionLevel").orElse("SOFTWARE"));
      return Reply.ok(primary ? answer.with("usedPrimary", true) : answer);
    } catch (GeneralSecurityException e) {
      throw Refusals.undecipherable().asException();
    }
  }

  private byte[] run(int mode, Entry version, byte[] nonce, byte[] more, byte[] bytes)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(versions.material(version), "AES"),
        new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(name(version).getBytes(StandardCharsets.UTF_8));
    cipher.updateAAD(more);
    return cipher.doFinal(bytes);
  }

  /// The bytes of a field, when they are what the sum beside it says.
  private static byte[] bytes(Ask ask, String field) {
    byte[] bytes;
    try {
      bytes =
          Base64.getDecoder()
              // some clients write the alphabet that is safe in URLs
              .decode(ask.body().text(field).orElse("").replace('-', '+').replace('_', '/'));
    } catch (IllegalArgumentException e) {
      throw dev.groundwork.emulator.control.Refusal.invalid(
              "Invalid value at '" + field + "' (TYPE_BYTES), Base64 decoding failed")
          .asException();
    }
    Optional<String> given =
        ask.body()
            .get(field + "Crc32c")
            .map(v ->
                v instanceof dev.groundwork.resource.Value.Num(var n)
                    ? n.toPlainString()
                    : ask.body().text(field + "Crc32c").orElse(""));
    if (given.isPresent() && !given.get().equals(Long.toString(sum(bytes)))) {
      throw Refusals.wrongSum(
              field.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(java.util.Locale.ROOT)
                  + "_crc32c")
          .asException();
    }
    return bytes;
  }

  private static long sum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return sum.getValue();
  }

  private static String name(Entry entry) {
    return entry.key().substring(Keys.HOST.length() + 1);
  }
}
