package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import dev.groundwork.store.FolderStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork outputs`.
@Command(
    name = "outputs",
    description =
        "Shows what users of the system need: hosts, ports, names, and which secret holds a password.",
    mixinStandardHelpOptions = true)
final class OutputsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private BlueprintOptions blueprint = new BlueprintOptions();
  @Mixin private TargetOption target = new TargetOption();

  @Option(names = "--json", description = "As a JSON document: {component: {name: value}}.")
  private boolean json;

  OutputsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    try (Session session = Session.open(surroundings, blueprint, target);
        FolderStore store = new FolderStore(session.state())) {
      State state = store.load().state();
      if (state.resources().isEmpty()) {
        throw Stop.of(
            Code.MISSING_DEPENDENCY,
            session.blueprint().system() + " (" + session.blueprint().environment() + ")",
            "nothing stands yet, so there is nothing to show.",
            "groundwork up " + blueprint.folder);
      }
      Fields document = new Outputs(session, state).document();
      surroundings.out().print(json ? Json.pretty(document) + "\n" : Outputs.table(document));
      return Groundwork.DONE;
    }
  }
}
