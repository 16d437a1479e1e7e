package dev.groundwork.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `apply` takes: a blueprint's folder, or a saved plan.
final class BlueprintOrPlan {
  @Parameters(
      paramLabel = "BLUEPRINT_DIR|PLAN_FILE",
      description = "The folder that holds groundwork.yaml, or a file that `plan -out` wrote.")
  Path path = Path.of("");

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description =
          "The environment; without it GROUNDWORK_ENV, or the first that the blueprint declares.")
  Optional<String> environment = Optional.empty();

  @Option(
      names = "--project",
      paramLabel = "ID",
      description =
          "The project's id, in place of the blueprint's own; without it GROUNDWORK_PROJECT.")
  Optional<String> project = Optional.empty();

  BlueprintOptions blueprint() {
    BlueprintOptions options = new BlueprintOptions();
    options.folder = path;
    options.environment = environment;
    options.project = project;
    return options;
  }
}
