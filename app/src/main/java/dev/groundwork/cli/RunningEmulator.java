package dev.groundwork.cli;

import dev.groundwork.gcp.EmulatorControl;
import dev.groundwork.gcp.EmulatorControl.Said;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/// The emulator that runs for a folder, as its file `.groundwork/emulator/process.json` tells.
///
/// @param pid its process
/// @param begun when that process began, to tell it from a later one of the same number; empty when
///   the system does not say
/// @param port where it answers, on the loopback address
/// @param started when it was ready
record RunningEmulator(long pid, String begun, int port, Instant started) {

  static RunningEmulator here(int port, Instant now) {
    ProcessHandle self = ProcessHandle.current();
    return new RunningEmulator(self.pid(), begun(self), port, now);
  }

  static Path file(Path folder) {
    return folder.resolve("process.json");
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// The emulator of this folder, when its process lives.
  static Optional<RunningEmulator> find(Path folder) {
    return last(folder).filter(RunningEmulator::isAlive);
  }

  /// The emulator that ran here last, dead or alive.
  static Optional<RunningEmulator> last(Path folder) {
    try {
      Fields fields = Json.parseFields(Files.readString(file(folder)));
      return Optional.of(
          new RunningEmulator(
              number(fields, "pid"),
              fields.text("begun").orElse(""),
              (int) number(fields, "port"),
              Instant.parse(fields.text("started").orElse(""))));
    } catch (IOException | Json.Malformed | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static long number(Fields fields, String name) throws Json.Malformed {
    if (fields.get(name).orElse(new Value.Null()) instanceof Value.Num(var value)) {
      return value.longValue();
    }
    throw Json.malformed("no " + name);
  }

  private boolean isAlive() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(p -> begun(p).equals(begun))
        .isPresent();
  }

  /// Whether it answers.
  boolean isReady() throws InterruptedException {
    try (EmulatorControl control = new EmulatorControl(url())) {
      return control.get("status") instanceof Said.Yes;
    }
  }

  private static String begun(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  void write(Path folder) throws IOException {
    Fields fields =
        Value.fields()
            .with("pid", pid)
            .with("begun", begun)
            .with("port", port)
            .with("url", url().toString())
            .with("started", started.toString());
    Path next = folder.resolve("process.json.next");
    Files.writeString(next, Json.write(fields) + "\n");
    Files.move(
        next, file(folder), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
