package dev.groundwork.sql;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.emulator.sql.TestServer;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/// A real PostgreSQL, as Cloud SQL would run it, for all tests of this JVM. Each test takes a
/// database of its own.
final class TestPostgres implements AutoCloseable {
  static final String USER = "coditect";
  static final String PASSWORD = "only-for-tests";

  private static final int USUAL = 14;
  private static final Map<Boolean, TestPostgres> RUNNING = new HashMap<>();
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final TestServer process;
  private final Server server;
  private String coditect = "";

  private TestPostgres(TestServer process) {
    this.process = process;
    this.server = new Server(process.host(), process.port(), process.authority());
    process.createUser(USER, PASSWORD);
  }

  /// The server that tests share; the test is left out, with a word why, where none can run.
  static synchronized TestPostgres start() {
    return shared(false);
  }

  /// As `start`, but connections without TLS are taken as well.
  static synchronized TestPostgres startOpen() {
    return shared(true);
  }

  private static TestPostgres shared(boolean plaintext) {
    TestPostgres running = RUNNING.get(plaintext);
    if (running == null) {
      running = start(USUAL, plaintext);
      RUNNING.put(plaintext, running);
    }
    return running;
  }

  /// A server of one's own, to be closed.
  static TestPostgres start(int major, boolean plaintext) {
    Optional<TestServer> process = TestServer.start(major, plaintext);
    assumeTrue(process.isPresent(), "no PostgreSQL " + major + " can run on this machine");
    return new TestPostgres(process.orElseThrow());
  }

  @Override
  public void close() {
    process.close();
  }

  private static synchronized void end() {
    RUNNING.values().forEach(TestPostgres::close);
    RUNNING.clear();
  }

  /// Ends the shared servers after the last test.
  static final class Ending implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
      AutoCloseable end = TestPostgres::end;
      context
          .getRoot()
          .getStore(Namespace.create(TestPostgres.class))
          .computeIfAbsent("end", _ -> end);
    }
  }

  Server server() {
    return server;
  }

  /// The certificate of an authority that has nothing to do with the server.
  static String strangersAuthority() {
    return Pem.write(
        Authority.create("Someone else", Instant.now(), Duration.ofDays(1)).certificate());
  }

  /// A new, empty database.
  String createDatabase() {
    String name = "d" + NAMES.incrementAndGet();
    process.createDatabase(name, "UTF8", "en_US.UTF8");
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
    asAdministrator(
        "postgres", "CREATE DATABASE " + name + " OWNER cloudsqlsuperuser TEMPLATE " + coditect);
    return name;
  }

  private static void fail(Refusal refusal) {
    throw new IllegalStateException(refusal.message());
  }

  /// As the superuser, whom Cloud SQL keeps to itself.
  void asAdministrator(String database, String... statements) {
    for (String sql : statements) {
      process.administrator(database, sql);
    }
  }

  /// As the user who carries out migrations and owns the tables.
  void asOwner(String database, String... statements) {
    try (Connection connection = server.connect(database, USER, PASSWORD);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /// The first column of the first row, which no policy hides, as text.
  String ask(String database, String query) {
    List<Map<String, String>> rows = process.administrator(database, query);
    return rows.isEmpty()
        ? ""
        : String.join("", rows.getFirst().values().stream().limit(1).toList());
  }
}
