package dev.groundwork.cli;

import dev.groundwork.apply.Applier;
import dev.groundwork.apply.Event;
import dev.groundwork.apply.Lanes;
import dev.groundwork.apply.Limits;
import dev.groundwork.apply.Observer;
import dev.groundwork.apply.Outcome;
import dev.groundwork.apply.Resume;
import dev.groundwork.apply.VirtualThreads;
import dev.groundwork.cli.TargetOption.TargetCloud;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Options;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Planner;
import dev.groundwork.plan.Refresh;
import dev.groundwork.plan.Step;
import dev.groundwork.resource.Resource;
import dev.groundwork.state.State;
import dev.groundwork.store.FolderStore;
import dev.groundwork.store.Lease;
import dev.groundwork.store.TakenNames;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// One run on the state of a blueprint, under its lease: resume, refresh, plan, apply.
final class Run implements AutoCloseable {
  private final Session session;
  private final Lease lease;
  private final FolderStore store;
  private final Options options;
  private final Limits limits;
  private final Lanes lanes = new VirtualThreads(System::nanoTime);

  private Run(Session session, Lease lease, Options options, int parallelism) {
    this.session = session;
    this.lease = lease;
    this.store = new FolderStore(session.state(), lease::isHeld);
    this.options = options;
    this.limits = limits(session.target(), parallelism);
  }

  private static Limits limits(TargetCloud target, int parallelism) {
    return switch (target) {
      case EMULATOR -> Limits.of(parallelism);
      case GCP -> Limits.ofGoogle().atMost(parallelism);
    };
  }

  /// Takes the lease of the session's state.
  ///
  /// @throws Stop when another run holds it
  static Run begin(Session session, RunOptions asked, boolean destroy)
      throws Stop, InterruptedException {
    Options options = asked.toOptions(destroy);
    Surroundings around = session.surroundings();
    return switch (Lease.take(
        session.state(), around.user(), around.host(), around.clock(), asked.lockTimeout)) {
      case Lease.Asked.Granted(var lease) -> new Run(session, lease, options, asked.parallelism);
      case Lease.Asked.Locked(var diagnostic) -> throw new Stop(List.of(diagnostic));
    };
  }

  /// Finishes the record of what an earlier run left open.
  ///
  /// @return the state now
  State resume() throws Stop, InterruptedException {
    Resume.Resumed resumed =
        new Resume(
                session.cloud(),
                store,
                session.catalog(),
                session.shapes(),
                lanes,
                limits,
                session.surroundings().random())
            .resume();
    if (!resumed.problems().isEmpty()) {
      throw new Stop(resumed.problems());
    }
    if (!resumed.takenOver().isEmpty()) {
      session
          .surroundings()
          .err()
          .println(
              "An earlier run was cut short; taken over from it: "
                  + String.join(", ", resumed.takenOver().stream().map(Object::toString).toList())
                  + ".");
    }
    return resumed.state();
  }

  /// Reads everything wanted and recorded.
  Observation observe(State state) throws InterruptedException {
    return observe(
        session,
        options.destroy() ? List.of() : session.blueprint().resources(),
        state,
        lanes,
        limits);
  }

  /// Reads everything wanted and recorded, for a command that changes nothing and so needs no
  /// lease.
  static Observation look(Session session, State state) throws InterruptedException {
    Limits limits = limits(session.target(), 24);
    return observe(
        session,
        session.blueprint().resources(),
        state,
        new VirtualThreads(System::nanoTime),
        limits);
  }

  private static Observation observe(
      Session session, List<Resource> wanted, State state, Lanes lanes, Limits limits)
      throws InterruptedException {
    return new Observer(session.cloud(), lanes, limits, session.surroundings().random())
        .observe(Refresh.of(wanted, state, session.catalog()));
  }

  Plan plan(State state, Observation observation) {
    return new Planner(session.catalog(), session.shapes())
        .plan(session.blueprint().resources(), state, observation, options);
  }

  /// What can be known before the first call and would stop the plan half-way.
  List<Diagnostic> preflight(Plan plan) throws InterruptedException {
    return new Preflighter(session).check(plan);
  }

  /// What came of an apply.
  ///
  /// @param interrupted whether the user asked it to stop
  record Applied(Outcome outcome, boolean interrupted) {}

  /// Carries the plan out. The first Ctrl-C finishes what is under way, the second stops at once.
  Applied apply(Plan plan, Consumer<Event> listener) throws Stop, InterruptedException {
    if (!options.destroy()) {
      LocalImages.register(session);
    }
    Applier applier =
        new Applier(
            session.cloud(),
            store,
            session.shapes(),
            lanes,
            limits,
            session.surroundings().random(),
            listener);
    AtomicInteger asked = new AtomicInteger();
    Surroundings around = session.surroundings();
    Runnable stop =
        () -> {
          around
              .err()
              .println(
                  asked.incrementAndGet() == 1
                      ? "Stopping: what is under way is finished; Ctrl-C again stops at once."
                      : "Stopping at once; the next run takes over what is under way.");
          applier.cancel();
        };
    try (Interrupts.Registration _ = around.interrupts().on(stop)) {
      Outcome outcome = applier.apply(plan);
      remember(plan, outcome);
      return new Applied(outcome, asked.get() > 0);
    }
  }

  /// The names of what was deleted that stay taken.
  private void remember(Plan plan, Outcome outcome) throws InterruptedException {
    TakenNames names = new TakenNames(session.state());
    Instant now = session.connection().now();
    for (Change change : plan.changes()) {
      if (change instanceof Change.Delete delete
          && delete.type().nameStaysTaken().isPresent()
          && outcome.done().contains(new Step(delete.address(), Step.Kind.DELETE))) {
        names.add(
            new Target(delete.type(), delete.recorded().path()).id(),
            now.plus(delete.type().nameStaysTaken().get()));
      }
    }
  }

  Session session() {
    return session;
  }

  @Override
  public void close() {
    store.close();
    lease.close();
  }
}
