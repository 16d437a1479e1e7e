package dev.groundwork.emulator.run;

/// A process could not be started, or never became ready.
final class NotStarted extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  NotStarted(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
