package dev.groundwork.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.graph.Graph;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Options;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.PlanText;
import dev.groundwork.plan.Planner;
import dev.groundwork.plan.Refresh;
import dev.groundwork.plan.Standing;
import dev.groundwork.plan.Step;
import dev.groundwork.plan.Steps;
import dev.groundwork.plan.Types;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/// One system on one simulated cloud, brought up by run after run, some of them killed.
final class Simulation {
  private static final int RUNS = 40;

  private final Random random;
  private final VirtualLanes.Clock clock = new VirtualLanes.Clock();
  private final Doom doom = new Doom();
  private final Faults faults;
  private final SimCloud cloud;
  private final SimStore store;
  private final Planted planted;
  private final StringBuilder told = new StringBuilder();
  private boolean isListenedTo = true;
  private final List<String> trace = new ArrayList<>();
  private int kills;

  Simulation(long seed) {
    this(seed, Planted.NOTHING);
  }

  Simulation(long seed, Planted planted) {
    this.planted = planted;
    store = new SimStore(doom, planted);
    random = new Random(seed);
    faults = new Faults(new Random(seed + 1));
    cloud = new SimCloud(clock, doom, faults, planted);
  }

  /// For a run of which only the cloud is looked at: what it tells is not kept.
  Simulation unheard() {
    isListenedTo = false;
    return this;
  }

  SimCloud cloud() {
    return cloud;
  }

  int kills() {
    return kills;
  }

  List<String> trace() {
    return trace;
  }

  /// Runs again and again, at first with faults and kills and at last without, until all is as
  /// described.
  void up(
      List<Resource> desired, boolean destroy, double passing, double lasting, boolean killing) {
    Set<String> wanted = new HashSet<>();
    desired.forEach(r -> wanted.add(name(r)));
    cloud.wants(destroy ? Set.of() : wanted);
    for (int run = 0; run < RUNS; run++) {
      boolean calm = run >= RUNS / 2;
      faults.set(passing, calm || run % 2 == 1 ? 0 : lasting);
      doom.in(
          killing && !calm && random.nextInt(3) > 0 ? random.nextInt(30 + 4 * desired.size()) : -1);
      VirtualLanes lanes = new VirtualLanes(clock, random, 40);
      try {
        boolean isDone = once(desired, destroy, lanes);
        assertThat(cloud.violations()).isEmpty();
        if (isDone) {
          doom.never();
          return;
        }
      } catch (Doom.Killed _) {
        kills++;
        trace.add("killed at " + clock.now());
        lanes.die();
        assertThat(cloud.violations()).isEmpty();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      clock.advance(Duration.ofSeconds(random.nextInt(90)));
    }
    throw new AssertionError("not done after " + RUNS + " runs: " + trace.getLast());
  }

  private static String name(Resource r) {
    Map<String, String> path = new TreeMap<>();
    r.path()
        .forEach((name, value) ->
            path.put(
                name,
                Standing.text(value)
                    .orElseGet(() ->
                        value instanceof Value.Reference(var target, _) ? target.name() : "")));
    return r.type().name() + " " + path + r.body().text("title").map(t -> " " + t).orElse("");
  }

  /// One run of the program: resume, observe, plan, apply.
  private boolean once(List<Resource> desired, boolean destroy, VirtualLanes lanes)
      throws InterruptedException {
    Limits limits = Limits.of(1 + random.nextInt(8));
    Resume.Resumed resumed =
        new Resume(cloud, store, SimTypes.CATALOG, Types.NO_SHAPES, lanes, limits, random).resume();
    if (!resumed.problems().isEmpty()) {
      trace.add("problems " + resumed.problems());
      return false;
    }
    Plan plan =
        planted == Planted.HIDES_NEEDS
            ? withoutNeeds(plan(desired, destroy, resumed.state(), lanes, limits))
            : plan(desired, destroy, resumed.state(), lanes, limits);
    assertThat(plan.refusals()).isEmpty();
    if (isListenedTo) {
      told.append(PlanText.render(plan, false));
    }
    Steps steps = Steps.of(plan.changes());
    cloud.toleratesUse(steps.contradictions() > 0);
    List<Event> events = new ArrayList<>();
    Applier applier =
        new Applier(cloud, store, Types.NO_SHAPES, lanes, limits, random, events::add);
    Outcome outcome = applier.apply(plan);
    if (isListenedTo) {
      events.forEach(told::append);
    }
    trace.add(
        clock.now()
            + " "
            + outcome.done()
            + " "
            + outcome.failures().stream().map(Diagnostic::render).toList()
            + " "
            + outcome.skipped());
    failuresSkipWhatNeedsThemAndNothingElse(steps.graph(), outcome, events);
    return outcome.isComplete();
  }

  Plan plan(List<Resource> desired, boolean destroy, State state, VirtualLanes lanes, Limits limits)
      throws InterruptedException {
    Observation observation =
        new Observer(cloud, lanes, limits, random)
            .observe(Refresh.of(destroy ? List.of() : desired, state, SimTypes.CATALOG));
    Options options =
        destroy
            ? Options.NONE.destroying().allowingAnyDataLoss()
            : Options.NONE.allowingAnyDataLoss();
    return new Planner(SimTypes.CATALOG, Types.NO_SHAPES)
        .plan(desired, state, observation, options);
  }

  /// The fault planted: creations that wait for nothing.
  private static Plan withoutNeeds(Plan plan) {
    List<Change> changes =
        plan.changes().stream()
            .map(c ->
                c instanceof Change.Create(var desired, var vanished, var reasons)
                    ? (Change)
                        new Change.Create(
                            new Resource(
                                desired.address(),
                                desired.type(),
                                desired.path(),
                                known(desired.body()),
                                new java.util.TreeSet<>(),
                                desired.place()),
                            vanished,
                            reasons)
                    : c)
            .toList();
    return new Plan(changes, plan.serial(), plan.estimate(), plan.criticalPath());
  }

  private static Fields known(Fields body) {
    return (Fields)
        body.map(v ->
            v instanceof Value.Reference(var target, _)
                ? Value.of("projects/p/quicks/" + target.name())
                : v);
  }

  private static void failuresSkipWhatNeedsThemAndNothingElse(
      Graph<Step> graph, Outcome outcome, List<Event> events) {
    Set<Step> failed = new HashSet<>();
    events.forEach(e -> {
      if (e instanceof Event.Failed f) {
        failed.add(f.step());
      }
    });
    Set<Step> downstream = new HashSet<>(graph.downstream(failed));
    downstream.removeAll(failed);
    downstream.removeIf(s -> s.kind() == Step.Kind.STAY);
    assertThat(new HashSet<>(outcome.skipped())).isEqualTo(downstream);
    Set<Step> rest = new HashSet<>(graph.nodes());
    rest.removeIf(s -> s.kind() == Step.Kind.STAY);
    rest.removeAll(failed);
    rest.removeAll(downstream);
    assertThat(new HashSet<>(outcome.done())).isEqualTo(rest);
  }

  // ---------------------------------------------------------------- what must hold when all is
  // done

  void nextPlanIsEmpty(List<Resource> desired) throws InterruptedException {
    faults.set(0, 0);
    Plan plan =
        plan(
            desired,
            false,
            store.load().state(),
            new VirtualLanes(clock, random, 40),
            Limits.of(8));
    assertThat(plan.isEmpty()).as(() -> PlanText.render(plan, false)).isTrue();
    assertThat(plan.changes())
        .as("not even a record changes")
        .allMatch(c -> c instanceof Change.Keep);
    assertThat(plan.changes()).hasSize(desired.size());
  }

  void recordIs(List<Resource> desired) {
    assertThat(store.load().open()).isEmpty();
    assertThat(store.load().state().resources().keySet())
        .containsExactlyInAnyOrderElementsOf(desired.stream().map(Resource::address).toList());
  }

  void noSecretWasWrittenOrTold() {
    assertThat(isListenedTo).isTrue();
    String everything =
        store.everything() + told + (planted == Planted.TELLS_SECRETS ? cloud.secretValues() : "");
    assertThat(cloud.secretValues()).noneMatch(everything::contains);
  }

  /// Someone deletes and changes things by hand.
  void meddle() {
    for (Map.Entry<String, Fields> e : cloud.bodies().entrySet()) {
      boolean isMine =
          !e.getKey().startsWith(SimTypes.VERSION.name())
              && !e.getKey().startsWith(SimTypes.SECRET.name())
              && !e.getKey().startsWith(SimTypes.WHOLE.name());
      if (isMine && !e.getValue().values().containsKey("foreign")) {
        switch (random.nextInt(8)) {
          case 0 -> cloud.meddle(e.getKey(), Optional.empty());
          case 1 -> cloud.meddle(e.getKey(), Optional.of(e.getValue().with("size", 77)));
          case 2 -> cloud.meddle(e.getKey(), Optional.of(e.getValue().with("theirs", "z")));
          default -> {}
        }
      }
    }
  }
}
