package dev.groundwork.emulator.store;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The store on disk: `N.snapshot`, all entries at one moment, and `N.log`, every transaction
/// since, a line each. The largest N that has a snapshot counts; older files are leftovers. A last
/// line that was cut off never happened.
final class Log {
  /// A log shorter than this many lines is never compacted.
  private static final int SHORT = 1000;

  private final Path folder;
  private final FileChannel lock;
  private FileChannel channel;
  private long number;
  private int lines;

  Log(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
      lock = lock(folder);
      number = newest().orElse(0);
      channel = open(number);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Two writers would undo each other's work.
  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // by this very process
    }
    channel.close();
    throw new IOException(folder + " is in use by another emulator");
  }

  /// Hands over the snapshot and every transaction after it, in order.
  void load(Consumer<Map<String, Optional<Entry>>> change) {
    try {
      Path snapshot = file(number, ".snapshot");
      if (Files.exists(snapshot)) {
        for (String line : Files.readAllLines(snapshot)) {
          change.accept(read(line));
        }
      }
      long end = 0;
      byte[] bytes = Files.readAllBytes(file(number, ".log"));
      int start = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          change.accept(read(new String(bytes, start, i - start, StandardCharsets.UTF_8)));
          lines++;
          start = i + 1;
          end = start;
        }
      }
      channel.truncate(end);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new UncheckedIOException(new IOException(folder + " is damaged: " + e.getMessage(), e));
    }
  }

  /// One line for one transaction.
  void append(Map<String, Optional<Entry>> changes) {
    try {
      write(channel, line(changes));
      lines++;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Begins a new snapshot and log once the log is longer than what it describes, so that a change
  /// stays O(1) on average.
  void compactWhenLong(Iterable<Entry> entries, int size) {
    if (lines < Math.max(SHORT, 2 * size)) {
      return;
    }
    try {
      Path draft = file(number + 1, ".draft");
      try (FileChannel out =
          FileChannel.open(
              draft,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (Entry entry : entries) {
          write(out, line(Map.of(entry.key(), Optional.of(entry))));
        }
        out.force(true);
      }
      FileChannel next = open(number + 1);
      Files.move(draft, file(number + 1, ".snapshot"), StandardCopyOption.ATOMIC_MOVE);
      channel.close();
      channel = next;
      Files.deleteIfExists(file(number, ".log"));
      Files.deleteIfExists(file(number, ".snapshot"));
      number++;
      lines = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void close() {
    try {
      channel.force(true);
      channel.close();
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FileChannel open(long which) throws IOException {
    Path path = file(which, ".log");
    if (!Files.exists(path)) {
      // bodies may hold what only the owner should read
      if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            path,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(path);
      }
    }
    return FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
  }

  private OptionalLong newest() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".snapshot"))
          .mapToLong(f -> Long.parseLong(f.substring(0, f.indexOf('.'))))
          .max();
    }
  }

  private Path file(long which, String suffix) {
    return folder.resolve(which + suffix);
  }

  private static void write(FileChannel out, String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static String line(Map<String, Optional<Entry>> changes) {
    List<Value> items = new ArrayList<>();
    changes.forEach((key, entry) -> {
      Fields item = Fields.EMPTY.with("key", key);
      items.add(
          entry
              .map(e -> {
                Fields full =
                    item.with("type", e.type())
                        .with("revision", e.revision())
                        .with("body", e.body());
                return e.hidden().isEmpty() ? full : full.with("hidden", e.hidden());
              })
              .orElse(item));
    });
    return Json.write(new Value.Items(items));
  }

  private static Map<String, Optional<Entry>> read(String line) throws Json.Malformed {
    Map<String, Optional<Entry>> changes = new LinkedHashMap<>();
    if (Json.parse(line) instanceof Value.Items(var items)) {
      for (Value item : items) {
        if (item instanceof Fields f) {
          String key = f.text("key").orElseThrow();
          changes.put(
              key,
              f.text("type")
                  .map(type ->
                      new Entry(key, type, f.fields("body"), f.fields("hidden"), revision(f))));
        }
      }
    }
    return changes;
  }

  private static long revision(Fields item) {
    return item.get("revision")
        .map(v -> v instanceof Value.Num(var n) ? n.longValueExact() : 0L)
        .orElse(0L);
  }
}
