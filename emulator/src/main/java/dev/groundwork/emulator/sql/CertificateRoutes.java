package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Certificates for an instance's clients, and what Google's connectors ask before they connect.
final class CertificateRoutes {
  /// How long a connector's certificate counts.
  private static final Duration SHORT = Duration.ofHours(1);

  private final ControlPlane plane;
  private final Instances instances;
  private final Changes changes;
  private final Servers servers;
  private final Clock real;

  /// @param real the machine's clock: real clients check the certificates
  CertificateRoutes(
      ControlPlane plane, Instances instances, Changes changes, Servers servers, Clock real) {
    this.plane = plane;
    this.instances = instances;
    this.changes = changes;
    this.servers = servers;
    this.real = real;
  }

  /// What the keys of an instance's revoked certificates begin with.
  static String revokedUnder(String instance) {
    return "sql-revoked/" + instance + "/";
  }

  Reply list(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    List<Value> items =
        plane.store().under(instances.require(key).key() + "/sslCerts/").stream()
            .<Value>map(Entry::body)
            .toList();
    Fields body = Fields.EMPTY.with("kind", "sql#sslCertsList");
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  Reply get(Ask ask) {
    return Reply.ok(existing(Instances.key(ask.path()), ask.path("fingerprint")).body());
  }

  private Entry existing(InstanceKey key, String fingerprint) {
    return plane
        .store()
        .get(instances.require(key).key() + "/sslCerts/" + fingerprint)
        .orElseThrow(() ->
            Refusal.notFound("The SSL certificate does not exist.")
                .withReason("sslCertificateDoesNotExist")
                .asException());
  }

  /// The private key is in this answer and nowhere else.
  Reply insert(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    String name =
        ask.body()
            .text("commonName")
            .filter(n -> !n.isEmpty())
            .orElseThrow(() -> Refusals.missing("commonName").asException());
    Entry instance = instances.require(key);
    boolean taken =
        plane.store().under(instance.key() + "/sslCerts/").stream()
            .anyMatch(e -> e.body().text("commonName").orElse("").equals(name));
    if (taken) {
      throw Refusals.invalid("Another certificate with the same common name exists.").asException();
    }
    Identity identity =
        servers.certificates(key).clients().issueClient(name, real.instant(), Certificates.LIFE);
    Fields certificate =
        Instances.certificate(key, identity.certificate()).with("commonName", name);
    String fingerprint = Authority.sha1Fingerprint(identity.certificate());
    Fields operation =
        changes.make(
            key,
            "CREATE_SSL_CERT",
            "",
            _ -> {},
            transaction ->
                transaction.put(
                    Entry.of(
                        instance.key() + "/sslCerts/" + fingerprint, "sql.SslCert", certificate)));
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "sql#sslCertsInsert")
            .with("operation", operation)
            .with("serverCaCert", instance.body().fields("serverCaCert"))
            .with(
                "clientCert",
                Fields.EMPTY
                    .with("certInfo", certificate)
                    .with("certPrivateKey", Pem.write(identity.key()).strip())));
  }

  Reply delete(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Entry certificate = existing(key, ask.path("fingerprint"));
    Entry instance = instances.require(key);
    String serial = certificate.body().text("certSerialNumber").orElse("0");
    Fields operation =
        changes.make(
            key,
            "DELETE_SSL_CERT",
            "",
            _ -> {},
            transaction -> {
              transaction.drop(certificate.key());
              transaction.put(
                  Entry.of(
                      revokedUnder(instance.key()) + serial,
                      "sql.Revoked",
                      Fields.EMPTY.with("serial", serial)));
            });
    try {
      instances.settle(key, instance.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Reply.ok(operation);
  }

  /// The authorities that vouch for the server: one.
  Reply serverAuthorities(Ask ask) {
    Fields authority = instances.require(Instances.key(ask.path())).body().fields("serverCaCert");
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "sql#instancesListServerCas")
            .with("certs", Value.list(authority))
            .with("activeVersion", authority.text("sha1Fingerprint").orElse("")));
  }

  /// Where a connector finds the instance, and by which authority it knows it. It gets an address
  /// that can be reached: the loopback address behind the one that the instance itself shows.
  Reply connectSettings(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Fields body = instances.require(key).body();
    String host = servers.place(key).map(Loopback::host).orElse("");
    List<Value> addresses =
        body.items("ipAddresses").stream()
            .<Value>map(
                a -> a instanceof Fields f && !host.isEmpty() ? f.with("ipAddress", host) : a)
            .toList();
    return Reply.ok(
        Fields.EMPTY
            .with("kind", "sql#connectSettings")
            .with("serverCaCert", body.fields("serverCaCert"))
            .with("ipAddresses", new Value.Items(addresses))
            .with("region", body.text("region").orElse(""))
            .with("databaseVersion", body.text("databaseVersion").orElse(""))
            .with("backendType", "SECOND_GEN")
            .with("serverCaMode", body.text("settings.ipConfiguration.serverCaMode").orElse("")));
  }

  /// A certificate for a key that the connector made, for an hour.
  Reply generateEphemeral(Ask ask) {
    return Reply.ok(Fields.EMPTY.with("ephemeralCert", ephemeral(ask)));
  }

  /// The same for older connectors, in an older form.
  Reply createEphemeral(Ask ask) {
    return Reply.ok(ephemeral(ask));
  }

  private Fields ephemeral(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    instances.require(key);
    Optional<PublicKey> sent =
        ask.body()
            .text("public_key")
            .or(() -> ask.body().text("publicKey"))
            .flatMap(Pem::publicKey);
    PublicKey theirs =
        sent.orElseThrow(() ->
            Refusal.invalid("Provided public key was in an invalid or unsupported format.")
                .withReason("invalidPublicKey")
                .asException());
    X509Certificate certificate =
        servers.certificates(key).clients().issueClient(theirs, "connector", real.instant(), SHORT);
    return Instances.certificate(key, certificate);
  }
}
