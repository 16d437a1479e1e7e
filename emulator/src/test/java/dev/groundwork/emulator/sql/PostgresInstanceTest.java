package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A Cloud SQL instance with a real PostgreSQL 14 behind it, shared by these tests.
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "the PostgreSQL programs that come with the emulator are for Linux")
class PostgresInstanceTest {
  @TempDir static Path folder;
  private static CloudSql sql;
  private static Path authority;

  @BeforeAll
  static void create() throws Exception {
    sql = new CloudSql(folder);
    Fields operation = sql.done("POST", "instances", CloudSql.postgres("db", 14));
    assertThat(operation.get("error")).isEmpty();
    authority = folder.resolve("server-ca.pem");
    Files.writeString(authority, sql.get("instances/db").text("serverCaCert.cert").orElseThrow());
  }

  @AfterAll
  static void close() {
    sql.close();
  }

  private static Connection connect(String database, String user, String password, String sslMode)
      throws SQLException {
    Reachable at = sql.reachable("db", 5432);
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", sslMode);
    properties.setProperty("sslrootcert", authority.toString());
    return DriverManager.getConnection(
        "jdbc:postgresql://" + at.host() + ":" + at.hostPort() + "/" + database, properties);
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  @Test
  void it_is_a_postgresql_of_the_asked_version_that_vouches_for_its_name() throws Exception {
    try (Connection connection = connect("postgres", "postgres", "root-secret", "verify-full")) {
      assertThat(ask(connection, "SHOW server_version")).startsWith("14.");
      assertThat(ask(connection, "SELECT ssl::text FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
          .isEqualTo("true");
      assertThat(ask(connection, "SHOW max_connections")).isEqualTo("25");
    }
    assertThat(sql.get("instances/db").text("databaseInstalledVersion"))
        .hasValueSatisfying(v -> assertThat(v).startsWith("POSTGRES_14_"));
  }

  @Test
  void without_tls_and_with_a_wrong_password_nobody_comes_in() {
    assertThatThrownBy(() -> connect("postgres", "postgres", "root-secret", "disable"))
        .hasMessageContaining("no encryption");
    assertThatThrownBy(() -> connect("postgres", "postgres", "wrong", "require"))
        .hasMessageContaining("password authentication failed");
    assertThatThrownBy(() -> connect("postgres", "cloudsqladmin", "", "require"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void its_address_is_of_the_reserved_range_and_leads_to_this_machine() {
    Fields instance = sql.get("instances/db");

    assertThat(PrivateServices.addresses(instance, "PRIVATE"))
        .allMatch(a -> a.startsWith("10.60.0."))
        .hasSize(1);
    assertThat(PrivateServices.addresses(instance, "PRIMARY")).isEmpty();
    assertThat(sql.reachable("db", 5432).address())
        .isEqualTo(PrivateServices.addresses(instance, "PRIVATE").getFirst());
    assertThat(sql.reachable("db", 5432).host()).startsWith("127.");
  }

  @Test
  void
      a_database_made_by_the_api_is_there_with_its_charset_and_collation_and_one_made_by_sql_is_listed()
          throws Exception {
    sql.done(
        "POST",
        "instances/db/databases",
        Fields.EMPTY.with("name", "shop").with("charset", "UTF8").with("collation", "en_US.UTF8"));

    try (Connection connection = connect("shop", "postgres", "root-secret", "verify-ca")) {
      assertThat(
              ask(
                  connection,
                  "SELECT datcollate FROM pg_database WHERE datname = current_database()"))
          .isEqualTo("en_US.UTF8");
      assertThat(ask(connection, "SHOW server_encoding")).isEqualTo("UTF8");
      connection.createStatement().execute("CREATE DATABASE by_sql");
    }
    assertThat(sql.get("instances/db/databases").items("items"))
        .extracting(d -> ((Fields) d).text("name").orElse(""))
        .containsExactly("by_sql", "postgres", "shop");
    assertThat(
            CloudSql.body(
                    sql.call("POST", "instances/db/databases", Fields.EMPTY.with("name", "shop")))
                .text("error.message"))
        .contains(
            "Invalid request: failed to create database shop. Detail: pq: database \"shop\" already exists.");
    sql.done("DELETE", "instances/db/databases/shop", Fields.EMPTY);
    assertThat(sql.call("GET", "instances/db/databases/shop", Fields.EMPTY).status())
        .isEqualTo(404);
  }

  @Test
  void a_user_made_by_the_api_can_log_in_is_no_superuser_and_row_level_security_holds_for_it()
      throws Exception {
    sql.done(
        "POST", "instances/db/users", Fields.EMPTY.with("name", "app").with("password", "first"));
    try (Connection connection = connect("postgres", "app", "first", "require")) {
      assertThat(
              ask(
                  connection,
                  "SELECT (rolsuper OR rolbypassrls)::text FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("false");
      assertThat(ask(connection, "SELECT pg_has_role('cloudsqlsuperuser', 'member')::text"))
          .isEqualTo("true");
      try (Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE secrets (tenant text)");
        statement.execute("INSERT INTO secrets VALUES ('a'), ('b')");
        statement.execute("ALTER TABLE secrets ENABLE ROW LEVEL SECURITY");
        statement.execute("ALTER TABLE secrets FORCE ROW LEVEL SECURITY");
        statement.execute(
            "CREATE POLICY own ON secrets USING (tenant = current_setting('app.tenant', true))");
        assertThat(ask(connection, "SELECT count(*) FROM secrets")).isEqualTo("0");
        statement.execute("SET app.tenant = 'a'");
        assertThat(ask(connection, "SELECT count(*) FROM secrets")).isEqualTo("1");
      }
    }

    sql.done(
        "PUT",
        "instances/db/users?name=app",
        Fields.EMPTY.with("name", "app").with("password", "second"));

    assertThatThrownBy(() -> connect("postgres", "app", "first", "require"))
        .isInstanceOf(SQLException.class);
    connect("postgres", "app", "second", "require").close();
    Reply refused = sql.call("DELETE", "instances/db/users?name=app", Fields.EMPTY);
    assertThat(CloudSql.body(refused).text("error.message").orElse(""))
        .startsWith(
            "Invalid request: failed to delete user app: . role \"app\" cannot be dropped because some objects depend on it");
    try (Connection connection = connect("postgres", "app", "second", "require")) {
      connection.createStatement().execute("DROP TABLE secrets");
    }
    sql.done("DELETE", "instances/db/users?name=app", Fields.EMPTY);
    assertThatThrownBy(() -> connect("postgres", "app", "second", "require"))
        .isInstanceOf(SQLException.class);
  }

  @Test
  void extensions_that_cloud_sql_supports_can_be_created_by_its_users() throws Exception {
    try (Connection connection = connect("postgres", "postgres", "root-secret", "require");
        Statement statement = connection.createStatement()) {
      for (String extension :
          List.of("uuid-ossp", "pgcrypto", "pg_stat_statements", "citext", "postgres_fdw")) {
        statement.execute("CREATE EXTENSION \"" + extension + "\"");
      }
      assertThatThrownBy(() -> statement.execute("CREATE EXTENSION file_fdw"))
          .hasMessageContaining("permission denied");
    }
  }

  @Test
  void a_flag_takes_effect_and_an_unknown_or_wrong_one_is_refused() throws Exception {
    Fields version = sql.get("instances/db").fields("settings");
    sql.done("PATCH", "instances/db", flags("work_mem", "8192", "max_connections", "33"));
    try (Connection connection = connect("postgres", "postgres", "root-secret", "require")) {
      assertThat(ask(connection, "SHOW work_mem")).isEqualTo("8MB");
      assertThat(ask(connection, "SHOW max_connections")).isEqualTo("33");
    }
    sql.done("PATCH", "instances/db", Fields.EMPTY.with("settings.databaseFlags", Value.list()));
    try (Connection connection = connect("postgres", "postgres", "root-secret", "require")) {
      assertThat(ask(connection, "SHOW work_mem")).isEqualTo("4MB");
    }

    Fields misspelled =
        CloudSql.body(sql.call("PATCH", "instances/db", flags("work_memory", "8192")));
    Fields wrong = CloudSql.body(sql.call("PATCH", "instances/db", flags("work_mem", "much")));
    Fields stale =
        CloudSql.body(
            sql.call(
                "PATCH",
                "instances/db",
                flags("work_mem", "1024")
                    .with(
                        "settings.settingsVersion",
                        version.text("settingsVersion").orElseThrow())));

    assertThat(misspelled.text("error.message"))
        .contains("The requested flag is either misspelled or unsupported by Cloud SQL.");
    assertThat(reason(wrong)).isEqualTo("invalidFlagValue");
    assertThat(reason(stale)).isEqualTo("staleData");
  }

  @Test
  void settings_with_which_the_server_does_not_start_fail_the_operation_and_leave_it_as_it_was()
      throws Exception {
    Fields operation = sql.done("PATCH", "instances/db", flags("shared_buffers", "1073741823"));

    assertThat(((Fields) operation.items("error.errors").getFirst()).text("message").orElse(""))
        .contains("The server does not start with these settings.");
    assertThat(sql.get("instances/db").items("settings.databaseFlags").toString())
        .doesNotContain("shared_buffers");
    connect("postgres", "postgres", "root-secret", "require").close();
  }

  private static Fields flags(String... pairs) {
    List<Value> flags = new java.util.ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      flags.add(Fields.EMPTY.with("name", pairs[i]).with("value", pairs[i + 1]));
    }
    return Fields.EMPTY.with("settings.databaseFlags", new Value.Items(flags));
  }

  static String reason(Fields error) {
    return ((Fields) error.items("error.errors").getFirst()).text("reason").orElse("");
  }

  @Test
  void no_password_is_kept_in_plain_anywhere() throws Exception {
    sql.done(
        "POST",
        "instances/db/users",
        Fields.EMPTY.with("name", "secretive").with("password", "hush-hush-hush"));

    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text)
            .as(file.toString())
            .doesNotContain("hush-hush-hush")
            .doesNotContain("root-secret");
      }
    }
    assertThat(sql.get("instances/db/users").toString())
        .contains("secretive")
        .doesNotContain("hush-hush");
  }
}
