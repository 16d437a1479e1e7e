package dev.groundwork.cli;

import dev.groundwork.cli.Carrying.Ended;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork apply`.
@Command(
    name = "apply",
    description = "Makes what stands as it is described, or carries out a saved plan.",
    mixinStandardHelpOptions = true)
final class ApplyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private BlueprintOrPlan what = new BlueprintOrPlan();
  @Mixin private TargetOption target = new TargetOption();
  @Mixin private RunOptions options = new RunOptions();

  @Option(names = "--auto-approve", description = "Do not ask.")
  private boolean autoApprove;

  @Option(
      names = "--json",
      description = "Progress as one JSON object a line; the last is the result.")
  private boolean json;

  ApplyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Path path = surroundings.folder().resolve(what.path);
    return Files.isRegularFile(path) ? saved(PlanFile.read(path)) : fresh();
  }

  private int fresh() throws Stop, InterruptedException {
    try (Session session = Session.open(surroundings, what.blueprint(), target);
        Run run = Run.begin(session, options, false)) {
      return end(
          new Carrying(surroundings, autoApprove, json)
              .carryOut(Planned.make(run), UpCommand.QUESTION));
    }
  }

  private int saved(PlanFile file) throws Stop, InterruptedException {
    BlueprintOptions blueprint = new BlueprintOptions();
    blueprint.folder = file.blueprint();
    blueprint.environment = Optional.of(file.environment());
    blueprint.project = Optional.of(file.project()).filter(id -> !id.isEmpty());
    target.cloud =
        Optional.of(TargetOption.TargetCloud.valueOf(file.target().toUpperCase(Locale.ROOT)));
    options.targets = file.targets();
    options.excludes = file.excludes();
    options.dataLoss = file.dataLoss();
    try (Session session = Session.open(surroundings, blueprint, target);
        Run run = Run.begin(session, options, file.destroy())) {
      Planned planned = Planned.make(run);
      if (planned.plan().serial() != file.serial()
          || !PlanFile.digest(planned.document()).equals(file.digest())) {
        throw Stop.of(
            Code.STALE_PLAN,
            what.path.toString(),
            "since this plan was made, the blueprint, the state or the cloud has changed; what would be done now is something else.",
            "plan again: groundwork plan "
                + surroundings.folder().relativize(file.blueprint())
                + " -out "
                + what.path);
      }
      return end(new Carrying(surroundings, true, json).carryOut(planned, ""));
    }
  }

  private int end(Ended ended) {
    if (json) {
      surroundings
          .out()
          .println(
              Json.write(
                  Value.fields()
                      .with("event", "result")
                      .with("ok", ended.isGood())
                      .with("summary", ended.line())));
    } else if (ended.isGood()) {
      surroundings.out().println(Carrying.sentence(ended) + ".");
    }
    return ended.exitCode();
  }
}
