package dev.groundwork.apply;

import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.graph.Graph;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Existing;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Standing;
import dev.groundwork.plan.Step;
import dev.groundwork.plan.Step.Kind;
import dev.groundwork.plan.Steps;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Carries out a plan. One thread decides; what blocks runs on the lanes it is given. Every intent
/// is in the journal before its call, every outcome after it, so that a run that is killed anywhere
/// is finished by the next.
public final class Applier {
  private final Cloud cloud;
  private final StateStore store;
  private final Shapes shapes;
  private final Lanes lanes;
  private final Limits limits;
  private final RandomGenerator random;
  private final Consumer<Event> listener;
  private final List<Runner<Step>> running = new ArrayList<>();

  /// @param random for jitter, request ids and generated secrets: cryptographically strong
  /// @param listener is told on the deciding thread; must not block
  public Applier(
      Cloud cloud,
      StateStore store,
      Shapes shapes,
      Lanes lanes,
      Limits limits,
      RandomGenerator random,
      Consumer<Event> listener) {
    this.cloud = cloud;
    this.store = store;
    this.shapes = shapes;
    this.lanes = lanes;
    this.limits = limits;
    this.random = random;
    this.listener = listener;
  }

  /// Carries the plan out. Resume what an earlier run left open first, and plan after that: see
  /// `Resume`.
  ///
  /// @throws IllegalArgumentException when the plan refuses something, or was made from another
  ///   state
  /// @throws InterruptedException when the deciding thread is interrupted; what is under way is
  ///   left to the next run
  public Outcome apply(Plan plan) throws InterruptedException {
    if (!plan.refusals().isEmpty()) {
      throw new IllegalArgumentException(
          "a plan that must not be applied: " + plan.refusals().getFirst().render());
    }
    StateStore.Loaded loaded = store.load();
    if (loaded.state().serial() != plan.serial()) {
      throw new IllegalArgumentException(
          "a plan of state " + plan.serial() + ", which is now " + loaded.state().serial());
    }
    Run run = new Run(plan, new Writing(store, loaded));
    synchronized (running) {
      running.add(run.runner);
    }
    try {
      return run.apply();
    } finally {
      synchronized (running) {
        running.remove(run.runner);
      }
    }
  }

  /// From any thread. The first time, nothing new is begun and what is under way is finished; the
  /// second time, the run ends at once and leaves what is under way to the next run.
  public void cancel() {
    synchronized (running) {
      running.forEach(Runner::cancel);
    }
  }

  private final class Run implements Runner.Work<Step>, Attempt.Telling {
    private final Map<Address, Change> changes = new HashMap<>();
    private final Writing writing;
    private final Steps steps;
    private final Graph<Step> graph;
    private final Schedule<Step> schedule;
    private final Runner<Step> runner;
    private final Map<Address, Standing> standings = new HashMap<>();
    private final Map<Step, Attempt> attempts = new HashMap<>();
    private final Set<Address> madeNow = new HashSet<>();
    private final List<Step> done = new ArrayList<>();
    private final List<Diagnostic> failures = new ArrayList<>();
    private final List<Step> skipped = new ArrayList<>();
    private final List<Step> left = new ArrayList<>();
    private final Duration begun = lanes.now();
    private final int total;

    Run(Plan plan, Writing writing) {
      this.writing = writing;
      plan.changes().forEach(c -> changes.put(c.address(), c));
      steps = Steps.of(plan.changes());
      graph = steps.graph();
      total = (int) graph.nodes().stream().filter(s -> s.kind() != Kind.STAY).count();
      schedule = new Schedule<>(graph, steps::duration, this::service, this::alone, limits);
      runner = new Runner<>(cloud, lanes, schedule, this);
    }

    Outcome apply() throws InterruptedException {
      changes.values().stream()
          .sorted(java.util.Comparator.comparing(Change::address))
          .forEach(this::note);
      changes.values().stream()
          .sorted(java.util.Comparator.comparing(Change::address))
          .forEach(this::forget);
      writing.flush();
      runner.run();
      return new Outcome(writing.close(), done, failures, skipped, left);
    }

    /// What is known without a call: resources that stand, and records to be set right.
    private void note(Change change) {
      switch (change) {
        case Change.Keep(var desired, var recorded) -> {
          stand(desired.type(), recorded);
          writing
              .recorded(recorded.address())
              .filter(before -> saysOther(before, recorded))
              .ifPresent(_ -> writing.add(new JournalRecord.Stands(recorded)));
        }
        case Change.Adopt(var desired, var recorded, _) -> {
          stand(desired.type(), recorded);
          writing.add(new JournalRecord.Stands(recorded));
        }
        case Change.Update u -> {
          // until it is updated, others see it as it is
          stand(u.desired().type(), u.recorded());
          boolean isRenamed =
              !u.recorded().desired().isEmpty() && writing.recorded(u.address()).isEmpty();
          if (isRenamed) {
            writing.add(new JournalRecord.Stands(u.recorded()));
          }
        }
        case Change.Create _,
            Change.Replace _,
            Change.Delete _,
            Change.Forget _,
            Change.Refused _ -> {}
      }
    }

    private static boolean saysOther(Recorded before, Recorded now) {
      return !before.desired().equals(now.desired())
          || !before.path().equals(now.path())
          || !before.needs().equals(now.needs());
    }

    private void forget(Change change) {
      if (change instanceof Change.Forget(var address, _)) {
        writing.add(new JournalRecord.Gone(address));
      }
    }

    private void stand(ResourceType type, Recorded recorded) {
      standings.put(recorded.address(), Standing.of(type, recorded));
    }

    private Optional<Standing> standing(Address address) {
      return Optional.ofNullable(standings.get(address));
    }

    // -------------------------------------------------------------- what the schedule asks

    private Change change(Step step) {
      Change change = changes.get(step.address());
      if (change == null) {
        throw new IllegalStateException("no change for " + step);
      }
      return change;
    }

    private String service(Step step) {
      return isTakenAlong(step)
          ? ""
          : switch (change(step)) {
            case Change.Create c -> c.desired().type().service();
            case Change.Update c -> c.desired().type().service();
            case Change.Replace c -> c.desired().type().service();
            case Change.Delete c -> c.type().service();
            case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> "";
          };
    }

    private boolean isTakenAlong(Step step) {
      return step.kind() == Kind.DELETE && steps.goesWith(step.address()).isPresent();
    }

    private Optional<String> alone(Step step) {
      return isTakenAlong(step)
          ? Optional.empty()
          : switch (change(step)) {
            case Change.Create c -> Alone.creating(c.desired());
            case Change.Update c ->
                Alone.operating(c.desired().type(), Action.UPDATE, c.recorded().path());
            case Change.Replace c ->
                step.kind() == Kind.CREATE
                    ? Alone.creating(c.desired())
                    : Alone.operating(c.desired().type(), Action.DELETE, c.recorded().path());
            case Change.Delete c -> Alone.operating(c.type(), Action.DELETE, c.recorded().path());
            case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ ->
                Optional.empty();
          };
    }

    // -------------------------------------------------------------- what the runner asks

    @Override
    public Turn begin(Step step) {
      Change change = change(step);
      return switch (change) {
        case Change.Create c -> create(step, c.desired());
        case Change.Update c -> update(step, c);
        case Change.Replace c ->
            step.kind() == Kind.DELETE
                ? delete(step, c.desired().type(), c.recorded(), c.observed())
                : create(step, c.desired());
        case Change.Delete c -> delete(step, c.type(), c.recorded(), c.observed());
        case Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> new Turn.Done();
      };
    }

    private Turn create(Step step, Resource planned) {
      Doing doing = doing(step, planned.type(), Action.CREATE, planned.needs());
      Resource desired = resolved(planned);
      Optional<Turn> missing = missing(doing, desired);
      if (missing.isPresent()) {
        return missing.get();
      }
      Target target =
          new Target(desired.type(), Standing.resolvePath(desired.path(), this::standing));
      return new Creating(doing, doing.attempt(), desired, target, requestId()).begin();
    }

    private Turn update(Step step, Change.Update change) {
      Doing doing = doing(step, change.desired().type(), Action.UPDATE, change.desired().needs());
      Resource desired = resolved(change.desired());
      return missing(doing, desired)
          .orElseGet(
              () -> new Updating(doing, doing.attempt(), desired, change, requestId()).begin());
    }

    private Turn delete(Step step, ResourceType type, Recorded recorded, Fields observed) {
      Doing doing = doing(step, type, Action.DELETE, recorded.needs());
      if (isTakenAlong(step)) {
        return doing.gone(step.address());
      }
      return new Deleting(
              doing,
              doing.attempt(),
              new Target(type, recorded.path()),
              recorded,
              observed,
              requestId())
          .begin();
    }

    private Doing doing(Step step, ResourceType type, Action action, Set<Address> needs) {
      boolean isOnNewGround = needs.stream().anyMatch(madeNow::contains);
      boolean areUsersGoing =
          graph.before(step).stream()
              .anyMatch(s -> s.kind() == Kind.DELETE || s.kind() == Kind.UPDATE);
      Attempt attempt =
          new Attempt(
              step,
              type,
              action,
              new Attempt.Surroundings(lanes, random, this),
              new Attempt.Ground(isOnNewGround, areUsersGoing));
      attempts.put(step, attempt);
      listener.accept(new Event.Started(step, progress()));
      return new Doing(
          attempt, new Existing(shapes), new Secrets(shapes, random), writing, this::standing);
    }

    private Resource resolved(Resource planned) {
      Fields body = (Fields) Standing.resolve(planned.body(), this::standing);
      return new Resource(
          planned.address(),
          planned.type(),
          planned.path(),
          body,
          planned.needs(),
          planned.place());
    }

    /// What a reference names must be there by now.
    private Optional<Turn> missing(Doing doing, Resource desired) {
      return java.util.stream.Stream.concat(
              desired.body().references().stream(),
              desired.path().values().stream()
                  .map(v -> Standing.resolve(v, this::standing))
                  .flatMap(v -> v.references().stream()))
          .findFirst()
          .map(reference ->
              doing
                  .attempt()
                  .failed(
                      Code.MISSING_DEPENDENCY,
                      "it refers to "
                          + reference.path()
                          + " of "
                          + reference.target()
                          + ", which the cloud does not show.",
                      "refer to a field that is there."));
    }

    private String requestId() {
      long high = (random.nextLong() & ~0xf000L) | 0x4000L;
      long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low).toString();
    }

    @Override
    public void done(Step step) {
      if (step.kind() == Kind.STAY) {
        return;
      }
      switch (change(step)) {
        case Change.Create c -> standsNow(c.desired().type(), c.address(), true);
        case Change.Update c -> standsNow(c.desired().type(), c.address(), false);
        case Change.Replace c -> {
          if (step.kind() == Kind.CREATE) {
            standsNow(c.desired().type(), c.address(), true);
          }
        }
        case Change.Delete _, Change.Adopt _, Change.Forget _, Change.Keep _, Change.Refused _ -> {}
      }
      done.add(step);
      listener.accept(new Event.Done(step, took(step), progress()));
    }

    private void standsNow(ResourceType type, Address address, boolean isNew) {
      writing.recorded(address).ifPresent(recorded -> stand(type, recorded));
      if (isNew) {
        madeNow.add(address);
      }
    }

    @Override
    public void failed(Step step, Diagnostic diagnostic) {
      Attempt attempt = attempts.get(step);
      if (attempt != null && !attempt.isOutcomeOpen() && writing.isOpen(step.address())) {
        writing.add(new JournalRecord.Failed(step.address(), diagnostic.message()));
      }
      failures.add(diagnostic);
      listener.accept(new Event.Failed(step, diagnostic, took(step), progress()));
    }

    @Override
    public void skipped(Step step, Step because) {
      if (step.kind() != Kind.STAY) {
        skipped.add(step);
        listener.accept(new Event.Skipped(step, because.address(), progress()));
      }
    }

    @Override
    public void left(Step step) {
      if (step.kind() != Kind.STAY) {
        left.add(step);
        listener.accept(new Event.Skipped(step, step.address(), progress()));
      }
    }

    @Override
    public Diagnostic interrupted(Step step) {
      return Diagnostic.error(
          Code.INTERRUPTED,
          Place.of(step.address().toString()),
          "stopped before it was tried again.",
          "run again.");
    }

    @Override
    public void flush() {
      writing.flush();
    }

    // -------------------------------------------------------------- what is told

    private Duration took(Step step) {
      return Optional.ofNullable(attempts.get(step)).map(Attempt::elapsed).orElse(Duration.ZERO);
    }

    private Event.Progress progress() {
      Duration now = lanes.now();
      return new Event.Progress(now.minus(begun), schedule.remaining(now), done.size(), total);
    }

    @Override
    public void waiting(Step step, String operation, Duration since) {
      listener.accept(new Event.Waiting(step, operation, since, progress()));
    }

    @Override
    public void retried(Step step, String why, Duration in) {
      listener.accept(new Event.Retried(step, why, in, progress()));
    }
  }
}
