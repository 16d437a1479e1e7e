package dev.groundwork.emulator.tls;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CRLException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// PEM, the text form of certificates and keys.
public final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");
  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  private Pem() {}

  public static String write(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String write(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  public static String write(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  public static String write(X509CRL revoked) {
    try {
      return block("X509 CRL", revoked.getEncoded());
    } catch (CRLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String block(String label, byte[] content) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(content), label);
  }

  /// @throws GeneralSecurityException when the text holds no certificate
  public static X509Certificate certificate(String text) throws GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /// The private key of an elliptic curve, the only kind that the emulator makes.
  ///
  /// @throws GeneralSecurityException when the text holds none
  public static PrivateKey privateKey(String text) throws GeneralSecurityException {
    byte[] content =
        content(text, "PRIVATE KEY")
            .orElseThrow(() -> new GeneralSecurityException("no private key"));
    return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(content));
  }

  /// The public key that a client sends, of an RSA key or of an elliptic curve; empty when the text
  /// holds none.
  public static Optional<PublicKey> publicKey(String text) {
    Optional<byte[]> content =
        content(text, "PUBLIC KEY").or(() -> content(text, "RSA PUBLIC KEY"));
    for (String algorithm : new String[] {"RSA", "EC"}) {
      try {
        if (content.isPresent()) {
          return Optional.of(
              KeyFactory.getInstance(algorithm)
                  .generatePublic(new X509EncodedKeySpec(content.get())));
        }
      } catch (GeneralSecurityException e) {
        // not of this algorithm: the next one
      }
    }
    return Optional.empty();
  }

  private static Optional<byte[]> content(String text, String label) {
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      if (matcher.group(1).equals(label)) {
        try {
          return Optional.of(Base64.getMimeDecoder().decode(matcher.group(2)));
        } catch (IllegalArgumentException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }
}
