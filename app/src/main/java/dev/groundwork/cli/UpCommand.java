package dev.groundwork.cli;

import dev.groundwork.cli.Carrying.Ended;
import dev.groundwork.plan.PlanText;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import dev.groundwork.verify.Finding;
import dev.groundwork.verify.FindingsJson;
import dev.groundwork.verify.FindingsTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork up`: preflight, plan, apply, verify.
@Command(
    name = "up",
    description =
        "Brings a system up and proves that it stands: preflight, plan, apply, verify. Starts the emulator when none runs.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  static final String QUESTION = "Shall Groundwork do this?";

  private final Surroundings surroundings;

  @Mixin private BlueprintOptions blueprint = new BlueprintOptions();
  @Mixin private TargetOption target = new TargetOption();
  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--auto-approve", description = "Do not ask.")
  private boolean autoApprove;

  @Option(
      names = "--json",
      description = "Progress as one JSON object a line; the last is the result.")
  private boolean json;

  UpCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Instant begun = surroundings.clock().instant();
    try (Session session = Session.open(surroundings, blueprint, target);
        Run run = Run.begin(session, options, false)) {
      Ended ended =
          new Carrying(surroundings, autoApprove, json).carryOut(Planned.make(run), QUESTION);
      if (!ended.isGood()) {
        if (json) {
          surroundings
              .out()
              .println(
                  Json.write(
                      Value.fields()
                          .with("event", "result")
                          .with("ok", false)
                          .with("summary", ended.line())));
        }
        return ended.exitCode();
      }
      State state = run.resume();
      List<Finding> findings = new Verification(session).verify(state, run.observe(state));
      Fields outputs = new Outputs(session, state).document();
      Duration took = Duration.between(begun, surroundings.clock().instant());
      if (json) {
        surroundings.out().println(Json.write(result(session, ended, findings, outputs, took)));
      } else {
        show(ended, findings, outputs, took);
      }
      return Verification.isGood(findings) ? Groundwork.DONE : Groundwork.FAILED;
    }
  }

  private static Fields result(
      Session session, Ended ended, List<Finding> findings, Fields outputs, Duration took) {
    return Value.fields()
        .with("event", "result")
        .with("ok", Verification.isGood(findings))
        .with("summary", ended.line())
        .with(
            "verify",
            FindingsJson.render(
                session.blueprint().system(), session.blueprint().environment(), findings))
        .with("outputs", outputs)
        .with("tookMillis", took.toMillis());
  }

  private void show(Ended ended, List<Finding> findings, Fields outputs, Duration took) {
    surroundings.out().println();
    surroundings.out().print(Verification.table(findings, surroundings));
    surroundings.out().println();
    surroundings.out().print(Outputs.table(outputs));
    surroundings.out().println();
    surroundings
        .out()
        .println(
            Carrying.sentence(ended)
                + "; "
                + FindingsTable.summary(findings)
                + " "
                + PlanText.duration(took)
                + " in all.");
  }
}
