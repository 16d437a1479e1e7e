package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.gcp.EmulatorControl;
import dev.groundwork.gcp.EmulatorControl.Said;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The emulator of the folder where the user stands: finds it, starts it, stops it, asks it.
final class Emulators {
  private static final Duration START = Duration.ofMinutes(1);
  private static final Duration STOP = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Surroundings surroundings;

  Emulators(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /// Where everything of the emulator lies: `data`, `process.json`, `emulator.log`.
  Path folder() {
    return surroundings.groundwork().resolve("emulator");
  }

  Path log() {
    return folder().resolve("emulator.log");
  }

  Optional<RunningEmulator> find() {
    return RunningEmulator.find(folder());
  }

  RunningEmulator require() throws Stop {
    return find()
        .orElseThrow(() ->
            Stop.of(
                Code.EMULATOR,
                folder().toString(),
                "no emulator runs for this folder.",
                "groundwork emulator start"));
  }

  /// The emulator that runs, or a new one; returns when it answers.
  ///
  /// @param options as `groundwork emulator start` takes them
  RunningEmulator ensure(List<String> options) throws Stop, InterruptedException {
    Optional<RunningEmulator> running = find();
    if (running.isPresent() && running.get().isReady()) {
      return running.get();
    }
    try {
      Files.createDirectories(folder());
      EmulatorLauncher.Started started =
          surroundings.emulators().start(surroundings.folder(), options, log());
      Instant deadline = Instant.now().plus(START);
      while (Instant.now().isBefore(deadline)) {
        running = find();
        if (running.isPresent() && running.get().isReady()) {
          return running.get();
        }
        if (!started.isAlive()) {
          break;
        }
        Thread.sleep(LOOK);
      }
      throw Stop.of(
          Code.EMULATOR,
          log().toString(),
          "the emulator did not start: " + lastLine(),
          "read the log; mend what it says, and start again.");
    } catch (IOException e) {
      throw Stop.of(
          Code.EMULATOR,
          folder().toString(),
          "the emulator cannot be started: " + e.getMessage(),
          "");
    }
  }

  private String lastLine() throws IOException {
    List<String> lines =
        Files.exists(log())
            ? Files.readAllLines(log()).stream().filter(l -> !l.isBlank()).toList()
            : List.of();
    return lines.stream()
        .filter(l -> l.contains("[" + Code.EMULATOR.id() + "]"))
        .reduce((_, last) -> last)
        .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
  }

  /// Stops an emulator and waits until it is gone.
  ///
  /// @return whether it ended in good order
  boolean stop(RunningEmulator emulator) throws InterruptedException {
    Optional<ProcessHandle> process = ProcessHandle.of(emulator.pid());
    if (process.isEmpty()) {
      return true;
    }
    process.get().destroy();
    Instant deadline = Instant.now().plus(STOP);
    while (process.get().isAlive() && Instant.now().isBefore(deadline)) {
      Thread.sleep(LOOK);
    }
    boolean orderly = !process.get().isAlive();
    if (!orderly) {
      process.get().destroyForcibly();
    }
    return orderly;
  }

  /// What the running emulator answers.
  Fields get(String path) throws Stop, InterruptedException {
    try (EmulatorControl control = new EmulatorControl(require().url())) {
      return said(control.get(path));
    }
  }

  Fields post(String path, Fields body) throws Stop, InterruptedException {
    try (EmulatorControl control = new EmulatorControl(require().url())) {
      return said(control.post(path, body));
    }
  }

  Fields put(String path, Fields body) throws Stop, InterruptedException {
    try (EmulatorControl control = new EmulatorControl(require().url())) {
      return said(control.put(path, body));
    }
  }

  Fields delete(String path) throws Stop, InterruptedException {
    try (EmulatorControl control = new EmulatorControl(require().url())) {
      return said(control.delete(path));
    }
  }

  private static Fields said(Said said) throws Stop {
    return switch (said) {
      case Said.Yes(var body) -> body;
      case Said.No(var why) ->
          throw Stop.of(Code.EMULATOR, "emulator", why.endsWith(".") ? why : why + ".", "");
    };
  }
}
