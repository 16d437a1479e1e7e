package dev.groundwork.emulator.cloudbuild;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which program of this machine does what a step's image would do. Programs that would change
/// something outside of the workspace (push an image, deploy) are stood in for by others that only
/// say so.
final class Programs {
  /// Programs that never run for a build.
  static final Set<String> ELSEWHERE =
      Set.of(
          "bq",
          "buildah",
          "docker",
          "docker-compose",
          "gcloud",
          "gke-deploy",
          "gsutil",
          "helm",
          "kubectl",
          "pack",
          "podman",
          "skaffold",
          "terraform");

  /// Images that run what their arguments say.
  private static final Set<String> PLAIN =
      Set.of(
          "alpine",
          "amazoncorretto",
          "bash",
          "busybox",
          "cloud-sdk",
          "debian",
          "eclipse-temurin",
          "golang",
          "google-cloud-cli",
          "gradle",
          "launcher.gcr.io/google/ubuntu1604",
          "maven",
          "node",
          "openjdk",
          "python",
          "ruby",
          "ubuntu");

  /// Google's and others' builder images, and the programs that they run.
  private static final Map<String, String> BUILDERS =
      Map.ofEntries(
          Map.entry("bazel", "bazel"),
          Map.entry("curl", "curl"),
          Map.entry("git", "git"),
          Map.entry("go", "go"),
          Map.entry("gradle", "gradle"),
          Map.entry("javac", "javac"),
          Map.entry("mvn", "mvn"),
          Map.entry("npm", "npm"),
          Map.entry("wget", "wget"),
          Map.entry("yarn", "yarn"));

  /// Where stand-ins write that they were called.
  static final String CALLED = "GROUNDWORK_NOT_CARRIED_OUT";

  private final Path standIns;
  private final String path;

  /// @param standIns folder for the programs that stand in for others
  /// @param path where this machine's programs are, as `PATH`
  Programs(Path standIns, String path) {
    this.standIns = standIns;
    this.path = path;
  }

  /// What to do about a step.
  sealed interface Plan {
    record Run(List<String> command) implements Plan {
      public Run {
        command = List.copyOf(command);
      }
    }

    /// @param reason after "it was not carried out: "
    record Leave(String reason) implements Plan {}
  }

  /// @param folder for the script's file
  Plan of(Step step, Workspace workspace, Path folder) {
    String script = step.body().text("script").orElse("");
    if (!script.isEmpty()) {
      return script(step, workspace.placed(script), folder);
    }
    String image = name(step.name());
    String builder = step.name().contains("cloud-builders") ? BUILDERS.get(image) : null;
    List<String> words = new ArrayList<>();
    String entrypoint = step.body().text("entrypoint").orElse("");
    if (!entrypoint.isEmpty()) {
      words.add(entrypoint);
    } else if (builder != null) {
      words.add(builder);
    } else if (ELSEWHERE.contains(image)) {
      return new Plan.Leave(elsewhere(image));
    } else if (!PLAIN.contains(image)) {
      return new Plan.Leave(
          "what the image "
              + step.name()
              + " runs is not known on this machine, which runs no images; a step with `entrypoint` or `script` runs here");
    }
    step.texts("args").forEach(argument -> words.add(workspace.placed(argument)));
    if (words.isEmpty()) {
      return new Plan.Leave("the image " + step.name() + " is given nothing to run");
    }
    String program = name(words.getFirst());
    if (ELSEWHERE.contains(program)) {
      return new Plan.Leave(elsewhere(program));
    }
    Optional<String> found =
        find(words.getFirst(), workspace.directory(step.body().text("dir").orElse("")));
    if (found.isEmpty()) {
      return new Plan.Leave("there is no program " + words.getFirst() + " on this machine");
    }
    words.set(0, found.get());
    return new Plan.Run(words);
  }

  private static String elsewhere(String program) {
    return switch (program) {
      case "docker", "podman", "buildah", "pack", "docker-compose" ->
          program + " does not run here: images are neither built nor pushed on this machine";
      default -> program + " does not run here: a build on this machine deploys nothing";
    };
  }

  private static Plan script(Step step, String script, Path folder) {
    Path file = folder.resolve("step" + step.index());
    try {
      Files.createDirectories(folder);
      Files.writeString(file, script.startsWith("#!") ? script : "#!/bin/sh\n" + script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file.toFile().setExecutable(true)
        ? new Plan.Run(List.of(file.toString()))
        : new Plan.Leave("its script cannot be made a program in " + folder);
  }

  /// `gcr.io/cloud-builders/mvn:3.9` is `mvn`.
  private static String name(String image) {
    String plain = image.replaceFirst("@sha256:.*$", "").replaceFirst(":[^:/]+$", "");
    return plain.substring(plain.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
  }

  private Optional<String> find(String program, Path directory) {
    if (program.contains("/")) {
      Path file = directory.resolve(program).normalize();
      return Files.isRegularFile(file) ? Optional.of(file.toString()) : Optional.empty();
    }
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file.toString());
      }
    }
    return Optional.empty();
  }

  /// `PATH` for steps: the stand-ins are found first.
  String path() {
    return standIns + File.pathSeparator + path;
  }

  /// Writes the stand-ins.
  void prepare() {
    try {
      Files.createDirectories(standIns);
      for (String program : ELSEWHERE) {
        Path file = standIns.resolve(program);
        Files.writeString(
            file,
            "#!/bin/sh\n"
                + "echo "
                + program
                + " >> \"$"
                + CALLED
                + "\"\n"
                + "echo '"
                + elsewhere(program)
                + "' >&2\n"
                + "exit 127\n");
        if (!file.toFile().setExecutable(true)) {
          throw new IOException(file + " cannot be made a program");
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Why a step that has called stand-ins was not carried out.
  static Optional<String> called(Path file) {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .findFirst()
              .map(p -> "it called " + p + ", and " + elsewhere(p))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
