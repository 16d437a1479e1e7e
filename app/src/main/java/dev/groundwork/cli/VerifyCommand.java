package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Json;
import dev.groundwork.state.State;
import dev.groundwork.store.FolderStore;
import dev.groundwork.verify.Finding;
import dev.groundwork.verify.FindingsJson;
import dev.groundwork.verify.FindingsJunit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `groundwork verify`.
@Command(
    name = "verify",
    description =
        "Proves that the system stands as described: every check with its evidence. Exit code 1 when one does not pass.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private BlueprintOptions blueprint = new BlueprintOptions();
  @Mixin private TargetOption target = new TargetOption();

  @Option(names = "--json", description = "As a JSON document.")
  private boolean json;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Also write the findings as JUnit XML.")
  private Optional<Path> junit = Optional.empty();

  VerifyCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    try (Session session = Session.open(surroundings, blueprint, target);
        FolderStore store = new FolderStore(session.state())) {
      State state = store.load().state();
      List<Finding> findings = new Verification(session).verify(state, Run.look(session, state));
      String system = session.blueprint().system();
      String environment = session.blueprint().environment();
      if (junit.isPresent()) {
        write(junit.get(), FindingsJunit.render(system, environment, findings));
      }
      surroundings
          .out()
          .print(
              json
                  ? Json.pretty(FindingsJson.render(system, environment, findings)) + "\n"
                  : Verification.table(findings, surroundings));
      return Verification.isGood(findings) ? Groundwork.DONE : Groundwork.FAILED;
    }
  }

  private void write(Path file, String text) throws Stop {
    try {
      Files.writeString(surroundings.folder().resolve(file), text);
    } catch (IOException e) {
      throw Stop.of(
          Code.UNREADABLE,
          file.toString(),
          "the findings cannot be written: " + e.getMessage(),
          "");
    }
  }
}
