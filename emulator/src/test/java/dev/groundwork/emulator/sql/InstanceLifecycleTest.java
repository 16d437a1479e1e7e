package dev.groundwork.emulator.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// From creation to deletion, with a real PostgreSQL 15.
@EnabledOnOs(
    value = OS.LINUX,
    disabledReason = "the PostgreSQL programs that come with the emulator are for Linux")
class InstanceLifecycleTest {
  @TempDir Path folder;

  @Test
  void
      an_instance_keeps_its_data_and_address_when_the_emulator_starts_again_and_leaves_nothing_when_deleted()
          throws Exception {
    Reachable before;
    try (CloudSql sql = new CloudSql(folder)) {
      sql.done("POST", "instances", CloudSql.postgres("db", 15));
      before = sql.reachable("db", 5432);
      try (Connection connection = connect(before)) {
        assertThat(ask(connection, "SHOW server_version")).startsWith("15.");
        connection.createStatement().execute("CREATE TABLE kept AS SELECT 42 AS answer");
      }
    }
    assertThat(answers(before)).isFalse();

    try (CloudSql sql = new CloudSql(folder)) {
      assertThat(sql.reachable("db", 5432)).isEqualTo(before);
      try (Connection connection = connect(before)) {
        assertThat(ask(connection, "SELECT answer FROM kept")).isEqualTo("42");
      }
      long process = process();

      sql.done("DELETE", "instances/db", Fields.EMPTY);

      assertThat(answers(before)).isFalse();
      assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(folder.resolve("sql/p/db")).doesNotExist();
      assertThat(sql.plane.reachable()).isEmpty();
    }
  }

  @Test
  void the_server_of_an_emulator_that_was_killed_is_taken_over() throws Exception {
    CloudSql killed = new CloudSql(folder);
    killed.done("POST", "instances", CloudSql.postgres("db", 15));
    Reachable at = killed.reachable("db", 5432);
    long process = process();
    // a killed emulator closes nothing but what the operating system closes: its own sockets
    killed.abandon();

    try (CloudSql sql = new CloudSql(folder)) {
      assertThat(sql.reachable("db", 5432)).isEqualTo(at);
      assertThat(process()).isEqualTo(process);
      connect(at).close();
    }
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void a_server_that_no_instance_stands_for_is_ended() throws Exception {
    CloudSql killed = new CloudSql(folder);
    killed.done("POST", "instances", CloudSql.postgres("db", 15));
    long process = process();
    killed.plane.store().run(t -> t.drop("sqladmin.googleapis.com/projects/p/instances/db"));
    killed.abandon();

    new CloudSql(folder).close();

    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(folder.resolve("sql/p/db")).doesNotExist();
  }

  @Test
  void a_stopped_instance_answers_no_more_and_a_restarted_one_has_a_new_process() throws Exception {
    try (CloudSql sql = new CloudSql(folder)) {
      sql.done("POST", "instances", CloudSql.postgres("db", 15));
      Reachable at = sql.reachable("db", 5432);
      long first = process();
      sql.done("POST", "instances/db/restart", Fields.EMPTY);
      assertThat(process()).isNotEqualTo(first);

      sql.done("PATCH", "instances/db", Fields.EMPTY.with("settings.activationPolicy", "NEVER"));
      assertThat(answers(at)).isFalse();
      assertThat(
              CloudSql.body(sql.call("GET", "instances/db/users", Fields.EMPTY))
                  .text("error.message"))
          .contains("Invalid request: Invalid request since instance is not running.");

      sql.done("PATCH", "instances/db", Fields.EMPTY.with("settings.activationPolicy", "ALWAYS"));
      connect(at).close();
    }
  }

  @Test
  void a_deleted_name_stays_taken_for_a_week_of_the_emulated_clock() {
    try (CloudSql sql = new CloudSql(folder)) {
      sql.done("POST", "instances", mysql("gone"));
      sql.done("DELETE", "instances/gone", Fields.EMPTY);

      Fields refused = CloudSql.body(sql.call("POST", "instances", mysql("gone")));
      sql.plane.advance(Duration.ofDays(7).plusSeconds(1));

      assertThat(PostgresInstanceTest.reason(refused)).isEqualTo("instanceAlreadyExists");
      assertThat(refused.text("error.message").orElse(""))
          .endsWith("until one week from the deletion date.");
      sql.done("POST", "instances", mysql("gone"));
    }
  }

  @Test
  void while_an_operation_runs_another_is_refused() {
    try (CloudSql sql = new CloudSql(folder, true)) {
      sql.call("POST", "instances", mysql("db"));
      assertThat(sql.get("instances/db").text("state")).contains("PENDING_CREATE");

      assertThat(
              PostgresInstanceTest.reason(
                  CloudSql.body(sql.call("DELETE", "instances/db", Fields.EMPTY))))
          .isEqualTo("operationInProgress");
      assertThat(
              PostgresInstanceTest.reason(
                  CloudSql.body(
                      sql.call("POST", "instances/db/users", Fields.EMPTY.with("name", "u")))))
          .isEqualTo("operationInProgress");
      assertThat(
              PostgresInstanceTest.reason(
                  CloudSql.body(
                      sql.call(
                          "PATCH",
                          "instances/db",
                          Fields.EMPTY.with("settings.tier", "db-g1-small")))))
          .isEqualTo("operationInProgress");

      sql.advanceUntilRunnable("db");
      assertThat(sql.call("POST", "instances/db/users", Fields.EMPTY.with("name", "u")).status())
          .isEqualTo(200);
    }
  }

  @Test
  void a_protected_instance_is_not_deleted_until_its_protection_is_taken_away() {
    try (CloudSql sql = new CloudSql(folder)) {
      sql.done("POST", "instances", mysql("db").with("settings.deletionProtectionEnabled", true));

      Fields refused = CloudSql.body(sql.call("DELETE", "instances/db", Fields.EMPTY));

      assertThat(refused.text("error.message").orElse("")).startsWith("The instance is protected.");
      sql.done(
          "PATCH", "instances/db", Fields.EMPTY.with("settings.deletionProtectionEnabled", false));
      sql.done("DELETE", "instances/db", Fields.EMPTY);
    }
  }

  private static Fields mysql(String name) {
    return Fields.EMPTY
        .with("name", name)
        .with("databaseVersion", "MYSQL_8_0")
        .with("region", "us-central1")
        .with("settings.tier", "db-f1-micro");
  }

  private long process() throws IOException {
    return Long.parseLong(
        Files.readAllLines(folder.resolve("sql/p/db/server/data/postmaster.pid")).getFirst());
  }

  private static boolean answers(Reachable at) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral(at.host()), at.hostPort()), 2000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static Connection connect(Reachable at) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://"
            + at.host()
            + ":"
            + at.hostPort()
            + "/postgres?sslmode=require&user=postgres&password=root-secret");
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return Optional.ofNullable(rows.getString(1)).orElse("");
    }
  }
}
