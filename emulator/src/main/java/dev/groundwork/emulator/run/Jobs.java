package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.Optional;

/// Jobs: kept until they are told to run.
final class Jobs implements Behavior {
  private static final String SHAPE = "google.cloud.run.v2.Job";

  private final ControlPlane plane;
  private final Rules rules;
  private final ExecutionRuns runs;

  Jobs(ControlPlane plane, Rules rules, ExecutionRuns runs) {
    this.plane = plane;
    this.rules = rules;
    this.runs = runs;
  }

  @Override
  public boolean isReplacedByPatch() {
    return true;
  }

  @Override
  public boolean refusesMissing(String field) {
    return false;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    rules.jobName(edit.name());
    return completed(edit, wanted)
        .with("creator", plane.caller())
        .with("lastModifier", plane.caller())
        .with("latestCreatedExecution", Fields.EMPTY)
        .with("reconciling", true)
        .with("terminalCondition", Fields.EMPTY.with("state", Conditions.PENDING));
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return completed(edit, after)
        .with("lastModifier", plane.caller())
        .with("reconciling", true)
        .with("terminalCondition.state", Conditions.PENDING);
  }

  private Fields completed(Edit edit, Fields job) {
    String number = plane.projects().find(edit.path("project")).orElseThrow().number();
    Fields tasks = Templates.ofJob(job.fields("template.template"), number);
    rules.job(tasks);
    return job.with("template.template", tasks);
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    Fields body = now.body();
    if (operation.action() == Action.DELETE) {
      transaction.under(now.key() + "/executions/").forEach(e -> transaction.drop(e.key()));
      transaction.afterwards(() -> runs.cancelAll(now.key()));
      return now.withBody(Services.deleted(body, operation.began()));
    }
    Instant at = plane.clock().instant();
    return now.withBody(
        body.without("reconciling")
            .with("observedGeneration", body.text("generation").orElse("1"))
            .with("terminalCondition", Conditions.of("Ready", Conditions.SUCCEEDED, at)));
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.of(Operation.typed(SHAPE, Services.asMetadata(operation, target)));
  }

  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    return Optional.of(Operation.typed(SHAPE, target.body()));
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Services.absent(plane, Place.of(relativeName), "JOB"));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(
        Refusal.alreadyExists("Resource '" + Place.of(relativeName).name() + "' already exists."));
  }
}
