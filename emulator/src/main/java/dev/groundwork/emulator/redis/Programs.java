package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.process.Command;
import dev.groundwork.emulator.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The Redis server that this machine has.
///
/// @param version in full, `7.0.15`
record Programs(Path server, String version) {
  /// Where operating systems and package managers put it.
  private static final List<String> USUAL =
      List.of(
          "/usr/bin/redis-server",
          "/usr/local/bin/redis-server",
          "/opt/homebrew/bin/redis-server",
          "/opt/homebrew/opt/redis/bin/redis-server",
          "/snap/bin/redis-server");

  private static final Pattern VERSION = Pattern.compile("\\bv=(\\d+)(\\.\\d+\\.\\d+)");
  private static final int OLDEST = 6;

  /// One that is installed, when it is new enough to know TLS; else the one that came with the
  /// emulator, unpacked into the cache when it is first asked for.
  static Optional<Programs> find(Path cache) throws IOException {
    Optional<Programs> installed =
        USUAL.stream()
            .map(Path::of)
            .filter(Files::isExecutable)
            .flatMap(file -> asked(file).stream())
            .findFirst();
    return installed.isPresent() ? installed : bundled(cache);
  }

  /// The one that came with the emulator; empty where none came or it does not run here.
  static Optional<Programs> bundled(Path cache) throws IOException {
    Path file = cache.resolve("redis").resolve("redis-server");
    if (!Files.isExecutable(file)) {
      try (InputStream packed = Programs.class.getResourceAsStream("redis-server")) {
        if (packed == null) {
          return Optional.empty();
        }
        unpack(packed, file);
      }
    }
    return asked(file);
  }

  private static void unpack(InputStream packed, Path file) throws IOException {
    Path folder = cacheOf(file);
    Files.createDirectories(folder);
    Path draft = Files.createTempDirectory(folder, "unpacking");
    try {
      Path copy = draft.resolve("redis-server");
      Files.copy(packed, copy);
      if (!copy.toFile().setExecutable(true, false)) {
        throw new IOException("cannot be made executable: " + copy);
      }
      Files.move(copy, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      // another emulator has unpacked it meanwhile
      if (!Files.isExecutable(file)) {
        throw e;
      }
    } finally {
      Folders.delete(draft);
    }
  }

  private static Path cacheOf(Path file) throws IOException {
    return Stream.ofNullable(file.getParent())
        .findFirst()
        .orElseThrow(() -> new IOException("no folder for Redis' program: " + file));
  }

  private static Optional<Programs> asked(Path file) {
    Matcher said = VERSION.matcher(Command.run(List.of(file.toString(), "--version")).output());
    return said.find() && Integer.parseInt(said.group(1)) >= OLDEST
        ? Optional.of(new Programs(file, said.group(1) + said.group(2)))
        : Optional.empty();
  }
}
