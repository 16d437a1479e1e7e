package dev.groundwork.apply;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Step;
import dev.groundwork.resource.Address;
import java.time.Duration;

/// What a run tells while it goes on, for whoever shows progress.
public sealed interface Event {
  Step step();

  /// How far the run is.
  Progress progress();

  /// How far a run is.
  ///
  /// @param elapsed since the run began
  /// @param remaining how long the rest typically takes
  /// @param done steps done that called something
  /// @param total steps of the plan that call something
  record Progress(Duration elapsed, Duration remaining, int done, int total) {}

  record Started(Step step, Progress progress) implements Event {}

  /// An operation goes on in the cloud.
  ///
  /// @param since how long the step has taken so far
  record Waiting(Step step, String operation, Duration since, Progress progress) implements Event {}

  /// A call was refused and will be made again.
  ///
  /// @param why what was refused, without secrets
  record Retried(Step step, String why, Duration in, Progress progress) implements Event {}

  record Done(Step step, Duration took, Progress progress) implements Event {}

  record Failed(Step step, Diagnostic diagnostic, Duration took, Progress progress)
      implements Event {}

  /// @param because what failed and is needed; itself when the user stopped the run before it began
  record Skipped(Step step, Address because, Progress progress) implements Event {}
}
