package dev.groundwork.plan;

import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Scripts that were carried out stay as they were.
class GrowthTest {
  private final World world = new World();

  @Test
  void a_new_element_is_an_update() {
    Plan plan = world.applied(scripts("001.sql a")).plan(scripts("001.sql a", "002.sql b"));

    assertThat(symbols(plan)).containsExactly("~ postgres.Migration/m [scripts]");
  }

  @Test
  void an_edited_element_is_refused_before_anything_is_called() {
    Plan plan =
        world.applied(scripts("001.sql a", "002.sql b")).plan(scripts("001.sql a", "002.sql c"));

    assertThat(plan.refusals())
        .extracting(Diagnostic::render)
        .containsExactly(
            "groundwork.yaml:4:3: postgres.Migration/m: 002.sql is there already and has been edited since. [GW202]\n"
                + "  fix: put back what was there, and add what is new beside it.");
  }

  @Test
  void an_element_that_is_left_out_is_refused() {
    Plan plan = world.applied(scripts("001.sql a", "002.sql b")).plan(scripts("002.sql b"));

    assertThat(plan.refusals())
        .extracting(Diagnostic::message)
        .containsExactly(
            "postgres.Migration/m: 001.sql is there already and is not among the scripts any more.");
  }

  @Test
  void what_stands_as_described_is_kept() {
    assertThat(world.applied(scripts("001.sql a")).plan(scripts("001.sql a")).isEmpty()).isTrue();
  }

  private static Resource scripts(String... scripts) {
    List<Value> elements =
        Stream.of(scripts)
            .<Value>map(s ->
                Value.fields()
                    .with("name", s.split(" ", -1)[0])
                    .with("sha256", s.split(" ", -1)[1]))
            .toList();
    return resource(
        Types.MIGRATION,
        "m",
        Map.of("database", Value.of("d")),
        Value.fields().with("scripts", new Value.Items(elements)));
  }
}
