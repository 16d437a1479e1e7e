package dev.groundwork.cli;

import dev.groundwork.apply.Outcome;
import dev.groundwork.cli.Run.Applied;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.PlanText;
import dev.groundwork.plan.Step;
import java.time.Duration;
import java.time.Instant;

/// What `up`, `apply` and `destroy` do with a plan: show it, ask, carry it out, and say how it
/// ended.
final class Carrying {
  private final Surroundings surroundings;
  private final boolean autoApprove;
  private final boolean json;

  Carrying(Surroundings surroundings, boolean autoApprove, boolean json) {
    this.surroundings = surroundings;
    this.autoApprove = autoApprove;
    this.json = json;
  }

  /// How it ended: an exit code, and one line for the summary.
  record Ended(int exitCode, String line, Duration took) {
    boolean isGood() {
      return exitCode == Groundwork.DONE;
    }
  }

  /// Shows, asks, carries out.
  ///
  /// @param question what is asked, when there is something to do
  Ended carryOut(Planned planned, String question) throws Stop, InterruptedException {
    if (!json) {
      planned.show(false);
    }
    planned.requireApplicable(!json && surroundings.terminal().out());
    if (!planned.plan().isEmpty() && !isApproved(question)) {
      surroundings.err().println("Nothing was done.");
      return new Ended(Groundwork.FAILED, "", Duration.ZERO);
    }
    return apply(planned);
  }

  private boolean isApproved(String question) throws Stop {
    if (autoApprove) {
      return true;
    }
    if (!surroundings.terminal().in()) {
      throw Stop.of(
          Code.USAGE,
          "standard input",
          "there is nobody to ask, for the input is no terminal.",
          "look at the plan with `groundwork plan`, then run this with --auto-approve.");
    }
    surroundings.err().println();
    surroundings.err().println(question);
    return new Prompt(surroundings).line("  Only `yes` is taken as yes: ").equals("yes");
  }

  private Ended apply(Planned planned) throws Stop, InterruptedException {
    Plan plan = planned.plan();
    if (plan.isEmpty() && plan.changes().stream().allMatch(c -> c instanceof Change.Keep)) {
      // even then a record may say something that is not so any more
      planned.run().apply(plan, _ -> {});
      return new Ended(Groundwork.DONE, "Nothing to do", Duration.ZERO);
    }
    Instant begun = surroundings.clock().instant();
    Applied applied;
    try (Progress progress = new Progress(surroundings, json)) {
      applied = planned.run().apply(plan, progress);
    }
    Duration took = Duration.between(begun, surroundings.clock().instant());
    Outcome outcome = applied.outcome();
    if (outcome.isComplete()) {
      return new Ended(Groundwork.DONE, done(outcome), took);
    }
    if (!json) {
      surroundings.err().println();
    }
    outcome.failures().stream().map(Diagnostic::render).forEach(surroundings.err()::println);
    if (!outcome.skipped().isEmpty()) {
      surroundings
          .err()
          .println(
              outcome.skipped().size()
                  + " skipped because of that. What is done is recorded; run again to go on.");
    }
    if (!outcome.left().isEmpty()) {
      surroundings
          .err()
          .println(
              outcome.left().size()
                  + " not begun, because you stopped it. What is done is recorded; run again to go on.");
    }
    return new Ended(
        applied.interrupted() ? Groundwork.INTERRUPTED : Groundwork.FAILED, done(outcome), took);
  }

  private static String done(Outcome outcome) {
    return count(outcome, Step.Kind.CREATE)
        + " added, "
        + count(outcome, Step.Kind.UPDATE)
        + " changed, "
        + count(outcome, Step.Kind.DELETE)
        + " destroyed";
  }

  private static long count(Outcome outcome, Step.Kind kind) {
    return outcome.done().stream().filter(step -> step.kind() == kind).count();
  }

  /// `16 added, 0 changed, 0 destroyed in 42 s`.
  static String sentence(Ended ended) {
    return ended.line() + (ended.took().isZero() ? "" : " in " + PlanText.duration(ended.took()));
  }
}
