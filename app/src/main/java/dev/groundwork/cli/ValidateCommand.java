package dev.groundwork.cli;

import dev.groundwork.blueprint.Blueprint;
import dev.groundwork.blueprint.Read;
import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork validate`.
@Command(
    name = "validate",
    description =
        "Reads a blueprint and reports every mistake in it, with file, line and column. Asks no cloud.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private BlueprintOptions blueprint = new BlueprintOptions();

  @Option(names = "--json", description = "As a JSON document.")
  private boolean json;

  ValidateCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Read read = blueprint.read(surroundings, Catalog.standard(), ShapeArchive.standard());
    if (json) {
      surroundings.out().println(Json.pretty(document(read)));
    } else {
      read.diagnostics().stream().map(Diagnostic::render).forEach(surroundings.err()::println);
      read.blueprint().map(ValidateCommand::sentence).ifPresent(surroundings.out()::println);
    }
    return read.blueprint().isPresent() ? Groundwork.DONE : Groundwork.FAILED;
  }

  private static String sentence(Blueprint read) {
    return "%s (%s) is valid: %d resources, %d checks."
        .formatted(
            read.system(), read.environment(), read.resources().size(), read.checks().size());
  }

  private static Fields document(Read read) {
    Fields document = Value.fields().with("valid", read.blueprint().isPresent());
    Optional<Blueprint> blueprint = read.blueprint();
    if (blueprint.isPresent()) {
      List<String> addresses =
          blueprint.get().resources().stream().map(r -> r.address().toString()).toList();
      document =
          document
              .with("system", blueprint.get().system())
              .with("environment", blueprint.get().environment())
              .with("resources", Value.texts(addresses))
              .with("checks", blueprint.get().checks().size());
    }
    return document.with("diagnostics", DiagnosticJson.of(read.diagnostics()));
  }
}
