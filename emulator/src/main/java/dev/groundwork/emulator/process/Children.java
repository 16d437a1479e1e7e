package dev.groundwork.emulator.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Processes that run in place of containers. Each has a file of its own while it runs, so that an
/// emulator that comes after a crash finds and ends those that were left.
public final class Children {
  /// What a process gets of our own environment; everything else is what its container asks for.
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "JAVA_HOME", "TMPDIR", "SHELL");

  /// Starts a program as the leader of a group of its own, which can be ended as one.
  private static final Path GROUPED = Path.of("/usr/bin/setsid");

  private final Path folder;
  private final Set<Child> running = ConcurrentHashMap.newKeySet();

  /// @param folder for the files; made when there is the first
  public Children(Path folder) {
    this.folder = folder;
  }

  /// Where programs are found, as processes are told.
  public String path() {
    return new ProcessBuilder().environment().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
  }

  /// One process, with all that it has started.
  public static final class Child {
    private final Process process;
    private final Path file;
    private final boolean grouped;

    private Child(Process process, Path file, boolean grouped) {
      this.process = process;
      this.file = file;
      this.grouped = grouped;
    }

    public Process process() {
      return process;
    }

    public boolean isAlive() {
      return process.isAlive();
    }
  }

  /// @throws IOException when the program cannot be started
  public Child start(List<String> command, Path directory, Map<String, String> environment)
      throws IOException {
    boolean grouped = Files.isExecutable(GROUPED);
    List<String> whole = new ArrayList<>();
    if (grouped) {
      whole.add(GROUPED.toString());
    }
    whole.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(whole).directory(directory.toFile());
    builder.environment().keySet().retainAll(INHERITED);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    Path file = folder.resolve(Long.toString(process.pid()));
    Files.createDirectories(folder);
    Files.writeString(file, began(process.toHandle()));
    Child child = new Child(process, file, grouped);
    running.add(child);
    var _ = process.onExit().thenRun(() -> forget(child));
    return child;
  }

  private void forget(Child child) {
    running.remove(child);
    try {
      Files.deleteIfExists(child.file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String began(ProcessHandle handle) {
    return handle.info().startInstant().map(Instant::toString).orElse("");
  }

  /// Asks a process and all that it started to end, and ends by force what has not after `grace`.
  public void stop(Child child, Duration grace) {
    end(child.process.toHandle(), child.grouped, grace);
  }

  private static void end(ProcessHandle leader, boolean grouped, Duration grace) {
    List<ProcessHandle> tree =
        Stream.concat(leader.descendants(), Stream.of(leader))
            .filter(ProcessHandle::isAlive)
            .toList();
    tree.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + grace.toNanos();
    for (ProcessHandle handle : tree) {
      try {
        handle.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
        // ended by force below
      }
    }
    Stream.concat(tree.stream(), leader.descendants()).forEach(ProcessHandle::destroyForcibly);
    if (grouped) {
      endGroup(leader.pid());
    }
  }

  /// What has left its parents but not the group.
  private static void endGroup(long group) {
    try {
      new ProcessBuilder("kill", "-KILL", "--", "-" + group)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor(2, TimeUnit.SECONDS);
    } catch (IOException e) {
      // without such a program the tree alone is ended
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends what an emulator before this one has left running.
  public void endOrphans() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String began = Files.readString(file);
        Optional<ProcessHandle> same =
            ProcessHandle.of(Long.parseLong(file.getFileName().toString()))
                .filter(h -> !began.isEmpty() && began(h).equals(began));
        same.ifPresent(h -> end(h, Files.isExecutable(GROUPED), Duration.ofSeconds(2)));
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Ends all, together.
  public void endAll(Duration grace) {
    List<Thread> ending =
        running.stream().map(child -> Thread.ofVirtual().start(() -> stop(child, grace))).toList();
    for (Thread thread : ending) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
