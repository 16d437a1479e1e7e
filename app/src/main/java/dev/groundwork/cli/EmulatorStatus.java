package dev.groundwork.cli;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `groundwork emulator status`.
@Command(
    name = "status",
    description =
        "Shows whether the emulator runs, and where. Exit code 0 when it runs, 1 when it does not.",
    mixinStandardHelpOptions = true)
final class EmulatorStatus implements Callable<Integer> {
  private final Surroundings surroundings;

  @Option(names = "--json", description = "As a JSON document.")
  private boolean json;

  EmulatorStatus(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Emulators emulators = new Emulators(surroundings);
    Optional<RunningEmulator> running = emulators.find();
    Fields status = Value.fields().with("running", running.isPresent());
    if (running.isPresent()) {
      status =
          status
              .with("url", running.get().url().toString())
              .with("port", running.get().port())
              .with("pid", running.get().pid());
      status = status.with("started", running.get().started().toString());
      for (Map.Entry<String, Value> told : emulators.get("status").values().entrySet()) {
        status =
            status.values().containsKey(told.getKey())
                ? status
                : status.with(told.getKey(), told.getValue());
      }
    }
    status =
        status
            .with("folder", emulators.folder().toString())
            .with("log", emulators.log().toString());
    if (json) {
      surroundings.out().println(Json.pretty(status));
    } else if (running.isEmpty()) {
      surroundings
          .out()
          .println("No emulator runs for this folder; `groundwork emulator start` starts one.");
    } else {
      surroundings
          .out()
          .println(
              "The emulator runs at "
                  + running.get().url()
                  + " (process "
                  + running.get().pid()
                  + ").");
      surroundings.out().println("  log     " + surroundings.folder().relativize(emulators.log()));
      surroundings
          .out()
          .println("  data    " + surroundings.folder().relativize(emulators.folder()));
      status.text("iam").ifPresent(mode -> surroundings.out().println("  iam     " + mode));
      status.text("clock.now").ifPresent(now -> surroundings.out().println("  clock   " + now));
    }
    return running.isPresent() ? Groundwork.DONE : Groundwork.FAILED;
  }
}
