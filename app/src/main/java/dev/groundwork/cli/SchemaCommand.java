package dev.groundwork.cli;

import dev.groundwork.blueprint.SchemaGenerator;
import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.Json;
import dev.groundwork.shape.ShapeArchive;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `groundwork schema`.
@Command(
    name = "schema",
    description = "Prints a JSON Schema of blueprints, with which editors check and complete them.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Write it beside the blueprint and begin the blueprint with the line",
      "  # yaml-language-server: $schema=groundwork.schema.json"
    })
final class SchemaCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  SchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings
        .out()
        .println(
            Json.pretty(
                new SchemaGenerator(Catalog.standard(), ShapeArchive.standard()).generate()));
    return Groundwork.DONE;
  }
}
