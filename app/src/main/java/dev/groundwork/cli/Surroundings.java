package dev.groundwork.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// All that a command takes from outside. Made once in `main`; a test makes its own.
///
/// @param folder where the user stands; relative paths start here, and `.groundwork` lies here
/// @param environment the environment variables
/// @param in what is typed or piped in
/// @param out results
/// @param err messages
/// @param random for request ids and generated secrets: must be hard to guess
/// @param emulators how an emulator is started
/// @param interrupts hears Ctrl-C
/// @param host this machine's name, as others see it in a lock
public record Surroundings(
    Path folder,
    SortedMap<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Clock clock,
    RandomGenerator random,
    EmulatorLauncher emulators,
    Interrupts interrupts,
    String host) {
  public Surroundings {
    environment = Collections.unmodifiableSortedMap(new TreeMap<>(environment));
  }

  /// An environment variable that is set and not empty.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /// The same, with what is printed going elsewhere.
  Surroundings printingTo(PrintStream elsewhere) {
    return new Surroundings(
        folder,
        environment,
        in,
        elsewhere,
        elsewhere,
        Terminal.NONE,
        clock,
        random,
        emulators,
        interrupts,
        host);
  }

  /// Who runs this, as others see it in a lock.
  String user() {
    return variable("USER").or(() -> variable("LOGNAME")).orElse("someone");
  }

  /// Where state, emulator and logs of this folder lie.
  public Path groundwork() {
    return folder.resolve(".groundwork");
  }
}
