package dev.groundwork.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.shape.Route;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The blueprint that ships with Groundwork, as it comes out of the reader.
class CoditectTest {
  private static final Shapes SHAPES =
      new Shapes() {
        @Override
        public Optional<Shape> find(String name) {
          return Optional.empty();
        }

        @Override
        public List<Route> routes(String service) {
          return List.of();
        }
      };

  private static Blueprint read(String environment) {
    Read read = new BlueprintReader(Catalog.standard(), SHAPES, DiskFolder.coditect()).read(Optional.of(environment));
    assertThat(read.diagnostics().stream().map(Diagnostic::render).toList()).isEmpty();
    return read.blueprint().orElseThrow();
  }

  @Test
  void coditect_expands_to_these_resources_checks_and_outputs() {
    Golden.assertSame("coditect-dev.json", Shown.json(read("dev")));
  }
}
