package dev.groundwork.cli;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.Emulator;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// A user at a command line, in a folder of their own: runs commands in this process, with an
/// emulator in this process too.
final class Shell implements AutoCloseable {
  private final Path folder;
  private final SortedMap<String, String> environment = new TreeMap<>();
  private final Embedded emulators = new Embedded();
  private Terminal terminal = Terminal.NONE;
  private String typed = "";
  private Interrupts interrupts = Interrupts.NONE;

  Shell(Path folder) {
    this.folder = folder;
    environment.put("USER", "ada");
  }

  /// What a command did.
  ///
  /// @param code its exit code
  /// @param out what it printed
  /// @param err its messages
  record Said(int code, String out, String err) {
    Fields json() {
      try {
        return Json.parseFields(out);
      } catch (Json.Malformed e) {
        throw new AssertionError("not a JSON document: " + out + err, e);
      }
    }

    /// The last line of the output as JSON.
    Fields lastJson() {
      try {
        return Json.parseFields(out.lines().reduce((_, last) -> last).orElse(""));
      } catch (Json.Malformed e) {
        throw new AssertionError("not JSON a line: " + out + err, e);
      }
    }
  }

  Path folder() {
    return folder;
  }

  Shell with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// What the user types from now on, at a terminal.
  Shell typing(String text) {
    terminal = new Terminal(true, true, true, false);
    typed = text;
    return this;
  }

  /// What is piped in from now on.
  Shell piping(String text) {
    terminal = Terminal.NONE;
    typed = text;
    return this;
  }

  Shell hearing(Interrupts from) {
    interrupts = from;
    return this;
  }

  Shell write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String read(String file) {
    try {
      return Files.readString(folder.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Said run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(
            folder,
            environment,
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            terminal,
            Clock.systemUTC(),
            new Random(7),
            emulators,
            interrupts,
            "here");
    int code = new Groundwork(surroundings).run(arguments);
    return new Said(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /// Where the emulator answers, once a command has started it.
  String url() {
    return emulators.running.orElseThrow().url();
  }

  @Override
  public void close() {
    emulators.running.ifPresent(Emulator::close);
  }

  /// An emulator in this process.
  private static final class Embedded implements EmulatorLauncher {
    private Optional<Emulator> running = Optional.empty();

    @Override
    public Started start(Path folder, List<String> options, Path log) throws IOException {
      Path home = folder.resolve(".groundwork/emulator");
      Emulator emulator =
          new Emulator(
              Catalog.standard(),
              ShapeArchive.standard(),
              home.resolve("data"),
              Clock.systemUTC(),
              new Random(7),
              new Emulator.Options(options.contains("--realistic"), 7));
      emulator.start(0);
      RunningEmulator.here(emulator.port(), Clock.systemUTC().instant()).write(home);
      running = Optional.of(emulator);
      return () -> true;
    }
  }
}
