package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.process.Folders;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Identity;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The Redis server of one instance: its folder, its certificate and its process. The process
/// outlives an emulator that is killed, and is found again by the file in which it keeps its
/// number. Used by one thread at a time.
final class Server {
  /// Ten years, as on the real Memorystore.
  private static final Duration LIFE = Duration.ofDays(3652);

  private static final Duration STARTS_WITHIN = Duration.ofSeconds(30);
  private static final Duration STOPS_WITHIN = Duration.ofSeconds(20);

  private final InstanceKey key;
  private final Path folder;
  private final Path socket;
  private Optional<ServerSpec> running = Optional.empty();

  /// @param socket a short path
  Server(InstanceKey key, Path folder, Path socket) {
    this.key = key;
    this.folder = folder.toAbsolutePath();
    this.socket = socket;
  }

  /// Makes the server run as asked: starts it when it does not run, changes it while it runs, and
  /// starts it anew when a change needs that.
  void up(Programs programs, ServerSpec spec, Instant now) throws IOException {
    PrivateFiles.folder(folder);
    boolean alive = process().isPresent();
    if (alive && running.map(r -> Configuration.needsRestart(r, spec)).orElse(false)) {
      stop();
      alive = false;
    }
    if (alive && answers()) {
      change(spec);
    } else {
      start(programs, spec, now);
    }
    running = Optional.of(spec);
  }

  private void start(Programs programs, ServerSpec spec, Instant now) throws IOException {
    stop();
    Place place = Place.keptIn(folder.resolve("place"), key, spec.port());
    if (spec.tls()) {
      certify(List.of(spec.address(), place.host()), now);
    }
    PrivateFiles.folder(socketFolder());
    String text = Configuration.file(spec, place, folder, socket, password(), hidden());
    PrivateFiles.write(folder.resolve("redis.conf"), text);
    Process process =
        new ProcessBuilder(programs.server().toString(), folder.resolve("redis.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .directory(folder.toFile())
            .start();
    long end = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        process.destroyForcibly();
        throw new IOException("Redis does not start: " + endOfLog());
      }
      // the next look comes after a moment, or at once when it has ended
      process.onExit().completeOnTimeout(process, 5, TimeUnit.MILLISECONDS).join();
    }
    System.getLogger("dev.groundwork.emulator")
        .log(
            System.Logger.Level.INFO,
            "Redis {0} of {1} listens at {2}:{3}",
            programs.version(),
            key.toString(),
            place.host(),
            Integer.toString(place.port()));
  }

  private void change(ServerSpec spec) throws IOException {
    try (Session session = session()) {
      for (Map.Entry<String, String> setting : Configuration.live(spec, password()).entrySet()) {
        session.ask(hidden(), "SET", setting.getKey(), setting.getValue());
      }
    }
    Place place = place();
    PrivateFiles.write(
        folder.resolve("redis.conf"),
        Configuration.file(spec, place, folder, socket, password(), hidden()));
  }

  /// Forgets every key.
  void flush() throws IOException {
    if (isRunning()) {
      try (Session session = session()) {
        session.ask("FLUSHALL");
      }
    }
  }

  /// Breaks every client's connection, as the change to another node does.
  void disconnect() throws IOException {
    if (isRunning()) {
      try (Session session = session()) {
        session.ask("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      }
    }
  }

  /// A connection that has said the password, if there is one.
  private Session session() throws IOException {
    Session session = Session.open(socket);
    try {
      session.ask("AUTH", password());
    } catch (Session.Rejected e) {
      // without a password set, Redis refuses to hear one
    }
    return session;
  }

  /// Ends the server; its keys are kept for the next start.
  void stop() throws IOException {
    stopAt(folder, socketFolder());
    running = Optional.empty();
  }

  /// As `stop`, of the server whose folders these are.
  static void stopAt(Path folder, Path socketFolder) throws IOException {
    Optional<ProcessHandle> process = process(folder.toAbsolutePath());
    if (process.isPresent()) {
      process.get().destroy();
      if (!ended(process.get())) {
        process.get().destroyForcibly();
        ended(process.get());
      }
    }
    Folders.delete(socketFolder);
  }

  void delete() throws IOException {
    stop();
    Folders.delete(folder);
  }

  boolean isRunning() throws IOException {
    return process().isPresent();
  }

  Place place() throws IOException {
    return Place.read(folder.resolve("place"));
  }

  /// What clients must say, when they must say something.
  String password() throws IOException {
    return kept("auth");
  }

  /// Another password from now on.
  void changePassword() throws IOException {
    PrivateFiles.folder(folder);
    PrivateFiles.write(folder.resolve("auth"), UUID.randomUUID().toString());
  }

  /// What CONFIG is called on this server.
  private String hidden() throws IOException {
    return kept("config-name");
  }

  /// A random text that is made when it is first asked for.
  private String kept(String name) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file)) {
      PrivateFiles.folder(folder);
      PrivateFiles.write(file, UUID.randomUUID().toString());
    }
    return Files.readString(file);
  }

  /// The authority that vouches for the server; made when it is first asked for.
  Authority authority(Instant now) throws IOException {
    PrivateFiles.folder(folder);
    if (!Files.isRegularFile(folder.resolve("server-ca.crt"))) {
      Authority.create("Google Cloud Memorystore Redis Server CA", now, LIFE)
          .save(folder, "server-ca");
    }
    return Authority.load(folder, "server-ca");
  }

  private void certify(List<String> addresses, Instant now) throws IOException {
    Identity identity =
        authority(now).issueServer(key.name(), List.of("localhost"), addresses, now, LIFE);
    PrivateFiles.write(folder.resolve("server.key"), Pem.write(identity.key()));
    Files.writeString(folder.resolve("server.crt"), Pem.write(identity.certificate()));
  }

  private boolean answers() {
    try (Session session = session()) {
      return session.ask("PING").equals("PONG");
    } catch (IOException e) {
      return false;
    }
  }

  private Optional<ProcessHandle> process() throws IOException {
    return process(folder);
  }

  /// A number in a file proves nothing: the process must be a Redis server at this folder's socket.
  private static Optional<ProcessHandle> process(Path folder) throws IOException {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(folder.resolve("redis.pid")).strip()))
          .filter(ProcessHandle::isAlive)
          .filter(handle -> isOf(handle, folder));
    } catch (NoSuchFileException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  /// Redis rewrites its command line, so that only the folder it works in tells whose it is.
  private static boolean isOf(ProcessHandle handle, Path folder) {
    try {
      return Files.isSameFile(Path.of("/proc/" + handle.pid() + "/cwd"), folder);
    } catch (IOException e) {
      return handle.info().command().orElse("").contains("redis-server");
    }
  }

  private static boolean ended(ProcessHandle process) {
    try {
      process.onExit().get(STOPS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return !process.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Path socketFolder() throws IOException {
    return Optional.ofNullable(socket.getParent())
        .orElseThrow(() -> new IOException("no folder for the socket " + socket));
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readAllLines(folder.resolve("log"), StandardCharsets.UTF_8);
      return String.join(" | ", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException e) {
      return "no log";
    }
  }
}
