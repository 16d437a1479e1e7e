package dev.groundwork.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `groundwork version`.
@Command(
    name = "version",
    description = "Shows which build of Groundwork this is.",
    mixinStandardHelpOptions = true)
final class VersionCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().println(Version.line());
    return Groundwork.DONE;
  }
}
