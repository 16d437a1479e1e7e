package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import java.time.Duration;
import java.util.TreeSet;

/// Deletes one resource, and takes it as done when it is not there.
final class Deleting {
  private final Doing doing;
  private final Attempt attempt;
  private final Target target;
  private final Recorded recorded;
  private final String requestId;
  private Fields observed;

  Deleting(
      Doing doing,
      Attempt attempt,
      Target target,
      Recorded recorded,
      Fields observed,
      String requestId) {
    this.doing = doing;
    this.attempt = attempt;
    this.target = target;
    this.recorded = recorded;
    this.observed = observed;
    this.requestId = requestId;
  }

  Turn begin() {
    doing.write(new JournalRecord.Intent(Action.DELETE, recorded, new TreeSet<>(), requestId));
    return delete();
  }

  private Turn.Call<Answer> delete() {
    Fields last = observed;
    return new Turn.Call<>(
        Duration.ZERO, false, cloud -> cloud.delete(target, last, requestId), this::answered);
  }

  private Turn answered(Answer answer) {
    return switch (answer) {
      case Answer.Working(var operation) -> {
        doing.write(new JournalRecord.Began(recorded.address(), operation.name()));
        yield attempt.poll(operation, this::ended);
      }
      case Answer.Absent _ -> doing.gone(recorded.address());
      case Answer.Present _ ->
          attempt.failed(Code.REFUSED, "it was deleted, but is still there.", "run again.");
      case Answer.Refused(var refusal) -> refused(refusal);
    };
  }

  private Turn ended(Answer answer) {
    return switch (answer) {
      case Answer.Absent _ -> doing.gone(recorded.address());
      case Answer.Present _ ->
          attempt.failed(Code.REFUSED, "the operation ended, but it is still there.", "run again.");
      case Answer.Refused(var refusal) ->
          Attempt.isPassing(refusal) || refusal.kind() == Refusal.Kind.IN_USE
              ? refused(refusal)
              : attempt.failed(refusal);
      case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
    };
  }

  private Turn refused(Refusal refusal) {
    return refusal.kind() == Refusal.Kind.NOT_FOUND
        ? doing.gone(recorded.address())
        : attempt.after(refusal, Action.DELETE, delete(), this::reading);
  }

  private Turn.Call<Answer> reading() {
    return new Turn.Call<>(
        Duration.ZERO,
        false,
        cloud -> cloud.read(target, recorded.desired()),
        answer ->
            switch (answer) {
              case Answer.Absent _ -> doing.gone(recorded.address());
              case Answer.Present(_, var fresh) -> {
                if (Attempt.isPassing(fresh)) {
                  yield attempt.lookAgain(reading());
                }
                observed = fresh;
                yield delete();
              }
              case Answer.Working(var operation) -> attempt.poll(operation, this::ended);
              case Answer.Refused(var refusal) ->
                  attempt.after(refusal, Action.READ, reading(), this::reading);
            });
  }
}
