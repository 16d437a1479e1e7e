package dev.groundwork.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Cloud.SecretValue.Revealed;
import dev.groundwork.resource.Address;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Check.Expectation.ScriptKind;
import dev.groundwork.verify.DatabaseProbe.Login;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Every question to a database: once where it is as expected, and once where it is not.
@ExtendWith(TestPostgres.Ending.class)
class JdbcProbeTest {
  private static final Check.Database ASKED =
      new Check.Database(
          Address.parse("sql.Instance/db"),
          "coditect_dev",
          "coditect",
          Address.parse("secretmanager.Secret/db"));

  private TestPostgres postgres;
  private TestDatabases databases;
  private String database;

  @BeforeEach
  void database() {
    postgres = TestPostgres.start();
    databases = new TestDatabases(postgres.server());
    database = postgres.createCoditect();
  }

  @Test
  void a_database_that_takes_tls_only() {
    assertThat(held(new Expectation.TlsOnly(ASKED)))
        .matches("TLSv1\\.[23] [A-Z0-9_-]+; without TLS refused");
  }

  @Test
  void a_database_that_takes_connections_without_tls() {
    postgres = TestPostgres.startOpen();
    databases.found = new Databases.Found.At(postgres.server());
    database = postgres.createDatabase();

    assertThat(broken(new Expectation.TlsOnly(ASKED)))
        .matches("TLSv1\\.[23] [A-Z0-9_-]+; but a connection without TLS is taken as well");
  }

  @Test
  void a_database_that_takes_no_connection_at_all() {
    databases.found =
        new Databases.Found.At(
            new Server(
                postgres.server().host(),
                postgres.server().port(),
                TestPostgres.strangersAuthority()));

    assertThat(broken(new Expectation.TlsOnly(ASKED)))
        .startsWith("no connection over TLS: SSL error");
  }

  @Test
  void tables_that_are_there() {
    assertThat(held(new Expectation.Tables(ASKED, List.of("organizations", "public.audit_log"))))
        .isEqualTo("2 of 2 tables are there");
  }

  @Test
  void tables_that_are_missing() {
    postgres.asOwner(database, "DROP TABLE sessions");

    assertThat(broken(new Expectation.Tables(ASKED, List.of("users", "sessions"))))
        .isEqualTo("1 of 2 tables are there; missing: sessions");
  }

  @Test
  void encoding_and_collation() {
    assertThat(held(new Expectation.Collation(ASKED, "UTF-8", "en_us.utf-8")))
        .isEqualTo("encoding UTF8, collation en_US.UTF8");
    assertThat(broken(new Expectation.Collation(ASKED, "UTF8", "C")))
        .isEqualTo("encoding UTF8, collation en_US.UTF8; expected UTF8, C");
    assertThat(broken(new Expectation.Collation(ASKED, "LATIN1", "en_US.UTF8")))
        .isEqualTo("encoding UTF8, collation en_US.UTF8; expected LATIN1, en_US.UTF8");
  }

  @Test
  void rows_that_row_level_security_hides_are_counted_all_the_same() {
    assertThat(held(new Expectation.Rows(ASKED, "organizations", 3)))
        .isEqualTo("organizations has 3 rows");
    assertThat(broken(new Expectation.Rows(ASKED, "organizations", 4)))
        .isEqualTo("organizations has 3 rows; expected at least 4");

    postgres.asOwner(database, "CREATE TABLE plain ()");
    assertThat(broken(new Expectation.Rows(ASKED, "plain", 1)))
        .isEqualTo("plain has 0 rows; expected at least 1");
    postgres.asOwner(database, "INSERT INTO plain DEFAULT VALUES");
    assertThat(held(new Expectation.Rows(ASKED, "plain", 1))).isEqualTo("plain has 1 row");
    assertThat(broken(new Expectation.Rows(ASKED, "none", 1))).isEqualTo("there is no table none");
  }

  @Test
  void scripts_that_were_carried_out_as_they_are() throws IOException {
    Path folder = Path.of("../blueprints/coditect/database");

    assertThat(
            held(
                new Expectation.Migrated(
                    ASKED, ScriptKind.MIGRATIONS, digests(folder.resolve("migrations")))))
        .matches(
            "001_initial_schema.sql on \\d{4}-\\d\\d-\\d\\d, 002_rls_policies.sql on \\d{4}-\\d\\d-\\d\\d");
    assertThat(
            held(
                new Expectation.Migrated(
                    ASKED, ScriptKind.SEEDS, digests(folder.resolve("seeds")))))
        .startsWith("001_dev_seed_data.sql on ");
  }

  @Test
  void scripts_that_were_not_carried_out_or_are_edited() {
    SortedMap<String, String> scripts =
        new TreeMap<>(
            Map.of("001_initial_schema.sql", "0".repeat(64), "003_more.sql", "0".repeat(64)));

    assertThat(broken(new Expectation.Migrated(ASKED, ScriptKind.MIGRATIONS, scripts)))
        .matches(
            "001_initial_schema.sql is not what was carried out on \\d{4}-\\d\\d-\\d\\d; 003_more.sql was not carried out");
    assertThat(broken(new Expectation.Migrated(ASKED, ScriptKind.SEEDS, scripts)))
        .as("a migration is no seed")
        .isEqualTo("001_initial_schema.sql was not carried out; 003_more.sql was not carried out");
  }

  private static SortedMap<String, String> digests(Path folder) throws IOException {
    return new TreeMap<>(
        Script.in(folder).stream().collect(Collectors.toMap(Script::name, Script::sha256)));
  }

  @Test
  void rows_that_someone_else_hides_are_not_verified() {
    postgres.asAdministrator(
        database, "ALTER TABLE users OWNER TO cloudsqladmin", "GRANT SELECT ON users TO coditect");

    assertThat(unknown(new Expectation.Rows(ASKED, "users", 1)))
        .isEqualTo(
            "the rows of users are hidden from coditect by row-level security, and only their owner may have them counted");
  }

  @Test
  void a_login_that_is_refused_is_not_verified() {
    databases.secrets.put("projects/p/secrets/db-password", "wrong");

    assertThat(unknown(new Expectation.Tables(ASKED, List.of("users"))))
        .isEqualTo(
            "asking "
                + database
                + " at "
                + postgres.server()
                + ": password authentication failed for user \"coditect\" (28P01)");
  }

  @Test
  void an_instance_without_address_is_not_verified() {
    databases.found = new Databases.Found.Absent();

    assertThat(unknown(new Expectation.Tables(ASKED, List.of("users"))))
        .isEqualTo("instance i has no address");
  }

  private String held(Expectation.OfDatabase expectation) {
    Result result = probe(expectation);
    assertThat(result).isInstanceOf(Result.Held.class);
    return ((Result.Held) result).evidence();
  }

  private String broken(Expectation.OfDatabase expectation) {
    Result result = probe(expectation);
    assertThat(result).isInstanceOf(Result.Broken.class);
    return ((Result.Broken) result).evidence();
  }

  private String unknown(Expectation.OfDatabase expectation) {
    Result result = probe(expectation);
    assertThat(result).isInstanceOf(Result.Unknown.class);
    return ((Result.Unknown) result).reason();
  }

  private Result probe(Expectation.OfDatabase expectation) {
    Revealed password = (Revealed) databases.reveal("projects/p/secrets/db-password");
    return new JdbcProbe(databases)
        .probe(new Login("p", "i", database, TestPostgres.USER, password), expectation);
  }
}
