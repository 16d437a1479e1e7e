package dev.groundwork.cli;

import dev.groundwork.blueprint.Blueprint;
import dev.groundwork.blueprint.BlueprintReader;
import dev.groundwork.blueprint.Read;
import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.shape.Shapes;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Which blueprint, and as which environment: what most commands begin with.
final class BlueprintOptions {
  @Parameters(paramLabel = "BLUEPRINT_DIR", description = "The folder that holds groundwork.yaml.")
  Path folder = Path.of("");

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

  /// Everything that reading gave, mistakes included.
  Read read(Surroundings surroundings, Catalog catalog, Shapes shapes) {
    BlueprintReader reader =
        new BlueprintReader(catalog, shapes, new DiskFolder(surroundings.folder(), folder));
    return reader.read(
        environment.or(() -> surroundings.variable("GROUNDWORK_ENV")),
        project.or(() -> surroundings.variable("GROUNDWORK_PROJECT")));
  }

  /// The blueprint; warnings are shown.
  ///
  /// @throws Stop with every mistake when there is one
  Blueprint require(Surroundings surroundings, Catalog catalog, Shapes shapes) throws Stop {
    Read read = read(surroundings, catalog, shapes);
    if (read.blueprint().isEmpty()) {
      throw new Stop(read.diagnostics());
    }
    read.diagnostics().stream().map(Diagnostic::render).forEach(surroundings.err()::println);
    return read.blueprint().get();
  }
}
