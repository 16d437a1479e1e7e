package dev.groundwork.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Resource;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import java.util.List;
import java.util.Optional;

/// Reads blueprints for tests.
final class Blueprints {
  private Blueprints() {}

  static final Shapes SHAPES = ShapeArchive.standard();

  /// What every blueprint must begin with, seven lines.
  static final String HEAD =
      """
      system: shop
      project:
        id: shop-prod-1
        organization: "1"
        billingAccount: 0A0A0A-0B0B0B-0C0C0C
      region: us-central1
      """;

  static Read read(Folder folder, String environment) {
    return new BlueprintReader(Catalog.standard(), SHAPES, folder)
        .read(environment.isEmpty() ? Optional.empty() : Optional.of(environment));
  }

  static Blueprint sound(String yaml) {
    return sound(yaml, "");
  }

  static Blueprint sound(String yaml, String environment) {
    Read read = read(MapFolder.of(yaml), environment);
    assertThat(lines(read)).isEmpty();
    return read.blueprint().orElseThrow();
  }

  /// Every mistake, line by line as the user sees it.
  static List<String> errors(String yaml) {
    Read read = read(MapFolder.of(yaml), "");
    assertThat(read.blueprint()).isEmpty();
    return lines(read);
  }

  static List<String> lines(Read read) {
    return read.diagnostics().stream().flatMap(d -> d.render().lines()).toList();
  }

  static Resource resource(Blueprint blueprint, String address) {
    return blueprint.resources().stream()
        .filter(r -> r.address().toString().equals(address))
        .findFirst()
        .orElseThrow(() ->
            new AssertionError(
                "no "
                    + address
                    + " among "
                    + blueprint.resources().stream().map(Resource::address).toList()));
  }

  static List<String> codes(Read read) {
    return read.diagnostics().stream().map(Diagnostic::code).map(c -> c.id()).toList();
  }
}
