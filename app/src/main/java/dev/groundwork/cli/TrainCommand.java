package dev.groundwork.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `groundwork train`: does what short commands do, with no output, so that the JVM can record
/// which classes they load. The launcher runs it once to make the start-up cache.
@Command(
    name = "train",
    hidden = true,
    description = "Runs short commands once, for the start-up cache.")
final class TrainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "BLUEPRINT_DIR")
  private List<String> blueprints = List.of();

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Surroundings silent = surroundings.printingTo(nowhere);
    for (String blueprint : blueprints) {
      new Groundwork(silent).run("validate", blueprint);
      new Groundwork(silent).run("validate", blueprint, "--json");
    }
    new Groundwork(silent).run("--help");
    new Groundwork(silent).run("version");
    new Groundwork(silent).run("state", "list");
    new Groundwork(silent).run("emulator", "status");
    return Groundwork.DONE;
  }
}
