package dev.groundwork.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `groundwork emulator stop`.
@Command(
    name = "stop",
    description =
        "Stops the emulator and everything behind it. What it holds stays for the next start.",
    mixinStandardHelpOptions = true)
final class EmulatorStop implements Callable<Integer> {
  private final Surroundings surroundings;

  EmulatorStop(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    Emulators emulators = new Emulators(surroundings);
    Optional<RunningEmulator> running = emulators.find();
    if (running.isEmpty()) {
      surroundings.out().println("No emulator runs for this folder.");
    } else if (emulators.stop(running.get())) {
      surroundings.out().println("The emulator has stopped.");
    } else {
      surroundings.out().println("The emulator did not stop in time and was ended by force.");
    }
    return Groundwork.DONE;
  }
}
