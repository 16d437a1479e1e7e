package dev.groundwork.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cli.Shell.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroundworkTest {
  private static final String[] COMMANDS = {
    "",
    "up",
    "plan",
    "apply",
    "verify",
    "destroy",
    "outputs",
    "validate",
    "secrets",
    "secrets get",
    "secrets list",
    "secrets add",
    "state",
    "state list",
    "state show",
    "state unlock",
    "emulator",
    "emulator start",
    "emulator stop",
    "emulator status",
    "emulator env",
    "emulator reset",
    "emulator clock",
    "emulator clock advance",
    "emulator iam",
    "emulator token",
    "emulator fault",
    "emulator fault add",
    "emulator fault list",
    "emulator fault clear",
    "completion",
    "version"
  };

  @TempDir Path folder;

  @Test
  void help_of_every_command_reads_as_agreed() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Shell shell = new Shell(folder)) {
      for (String command : COMMANDS) {
        String[] arguments = (command + " --help").strip().split(" ", -1);
        Said said = shell.run(arguments);
        assertThat(said.code()).as(command).isZero();
        all.append("$ groundwork ")
            .append(String.join(" ", arguments))
            .append('\n')
            .append(said.out())
            .append('\n');
      }
    }

    assertGolden("help.txt", all.toString());
  }

  @Test
  void the_version_is_shown_both_ways() {
    try (Shell shell = new Shell(folder)) {
      assertThat(shell.run("version").out())
          .matches("groundwork \\S+ \\(Java 25\\S*\\)\n")
          .isEqualTo(shell.run("--version").out());
    }
  }

  @Test
  void usage_mistakes_exit_64_and_say_what_is_meant() {
    try (Shell shell = new Shell(folder)) {
      assertThat(shell.run("valdate", "x"))
          .satisfies(said -> assertThat(said.code()).isEqualTo(64))
          .satisfies(said ->
              assertThat(said.err())
                  .contains("groundwork validate")
                  .contains("see `groundwork --help`"));
      assertThat(shell.run("plan").err())
          .isEqualTo(
              "groundwork: Missing required parameter: 'BLUEPRINT_DIR'\n  fix: see `groundwork plan --help`.\n");
      assertThat(shell.run("plan", "x", "--frobnicate").code()).isEqualTo(64);
      assertThat(shell.run("state").err()).contains("say which: list, show, unlock");
      assertThat(shell.run().code()).isEqualTo(64);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"up", "plan", "apply", "verify", "destroy", "outputs", "validate"})
  void every_command_on_a_blueprint_reports_its_mistakes_before_anything_else(String command) {
    try (Shell shell = new Shell(folder).write("bad/groundwork.yaml", "system: bad\nregoin: x\n")) {
      Said said = shell.run(command, "bad");

      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err()).contains("bad/groundwork.yaml:2:1: ").contains("GW102");
      assertThat(folder.resolve(".groundwork")).doesNotExist();
    }
  }

  @Test
  void validation_is_a_document_for_programs() {
    try (Shell shell =
        new Shell(folder)
            .write("good/groundwork.yaml", Small.BLUEPRINT)
            .write("bad/groundwork.yaml", "system: bad\nregoin: x\n")) {
      Said good = shell.run("validate", "good", "--json");
      assertThat(good.code()).isZero();
      assertThat(good.json().flag("valid")).isTrue();
      Said bad = shell.run("validate", "bad", "--json");
      assertThat(bad.code()).isEqualTo(1);
      assertThat(bad.json().flag("valid")).isFalse();
      assertThat(bad.json().items("diagnostics")).isNotEmpty();
      assertThat(bad.err()).isEmpty();
    }
  }

  @Test
  void a_bug_is_one_line_and_a_file_without_messages() throws IOException {
    try (Shell shell = new Shell(folder)) {
      Interrupts broken =
          _ -> {
            throw new IllegalStateException("hunter22 is the password");
          };
      Said said =
          shell
              .hearing(broken)
              .write("small/groundwork.yaml", Small.BLUEPRINT)
              .run("apply", "small", "--auto-approve");

      assertThat(said.code()).isEqualTo(1);
      assertThat(said.err())
          .contains(
              "this is a bug in Groundwork (IllegalStateException); the detail is in .groundwork/logs/crash-")
          .doesNotContain("\tat ");
      try (var logs = Files.list(folder.resolve(".groundwork/logs"))) {
        assertThat(logs.toList())
            .singleElement()
            .satisfies(log ->
                assertThat(log)
                    .content()
                    .contains("    at dev.groundwork")
                    .doesNotContain("hunter22"));
      }
    }
  }

  @Test
  void the_completion_script_knows_the_commands() {
    try (Shell shell = new Shell(folder)) {
      assertThat(shell.run("completion").out())
          .contains("complete -F _complete_groundwork")
          .contains("validate");
    }
  }

  private static void assertGolden(String name, String text) throws IOException {
    Path golden = Path.of("src/test/resources/dev/groundwork/cli", name);
    String accept = System.getProperty("accept");
    if (accept != null && !accept.startsWith("$")) {
      Files.writeString(golden, text);
    }
    assertThat(text).isEqualTo(Files.readString(golden));
  }
}
