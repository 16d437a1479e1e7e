import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Options;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Planner;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import dev.groundwork.shape.Shapes;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// How long the planner takes, engine alone: systems of N and 10 N secrets, flat, and layered with each on three of the layer
/// before; a first plan, and a plan that finds nothing to change. Best of five runs; growth is the exponent of N.
public final class PlanBench {
  private static final int LAYER = 100;

  private final Catalog catalog = Catalog.standard();
  private final Shapes shapes = ShapeArchive.standard();
  private final ResourceType type = catalog.get("secretmanager.Secret");

  public static void main(String[] arguments) {
    int small = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000;
    PlanBench bench = new PlanBench();
    System.out.printf("%-24s %10s %10s %10s%n", "", small, small * 10, "growth");
    for (boolean layered : List.of(false, true)) {
      for (boolean first : List.of(true, false)) {
        double one = bench.milliseconds(small, layered, first);
        double ten = bench.milliseconds(small * 10, layered, first);
        System.out.printf(
            Locale.ROOT,
            "%-24s %7.0f ms %7.0f ms   N^%.2f%n",
            (first ? "first plan, " : "no change, ") + (layered ? "layered" : "flat"),
            one,
            ten,
            Math.log10(ten / one));
      }
    }
  }

  private double milliseconds(int count, boolean layered, boolean first) {
    List<Resource> desired = desired(count, layered);
    State state = first ? State.EMPTY : recorded(desired);
    Observation observation = first ? Observation.none() : observed(desired);
    double[] runs = new double[5];
    for (int run = 0; run < runs.length; run++) {
      long start = System.nanoTime();
      Plan plan = new Planner(catalog, shapes).plan(desired, state, observation, Options.NONE);
      runs[run] = (System.nanoTime() - start) / 1e6;
      if (plan.isEmpty() == first) {
        throw new IllegalStateException(plan.summary());
      }
    }
    return Arrays.stream(runs).min().orElseThrow();
  }

  private List<Resource> desired(int count, boolean layered) {
    List<Resource> resources = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SortedSet<Address> on = new TreeSet<>();
      int layer = i / LAYER;
      for (int k = 0; layered && layer > 0 && k < 3; k++) {
        on.add(address((layer - 1) * LAYER + (i + 37 * k) % LAYER));
      }
      resources.add(new Resource(address(i), type, Map.of("project", Value.of("bench"), "name", Value.of("s" + i)), body(), on, Place.of("bench")));
    }
    return resources;
  }

  private State recorded(List<Resource> desired) {
    SortedMap<Address, Recorded> all = new TreeMap<>();
    for (Resource r : desired) {
      all.put(r.address(), new Recorded(r.address(), path(r), r.body(), shown(r), r.dependsOn()));
    }
    return new State(1, all);
  }

  private Observation observed(List<Resource> desired) {
    Observation.Builder builder = Observation.builder();
    desired.forEach(r -> builder.add(new Target(type, path(r)), new Observation.Seen.Present(path(r), shown(r))));
    return builder.build();
  }

  private static Map<String, String> path(Resource r) {
    return Map.of("project", "bench", "name", r.address().name());
  }

  private static Fields body() {
    return Value.fields().with("replication", Value.fields().with("automatic", Value.fields())).with("labels.team", "bench");
  }

  private static Fields shown(Resource r) {
    return r.body().with("name", "projects/bench/secrets/" + r.address().name()).with("etag", "\"1\"");
  }

  private static Address address(int i) {
    return new Address("secretmanager.Secret", "s" + i);
  }
}
