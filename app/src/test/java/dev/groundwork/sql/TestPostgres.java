package dev.groundwork.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import dev.groundwork.emulator.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// One real PostgreSQL for all tests of this JVM, set up as Cloud SQL sets up its own: TLS
/// required, users that are members of `cloudsqlsuperuser` and no superusers. Each test takes a
/// database of its own.
final class TestPostgres {
  static final String USER = "coditect";
  static final String PASSWORD = "only-for-tests";

  /// The one database that lets connections in without TLS.
  static final String OPEN = "open_to_plaintext";

  private static @Nullable TestPostgres running;
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Server server;
  private String coditect = "";

  private TestPostgres(Server server) {
    this.server = server;
  }

  /// The server; the test is left out, with a word why, where none can run.
  static synchronized TestPostgres start() {
    Optional<Path> binaries = binaries();
    assumeTrue(binaries.isPresent(), "PostgreSQL is not installed on this machine");
    TestPostgres postgres = running;
    if (postgres == null) {
      try {
        postgres = boot(binaries.orElseThrow());
        running = postgres;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return postgres;
  }

  Server server() {
    return server;
  }

  /// The certificate of an authority that has nothing to do with the server.
  static String strangersAuthority() {
    return Pem.write(
        Authority.create("Someone else", Instant.now(), Duration.ofDays(1)).certificate());
  }

  /// A new database that belongs, as in Cloud SQL, to `cloudsqlsuperuser`.
  String createDatabase() {
    String name = "d" + NAMES.incrementAndGet();
    asSuperuser(
        "postgres",
        "CREATE DATABASE "
            + name
            + " OWNER cloudsqlsuperuser TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'");
    return name;
  }

  /// A new database with the schema and the seed data of the coditect blueprint.
  String createCoditect() {
    if (coditect.isEmpty()) {
      coditect = createDatabase();
      Path folder = Path.of("../blueprints/coditect/database");
      DataSource database = server.secured(coditect, USER, PASSWORD);
      try {
        new Migrator(database, History.MIGRATIONS)
            .run(Script.in(folder.resolve("migrations")))
            .ifPresent(TestPostgres::fail);
        new Migrator(database, History.SEEDS)
            .run(Script.in(folder.resolve("seeds")))
            .ifPresent(TestPostgres::fail);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    String name = "d" + NAMES.incrementAndGet();
    asSuperuser(
        "postgres", "CREATE DATABASE " + name + " OWNER cloudsqlsuperuser TEMPLATE " + coditect);
    return name;
  }

  private static void fail(Refusal refusal) {
    throw new IllegalStateException(refusal.message());
  }

  void asSuperuser(String database, String... statements) {
    execute(database, "postgres", statements);
  }

  void asOwner(String database, String... statements) {
    execute(database, USER, statements);
  }

  private void execute(String database, String user, String... statements) {
    try (Connection connection = server.connect(database, user, PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// The first column of the first row, as text.
  String ask(String database, String query) {
    try (Connection connection = server.connect(database, "postgres", PASSWORD);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      return rows.next() ? String.valueOf(rows.getString(1)) : "";
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static Optional<Path> binaries() {
    Path root = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(root)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(root)) {
      return versions
          .map(v -> v.resolve("bin"))
          .filter(b -> Files.isExecutable(b.resolve("initdb")))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestPostgres boot(Path binaries) throws IOException {
    Path folder =
        Files.createTempDirectory(
            "groundwork-postgres",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    Path data = folder.resolve("data");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    Files.createDirectory(
        data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    run("chown", "-R", "nobody", folder.toString());
    run(
        asNobody(
            binaries.resolve("initdb").toString(),
            "-D",
            data.toString(),
            "-U",
            "postgres",
            "--pwfile=" + password,
            "-A",
            "scram-sha-256",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8"));
    Authority authority = Authority.create("Test Server CA", Instant.now(), Duration.ofDays(1));
    Identity identity =
        authority.issueServer("p:i", List.of(), List.of(), Instant.now(), Duration.ofDays(1));
    Files.writeString(data.resolve("server.crt"), Pem.write(identity.certificate()));
    Files.writeString(data.resolve("server.key"), Pem.write(identity.key()));
    Files.setPosixFilePermissions(
        data.resolve("server.key"), PosixFilePermissions.fromString("rw-------"));
    Files.writeString(
        data.resolve("pg_hba.conf"),
        "hostssl all all 127.0.0.1/32 scram-sha-256\nhostnossl "
            + OPEN
            + " all 127.0.0.1/32 scram-sha-256\n");
    run("chown", "-R", "nobody", data.toString());
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            asNobody(
                binaries.resolve("postgres").toString(),
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port)));
    for (String setting :
        List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "ssl=on",
            "fsync=off",
            "shared_buffers=16MB",
            "max_connections=40")) {
      command.add("-c");
      command.add(setting);
    }
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
    TestPostgres postgres =
        new TestPostgres(new Server("127.0.0.1", port, Pem.write(authority.certificate())));
    postgres.awaitReady(process, folder.resolve("log"));
    postgres.asSuperuser(
        "postgres",
        "CREATE ROLE cloudsqlsuperuser NOLOGIN CREATEROLE CREATEDB",
        "CREATE ROLE "
            + USER
            + " LOGIN CREATEROLE CREATEDB PASSWORD '"
            + PASSWORD
            + "' IN ROLE cloudsqlsuperuser",
        "CREATE DATABASE " + OPEN + " OWNER cloudsqlsuperuser");
    return postgres;
  }

  private void awaitReady(Process process, Path log) throws IOException {
    while (process.isAlive()) {
      try (Connection _ = server.connect("postgres", "postgres", PASSWORD)) {
        return;
      } catch (SQLException e) {
        Thread.onSpinWait();
      }
    }
    throw new IOException("PostgreSQL does not start: " + Files.readString(log));
  }

  private static List<String> asNobody(String... command) throws IOException {
    List<String> all = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      all.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
    }
    all.addAll(List.of(command));
    return all;
  }

  private static void run(String... command) throws IOException {
    run(List.of(command));
  }

  private static void run(List<String> command) throws IOException {
    if (command.getFirst().equals("chown") && !"root".equals(System.getProperty("user.name"))) {
      return;
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", command) + ": " + output);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void stop(Process process, Path folder) {
    process.destroy();
    try {
      process.waitFor();
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
