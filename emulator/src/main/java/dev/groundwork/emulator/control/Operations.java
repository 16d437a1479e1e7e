package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Work.Outcome;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Long-running operations. One is begun inside the transaction that makes its first change, and
/// ends when its time has come on the emulated clock and its work is done; what ends by time alone
/// ends when the next request comes.
///
/// A failed operation leaves its target as it was before. An unfinished one survives a restart: its
/// work is done again.
public final class Operations {
  private final Store store;
  private final EmulatorClock clock;
  private final Ids ids;
  private final boolean realistic;
  private final Function<String, Behavior> behaviors;
  private final OperationForms forms;
  private final Map<String, Operation> running = new ConcurrentHashMap<>();
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

  Operations(
      Store store,
      EmulatorClock clock,
      Ids ids,
      boolean realistic,
      Function<String, Behavior> behaviors,
      OperationForms forms) {
    this.store = store;
    this.clock = clock;
    this.ids = ids;
    this.realistic = realistic;
    this.behaviors = behaviors;
    this.forms = forms;
  }

  /// Begins an operation. Its target, if it stands, cannot be referred to while it is being
  /// created, and is gone once it has been deleted. Work, if its type's behaviour has any, begins
  /// when the transaction is stored.
  public Operation begin(Transaction transaction, Operation.Start start) {
    return begin(transaction, start, Faults.late());
  }

  /// Begins an operation that ends with a refusal.
  public Operation beginFailing(Transaction transaction, Operation.Start start, Refusal refusal) {
    return begin(transaction, start, Optional.of(refusal));
  }

  /// An operation that has ended before anyone can ask for it. The change must have been made
  /// already.
  public Operation beginEnded(Transaction transaction, Operation.Start start) {
    Operation operation =
        made(start, Duration.ZERO).done(clock.instant(), Optional.empty(), start.response());
    transaction.put(operation.entry());
    return operation;
  }

  private Operation begin(Transaction transaction, Operation.Start start, Optional<Refusal> fails) {
    Operation operation =
        described(
            made(start, realistic ? start.takes() : Duration.ZERO),
            start.target().isEmpty() ? Optional.empty() : transaction.get(start.target()));
    transaction.put(
        fails
            .map(r ->
                operation
                    .entry()
                    .withHidden(Fields.EMPTY.with("fails", forms.error(start.style(), r))))
            .orElseGet(operation::entry));
    transaction.afterwards(() -> launch(operation));
    return operation;
  }

  private Operation made(Operation.Start start, Duration takes) {
    Instant now = clock.instant();
    return new Operation(
        forms.name(start, now, ids),
        start.host(),
        start.style(),
        start.scope(),
        start.verb(),
        start.action(),
        start.type(),
        start.target(),
        start.holds(),
        now,
        now.plus(takes),
        Optional.empty(),
        Optional.empty(),
        start.response(),
        forms.shown(start, ids),
        start.before().map(Operations::remember));
  }

  private static Fields remember(Entry entry) {
    return Fields.EMPTY
        .with("body", entry.body())
        .with("hidden", entry.hidden())
        .with("type", entry.type());
  }

  public Optional<Operation> find(String host, String scope, String name) {
    return store.get(Operation.key(host, scope, name)).map(Operation::of);
  }

  /// Every operation of a scope that is remembered, oldest first.
  public List<Operation> list(String host, String scope) {
    return store.under("operation/" + host + "/" + scope + "/").stream()
        .map(Operation::of)
        .filter(o -> o.scope().equals(scope))
        .sorted(java.util.Comparator.comparing(Operation::began).thenComparing(Operation::name))
        .toList();
  }

  /// The operation that holds this and has not ended.
  public Optional<Operation> holder(String holds) {
    return running.values().stream().filter(o -> o.holds().equals(holds)).findFirst();
  }

  /// Those that work on this target and have not ended.
  public List<Operation> on(String target) {
    return running.values().stream().filter(o -> o.target().equals(target)).toList();
  }

  /// What a client is shown of it.
  public Fields show(Operation operation) {
    return forms.show(operation, clock.instant());
  }

  /// Ends every operation whose time has come and whose work is done.
  public void settle() {
    if (running.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    List<Operation> ready = new ArrayList<>();
    for (Operation operation : running.values()) {
      if (!operation.due().isAfter(now) && outcomes.containsKey(operation.key())) {
        ready.add(operation);
      }
    }
    ready.sort(
        java.util.Comparator.comparing(Operation::due)
            .thenComparing(Operation::began)
            .thenComparing(Operation::key));
    ready.forEach(o -> store.run(transaction -> settle(transaction, o)));
  }

  /// Takes up what had not ended when the emulator stopped.
  void resume() {
    store.under("operation/").stream()
        .map(Operation::of)
        .filter(o -> !o.isDone())
        .forEach(this::launch);
  }

  void forget() {
    running.clear();
    outcomes.clear();
  }

  private void launch(Operation operation) {
    running.put(operation.key(), operation);
    Optional<Work> work = behaviors.apply(operation.type()).work(operation);
    if (work.isEmpty()) {
      outcomes.put(operation.key(), new Outcome.Done());
    } else {
      Thread.ofVirtual().name(operation.name()).start(() -> carryOut(operation, work.get()));
    }
  }

  private void carryOut(Operation operation, Work work) {
    Outcome outcome;
    try {
      outcome = work.run();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      System.getLogger("dev.groundwork.emulator")
          .log(System.Logger.Level.ERROR, "work of operation " + operation.name() + " failed", e);
      outcome =
          new Outcome.Failed(
              new Refusal(
                  500, "INTERNAL", "internalError", "An internal error has occurred.", List.of()));
    }
    outcomes.put(operation.key(), outcome);
  }

  private void settle(Transaction transaction, Operation operation) {
    Optional<Entry> stored = transaction.get(operation.key());
    Outcome outcome = outcomes.get(operation.key());
    if (stored.isEmpty() || outcome == null || Operation.of(stored.get()).isDone()) {
      return;
    }
    transaction.afterwards(() -> {
      running.remove(operation.key());
      outcomes.remove(operation.key());
    });
    Optional<Fields> planned =
        stored.get().hidden().get("fails").map(_ -> stored.get().hidden().fields("fails"));
    Instant now = clock.instant();
    Instant ended = operation.due().isAfter(operation.began()) ? operation.due() : now;
    Optional<Fields> error =
        planned
            .or(() ->
                switch (outcome) {
                  case Outcome.Done _ -> Optional.empty();
                  case Outcome.Flawed _ -> Optional.empty();
                  case Outcome.Failed(var refusal) ->
                      Optional.of(forms.error(operation.style(), refusal));
                })
            .or(() -> refusedAtTheEnd(transaction, operation));
    if (error.isPresent()) {
      goBack(transaction, operation);
      transaction.put(operation.done(ended, error, Optional.empty()).entry());
    } else {
      Optional<Entry> last = goOn(transaction, operation, outcome);
      Optional<Fields> flaw =
          outcome instanceof Outcome.Flawed(_, var refusal)
              ? Optional.of(forms.error(operation.style(), refusal))
              : Optional.empty();
      Optional<Fields> response =
          flaw.isPresent()
              ? Optional.empty()
              : operation
                  .response()
                  .or(() -> last.flatMap(e -> behavior(operation).response(operation, e)))
                  .or(() -> forms.response(operation, last.map(e -> behavior(operation).show(e))));
      transaction.put(described(operation.done(ended, flaw, response), last).entry());
    }
  }

  private Behavior behavior(Operation operation) {
    return behaviors.apply(operation.type());
  }

  /// With the metadata that its target's behaviour has for it.
  private Operation described(Operation operation, Optional<Entry> target) {
    return target
        .flatMap(e -> behavior(operation).metadata(operation, e))
        .map(metadata -> operation.showing(operation.shown().with("metadata", metadata)))
        .orElse(operation);
  }

  private Optional<Fields> refusedAtTheEnd(Transaction transaction, Operation operation) {
    try {
      if (!operation.target().isEmpty()) {
        transaction
            .get(operation.target())
            .ifPresent(
                now -> behaviors.apply(operation.type()).ending(transaction, operation, now));
      }
      return Optional.empty();
    } catch (Refused e) {
      return Optional.of(forms.error(operation.style(), e.refusal()));
    }
  }

  private static void goBack(Transaction transaction, Operation operation) {
    if (operation.target().isEmpty()) {
      return;
    }
    if (operation.before().isPresent()) {
      Fields before = operation.before().get();
      transaction.put(
          new Entry(
              operation.target(),
              before.text("type").orElseThrow(),
              before.fields("body"),
              before.fields("hidden"),
              0));
    } else if (operation.action() == Action.CREATE) {
      transaction.drop(operation.target());
    }
  }

  /// The target as it is when the operation has ended well; as it was last, when it is deleted.
  private Optional<Entry> goOn(Transaction transaction, Operation operation, Outcome outcome) {
    Optional<Entry> target =
        operation.target().isEmpty() ? Optional.empty() : transaction.get(operation.target());
    if (target.isEmpty()) {
      return target;
    }
    Behavior behavior = behaviors.apply(operation.type());
    Entry changed =
        Busy.clear(
            switch (outcome) {
              case Outcome.Done(var change) -> change.apply(target.get());
              case Outcome.Flawed(var change, _) -> change.apply(target.get());
              case Outcome.Failed _ -> target.get();
            });
    if (operation.action() == Action.DELETE) {
      transaction.drop(operation.target());
      Policies.forget(transaction, operation.target());
      return Optional.of(behavior.settled(transaction, operation, changed));
    }
    return Optional.of(transaction.put(behavior.settled(transaction, operation, changed)));
  }
}
