package dev.groundwork.emulator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CRLConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// A certificate authority. Its keys are of the curve P-256: made in milliseconds, and taken by
/// every client.
public final class Authority {
  /// Clocks of clients may be a little behind ours.
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Identity self;

  private Authority(Identity self) {
    this.self = self;
  }

  /// Makes a new authority.
  ///
  /// @param name its common name; an organization and a unique qualifier are added, as Google does
  public static Authority create(String name, Instant now, Duration life) {
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.DN_QUALIFIER, UUID.randomUUID().toString())
            .addRDN(BCStyle.CN, name)
            .addRDN(BCStyle.O, "Groundwork emulator")
            .addRDN(BCStyle.C, "US")
            .build();
    try {
      KeyPair keys = newKeys();
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      JcaX509v3CertificateBuilder builder = builder(subject, subject, keys.getPublic(), now, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
      builder.addExtension(
          Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
      builder.addExtension(
          Extension.subjectKeyIdentifier,
          false,
          extensions.createSubjectKeyIdentifier(keys.getPublic()));
      X509Certificate certificate =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer(keys)));
      return new Authority(new Identity(certificate, keys.getPrivate()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads an authority that `save` wrote.
  ///
  /// @throws IOException when it is not there or damaged
  public static Authority load(Path folder, String name) throws IOException {
    try {
      return new Authority(
          new Identity(
              Pem.certificate(Files.readString(folder.resolve(name + ".crt"))),
              Pem.privateKey(Files.readString(folder.resolve(name + ".key")))));
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates in " + folder + " cannot be read", e);
    }
  }

  /// Writes `NAME.crt` and, for the owner's eyes only, `NAME.key`.
  public void save(Path folder, String name) throws IOException {
    PrivateFiles.write(folder.resolve(name + ".key"), Pem.write(self.key()));
    Files.writeString(folder.resolve(name + ".crt"), Pem.write(self.certificate()));
  }

  public X509Certificate certificate() {
    return self.certificate();
  }

  /// A server's certificate with a new key.
  ///
  /// @param dnsNames host names and, as `addresses`, the IP addresses by which clients may reach it
  public Identity issueServer(
      String name, List<String> dnsNames, List<String> addresses, Instant now, Duration life) {
    KeyPair keys = newKeys();
    List<GeneralName> names = new ArrayList<>();
    dnsNames.forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
    addresses.forEach(ip -> names.add(new GeneralName(GeneralName.iPAddress, ip)));
    return new Identity(
        issue(keys.getPublic(), name, names, KeyPurposeId.id_kp_serverAuth, now, life),
        keys.getPrivate());
  }

  /// A client's certificate with a new key.
  public Identity issueClient(String name, Instant now, Duration life) {
    KeyPair keys = newKeys();
    return new Identity(issueClient(keys.getPublic(), name, now, life), keys.getPrivate());
  }

  /// A certificate for a key that the client made and keeps to itself.
  public X509Certificate issueClient(PublicKey key, String name, Instant now, Duration life) {
    return issue(key, name, List.of(), KeyPurposeId.id_kp_clientAuth, now, life);
  }

  private X509Certificate issue(
      PublicKey key,
      String name,
      List<GeneralName> names,
      KeyPurposeId purpose,
      Instant now,
      Duration life) {
    X500Name issuer =
        X500Name.getInstance(self.certificate().getSubjectX500Principal().getEncoded());
    X500Name subject =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.CN, name)
            .addRDN(BCStyle.O, "Groundwork emulator")
            .addRDN(BCStyle.C, "US")
            .build();
    try {
      JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
      JcaX509v3CertificateBuilder builder = builder(issuer, subject, key, now, life);
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.keyUsage,
          true,
          new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
      builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          extensions.createAuthorityKeyIdentifier(self.certificate().getPublicKey()));
      if (!names.isEmpty()) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(names.toArray(GeneralName[]::new)));
      }
      return new JcaX509CertificateConverter().getCertificate(builder.build(signer()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The list of the certificates that no longer count.
  public X509CRL revoke(Collection<BigInteger> serials, Instant now, Duration life) {
    try {
      X509v2CRLBuilder builder =
          new X509v2CRLBuilder(
              X500Name.getInstance(self.certificate().getSubjectX500Principal().getEncoded()),
              Date.from(now.minus(SKEW)));
      builder.setNextUpdate(Date.from(now.plus(life)));
      serials.forEach(
          serial -> builder.addCRLEntry(serial, Date.from(now), CRLReason.privilegeWithdrawn));
      X509CRLHolder holder = builder.build(signer());
      return new JcaX509CRLConverter().getCRL(holder);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The SHA-1 fingerprint in hexadecimal digits, by which Google names certificates.
  public static String sha1Fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-1").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The subject in the order and form that Google shows: `C=US,O=…,CN=…`.
  public static String subject(X509Certificate certificate) {
    return certificate
        .getSubjectX500Principal()
        .getName(X500Principal.RFC2253, Map.of("2.5.4.46", "dnQualifier"));
  }

  /// The IP addresses that a server's certificate names.
  public static List<String> addresses(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream()
              .filter(n -> Integer.valueOf(GeneralName.iPAddress).equals(n.getFirst()))
              .map(n -> String.valueOf(n.get(1)))
              .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Instant now, Duration life) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(63, new SecureRandom()),
        Date.from(now.minus(SKEW)),
        Date.from(now.plus(life)),
        subject,
        key);
  }

  private ContentSigner signer() throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(self.key());
  }

  private static ContentSigner signer(KeyPair keys) throws OperatorCreationException {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
  }

  private static KeyPair newKeys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
