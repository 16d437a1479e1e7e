package dev.groundwork.emulator.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Docker or Podman, where this machine has one that works: runs images as they are. Containers
/// share this machine's network, so that they find the emulator and are found where their `PORT`
/// says.
final class Engine {
  private final List<Path> programs;
  private Optional<Optional<Path>> working = Optional.empty();

  /// @param programs where an engine may be, the preferred one first
  Engine(List<Path> programs) {
    this.programs = List.copyOf(programs);
  }

  /// Where they usually are.
  static Engine usual() {
    List<Path> programs = new ArrayList<>();
    for (String name : List.of("docker", "podman")) {
      for (String folder : List.of("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
        programs.add(Path.of(folder, name));
      }
    }
    return new Engine(programs);
  }

  /// The first that answers; looked for once, when it is first needed.
  synchronized Optional<Path> find() {
    if (working.isEmpty()) {
      working =
          Optional.of(
              programs.stream()
                  .filter(Files::isExecutable)
                  .filter(program -> succeeds(List.of(program.toString(), "info")))
                  .findFirst());
    }
    return working.get();
  }

  /// The command that runs an image in the foreground and takes it away when it ends.
  ///
  /// @param name of the container
  /// @param variables whose values the container takes from the command's own environment, so that
  ///   no secret stands in a list of processes
  static List<String> command(
      Path engine,
      String name,
      String image,
      Collection<String> variables,
      List<String> entrypoint,
      List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                engine.toString(), "run", "--rm", "--init", "--network", "host", "--name", name));
    variables.stream().sorted().forEach(v -> command.addAll(List.of("--env", v)));
    if (!entrypoint.isEmpty()) {
      command.addAll(List.of("--entrypoint", entrypoint.getFirst()));
    }
    command.add(image);
    command.addAll(entrypoint.subList(Math.min(1, entrypoint.size()), entrypoint.size()));
    command.addAll(arguments);
    return command;
  }

  /// Takes a container away that its command has left behind.
  void remove(String name) {
    find().ifPresent(engine -> succeeds(List.of(engine.toString(), "rm", "--force", name)));
  }

  private static boolean succeeds(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
