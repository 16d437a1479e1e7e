package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.process.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/// The Redis servers of all instances: one folder and one process each. Every method may wait;
/// different servers do not wait for each other.
final class Servers implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("dev.groundwork.emulator");

  /// What the machine cannot do.
  static final class Unavailable extends IOException {
    private static final long serialVersionUID = 1;

    Unavailable() {
      super(
          "no Redis server for this machine: install Redis 6 or newer, and create the instance again");
    }
  }

  /// What is done with a server by the only thread that has it.
  @FunctionalInterface
  interface Errand<T> {
    T run(Server server) throws IOException;
  }

  private record Slot(ReentrantLock lock, Server server, CompletableFuture<Void> back) {}

  private final Path folder;
  private final Path cache;
  private final Path sockets;
  private final Clock clock;
  private final Map<InstanceKey, Slot> slots = new ConcurrentHashMap<>();
  private Optional<Programs> programs = Optional.empty();

  /// @param folder where the data is kept
  /// @param cache where Redis' program is unpacked
  /// @param sockets a folder with a short path
  /// @param clock the machine's own: certificates are checked by real clients
  Servers(Path folder, Path cache, Path sockets, Clock clock) {
    this.folder = folder;
    this.cache = cache;
    this.sockets = sockets;
    this.clock = clock;
  }

  /// Makes the instance's server run as asked.
  ///
  /// @throws Unavailable when this machine has no Redis
  void up(InstanceKey key, ServerSpec spec) throws IOException {
    Programs found = programs();
    ask(
        key,
        server -> {
          server.up(found, spec, clock.instant());
          return server;
        });
  }

  /// As `up`, soon: whoever asks for the server meanwhile waits for it.
  void bringBack(InstanceKey key, ServerSpec spec) {
    CompletableFuture<Void> back = new CompletableFuture<>();
    slots.put(key, new Slot(new ReentrantLock(), server(key), back));
    Thread.ofVirtual()
        .start(() -> {
          try {
            Programs found = programs();
            slot(key).server().up(found, spec, clock.instant());
          } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the Redis of " + key + " does not start", e);
          } finally {
            back.complete(null);
          }
        });
  }

  /// Runs an errand with the instance's server, whether it runs or not.
  <T> T ask(InstanceKey key, Errand<T> errand) throws IOException {
    Slot slot = slot(key);
    slot.back().join();
    slot.lock().lock();
    try {
      return errand.run(slot.server());
    } finally {
      slot.lock().unlock();
    }
  }

  /// Removes the server with all that it kept.
  void delete(InstanceKey key) throws IOException {
    ask(
        key,
        server -> {
          server.delete();
          return server;
        });
    slots.remove(key);
  }

  /// Where each running server listens.
  SortedMap<InstanceKey, Place> places() {
    SortedMap<InstanceKey, Place> places = new TreeMap<>();
    for (InstanceKey key : List.copyOf(slots.keySet())) {
      try {
        ask(
                key,
                server ->
                    server.isRunning() ? Optional.of(server.place()) : Optional.<Place>empty())
            .ifPresent(place -> places.put(key, place));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return places;
  }

  /// Ends and removes what is on disk of instances that are not among these: left by an emulator
  /// that was killed.
  void keepOnly(Collection<InstanceKey> known) throws IOException {
    for (InstanceKey key : onDisk()) {
      if (!known.contains(key)) {
        delete(key);
      }
    }
  }

  private List<InstanceKey> onDisk() throws IOException {
    List<InstanceKey> keys = new ArrayList<>();
    for (Path project : folders(folder)) {
      for (Path region : folders(project)) {
        for (Path instance : folders(region)) {
          keys.add(new InstanceKey(name(project), name(region), name(instance)));
        }
      }
    }
    return keys;
  }

  private static List<Path> folders(Path parent) throws IOException {
    if (!Files.isDirectory(parent)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(parent)) {
      return all.filter(Files::isDirectory).sorted().toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private Slot slot(InstanceKey key) {
    return slots.computeIfAbsent(
        key,
        k -> new Slot(new ReentrantLock(), server(k), CompletableFuture.completedFuture(null)));
  }

  private Server server(InstanceKey key) {
    return new Server(key, home(key), sockets(key).resolve("s"));
  }

  private Path home(InstanceKey key) {
    return folder.resolve(key.project()).resolve(key.region()).resolve(key.name());
  }

  private Path sockets(InstanceKey key) {
    CRC32 hash = new CRC32();
    hash.update(home(key).toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    return sockets.resolve("groundwork-redis-" + HexFormat.of().toHexDigits((int) hash.getValue()));
  }

  private synchronized Programs programs() throws IOException {
    if (programs.isEmpty()) {
      programs = Programs.find(cache);
    }
    return programs.orElseThrow(Unavailable::new);
  }

  /// Ends every server; all data stays.
  @Override
  public void close() {
    List<Thread> ending = new ArrayList<>();
    for (InstanceKey key : List.copyOf(slots.keySet())) {
      ending.add(Thread.ofVirtual().start(() -> end(key)));
    }
    for (Thread thread : ending) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    slots.clear();
  }

  /// Ends one server; its data stays.
  void end(InstanceKey key) {
    try {
      ask(
          key,
          server -> {
            server.stop();
            return server;
          });
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "the Redis of " + key + " did not end", e);
    }
  }

  /// Forgets the servers, which run on: what the end of this process by force would do.
  void abandon() {
    slots.values().forEach(slot -> slot.back().join());
    slots.clear();
  }

  /// Removes everything, after `close`.
  void erase() throws IOException {
    for (InstanceKey key : onDisk()) {
      Server.stopAt(home(key), sockets(key));
    }
    Folders.delete(folder);
  }
}
