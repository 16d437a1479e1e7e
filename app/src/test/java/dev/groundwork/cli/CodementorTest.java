package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The third real system, whole: the blueprint that ships, on an emulator with a real PostgreSQL, a
/// real Redis and the backend as a process; its cache fails and comes back, on the emulated clock.
class CodementorTest {
  @TempDir Path folder;

  @Test
  void codementor_stands_stays_tells_of_an_outage_recovers_and_goes() throws Exception {
    try (Shell shell = new Shell(folder)) {
      CoditectTest.copy(Path.of("../blueprints/codementor"), folder.resolve("codementor"));
      Said up = shell.run("up", "codementor", "--auto-approve");
      assertThat(up.code()).as(up.out() + up.err()).isZero();
      assertThat(up.out())
          .contains(" 0 failed, 0 not verified.")
          .contains("cache answers over TLS only  ")
          .contains("without password refused; without TLS refused");

      String url =
          shell
              .run("secrets", "get", "projects/codementor-development/secrets/redis-url")
              .out()
              .strip();
      assertThat(url).startsWith("rediss://:").endsWith(":6378");
      String password = url.substring("rediss://:".length(), url.indexOf('@'));
      assertThat(up.out() + up.err()).doesNotContain(password);
      assertThat(texts(folder.resolve(".groundwork/state"))).noneMatch(t -> t.contains(password));
      assertThat(shell.run("plan", "codementor", "--detailed-exitcode").code()).isZero();

      Path notices = folder.resolve(".groundwork/emulator/data/monitoring/notices/mail");
      shell.run("emulator", "clock", "advance", "2m");
      assertThat(notices).doesNotExist();
      assertThat(shell.run("emulator", "outage", "begin", "codementor-cache").code()).isZero();
      shell.run("emulator", "clock", "advance", "5m");
      assertThat(names(notices)).anyMatch(name -> name.endsWith("-open.eml"));
      assertThat(names(notices)).noneMatch(name -> name.endsWith("-closed.eml"));
      Said verified = shell.run("verify", "codementor");
      assertThat(verified.code()).isEqualTo(1);
      assertThat(verified.out()).contains("Connection refused").contains(" not verified.");
      assertThat(shell.run("emulator", "outage", "end", "codementor-cache").code()).isZero();
      shell.run("emulator", "clock", "advance", "10m");
      assertThat(names(notices)).anyMatch(name -> name.endsWith("-closed.eml"));

      Said destroyed =
          shell.run("destroy", "codementor", "--auto-approve", "--allow-data-loss", "all");
      assertThat(destroyed.code()).as(destroyed.err()).isZero();
    }
  }

  private static List<String> names(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> String.valueOf(f.getFileName())).toList();
    }
  }

  private static List<String> texts(Path root) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(root)) {
      List<String> texts = new java.util.ArrayList<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        texts.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      return texts;
    }
  }
}
