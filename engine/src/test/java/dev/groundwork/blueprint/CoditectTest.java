package dev.groundwork.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ShapeCheck;
import dev.groundwork.resource.ShapeProblem;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The blueprint that ships with Groundwork, as it comes out of the reader.
class CoditectTest {
  private static Blueprint read(String environment) {
    Read read = Blueprints.read(DiskFolder.coditect(), environment);
    assertThat(read.diagnostics().stream().map(Diagnostic::render).toList()).isEmpty();
    return read.blueprint().orElseThrow();
  }

  @Test
  void coditect_expands_to_these_resources_checks_and_outputs() {
    Golden.assertSame("coditect-dev.json", Shown.json(read("dev")));
  }

  @Test
  void production_differs_by_one_line() {
    Resource dev = Blueprints.resource(read("dev"), "sql.Instance/database");
    Resource prod = Blueprints.resource(read("prod"), "sql.Instance/database");

    assertThat(dev.body().text("settings.tier")).contains("db-f1-micro");
    assertThat(dev.body().text("settings.availabilityType")).contains("ZONAL");
    assertThat(prod.body().text("settings.tier")).contains("db-custom-2-7680");
    assertThat(prod.body().text("settings.availabilityType")).contains("REGIONAL");
    assertThat(prod.body().flag("settings.backupConfiguration.pointInTimeRecoveryEnabled"))
        .isTrue();
  }

  @Test
  void the_first_environment_is_meant_when_none_is_named() {
    assertThat(Blueprints.read(DiskFolder.coditect(), "").blueprint().orElseThrow().environment())
        .isEqualTo("dev");
  }

  @Test
  void every_body_fits_googles_shape() {
    List<String> wrong = new ArrayList<>();
    for (Resource resource : read("prod").resources()) {
      ShapeCheck.ofDescriptions(Blueprints.SHAPES).check(resource.type(), resource.body()).stream()
          .filter(p ->
              p.kind() != ShapeProblem.Kind.MISSING_FIELD
                  || !resource.type().parameters().contains(p.path()))
          .forEach(p -> wrong.add(resource.address() + ": " + p.message()));
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void no_api_is_listed_by_hand_and_none_is_missing() {
    assertThat(
            read("dev").resources().stream()
                .map(r -> r.address().toString())
                .filter(a -> a.startsWith("serviceusage.")))
        .containsExactly(
            "serviceusage.Service/project.compute",
            "serviceusage.Service/project.iam",
            "serviceusage.Service/project.secretmanager",
            "serviceusage.Service/project.servicenetworking",
            "serviceusage.Service/project.sqladmin");
  }
}
