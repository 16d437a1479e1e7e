package dev.groundwork.apply;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Step;
import dev.groundwork.state.State;
import java.util.List;

/// How a run ended.
///
/// @param state what is recorded now
/// @param done steps that called something and succeeded, in order
/// @param failures what failed, a diagnostic each; what was skipped because of it is not repeated
///   here
/// @param skipped steps not begun because what they need failed
/// @param left steps not begun because the user stopped the run
public record Outcome(
    State state, List<Step> done, List<Diagnostic> failures, List<Step> skipped, List<Step> left) {
  public Outcome {
    done = List.copyOf(done);
    failures = List.copyOf(failures);
    skipped = List.copyOf(skipped);
    left = List.copyOf(left);
  }

  /// Whether everything planned was done.
  public boolean isComplete() {
    return failures.isEmpty() && skipped.isEmpty() && left.isEmpty();
  }
}
