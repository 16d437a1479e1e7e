package dev.groundwork.cli;

import dev.groundwork.cli.Carrying.Ended;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork destroy`.
@Command(
    name = "destroy",
    description =
        "Deletes everything that Groundwork has made for a blueprint. What holds data only with --allow-data-loss.",
    mixinStandardHelpOptions = true)
final class DestroyCommand implements Callable<Integer> {
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

  DestroyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    try (Session session = Session.open(surroundings, blueprint, target);
        Run run = Run.begin(session, options, true)) {
      Ended ended =
          new Carrying(surroundings, autoApprove, json)
              .carryOut(
                  Planned.make(run), "Shall Groundwork delete all this? It cannot be undone.");
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
}
