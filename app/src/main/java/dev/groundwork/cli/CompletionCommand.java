package dev.groundwork.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `groundwork completion`.
@Command(
    name = "completion",
    description = "Prints a completion script for bash and zsh: source <(groundwork completion)",
    mixinStandardHelpOptions = true)
final class CompletionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  CompletionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().println(new Groundwork(surroundings).completion());
    return Groundwork.DONE;
  }
}
