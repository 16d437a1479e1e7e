package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmulatorCommandsTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void open() {
    shell = new Shell(folder);
  }

  @AfterEach
  void close() {
    shell.close();
  }

  @Test
  void it_is_started_once_and_says_where() {
    assertThat(shell.run("emulator", "start").out())
        .startsWith("The emulator is ready at " + shell.url() + " (process ")
        .contains("eval \"$(groundwork emulator env)\"");
    assertThat(shell.run("emulator", "start").out())
        .startsWith("The emulator runs already at " + shell.url());
    assertThat(shell.run("emulator", "start", "--port", "1").err())
        .contains("an emulator runs for this folder already")
        .contains("[GW504]");

    Said status = shell.run("emulator", "status", "--json");
    assertThat(status.code()).isZero();
    assertThat(status.json().flag("running")).isTrue();
    assertThat(status.json().text("url")).contains(shell.url());
  }

  @Test
  void one_that_does_not_run_is_told_by_exit_code_1() {
    Said status = shell.run("emulator", "status");
    assertThat(status.code()).isEqualTo(1);
    assertThat(status.out())
        .isEqualTo("No emulator runs for this folder; `groundwork emulator start` starts one.\n");
    assertThat(shell.run("emulator", "status", "--json").json().flag("running")).isFalse();
    assertThat(shell.run("emulator", "env"))
        .satisfies(said -> assertThat(said.code()).isEqualTo(1))
        .satisfies(said -> assertThat(said.out()).isEmpty());
    assertThat(shell.run("emulator", "stop").out())
        .isEqualTo("No emulator runs for this folder.\n");
  }

  @Test
  void its_exports_survive_a_shell_and_can_be_taken_back() throws Exception {
    shell.run("emulator", "start");

    String exports = shell.run("emulator", "env").out();
    String unset = shell.run("emulator", "env", "--unset").out();

    assertThat(
            sh(
                exports
                    + "echo \"$CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE $GOOGLE_SQL_CUSTOM_ENDPOINT\""))
        .isEqualTo(
            shell.url()
                + "/compute.googleapis.com/compute/v1/ "
                + shell.url()
                + "/sqladmin.googleapis.com/sql/v1beta4/\n");
    assertThat(sh(exports + unset + "env | grep -c CLOUDSDK_API || true")).isEqualTo("0\n");
    assertThat(exports.lines()).allMatch(line -> line.matches("export [A-Z0-9_]+='[^']*'"));
  }

  private static String sh(String script) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-euc", script);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("CLOUDSDK") || name.startsWith("GOOGLE"));
    Process process = builder.redirectErrorStream(true).start();
    String out =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    return out;
  }

  @Test
  void its_clock_moves_when_told() {
    shell.run("emulator", "start");

    assertThat(shell.run("emulator", "clock", "advance", "24h").out())
        .endsWith("(PT24H ahead of this machine)\n");
    assertThat(shell.run("emulator", "clock").out()).endsWith("(PT24H ahead of this machine)\n");
    assertThat(shell.run("emulator", "clock", "advance", "soon"))
        .satisfies(said -> assertThat(said.code()).isEqualTo(64))
        .satisfies(said ->
            assertThat(said.err())
                .contains("'soon' is no length of time: write 90s, 15m, 24h, 7d or PT1H30M"));
  }

  @Test
  void faults_are_added_listed_and_cleared() {
    shell.run("emulator", "start");

    assertThat(
            shell
                .run(
                    "emulator",
                    "fault",
                    "add",
                    "rate_limited",
                    "--host",
                    "compute.googleapis.com",
                    "--count",
                    "2")
                .out())
        .contains("kind=RATE_LIMITED  host=compute.googleapis.com");
    assertThat(shell.run("emulator", "fault", "list").out())
        .contains("kind=RATE_LIMITED")
        .contains("count=2");
    assertThat(shell.run("emulator", "fault", "clear").code()).isZero();
    assertThat(shell.run("emulator", "fault", "list").out()).startsWith("No faults;");
    assertThat(shell.run("emulator", "fault", "add", "gremlins").err()).contains("LOST_REPLY");
  }

  @Test
  void rate_limits_and_lost_replies_do_not_stop_an_apply() {
    shell.write("small/groundwork.yaml", Small.BLUEPRINT).run("emulator", "start");
    shell.run("emulator", "fault", "add", "rate_limited", "--count", "3", "--method", "POST");
    shell.run(
        "emulator",
        "fault",
        "add",
        "lost_reply",
        "--count",
        "2",
        "--method",
        "POST",
        "--path",
        "*networks*");

    Said applied = shell.run("apply", "small", "--auto-approve");

    assertThat(applied.err()).contains("again in");
    assertThat(applied.out()).contains("7 added, 0 changed, 0 destroyed");
    assertThat(shell.run("plan", "small", "--detailed-exitcode").code()).isZero();
  }

  @Test
  void a_reset_empties_it() {
    shell.write("small/groundwork.yaml", Small.BLUEPRINT).run("apply", "small", "--auto-approve");

    assertThat(shell.run("emulator", "reset").code()).isZero();

    assertThat(shell.run("plan", "small").out())
        .contains("Plan: 7 to add, 0 to change, 0 to destroy.");
  }
}
