package dev.groundwork.emulator.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import dev.groundwork.emulator.tls.Pem;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Public keys as certificates, the older form in which Google publishes them.
public final class Certificates {
  private static final Duration LIFE = Duration.ofDays(16);

  private Certificates() {}

  static String selfSigned(RSAKey key, String name, Instant now) {
    try {
      return selfSigned(key.toPrivateKey(), key.toPublicKey(), name, now);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param name the common name
  /// @return PEM
  public static String selfSigned(PrivateKey signing, PublicKey key, String name, Instant now) {
    X500Name subject = new X500Name("CN=" + name);
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              BigInteger.valueOf(now.getEpochSecond()),
              Date.from(now.minus(Duration.ofDays(1))),
              Date.from(now.plus(LIFE)),
              subject,
              key);
      return Pem.write(
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signing))));
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
