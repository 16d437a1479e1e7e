package dev.groundwork.plan;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.graph.Graph;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.shape.Shapes;
import dev.groundwork.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Makes plans: from what is wanted, what was recorded and what was observed. Pure.
public final class Planner {
  private final Catalog catalog;
  private final FieldRules rules;

  public Planner(Catalog catalog, Shapes shapes) {
    this.catalog = catalog;
    this.rules = new FieldRules(shapes);
  }

  /// @param desired what is wanted; ignored when the options ask to destroy
  /// @param state what applies have recorded
  /// @param observation what is there; what it does not cover is taken to be as recorded
  public Plan plan(List<Resource> desired, State state, Observation observation, Options options) {
    List<Resource> wanted = options.destroy() ? List.of() : desired;
    Dependencies dependencies = Dependencies.of(wanted);
    Graph<Address> graph = dependencies.graph();
    Optional<List<Address>> cycle = graph.cycle();
    if (cycle.isPresent()) {
      return new Plan(
          List.of(goingRound(cycle.get(), wanted)), state.serial(), Duration.ZERO, List.of());
    }
    Wanted makes =
        new Wanted(
            rules, catalog, wanted, dependencies, graph.order(), state, observation, options);
    List<Change> changes = new ArrayList<>(makes.changes());
    changes.addAll(new Unwanted(catalog, makes, state, observation, options).changes());
    List<Change> selected = new ArrayList<>(Selection.select(changes, state, options));
    selected.sort(Comparator.comparing(Change::address));
    Steps steps = Steps.of(selected);
    List<Step> path = steps.criticalPath();
    Duration estimate = path.stream().map(steps::duration).reduce(Duration.ZERO, Duration::plus);
    return new Plan(
        selected, state.serial(), estimate, path.stream().map(Step::address).distinct().toList());
  }

  private static Change goingRound(List<Address> cycle, List<Resource> wanted) {
    Address first = cycle.getFirst();
    Place place =
        wanted.stream().filter(r -> r.address().equals(first)).findFirst().orElseThrow().place();
    String round = String.join(" → ", cycle.reversed().stream().map(Address::toString).toList());
    return new Change.Refused(
        first,
        List.of(
            Diagnostic.error(
                Code.CYCLE,
                place,
                "resources wait for each other in a circle: "
                    + round
                    + " → "
                    + cycle.getLast()
                    + ".",
                "remove one of the references on the path shown.")));
  }
}
