package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Folders;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The server of one instance: the PostgreSQL cluster, its certificates, its place on the loopback
/// network and the connectors' gate before it. Used by one thread at a time.
final class InstanceServer {
  private final InstanceKey key;
  private final Path folder;
  private final Cluster cluster;
  private final Path template;
  private Optional<ConnectorGate> gate = Optional.empty();
  private Optional<Configuration> configuration = Optional.empty();

  InstanceServer(InstanceKey key, Path folder, Cluster cluster, Path template) {
    this.key = key;
    this.folder = folder;
    this.cluster = cluster;
    this.template = template;
  }

  /// Makes the server run as asked: lays it down when it is new, starts it when it does not run,
  /// and starts it anew when a change needs that.
  void up(ServerSpec spec, Instant now) throws IOException {
    Files.createDirectories(folder);
    if (!cluster.exists()) {
      cluster.create(template);
    }
    Certificates certificates = certificates(now);
    Loopback place = place();
    List<String> addresses = new ArrayList<>(spec.addresses());
    addresses.add(place.host());
    Identity identity = identity(certificates, addresses, now);
    cluster.hand(
        cluster.files().revoked(),
        Pem.write(certificates.clients().revoke(spec.revoked(), now, Certificates.LIFE)));
    Configuration wanted =
        new Configuration(
            place, spec.encryption(), spec.maxConnections(), new TreeMap<>(spec.flags()));
    boolean running = cluster.isRunning();
    boolean restart =
        running
            && configuration.isPresent()
            && !sameButForFlagsThatReload(configuration.get(), wanted);
    cluster.configure(wanted);
    configuration = Optional.of(wanted);
    if (restart) {
      cluster.stop();
      cluster.start();
    } else if (running) {
      cluster.reload();
    } else {
      cluster.start();
    }
    if (gate.isEmpty()) {
      gate =
          Optional.of(
              new ConnectorGate(place, identity, certificates.clients().certificate(), socket()));
    }
  }

  /// What the network's access asks is read again by a running server, and so are most flags.
  private static boolean sameButForFlagsThatReload(Configuration now, Configuration wanted) {
    return now.place().equals(wanted.place())
        && now.maxConnections() == wanted.maxConnections()
        && Flags.forRestart(now.flags()).equals(Flags.forRestart(wanted.flags()));
  }

  void stop() throws IOException {
    closeGate();
    cluster.stop();
  }

  private void closeGate() throws IOException {
    if (gate.isPresent()) {
      gate.get().close();
      gate = Optional.empty();
    }
  }

  /// Closes the gate and leaves the server running.
  void abandon() {
    try {
      closeGate();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void delete() throws IOException {
    stop();
    cluster.delete();
    Folders.delete(folder);
  }

  /// Its place on the loopback network, which it keeps for as long as nothing else has taken it.
  Loopback place() throws IOException {
    Path file = folder.resolve("place");
    if (Files.isRegularFile(file)) {
      String[] parts = Files.readString(file).strip().split(" ", -1);
      Loopback kept =
          new Loopback(parts[0], Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      if (cluster.isRunning() || gate.isPresent() || kept.isFree()) {
        return kept;
      }
    }
    Loopback chosen = Loopback.choose(key.toString());
    PrivateFiles.write(file, chosen.host() + " " + chosen.port() + " " + chosen.gate() + "\n");
    return chosen;
  }

  Path socket() throws IOException {
    return cluster.files().socket(place());
  }

  boolean isRunning() throws IOException {
    return cluster.isRunning();
  }

  Databases databases() throws IOException {
    return new Databases(socket());
  }

  Certificates certificates(Instant now) throws IOException {
    return Certificates.in(folder.resolve("authority"), now);
  }

  /// The server's certificate: the one that is there, unless an address is missing in it.
  private Identity identity(Certificates certificates, List<String> addresses, Instant now)
      throws IOException {
    Path saved = folder.resolve("authority");
    Path crt = saved.resolve("server.crt");
    try {
      if (Files.isRegularFile(crt)) {
        Identity identity =
            new Identity(
                Pem.certificate(Files.readString(crt)),
                Pem.privateKey(Files.readString(saved.resolve("server.key"))));
        if (Authority.addresses(identity.certificate()).containsAll(addresses)) {
          return identity;
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate in " + saved + " cannot be read", e);
    }
    Identity identity = certificates.forServer(key.toString(), addresses, now);
    PrivateFiles.write(saved.resolve("server.key"), Pem.write(identity.key()));
    Files.writeString(crt, Pem.write(identity.certificate()));
    cluster.hand(cluster.files().certificate(), Pem.write(identity.certificate()));
    cluster.hand(cluster.files().key(), Pem.write(identity.key()));
    cluster.hand(
        cluster.files().clientAuthority(), Pem.write(certificates.clients().certificate()));
    return identity;
  }
}
