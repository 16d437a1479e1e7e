package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.plan.Markers;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Creates one resource, once: what a lost answer leaves open is settled by looking before creating
/// again.
final class Creating {
  private final Doing doing;
  private final Attempt attempt;
  private final Resource desired;
  private final Target target;
  private final String requestId;
  private Fields sent = Fields.EMPTY;
  private SortedSet<String> strangers = Collections.emptySortedSet();
  private boolean isIntended;

  /// @param desired with every reference resolved
  Creating(Doing doing, Attempt attempt, Resource desired, Target target, String requestId) {
    this.doing = doing;
    this.attempt = attempt;
    this.desired = desired;
    this.target = target;
    this.requestId = requestId;
  }

  Turn begin() {
    return doing.reveal(
        desired.body(),
        secrets -> {
          sent = secrets.fill(desired.type(), desired.body());
          return desired.type().isServerNamed() ? listStrangers() : create();
        });
  }

  /// Google chooses the name: what is in the collection before is not what this creates.
  private Turn listStrangers() {
    return list(names -> {
      strangers = names;
      return create();
    });
  }

  private interface Names {
    Turn found(SortedSet<String> names);
  }

  private Turn.Call<Cloud.Listed> list(Names then) {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.list(desired.type(), scope()),
        listed ->
            switch (listed) {
              case Cloud.Listed.Found(var found) -> {
                SortedSet<String> names = new TreeSet<>();
                found.forEach(present -> names.add(ownName(present.path())));
                names.removeAll(doing.claimed(desired.type(), scope()));
                yield then.found(names);
              }
              case Cloud.Listed.Refused(var refusal) ->
                  attempt.after(refusal, Action.LIST, list(then), () -> list(then));
            });
  }

  private Map<String, String> scope() {
    Map<String, String> scope = new TreeMap<>(target.path());
    scope.keySet().retainAll(desired.type().scope());
    return scope;
  }

  private String ownName(Map<String, String> path) {
    return path.getOrDefault(desired.type().parameters().getLast(), "");
  }

  private Turn create() {
    if (!isIntended) {
      isIntended = true;
      doing.write(
          new JournalRecord.Intent(
              Action.CREATE, record(target.path(), Fields.EMPTY), strangers, requestId));
    }
    return creation();
  }

  private Turn.Call<Answer> creation() {
    return new Turn.Call<>(
        Duration.ZERO, false, cloud -> cloud.create(target, sent, requestId), this::answered);
  }

  private Turn answered(Answer answer) {
    return switch (answer) {
      case Answer.Working(var operation) -> {
        doing.write(new JournalRecord.Began(desired.address(), operation.name()));
        yield attempt.poll(operation, this::ended);
      }
      case Answer.Present present -> stands(present);
      case Answer.Absent _ ->
          attempt.failed(Code.REFUSED, "it was created, but is not there.", "run again.");
      case Answer.Refused(var refusal) ->
          attempt.after(refusal, Action.CREATE, creation(), this::look);
    };
  }

  private Turn ended(Answer answer) {
    return switch (answer) {
      case Answer.Present present -> stands(present);
      case Answer.Absent _ ->
          attempt.failed(Code.REFUSED, "the operation ended, but nothing is there.", "run again.");
      case Answer.Refused(var refusal) ->
          Attempt.isPassing(refusal)
              ? attempt.after(refusal, Action.CREATE, creation(), this::look)
              : attempt.failed(refusal);
      case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
    };
  }

  /// Whether it is there after all.
  private Turn look() {
    return desired.type().isServerNamed() ? lookAmongNew() : reading();
  }

  private Turn.Call<Answer> reading() {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.read(target, doing.marked(desired.body())),
        answer ->
            switch (answer) {
              case Answer.Present present -> found(present);
              case Answer.Absent _ -> creation();
              case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
              case Answer.Refused(var refusal) ->
                  attempt.after(refusal, Action.READ, reading(), () -> reading());
            });
  }

  private Turn found(Answer.Present present) {
    if (Attempt.isPassing(present.observed())) {
      return attempt.lookAgain(reading());
    }
    if (!attempt.mayHaveBeenDone()) {
      SortedSet<String> differing = doing.existing().differing(desired, present.observed());
      if (!differing.isEmpty()) {
        return attempt.failed(
            Code.NAME_TAKEN,
            "it was made by someone else meanwhile, and differs: "
                + String.join(", ", differing)
                + ".",
            "plan again.");
      }
    }
    return stands(present);
  }

  /// Google chose the name: ours is the one that was not there before.
  private Turn.Call<Cloud.Listed> lookAmongNew() {
    return list(names -> {
      SortedSet<String> ours = new TreeSet<>(names);
      ours.removeAll(strangers);
      if (ours.isEmpty()) {
        return creation();
      }
      Map<String, String> path = new TreeMap<>(target.path());
      path.put(desired.type().parameters().getLast(), ours.first());
      return readNamed(new Target(desired.type(), path));
    });
  }

  private Turn.Call<Answer> readNamed(Target named) {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.read(named, doing.marked(desired.body())),
        answer ->
            switch (answer) {
              case Answer.Present present ->
                  Attempt.isPassing(present.observed())
                      ? attempt.lookAgain(readNamed(named))
                      : stands(present);
              case Answer.Absent _ -> creation();
              case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
              case Answer.Refused(var refusal) ->
                  attempt.after(refusal, Action.READ, readNamed(named), () -> readNamed(named));
            });
  }

  private Turn stands(Answer.Present present) {
    Map<String, String> path = new TreeMap<>(present.path());
    path.putAll(target.path());
    return doing.stands(
        record(path, doing.shown(desired.type(), desired.body(), present.observed())));
  }

  private Recorded record(Map<String, String> path, Fields observed) {
    Map<Address, String> versions = doing.secrets().versions();
    return new Recorded(
        desired.address(), path, Markers.of(desired.body(), versions), observed, desired.needs());
  }
}
