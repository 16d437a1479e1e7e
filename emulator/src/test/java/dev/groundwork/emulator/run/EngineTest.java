package dev.groundwork.emulator.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Docker and Podman: which one is used, and how.
class EngineTest {
  @TempDir private Path folder;

  private Path program(String name, int status) throws IOException {
    Path program = folder.resolve(name);
    Files.writeString(program, "#!/bin/sh\nexit " + status + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return program;
  }

  @Test
  void the_first_that_answers_is_used() throws IOException {
    Path broken = program("docker", 1);
    Path fine = program("podman", 0);
    assertThat(new Engine(List.of(broken, fine)).find()).contains(fine);
    assertThat(new Engine(List.of(broken, folder.resolve("none"))).find()).isEmpty();
  }

  @Test
  void no_value_of_a_variable_stands_in_the_command() {
    assertThat(
            Engine.command(
                Path.of("/usr/bin/docker"),
                "groundwork-1",
                "gcr.io/p/app:1",
                List.of("PORT", "KEY"),
                List.of("/bin/app", "--fast"),
                List.of("serve")))
        .containsExactly(
            "/usr/bin/docker",
            "run",
            "--rm",
            "--init",
            "--network",
            "host",
            "--name",
            "groundwork-1",
            "--env",
            "KEY",
            "--env",
            "PORT",
            "--entrypoint",
            "/bin/app",
            "gcr.io/p/app:1",
            "--fast",
            "serve");
  }
}
