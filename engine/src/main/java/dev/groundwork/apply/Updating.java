package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Markers;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import java.time.Duration;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Changes fields of one resource. To write the same twice does no harm, so what is in doubt is
/// read and written again.
final class Updating {
  private final Doing doing;
  private final Attempt attempt;
  private final Resource desired;
  private final Change.Update change;
  private final Target target;
  private final String requestId;
  private final SortedSet<String> changed;
  private Fields sent = Fields.EMPTY;
  private Fields observed;

  /// @param desired with every reference resolved
  Updating(Doing doing, Attempt attempt, Resource desired, Change.Update change, String requestId) {
    this.doing = doing;
    this.attempt = attempt;
    this.desired = desired;
    this.change = change;
    this.requestId = requestId;
    this.target = new Target(desired.type(), change.recorded().path());
    this.changed = new TreeSet<>(change.differences().keySet());
    this.observed = change.observed();
  }

  Turn begin() {
    return doing.reveal(
        desired.body(),
        secrets -> {
          sent = secrets.fill(desired.type(), withDefaults());
          doing.write(
              new JournalRecord.Intent(
                  Action.UPDATE, record(target.path(), Fields.EMPTY), new TreeSet<>(), requestId));
          return update();
        });
  }

  /// A field that the description sets no more goes back to what it is by default.
  private Fields withDefaults() {
    Fields body = desired.body();
    for (var difference : change.differences().entrySet()) {
      String path = difference.getKey();
      if (difference.getValue().to().isPresent() && body.at(path).isEmpty()) {
        body = body.with(path, difference.getValue().to().get());
      }
    }
    return body;
  }

  private Turn.Call<Answer> update() {
    Fields last = observed;
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.update(target, sent, changed, last, requestId),
        this::answered);
  }

  private Turn answered(Answer answer) {
    return switch (answer) {
      case Answer.Working(var operation) -> {
        doing.write(new JournalRecord.Began(desired.address(), operation.name()));
        yield attempt.poll(operation, this::ended);
      }
      case Answer.Present _, Answer.Absent _ -> ended(answer);
      case Answer.Refused(var refusal) ->
          attempt.after(refusal, Action.UPDATE, update(), this::reading);
    };
  }

  private Turn ended(Answer answer) {
    return switch (answer) {
      case Answer.Present present -> stands(present);
      case Answer.Absent _ -> isGone();
      case Answer.Refused(var refusal) ->
          Attempt.isPassing(refusal)
              ? attempt.after(refusal, Action.UPDATE, update(), this::reading)
              : attempt.failed(refusal);
      case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
    };
  }

  private Turn.Call<Answer> reading() {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.read(target, doing.marked(desired.body())),
        answer ->
            switch (answer) {
              case Answer.Present(_, var fresh) -> {
                if (Attempt.isPassing(fresh)) {
                  yield attempt.lookAgain(reading());
                }
                observed = fresh;
                yield update();
              }
              case Answer.Absent _ -> isGone();
              case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
              case Answer.Refused(var refusal) ->
                  attempt.after(refusal, Action.READ, reading(), this::reading);
            });
  }

  private Turn isGone() {
    return attempt.failed(Code.REFUSED, "it was deleted by someone else meanwhile.", "plan again.");
  }

  private Turn stands(Answer.Present present) {
    Map<String, String> path = new TreeMap<>(present.path());
    path.putAll(target.path());
    return doing.stands(
        record(path, doing.shown(desired.type(), desired.body(), present.observed())));
  }

  private Recorded record(Map<String, String> path, Fields shown) {
    return new Recorded(
        desired.address(),
        path,
        Markers.of(desired.body(), doing.secrets().versions()),
        shown,
        desired.needs());
  }
}
