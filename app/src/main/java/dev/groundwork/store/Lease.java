package dev.groundwork.store;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.StateText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// The right to change one state, held by one run at a time. It is a file `lease.json` that its
/// holder renews; a holder that has not renewed for a minute, or whose process on this machine is
/// gone, has lost it.
public final class Lease implements AutoCloseable {
  static final Duration EXPIRY = Duration.ofMinutes(1);
  static final Duration HEARTBEAT = Duration.ofSeconds(10);
  private static final Duration RETRY = Duration.ofMillis(250);

  private final Path folder;
  private final Holder holder;
  private final Clock clock;
  private final Thread heart;
  private volatile boolean held = true;

  private Lease(Path folder, Holder holder, Clock clock) {
    this.folder = folder;
    this.holder = holder;
    this.clock = clock;
    this.heart = Thread.ofVirtual().name("lease").start(this::beat);
  }

  /// Who holds a lease.
  ///
  /// @param id what `groundwork state unlock` takes
  /// @param pid the process on `host`; 0 when unknown
  /// @param begun when that process began, to tell it from a later one of the same number
  public record Holder(
      String id, String user, String host, long pid, String begun, Instant taken, Instant renewed) {
    @Override
    public String toString() {
      return user + "@" + host + " (process " + pid + ")";
    }
  }

  /// What came of asking for a lease.
  public sealed interface Asked {
    record Granted(Lease lease) implements Asked {}

    record Locked(Diagnostic diagnostic) implements Asked {}
  }

  /// Asks for the lease of a state.
  ///
  /// @param wait how long to wait for another holder to finish; zero to ask once
  /// @throws InterruptedException when interrupted while waiting
  public static Asked take(Path folder, String user, String host, Clock clock, Duration wait)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(wait);
    while (true) {
      Optional<Holder> other = tryTake(folder, user, host, clock);
      if (other.isEmpty()) {
        Holder mine =
            read(folder)
                .orElseThrow(() -> new IllegalStateException("the lease just taken is gone"));
        return new Asked.Granted(new Lease(folder, mine, clock));
      }
      if (!clock.instant().isBefore(deadline)) {
        return new Asked.Locked(locked(folder, other.get(), clock));
      }
      Thread.sleep(RETRY);
    }
  }

  private static Diagnostic locked(Path folder, Holder holder, Clock clock) {
    long seconds = Math.max(0, Duration.between(holder.taken(), clock.instant()).toSeconds());
    return Diagnostic.error(
        Code.LOCKED,
        Place.of(folder.toString()),
        "the state is held by " + holder + " since " + seconds + " s; lock id " + holder.id() + ".",
        "wait for it (`--lock-timeout 5m`), or, when that run is surely gone: groundwork state unlock "
            + holder.id());
  }

  /// The other holder, or empty when the lease is now ours.
  private static Optional<Holder> tryTake(Path folder, String user, String host, Clock clock) {
    return guarded(
        folder,
        () -> {
          Optional<Holder> other = read(folder);
          if (other.isPresent() && isAlive(other.get(), host, clock)) {
            return other;
          }
          Instant now = clock.instant();
          ProcessHandle self = ProcessHandle.current();
          write(
              folder,
              new Holder(
                  UUID.randomUUID().toString(), user, host, self.pid(), begun(self), now, now));
          return Optional.<Holder>empty();
        });
  }

  private static boolean isAlive(Holder holder, String host, Clock clock) {
    if (holder.host().equals(host) && holder.pid() > 0) {
      Optional<ProcessHandle> process =
          ProcessHandle.of(holder.pid()).filter(ProcessHandle::isAlive);
      if (process.isEmpty() || !begun(process.get()).equals(holder.begun())) {
        return false;
      }
    }
    return clock.instant().isBefore(holder.renewed().plus(EXPIRY));
  }

  private static String begun(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }

  /// Whether the lease is still ours.
  public boolean isHeld() {
    return held;
  }

  public Holder holder() {
    return holder;
  }

  private void beat() {
    try {
      while (held) {
        Thread.sleep(HEARTBEAT);
        renew();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  /// Renews the lease once; after it, `isHeld` tells whether it was still ours.
  void renew() {
    held =
        guarded(
            folder,
            () -> {
              Optional<Holder> now = read(folder);
              boolean ours = now.isPresent() && now.get().id().equals(holder.id());
              if (ours) {
                write(
                    folder,
                    new Holder(
                        holder.id(),
                        holder.user(),
                        holder.host(),
                        holder.pid(),
                        holder.begun(),
                        holder.taken(),
                        clock.instant()));
              }
              return ours;
            });
  }

  /// Gives the lease back.
  @Override
  public void close() {
    held = false;
    heart.interrupt();
    release(folder, holder.id());
  }

  /// Takes the lease of that id from its holder.
  ///
  /// @return whether there was such a lease
  public static boolean release(Path folder, String id) {
    return guarded(
        folder,
        () -> {
          boolean is = read(folder).filter(h -> h.id().equals(id)).isPresent();
          if (is) {
            Files.delete(folder.resolve("lease.json"));
          }
          return is;
        });
  }

  /// Who holds the lease of a state, when anyone does.
  public static Optional<Holder> read(Path folder) {
    Path file = folder.resolve("lease.json");
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      Fields fields = Json.parseFields(Files.readString(file));
      return Optional.of(
          new Holder(
              StateText.text(fields, "id"),
              StateText.text(fields, "user"),
              StateText.text(fields, "host"),
              Long.parseLong(StateText.text(fields, "pid")),
              StateText.text(fields, "begun"),
              Instant.parse(StateText.text(fields, "taken")),
              Instant.parse(StateText.text(fields, "renewed"))));
    } catch (IOException | Json.Malformed | NumberFormatException | DateTimeException _) {
      return Optional.empty(); // a lease that cannot be read binds nobody
    }
  }

  private static void write(Path folder, Holder holder) throws IOException {
    Durable.replace(
        folder.resolve("lease.json"),
        Json.write(
                Value.fields()
                    .with("id", holder.id())
                    .with("user", holder.user())
                    .with("host", holder.host())
                    .with("pid", String.valueOf(holder.pid()))
                    .with("begun", holder.begun())
                    .with("taken", holder.taken().toString())
                    .with("renewed", holder.renewed().toString()))
            + "\n");
  }

  private interface Step<T> {
    T run() throws IOException;
  }

  /// Runs a step that no other process or thread runs for the same folder at the same time.
  private static <T> T guarded(Path folder, Step<T> step) {
    Path guard = folder.resolve("lease.lock");
    try {
      Files.createDirectories(folder);
      synchronized (Lease.class) {
        try (FileChannel channel =
                FileChannel.open(guard, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock _ = channel.lock()) {
          return step.run();
        }
      }
    } catch (IOException | OverlappingFileLockException e) {
      throw new Unreadable(
          folder, "the lease cannot be written: " + e.getMessage(), "fix the folder's rights.");
    }
  }
}
