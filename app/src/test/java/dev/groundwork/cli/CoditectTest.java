package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first real system, whole: the blueprint that ships, on an emulator with a real PostgreSQL.
class CoditectTest {
  @TempDir Path folder;

  @Test
  void coditect_stands_stays_changes_is_mended_and_goes() throws Exception {
    try (Shell shell = new Shell(folder)) {
      copy(Path.of("../blueprints/coditect"), folder.resolve("coditect"));
      Said up = shell.run("up", "coditect", "--auto-approve");
      assertThat(up.code()).as(up.out() + up.err()).isZero();
      assertThat(up.out()).contains(" 0 failed, 0 not verified.");

      Fields database = shell.run("outputs", "coditect", "--json").json().fields("database");
      String password =
          shell.run("secrets", "get", database.text("passwordSecret").orElseThrow()).out().strip();
      assertThat(tables(database, password)).isEqualTo(8);
      assertThat(bytesUnder(folder.resolve(".groundwork/state")))
          .noneMatch(text -> text.contains(password));
      assertThat(up.out() + up.err()).doesNotContain(password);

      assertThat(shell.run("plan", "coditect", "--detailed-exitcode").code()).isZero();

      Path blueprint = folder.resolve("coditect/groundwork.yaml");
      Files.writeString(
          blueprint, Files.readString(blueprint).replace("tier: db-f1-micro", "tier: db-g1-small"));
      assertThat(shell.run("plan", "coditect").out())
          .contains("Plan: 0 to add, 1 to change, 0 to destroy.");
      assertThat(shell.run("up", "coditect", "--auto-approve").code()).isZero();

      Said destroyed =
          shell.run("destroy", "coditect", "--auto-approve", "--allow-data-loss", "all");
      assertThat(destroyed.code()).as(destroyed.err()).isZero();
      Said again = shell.run("plan", "coditect");
      assertThat(again.code()).isEqualTo(1);
      assertThat(again.err())
          .contains("instances/coditect-shared-db cannot be used")
          .contains("[GW304]");
    }
  }

  private static int tables(Fields database, String password) throws SQLException {
    String port = ((Value.Num) database.get("port").orElseThrow()).value().toPlainString();
    String url =
        "jdbc:postgresql://"
            + database.text("host").orElseThrow()
            + ":"
            + port
            + "/"
            + database.text("database").orElseThrow()
            + "?sslmode=require";
    try (var connection =
            DriverManager.getConnection(url, database.text("user").orElseThrow(), password);
        var rows =
            connection
                .createStatement()
                .executeQuery("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static List<String> bytesUnder(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).map(CoditectTest::text).toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
