package dev.groundwork.emulator.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Encrypts values with AES-GCM under a key in a file of mode 0600. What was encrypted for one name
/// cannot be read under another.
public final class Vault {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final Path file;
  private final SecureRandom random = new SecureRandom();
  private SecretKey key;

  /// Makes folder and key when they are not there.
  public Vault(Path folder) {
    file = folder.resolve("key");
    key = read();
  }

  private SecretKey read() {
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(file.getParent());
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
          Files.createFile(
              file,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(file, bytes);
      }
      return new SecretKeySpec(Files.readAllBytes(file), "AES");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Throws the key away, and with it every value, and makes another.
  public synchronized void renew() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    key = read();
  }

  /// @return nonce, encrypted value and tag, Base64
  public synchronized String seal(String name, byte[] value) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, name, value);
    return Base64.getEncoder()
        .encodeToString(ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array());
  }

  public synchronized byte[] open(String name, String sealed) {
    byte[] bytes = Base64.getDecoder().decode(sealed);
    return run(
        Cipher.DECRYPT_MODE,
        Arrays.copyOf(bytes, NONCE),
        name,
        Arrays.copyOfRange(bytes, NONCE, bytes.length));
  }

  private byte[] run(int mode, byte[] nonce, String name, byte[] bytes) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "the value of " + name + " cannot be read with the key in " + file, e);
    }
  }
}
