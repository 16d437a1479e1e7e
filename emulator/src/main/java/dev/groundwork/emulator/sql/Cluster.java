package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Command;
import dev.groundwork.emulator.process.Folders;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One PostgreSQL server: its folder and its process. The process outlives an emulator that is
/// killed, and is found again by the file in which the server keeps its number.
final class Cluster {
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);
  private static final int LINE_OF_STATUS = 7;

  private final Programs programs;
  private final Account account;
  private final Locales locales;
  private final ClusterFiles files;

  Cluster(Programs programs, Account account, Locales locales, ClusterFiles files) {
    this.programs = programs;
    this.account = account;
    this.locales = locales;
    this.files = files;
  }

  ClusterFiles files() {
    return files;
  }

  /// Lays down the data of a new instance.
  void create(Path template) throws IOException {
    PrivateFiles.folder(files.server());
    account.take(files.server());
    Folders.copy(template, files.data());
    account.take(files.data());
  }

  boolean exists() {
    return Files.isDirectory(files.data());
  }

  /// Writes the configuration, to be read by the next start or `reload`.
  void configure(Configuration configuration) throws IOException {
    hand(files.settings(), configuration.settings(files));
    hand(files.access(), configuration.access());
    hand(files.identities(), "");
  }

  /// Writes a file that only the server may read.
  void hand(Path file, String text) throws IOException {
    PrivateFiles.write(file, text);
    account.take(file);
  }

  /// Starts the server and waits until it takes connections. One that runs already is left as it
  /// is.
  ///
  /// @throws IOException when it does not come up; the message holds the end of its log
  void start() throws IOException {
    if (isReady()) {
      return;
    }
    PrivateFiles.folder(files.socketFolder());
    account.take(files.socketFolder());
    ProcessBuilder builder =
        new ProcessBuilder(
                account.command(
                    List.of(
                        programs.program("postgres").toString(),
                        "-D",
                        files.data().toString(),
                        "-c",
                        "config_file=" + files.settings())))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .directory(files.folder().toFile());
    builder.environment().putAll(locales.environment());
    Process process = builder.start();
    long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException("PostgreSQL does not start: " + endOfLog());
      }
      pause();
    }
  }

  /// Ends the server, and with it every session.
  void stop() throws IOException {
    stopAt(files);
  }

  /// As `stop`, of the server whose files these are.
  static void stopAt(ClusterFiles files) throws IOException {
    Optional<ProcessHandle> running = process(files);
    if (running.isPresent()) {
      signal(running.get(), "INT");
      if (!ended(running.get(), STOPS_WITHIN)) {
        running.get().destroyForcibly();
        ended(running.get(), STOPS_WITHIN);
      }
    }
    Folders.delete(files.socketFolder());
  }

  /// Makes the running server read its configuration again.
  void reload() throws IOException {
    process(files).ifPresent(running -> signal(running, "HUP"));
  }

  boolean isRunning() throws IOException {
    return process(files).isPresent();
  }

  /// Deletes all that there is of it.
  void delete() throws IOException {
    stop();
    Folders.delete(files.folder());
  }

  /// The server's process, when it runs. A number in a file proves nothing: the process must be a
  /// server of this very folder.
  private static Optional<ProcessHandle> process(ClusterFiles files) throws IOException {
    List<String> lines = processFile(files);
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(handle -> commandLine(handle).contains(files.data().toString()));
  }

  private static String commandLine(ProcessHandle handle) {
    try {
      return Files.readString(
          Path.of("/proc/" + handle.pid() + "/cmdline"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return handle.info().commandLine().orElse("");
    }
  }

  private boolean isReady() throws IOException {
    List<String> lines = processFile(files);
    return lines.size() > LINE_OF_STATUS
        && lines.get(LINE_OF_STATUS).strip().equals("ready")
        && process(files).isPresent();
  }

  private static List<String> processFile(ClusterFiles files) throws IOException {
    try {
      return Files.readAllLines(files.process());
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static void signal(ProcessHandle process, String name) {
    // Java can send TERM and KILL only; to PostgreSQL TERM means: wait until every client has gone
    Command.run(List.of("sh", "-c", "kill -" + name + " " + process.pid()));
  }

  private static boolean ended(ProcessHandle process, Duration within) {
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(5);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(files.log());
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "no log";
    }
  }
}
