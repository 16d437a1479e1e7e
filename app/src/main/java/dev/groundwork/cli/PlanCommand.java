package dev.groundwork.cli;

import dev.groundwork.plan.Change;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork plan`.
@Command(
    name = "plan",
    description =
        "Shows what an apply would do, and everything that would stop it. Changes nothing.",
    mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private BlueprintOptions blueprint = new BlueprintOptions();
  @Mixin private TargetOption target = new TargetOption();
  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = {"-out", "--out"},
      paramLabel = "FILE",
      description = "Save the plan, for `groundwork apply FILE`.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--destroy", description = "Plan the end of everything recorded.")
  private boolean destroy;

  @Option(
      names = "--detailed-exitcode",
      description = "Exit code 0 for no change, 1 for an error, 2 for changes.")
  private boolean detailed;

  @Option(
      names = "--refresh-only",
      description = "Only show what was changed outside of Groundwork.")
  private boolean refreshOnly;

  @Option(names = "--json", description = "As a JSON document.")
  private boolean json;

  PlanCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    try (Session session = Session.open(surroundings, blueprint, target);
        Run run = Run.begin(session, options, destroy)) {
      Planned planned = Planned.make(run);
      if (refreshOnly) {
        return refreshed(planned);
      }
      planned.show(json);
      if (!planned.refusals().isEmpty()) {
        planned.requireApplicable(!json && surroundings.terminal().out());
      }
      if (out.isPresent()) {
        save(planned, surroundings.folder().resolve(out.get()));
      }
      return detailed && !planned.plan().isEmpty() ? Groundwork.CHANGES : Groundwork.DONE;
    }
  }

  private void save(Planned planned, Path file) throws Stop {
    Session session = planned.run().session();
    Fields document = planned.document();
    new PlanFile(
            surroundings.folder().resolve(blueprint.folder).normalize(),
            session.blueprint().environment(),
            session.blueprint().project(),
            session.target().name().toLowerCase(Locale.ROOT),
            destroy,
            options.targets,
            options.excludes,
            options.dataLoss,
            planned.plan().serial(),
            PlanFile.digest(document))
        .write(file, document);
    if (!json) {
      surroundings
          .out()
          .println("Saved; to do exactly this: groundwork apply " + out.orElseThrow());
    }
  }

  /// What was changed behind the description's back.
  private int refreshed(Planned planned) {
    List<Value> drift = new ArrayList<>();
    for (Change change : planned.plan().changes()) {
      switch (change) {
        case Change.Create c when c.vanished() ->
            drift.add(Value.fields().with("address", c.address().toString()).with("deleted", true));
        case Change.Update c -> c.differences().forEach((field, d) -> add(drift, c, field, d));
        case Change.Replace c -> c.differences().forEach((field, d) -> add(drift, c, field, d));
        case Change.Create _,
            Change.Delete _,
            Change.Adopt _,
            Change.Forget _,
            Change.Keep _,
            Change.Refused _ -> {}
      }
    }
    if (json) {
      surroundings.out().println(Json.pretty(Value.fields().with("drift", new Value.Items(drift))));
    } else if (drift.isEmpty()) {
      surroundings.out().println("Nothing was changed outside of Groundwork.");
    } else {
      surroundings.out().println("Changed outside of Groundwork:");
      for (Value one : drift) {
        Fields fields = (Fields) one;
        String what =
            fields.flag("deleted")
                ? "was deleted"
                : fields.text("field").orElse("")
                    + " is "
                    + fields.get("now").map(Json::write).orElse("gone");
        surroundings.out().println("  " + fields.text("address").orElse("") + ": " + what);
      }
    }
    return detailed && !drift.isEmpty() ? Groundwork.CHANGES : Groundwork.DONE;
  }

  private static void add(
      List<Value> drift, Change change, String field, Change.Difference difference) {
    if (difference.drift()) {
      Fields one = Value.fields().with("address", change.address().toString()).with("field", field);
      drift.add(
          difference.from().filter(Value::isKnown).map(now -> one.with("now", now)).orElse(one));
    }
  }
}
