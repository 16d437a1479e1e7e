package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.sql.LocalSession.Rejected;
import dev.groundwork.emulator.sql.Version.Engine;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is special about Cloud SQL's instances: what they are completed with, what is refused, and
/// the servers behind them.
final class Instances implements Behavior {
  static final String HOST = "sqladmin.googleapis.com";
  static final String TYPE = "sql.Instance";

  private final ControlPlane plane;
  private final Servers servers;
  private final PrivateServices privateServices;
  private final Kind kind;

  Instances(ControlPlane plane, Servers servers) {
    this.plane = plane;
    this.servers = servers;
    this.privateServices = new PrivateServices(plane);
    this.kind = new Kind(plane.catalog().get(TYPE));
  }

  /// The instance that a path with `project` and `instance` names.
  static InstanceKey key(Map<String, String> path) {
    return new InstanceKey(
        path.getOrDefault("project", ""),
        path.getOrDefault("instance", path.getOrDefault("name", "")));
  }

  /// The instance whose entry has this key in the store.
  static InstanceKey key(String stored) {
    String[] parts = stored.split("/", -1);
    return new InstanceKey(parts[2], parts[4]);
  }

  /// The key of the instance's entry in the store.
  String stored(InstanceKey key) {
    return kind.key(Map.of("project", key.project(), "name", key.name()));
  }

  /// @throws dev.groundwork.emulator.control.Refused when there is none
  Entry require(InstanceKey key) {
    return plane.store().get(stored(key)).orElseThrow(() -> Refusals.noInstance().asException());
  }

  /// @throws dev.groundwork.emulator.control.Refused when an operation on the instance has not
  ///   ended
  void checkIdle(String stored) {
    if (!plane.operations().on(stored).isEmpty() || plane.operations().holder(stored).isPresent()) {
      throw Refusals.busy().asException();
    }
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    InstanceKey key = new InstanceKey(edit.path("project"), edit.name());
    checkTombstone(edit);
    Version version = Rules.version(wanted);
    Fields body = wanted.without("rootPassword");
    if (edit.ask().body().text("settings.edition").isEmpty()) {
      body = body.with("settings.edition", version.defaultEdition());
    }
    body = withNetworkId(edit, Completion.of(body, version), key);
    Rules.check(key, body, version);
    Fields complete =
        body.with("state", "PENDING_CREATE")
            .with("ipAddresses", addresses(edit.transaction(), key, body, List.of()));
    String number =
        plane.projects().find(edit.transaction(), key.project()).map(p -> p.number()).orElse("0");
    complete =
        complete.with(
            "serviceAccountEmailAddress",
            "p" + number + "-" + plane.ids().hex(6) + "@gcp-sa-cloud-sql.iam.gserviceaccount.com");
    rememberRootPassword(edit, wanted);
    return complete;
  }

  /// Networks are shown by their relative name, however they were written.
  private Fields withNetworkId(Edit edit, Fields body, InstanceKey key) {
    String field = "settings.ipConfiguration.privateNetwork";
    Optional<String> given = body.text(field).filter(n -> !n.isEmpty());
    return given
        .flatMap(n ->
            plane
                .links()
                .resolve(
                    edit.transaction(),
                    plane.catalog().get("compute.Network"),
                    n,
                    Map.of("project", key.project())))
        .map(k -> body.with(field, k.substring(k.indexOf('/') + 1)))
        .orElse(given.isPresent() ? body : body.without(field));
  }

  /// The addresses that the API shows; those that the instance has already stay as long as they are
  /// asked for.
  Value addresses(Transaction transaction, InstanceKey key, Fields body, List<Value> now) {
    List<Value> addresses = new ArrayList<>();
    if (body.flag("settings.ipConfiguration.ipv4Enabled")) {
      addresses.add(of(now, "PRIMARY").orElseGet(() -> address("PRIMARY", publicAddress())));
    }
    if (body.text("settings.ipConfiguration.privateNetwork").isPresent()) {
      addresses.add(
          of(now, "PRIVATE")
              .orElseGet(
                  () -> address("PRIVATE", privateServices.address(transaction, key, body))));
    }
    return new Value.Items(addresses);
  }

  private static Optional<Value> of(List<Value> addresses, String type) {
    return addresses.stream()
        .filter(a -> a instanceof Fields f && f.text("type").orElse("").equals(type))
        .findFirst();
  }

  private static Fields address(String type, String address) {
    return Fields.EMPTY.with("type", type).with("ipAddress", address);
  }

  private String publicAddress() {
    return "34.%d.%d.%d"
        .formatted(
            64 + plane.ids().number(128), plane.ids().number(256), 1 + plane.ids().number(254));
  }

  private void checkTombstone(Edit edit) {
    Optional<Instant> deleted =
        edit.transaction()
            .get(tombstone(edit.key()))
            .flatMap(e -> e.body().text("deleted"))
            .map(Instant::parse);
    if (deleted.isPresent()
        && deleted
            .get()
            .plus(edit.type().nameStaysTaken().orElseThrow())
            .isAfter(plane.clock().instant())) {
      throw Refusals.nameTaken().asException();
    }
  }

  private static String tombstone(String stored) {
    return "sql-tombstone/" + stored;
  }

  /// Until the server stands, what PostgreSQL needs to check the password is kept, never the
  /// password.
  private static void rememberRootPassword(Edit edit, Fields wanted) {
    wanted
        .text("rootPassword")
        .filter(p -> !p.isEmpty())
        .ifPresent(password ->
            edit.transaction()
                .put(
                    Entry.of(rootPassword(edit.key()), "sql.RootPassword", Fields.EMPTY)
                        .withHidden(Fields.EMPTY.with("verifier", Passwords.verifier(password)))));
  }

  private static String rootPassword(String stored) {
    return "sql-root-password/" + stored;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    checkIdle(edit.key());
    if (current.body().flag("settings.deletionProtectionEnabled")) {
      throw Refusals.isProtected().asException();
    }
  }

  @Override
  public Optional<Work> work(Operation operation) {
    InstanceKey key = key(operation.target());
    return Optional.of(
        switch (operation.action()) {
          case CREATE -> () -> raise(key, operation);
          case DELETE ->
              () -> {
                servers.delete(key);
                return new Work.Outcome.Done();
              };
          case UPDATE, READ, LIST -> () -> change(key, operation);
        });
  }

  private Work.Outcome raise(InstanceKey key, Operation operation) throws IOException, Rejected {
    Fields body = plane.store().get(operation.target()).map(Entry::body).orElse(Fields.EMPTY);
    Optional<ServerSpec> spec = spec(key, body);
    try {
      // what an interrupted or failed creation has left holds nobody's data
      servers.delete(key);
      if (spec.isPresent()) {
        servers.up(key, spec.get());
        Optional<String> verifier =
            plane
                .store()
                .get(rootPassword(operation.target()))
                .flatMap(e -> e.hidden().text("verifier"));
        if (verifier.isPresent()) {
          servers.ask(
              key,
              databases -> {
                databases.setVerifier("postgres", verifier.get());
                return "";
              });
        }
      }
    } catch (Servers.Unavailable e) {
      servers.delete(key);
      return new Work.Outcome.Failed(
          new Refusal(
              500,
              "INTERNAL",
              "internalError",
              "Groundwork's emulator has " + e.getMessage(),
              List.of()));
    }
    Fields certificate = certificate(key, servers.certificates(key).server().certificate());
    return new Work.Outcome.Done(e -> e.withBody(e.body().with("serverCaCert", certificate)));
  }

  /// Makes the server what the instance now is; when it does not come up so, what it was.
  private Work.Outcome change(InstanceKey key, Operation operation) throws IOException {
    Fields body = plane.store().get(operation.target()).map(Entry::body).orElse(Fields.EMPTY);
    try {
      if (operation.verb().equals("RESTART")) {
        servers.stop(key);
      }
      settle(key, body);
      return new Work.Outcome.Done();
    } catch (IOException e) {
      Fields before = operation.before().map(b -> b.fields("body")).orElse(body);
      settle(key, before);
      return new Work.Outcome.Failed(
          new Refusal(
              500,
              "INTERNAL",
              "internalError",
              "The server does not start with these settings. " + e.getMessage(),
              List.of()));
    }
  }

  /// Starts, changes or stops the server as the instance says.
  void settle(InstanceKey key, Fields body) throws IOException {
    Optional<ServerSpec> spec = spec(key, body);
    if (spec.isPresent() && isOn(body)) {
      servers.up(key, spec.get());
    } else {
      servers.stop(key);
    }
  }

  static boolean isOn(Fields body) {
    return !body.text("settings.activationPolicy").orElse("").equals("NEVER");
  }

  /// What the instance asks of its server; empty when none stands behind it.
  Optional<ServerSpec> spec(InstanceKey key, Fields body) {
    Version version = Rules.version(body);
    if (version.served().isEmpty()) {
      return Optional.empty();
    }
    Encryption encryption =
        switch (body.text("settings.ipConfiguration.sslMode").orElse("")) {
          case "ENCRYPTED_ONLY" -> Encryption.REQUIRED;
          case "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" -> Encryption.CLIENT_CERTIFICATE;
          default -> Encryption.EITHER;
        };
    List<String> addresses = new ArrayList<>(PrivateServices.addresses(body, "PRIVATE"));
    addresses.addAll(PrivateServices.addresses(body, "PRIMARY"));
    int connections =
        body.text("settings.tier").flatMap(Tier::find).map(Tier::maxConnections).orElse(100);
    return Optional.of(
        new ServerSpec(
            version.served().getAsInt(),
            encryption,
            connections,
            new TreeMap<>(Completion.flags(body)),
            addresses,
            revoked(key)));
  }

  private Set<BigInteger> revoked(InstanceKey key) {
    Set<BigInteger> serials = new TreeSet<>();
    plane
        .store()
        .under(CertificateRoutes.revokedUnder(stored(key)))
        .forEach(e -> e.body().text("serial").ifPresent(s -> serials.add(new BigInteger(s))));
    return serials;
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    if (operation.action() == Action.DELETE) {
      String deleted = plane.clock().instant().toString();
      transaction.under(now.key() + "/").forEach(e -> transaction.drop(e.key()));
      transaction
          .under(CertificateRoutes.revokedUnder(now.key()))
          .forEach(e -> transaction.drop(e.key()));
      transaction.put(
          Entry.of(tombstone(now.key()), "sql.Tombstone", Fields.EMPTY.with("deleted", deleted)));
      return now;
    }
    if (operation.action() == Action.CREATE) {
      transaction.drop(rootPassword(now.key()));
      DefaultUsers.of(Rules.version(now.body()))
          .forEach(user -> transaction.put(UserRoutes.entry(now.key(), user, plane.ids().etag())));
      return now.withBody(now.body().with("state", "RUNNABLE"));
    }
    return now;
  }

  @Override
  public Fields show(Entry entry) {
    Fields body = entry.body();
    if (Busy.isBeingDeleted(entry)) {
      return body.with("state", "PENDING_DELETE");
    }
    return body.text("state").orElse("").equals("PENDING_CREATE")
        ? Completion.unfinished(body)
        : body;
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusals.noInstance());
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusals.nameTaken());
  }

  /// A certificate as the API shows it.
  static Fields certificate(InstanceKey key, X509Certificate certificate) {
    return Fields.EMPTY
        .with("kind", "sql#sslCert")
        .with("certSerialNumber", certificate.getSerialNumber().toString())
        .with("cert", Pem.write(certificate).strip())
        .with("commonName", Authority.subject(certificate))
        .with("sha1Fingerprint", Authority.sha1Fingerprint(certificate))
        .with("instance", key.name())
        .with("createTime", Times.millis(certificate.getNotBefore().toInstant()))
        .with("expirationTime", Times.millis(certificate.getNotAfter().toInstant()));
  }

  /// Whether users and databases of this instance live in a real server.
  static boolean isServed(Fields body) {
    return Rules.version(body).served().isPresent();
  }

  static boolean isPostgres(Fields body) {
    return Rules.version(body).engine() == Engine.POSTGRES;
  }
}
