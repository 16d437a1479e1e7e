package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Times;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Google's conditions, by which a resource of Cloud Run says how it is.
final class Conditions {
  static final String SUCCEEDED = "CONDITION_SUCCEEDED";
  static final String FAILED = "CONDITION_FAILED";
  static final String RECONCILING = "CONDITION_RECONCILING";
  static final String PENDING = "CONDITION_PENDING";

  private Conditions() {}

  static Fields of(String type, String state, Instant since) {
    return Fields.EMPTY
        .with("type", type)
        .with("state", state)
        .with("lastTransitionTime", Times.micros(since));
  }

  /// A condition that has failed, or has not been reached yet.
  static Fields of(String type, String state, Problem problem, Instant since) {
    Fields condition =
        of(type, state, since)
            .with("message", problem.message())
            .with(problem.kind().field(), problem.reason());
    return state.equals(FAILED) ? condition.with("severity", "ERROR") : condition;
  }

  static Optional<Fields> find(Fields body, String type) {
    return body.items("conditions").stream()
        .map(v -> (Fields) v)
        .filter(c -> c.text("type").orElse("").equals(type))
        .findFirst();
  }

  static boolean holds(Fields body, String type) {
    return find(body, type).map(c -> c.text("state").orElse("").equals(SUCCEEDED)).orElse(false);
  }

  static Value list(Fields... conditions) {
    return new Value.Items(List.of(conditions));
  }
}
