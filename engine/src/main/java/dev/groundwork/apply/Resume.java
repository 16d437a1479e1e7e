package dev.groundwork.apply;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.graph.Graph;
import dev.groundwork.plan.Existing;
import dev.groundwork.plan.Markers;
import dev.groundwork.plan.Step;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.state.StateStore;
import dev.groundwork.state.StateStore.Open;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// Finishes the record of what an earlier run left open: waits for operations that go on, takes
/// over what was made, and closes what was not done. Makes and changes nothing in the cloud.
public final class Resume {
  private final Cloud cloud;
  private final StateStore store;
  private final Catalog catalog;
  private final Existing existing;
  private final Lanes lanes;
  private final Limits limits;
  private final RandomGenerator random;

  public Resume(
      Cloud cloud,
      StateStore store,
      Catalog catalog,
      Shapes shapes,
      Lanes lanes,
      Limits limits,
      RandomGenerator random) {
    this.cloud = cloud;
    this.store = store;
    this.catalog = catalog;
    this.existing = new Existing(shapes);
    this.lanes = lanes;
    this.limits = limits;
    this.random = random;
  }

  /// What is known now.
  ///
  /// @param takenOver what an earlier run had made without recording it
  /// @param problems what could not be found out, so that planning would be a guess
  public record Resumed(State state, List<Address> takenOver, List<Diagnostic> problems) {
    public Resumed {
      takenOver = List.copyOf(takenOver);
      problems = List.copyOf(problems);
    }
  }

  public Resumed resume() throws InterruptedException {
    StateStore.Loaded loaded = store.load();
    if (loaded.open().isEmpty()) {
      return new Resumed(loaded.state(), List.of(), List.of());
    }
    return new Run(loaded).resume();
  }

  private final class Run implements Runner.Work<Open> {
    private final Writing writing;
    private final List<Open> open;
    private final Map<Open, Attempt> attempts = new HashMap<>();
    private final List<Address> takenOver = new ArrayList<>();
    private final List<Diagnostic> problems = new ArrayList<>();

    Run(StateStore.Loaded loaded) {
      writing = new Writing(store, loaded);
      open = loaded.open();
    }

    Resumed resume() throws InterruptedException {
      Graph<Open> graph = Graph.of(open, _ -> List.of());
      Schedule<Open> schedule =
          new Schedule<>(
              graph,
              _ -> Duration.ofSeconds(1),
              o -> type(o).map(ResourceType::service).orElse(""),
              Run::collection,
              limits);
      new Runner<>(cloud, lanes, schedule, this).run();
      return new Resumed(writing.close(), takenOver, problems);
    }

    private Optional<ResourceType> type(Open open) {
      return catalog.find(open.intent().address().type());
    }

    /// Two creations in a collection where Google chooses the names are told apart one after the
    /// other.
    private static Optional<String> collection(Open open) {
      return Optional.of(open.intent().address().type())
          .filter(_ -> open.intent().action() == Action.CREATE);
    }

    @Override
    public Turn begin(Open open) {
      JournalRecord.Intent intent = open.intent();
      Optional<ResourceType> known = type(open);
      if (known.isEmpty()) {
        return new Turn.Failed(
            Diagnostic.error(
                Code.BAD_STATE,
                Place.of("state"),
                "the journal holds " + intent.address() + ", a type that is not known here.",
                "use the version that made it."));
      }
      Step step = new Step(intent.address(), Step.Kind.STAY);
      Attempt attempt =
          new Attempt(
              step,
              known.get(),
              intent.action(),
              new Attempt.Surroundings(lanes, random, Telling.NOTHING),
              new Attempt.Ground(false, false));
      attempts.put(open, attempt);
      Target target = new Target(known.get(), intent.wanted().path());
      if (open.operation().isPresent()) {
        return attempt.poll(
            new Operation(target, intent.action(), open.operation().get()),
            answer -> settle(attempt, target, intent, answer));
      }
      return switch (intent.action()) {
        case CREATE ->
            target.type().isServerNamed()
                ? lookAmongNew(attempt, target, intent)
                : reading(attempt, target, intent);
        case DELETE -> reading(attempt, target, intent);
        // the next plan compares what is there with what is wanted
        case UPDATE, READ, LIST -> notDone(intent);
      };
    }

    private enum Telling implements Attempt.Telling {
      NOTHING;

      @Override
      public void waiting(Step step, String operation, Duration since) {}

      @Override
      public void retried(Step step, String why, Duration in) {}
    }

    private Turn.Call<Answer> reading(Attempt attempt, Target target, JournalRecord.Intent intent) {
      return new Turn.Call<>(
          Duration.ZERO,
          false,
          cloud -> cloud.read(target, intent.wanted().desired()),
          answer ->
              answer instanceof Answer.Refused(var refusal)
                  ? attempt.after(
                      refusal,
                      Action.READ,
                      reading(attempt, target, intent),
                      () -> reading(attempt, target, intent))
                  : settle(attempt, target, intent, answer));
    }

    private Turn lookAmongNew(Attempt attempt, Target target, JournalRecord.Intent intent) {
      Map<String, String> scope = new TreeMap<>(target.path());
      scope.keySet().retainAll(target.type().scope());
      return listing(attempt, target, intent, scope);
    }

    private Turn.Call<Cloud.Listed> listing(
        Attempt attempt, Target target, JournalRecord.Intent intent, Map<String, String> scope) {
      return new Turn.Call<>(
          Duration.ZERO,
          false,
          cloud -> cloud.list(target.type(), scope),
          listed ->
              switch (listed) {
                case Cloud.Listed.Found(var found) -> {
                  SortedSet<String> claimed = writing.claimed(target.type(), scope);
                  String own = target.type().parameters().getLast();
                  yield found.stream()
                      .filter(p -> target.type().isThere(p.observed()))
                      .filter(p ->
                          existing.fits(target.type(), intent.wanted().desired(), p.observed()))
                      .filter(p ->
                          !claimed.contains(p.path().getOrDefault(own, ""))
                              && !intent.strangers().contains(p.path().getOrDefault(own, "")))
                      .findFirst()
                      .map(p -> settle(attempt, new Target(target.type(), p.path()), intent, p))
                      .orElseGet(() -> notDone(intent));
                }
                case Cloud.Listed.Refused(var refusal) -> {
                  var again = listing(attempt, target, intent, scope);
                  // the parent is not there: nor is what was to be made in it
                  yield refusal.kind() == dev.groundwork.cloud.Refusal.Kind.NOT_FOUND
                      ? notDone(intent)
                      : attempt.after(refusal, Action.LIST, again, () -> again);
                }
              });
    }

    private Turn settle(
        Attempt attempt, Target target, JournalRecord.Intent intent, Answer answer) {
      return switch (answer) {
        case Answer.Present(_, var observed) when Attempt.isPassing(observed) ->
            attempt.lookAgain(reading(attempt, target, intent));
        case Answer.Present(var path, var observed) ->
            intent.action() == Action.DELETE || !target.type().isThere(observed)
                ? notDone(intent)
                : takeOver(intent, target, path, observed);
        case Answer.Absent _ -> intent.action() == Action.DELETE ? gone(intent) : notDone(intent);
        case Answer.Working(var operation) ->
            attempt.poll(operation, next -> settle(attempt, target, intent, next));
        // the operation failed: what it left is seen by the next plan
        case Answer.Refused(var refusal) ->
            Attempt.isPassing(refusal)
                ? attempt.after(
                    refusal,
                    Action.READ,
                    reading(attempt, target, intent),
                    () -> reading(attempt, target, intent))
                : notDone(intent);
      };
    }

    private Turn takeOver(
        JournalRecord.Intent intent, Target target, Map<String, String> path, Fields observed) {
      Recorded wanted = intent.wanted();
      Map<String, String> whole = new TreeMap<>(path);
      whole.putAll(wanted.path());
      Fields shown = Markers.withoutSecrets(target.type(), wanted.desired(), observed);
      Fields done = existing.done(target.type(), wanted.desired(), observed);
      writing.add(
          new JournalRecord.Stands(
              new Recorded(wanted.address(), whole, done, shown, wanted.needs())));
      takenOver.add(wanted.address());
      return new Turn.Done();
    }

    private Turn gone(JournalRecord.Intent intent) {
      writing.add(new JournalRecord.Gone(intent.address()));
      return new Turn.Done();
    }

    private Turn notDone(JournalRecord.Intent intent) {
      writing.add(
          new JournalRecord.Failed(
              intent.address(), "the run was interrupted before it was known to be done."));
      return new Turn.Done();
    }

    @Override
    public void done(Open node) {}

    @Override
    public void failed(Open node, Diagnostic diagnostic) {
      problems.add(diagnostic);
    }

    @Override
    public void skipped(Open node, Open because) {}

    @Override
    public void left(Open node) {}

    @Override
    public Diagnostic interrupted(Open node) {
      return Diagnostic.error(
          Code.INTERRUPTED,
          Place.of(node.intent().address().toString()),
          "stopped before it was tried again.",
          "run again.");
    }

    @Override
    public void flush() {
      writing.flush();
    }
  }
}
