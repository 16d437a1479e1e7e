package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Folders;
import dev.groundwork.emulator.sql.LocalSession.Rejected;
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

/// The PostgreSQL servers of all instances: one folder and one process each. Every method may wait.
final class Servers implements AutoCloseable {
  /// Minor details of a server are looked at by one thread at a time; different servers do not wait
  /// for each other.
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    Optional<InstanceServer> server = Optional.empty();

    /// Ends when the server that an earlier emulator had is back.
    volatile CompletableFuture<Void> back = CompletableFuture.completedFuture(null);
  }

  /// What the machine cannot do.
  static final class Unavailable extends IOException {
    private static final long serialVersionUID = 1;

    Unavailable(String message) {
      super(message);
    }
  }

  /// What is done with a server's databases.
  @FunctionalInterface
  interface Errand<T> {
    T run(Databases databases) throws IOException, Rejected;
  }

  private final Path folder;
  private final Path cache;
  private final Path sockets;
  private final Clock clock;
  private final Map<InstanceKey, Slot> slots = new ConcurrentHashMap<>();
  private final Map<Integer, Kit> kits = new TreeMap<>();

  /// What servers of one major version are made from.
  private record Kit(Programs programs, Account account, Locales locales, Path template) {}

  /// @param folder where the data is kept
  /// @param cache where PostgreSQL's programs are unpacked
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
  /// @throws Unavailable when this machine has no PostgreSQL of that version, or none that may run
  void up(InstanceKey key, ServerSpec spec) throws IOException {
    Slot slot = slot(key);
    slot.lock.lock();
    try {
      if (slot.server.isEmpty()) {
        slot.server = Optional.of(server(key, spec.major()));
      }
      slot.server.get().up(spec, clock.instant());
    } finally {
      slot.lock.unlock();
    }
  }

  /// As `up`, soon: whoever asks for the server meanwhile waits for it.
  void bringBack(InstanceKey key, ServerSpec spec) {
    CompletableFuture<Void> back = new CompletableFuture<>();
    slot(key).back = back;
    Thread.ofVirtual()
        .start(() -> {
          try {
            up(key, spec);
          } catch (IOException e) {
            System.getLogger("dev.groundwork.emulator")
                .log(System.Logger.Level.ERROR, "the server of " + key + " does not start", e);
          } finally {
            back.complete(null);
          }
        });
  }

  /// Ends the server; its data stays.
  void stop(InstanceKey key) throws IOException {
    Slot slot = slot(key);
    slot.lock.lock();
    try {
      if (slot.server.isPresent()) {
        slot.server.get().stop();
      }
    } finally {
      slot.lock.unlock();
    }
  }

  /// Removes the server with all that it kept.
  void delete(InstanceKey key) throws IOException {
    Slot slot = slot(key);
    slot.lock.lock();
    try {
      if (slot.server.isPresent()) {
        slot.server.get().delete();
        slot.server = Optional.empty();
      }
      sweep(key);
    } finally {
      slot.lock.unlock();
    }
    slots.remove(key);
  }

  /// Runs an errand; empty when the instance has no running server.
  <T> Optional<T> ask(InstanceKey key, Errand<T> errand) throws IOException, Rejected {
    Slot slot = slot(key);
    slot.back.join();
    slot.lock.lock();
    try {
      if (slot.server.isEmpty() || !slot.server.get().isRunning()) {
        return Optional.empty();
      }
      return Optional.of(errand.run(slot.server.get().databases()));
    } finally {
      slot.lock.unlock();
    }
  }

  /// The certificates of an instance, also of one without a server.
  Certificates certificates(InstanceKey key) {
    Slot slot = slot(key);
    slot.lock.lock();
    try {
      return Certificates.in(home(key).resolve("authority"), clock.instant());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      slot.lock.unlock();
    }
  }

  /// Where each running server listens.
  SortedMap<InstanceKey, Loopback> places() {
    SortedMap<InstanceKey, Loopback> places = new TreeMap<>();
    slots.forEach((key, slot) -> {
      slot.back.join();
      slot.lock.lock();
      try {
        if (slot.server.isPresent()) {
          places.put(key, slot.server.get().place());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        slot.lock.unlock();
      }
    });
    return places;
  }

  Optional<Loopback> place(InstanceKey key) {
    return Optional.ofNullable(places().get(key));
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
    if (Files.isDirectory(folder)) {
      try (Stream<Path> projects = Files.list(folder)) {
        for (Path project : projects.filter(Files::isDirectory).sorted().toList()) {
          try (Stream<Path> instances = Files.list(project)) {
            instances
                .sorted()
                .forEach(i ->
                    keys.add(
                        new InstanceKey(
                            String.valueOf(project.getFileName()),
                            String.valueOf(i.getFileName()))));
          }
        }
      }
    }
    return keys;
  }

  /// A server that no object stands for: found by its files alone.
  private void sweep(InstanceKey key) throws IOException {
    Cluster.stopAt(files(key));
    Folders.delete(home(key));
  }

  private InstanceServer server(InstanceKey key, int major) throws IOException {
    Kit kit = kit(major);
    Cluster cluster = new Cluster(kit.programs(), kit.account(), kit.locales(), files(key));
    return new InstanceServer(key, home(key), cluster, kit.template());
  }

  private Kit kit(int major) throws IOException {
    synchronized (kits) {
      Kit known = kits.get(major);
      if (known == null) {
        known = makeKit(major);
        kits.put(major, known);
      }
      return known;
    }
  }

  private Kit makeKit(int major) throws IOException {
    Programs programs =
        Programs.find(major, cache)
            .orElseThrow(() ->
                new Unavailable(
                    "no PostgreSQL "
                        + major
                        + " for this machine: install it, and create the instance again"));
    Files.createDirectories(folder);
    Account account =
        Account.choose(programs.program("postgres"), folder)
            .orElseThrow(() ->
                new Unavailable(
                    "PostgreSQL "
                        + major
                        + " cannot run here: it refuses to run as root, and no other account may read "
                        + folder));
    Locales locales = new Locales(cache.resolve("locales"));
    return new Kit(programs, account, locales, Template.of(programs, account, locales, cache));
  }

  private Path home(InstanceKey key) {
    return folder.resolve(key.project()).resolve(key.name());
  }

  private ClusterFiles files(InstanceKey key) {
    CRC32 hash = new CRC32();
    hash.update(home(key).toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8));
    return new ClusterFiles(
        home(key).toAbsolutePath(),
        sockets.resolve("groundwork-" + HexFormat.of().toHexDigits((int) hash.getValue())));
  }

  private Slot slot(InstanceKey key) {
    return slots.computeIfAbsent(key, _ -> new Slot());
  }

  /// Ends every server; all data stays.
  @Override
  public void close() {
    List<Thread> ending = new ArrayList<>();
    for (InstanceKey key : List.copyOf(slots.keySet())) {
      ending.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  slot(key).back.join();
                  stop(key);
                } catch (IOException e) {
                  System.getLogger("dev.groundwork.emulator")
                      .log(System.Logger.Level.WARNING, "the server of " + key + " did not end", e);
                }
              }));
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

  /// Closes the gates and forgets the servers, which run on.
  void abandon() {
    slots
        .values()
        .forEach(slot -> {
          slot.back.join();
          slot.server.ifPresent(InstanceServer::abandon);
        });
    slots.clear();
  }

  /// Removes everything, after `close`.
  void erase() throws IOException {
    for (InstanceKey key : onDisk()) {
      sweep(key);
    }
    Folders.delete(folder);
  }
}
