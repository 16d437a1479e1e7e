package dev.groundwork.cli;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.emulator.Emulator;
import dev.groundwork.emulator.access.Mode;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.ShapeArchive;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `groundwork emulator start`.
@Command(
    name = "start",
    description = "Starts the emulator in the background; returns when it answers.",
    mixinStandardHelpOptions = true)
final class EmulatorStart implements Callable<Integer> {
  private static final int USUAL_PORT = 8086;

  private final Surroundings surroundings;
  private final Emulators emulators;

  @Option(
      names = "--port",
      paramLabel = "N",
      description =
          "The port; 0 for any. Without it the one of last time, or 8086, or any that is free.")
  private Optional<Integer> port = Optional.empty();

  @Option(names = "--foreground", description = "Stay in the foreground until stopped.")
  private boolean foreground;

  @Option(
      names = "--realistic",
      description =
          "Operations take as long as on the real cloud, on a clock that `emulator clock advance` moves.")
  private boolean realistic;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The seed of chance in faults. Default: ${DEFAULT-VALUE}.",
      defaultValue = "1")
  private long seed;

  @Option(
      names = "--iam",
      paramLabel = "MODE",
      converter = EmulatorIam.Modes.class,
      description =
          "What to do about missing permissions: off, audit (let pass and note) or enforce (refuse). Default: that of last time, at first off.")
  private Optional<Mode> iam = Optional.empty();

  EmulatorStart(Surroundings surroundings) {
    this.surroundings = surroundings;
    this.emulators = new Emulators(surroundings);
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Optional<RunningEmulator> running = emulators.find();
    if (running.isPresent()) {
      if (port.isPresent() && port.get() != 0 && port.get() != running.get().port()) {
        throw Stop.of(
            Code.EMULATOR,
            emulators.folder().toString(),
            "an emulator runs for this folder already, on port " + running.get().port() + ".",
            "groundwork emulator stop, and start it again with --port " + port.get() + ".");
      }
      if (iam.isPresent()) {
        emulators.post("iam", Value.fields().with("mode", iam.get().word()));
      }
      surroundings
          .out()
          .println(
              "The emulator runs already at "
                  + running.get().url()
                  + " (process "
                  + running.get().pid()
                  + ").");
      return Groundwork.DONE;
    }
    return foreground ? foreground() : background();
  }

  private int background() throws Stop, InterruptedException {
    List<String> options = new ArrayList<>();
    port.ifPresent(p -> options.addAll(List.of("--port", String.valueOf(p))));
    if (realistic) {
      options.add("--realistic");
    }
    options.addAll(List.of("--seed", String.valueOf(seed)));
    iam.ifPresent(mode -> options.addAll(List.of("--iam", mode.word())));
    RunningEmulator started = emulators.ensure(options);
    surroundings
        .out()
        .println("The emulator is ready at " + started.url() + " (process " + started.pid() + ").");
    surroundings.out().println("To use it from this shell: eval \"$(groundwork emulator env)\"");
    return Groundwork.DONE;
  }

  private int foreground() throws Stop, InterruptedException {
    Path folder = emulators.folder();
    try {
      Files.createDirectories(folder);
      try (FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        FileLock lock = channel.tryLock();
        if (lock == null) {
          throw Stop.of(
              Code.EMULATOR,
              folder.toString(),
              "another emulator is using this folder.",
              "groundwork emulator status");
        }
        try (lock) {
          serve(folder);
        }
      }
    } catch (IOException e) {
      throw Stop.of(
          Code.EMULATOR,
          folder.toString(),
          "the folder of the emulator cannot be used: " + e.getMessage(),
          "");
    }
    return Groundwork.DONE;
  }

  private void serve(Path folder) throws IOException, Stop, InterruptedException {
    Random random = new Random(surroundings.random().nextLong());
    CountDownLatch closed = new CountDownLatch(1);
    Emulator emulator =
        new Emulator(
            Catalog.standard(),
            ShapeArchive.standard(),
            folder.resolve("data"),
            surroundings.clock(),
            random,
            new Emulator.Options(realistic, seed));
    Thread hook =
        new Thread(
            () -> {
              emulator.close();
              closed.countDown();
            },
            "emulator-stop");
    iam.ifPresent(emulator::iam);
    try {
      listen(emulator);
      RunningEmulator.here(emulator.port(), surroundings.clock().instant()).write(folder);
      Runtime.getRuntime().addShutdownHook(hook);
      surroundings
          .out()
          .println("The emulator answers at " + emulator.url() + "; Ctrl-C stops it.");
      closed.await();
    } finally {
      emulator.close();
    }
  }

  private void listen(Emulator emulator) throws Stop {
    if (port.isPresent()) {
      try {
        emulator.start(port.get());
      } catch (UncheckedIOException e) {
        throw Stop.of(
            Code.EMULATOR,
            "--port",
            "port " + port.get() + " cannot be used: " + cause(e) + ".",
            "choose another, or --port 0 for any that is free.");
      }
      return;
    }
    int usual =
        RunningEmulator.last(emulators.folder()).map(RunningEmulator::port).orElse(USUAL_PORT);
    try {
      emulator.start(usual);
    } catch (UncheckedIOException _) {
      emulator.start(0);
    }
  }

  private static String cause(UncheckedIOException e) {
    return Optional.ofNullable(e.getCause()).map(Throwable::getMessage).orElse("it is taken");
  }
}
