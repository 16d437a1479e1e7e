package dev.groundwork.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `groundwork emulator …`: Google Cloud on this machine.
@Command(
    name = "emulator",
    description = "Starts, stops and steers Google Cloud on this machine.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "The emulator belongs to the folder where you stand: it keeps everything in .groundwork/emulator.",
      "To use it from a shell:  eval \"$(groundwork emulator env)\""
    })
final class EmulatorCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  /// The command with all below it.
  static CommandLine line(Surroundings surroundings) {
    CommandLine line = new CommandLine(new EmulatorCommand());
    List.of(
            new EmulatorStart(surroundings),
            new EmulatorStop(surroundings),
            new EmulatorStatus(surroundings),
            new EmulatorEnv(surroundings),
            new EmulatorReset(surroundings),
            new EmulatorClock(surroundings),
            new EmulatorIam(surroundings),
            new EmulatorToken(surroundings))
        .forEach(line::addSubcommand);
    line.addSubcommand(EmulatorFault.line(surroundings));
    line.addSubcommand(EmulatorOutage.line(surroundings));
    line.addSubcommand(EmulatorImage.line(surroundings));
    line.addSubcommand(EmulatorSource.line(surroundings));
    return line;
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }
}
