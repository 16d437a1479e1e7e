package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.Emulator;
import dev.groundwork.emulator.process.Folders;
import dev.groundwork.emulator.sql.LocalSession.Rejected;
import dev.groundwork.emulator.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// A PostgreSQL server as the emulator's Cloud SQL sets one up, without the control plane; and its
/// administrator, whom Cloud SQL keeps to itself.
public final class TestServer implements AutoCloseable {
  private final InstanceServer server;
  private final Path folder;

  private TestServer(InstanceServer server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  /// Starts one; empty when this machine has no PostgreSQL of that version, or none that may run.
  ///
  /// @param plaintext whether connections without TLS are taken as well
  public static Optional<TestServer> start(int major, boolean plaintext) {
    try {
      Path cache = new Emulator.Options(false, 1).programs();
      Optional<Programs> programs = Programs.find(major, cache);
      if (programs.isEmpty()) {
        return Optional.empty();
      }
      Path folder = Files.createTempDirectory("gw");
      Optional<Account> account = Account.choose(programs.get().program("postgres"), folder);
      if (account.isEmpty()) {
        Folders.delete(folder);
        return Optional.empty();
      }
      Locales locales = new Locales(cache.resolve("locales"));
      InstanceKey key =
          new InstanceKey("p", "i" + ProcessHandle.current().pid() + "-" + folder.getFileName());
      Cluster cluster =
          new Cluster(
              programs.get(),
              account.get(),
              locales,
              new ClusterFiles(folder.resolve("i"), folder.resolve("s")));
      InstanceServer server =
          new InstanceServer(
              key,
              folder.resolve("i"),
              cluster,
              Template.of(programs.get(), account.get(), locales, cache));
      TestServer started = new TestServer(server, folder);
      Runtime.getRuntime().addShutdownHook(new Thread(started::close));
      Encryption encryption = plaintext ? Encryption.EITHER : Encryption.REQUIRED;
      server.up(
          new ServerSpec(major, encryption, 50, new TreeMap<>(), List.of(), Set.of()),
          Instant.now());
      return Optional.of(started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends the server and removes its data.
  @Override
  public synchronized void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      server.delete();
      Folders.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String host() {
    return place().host();
  }

  public int port() {
    return place().port();
  }

  private Loopback place() {
    try {
      return server.place();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The certificate of the server's authority.
  public String authority() {
    try {
      return Pem.write(server.certificates(Instant.now()).server().certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// As `gcloud sql users create` makes one.
  public void createUser(String name, String password) {
    try {
      server.databases().createUser(name, Optional.of(password), List.of(Template.MEMBERSHIP));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Rejected e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// As `gcloud sql databases create` makes one.
  public void createDatabase(String name, String charset, String collation) {
    try {
      server.databases().createDatabase(name, charset, collation);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Rejected e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// What the administrator is answered.
  public List<Map<String, String>> administrator(String database, String sql) {
    try (LocalSession session = LocalSession.open(server.socket(), database)) {
      return session.query(sql);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Rejected e) {
      throw new IllegalStateException(e.getMessage() + " " + e.detail(), e);
    }
  }
}
