package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Ids;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Rows of tables on disk: a file of JSON lines for each table, which only grows, or is replaced as
/// a whole by another file. How many of its lines count is said by the table's entry, so that a
/// crash between the two leaves no half-written row.
final class Rows {
  private final Path folder;
  private final Ids ids;

  Rows(Path folder, Ids ids) {
    this.folder = folder;
    this.ids = ids;
  }

  /// A file's state.
  ///
  /// @param count rows that count
  /// @param size bytes that they take
  record Extent(long count, long size) {
    static final Extent NONE = new Extent(0, 0);
  }

  /// The name of a file that is not there yet.
  String fresh() {
    return ids.hex(32) + ".jsonl";
  }

  Path path(String file) {
    return folder.resolve(file);
  }

  /// Adds rows behind those that count; what a crash left behind them goes.
  Extent append(String file, Extent now, List<Fields> rows) {
    try {
      Files.createDirectories(folder);
      Path path = path(file);
      try (java.nio.channels.FileChannel channel =
          java.nio.channels.FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.truncate(now.size());
        channel.position(now.size());
        try (BufferedWriter out =
            new BufferedWriter(
                java.nio.channels.Channels.newWriter(channel, StandardCharsets.UTF_8))) {
          for (Fields row : rows) {
            out.write(Json.write(row));
            out.write('\n');
          }
          out.flush();
          return new Extent(now.count() + rows.size(), channel.position());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A part of the rows.
  List<Fields> read(String file, Extent extent, long from, long limit) {
    List<Fields> rows = new ArrayList<>();
    if (extent.count() == 0 || !Files.exists(path(file))) {
      return rows;
    }
    try (BufferedReader in = Files.newBufferedReader(path(file), StandardCharsets.UTF_8)) {
      for (long i = 0; i < extent.count() && rows.size() < limit; i++) {
        String line = in.readLine();
        if (line == null) {
          break;
        }
        if (i >= from) {
          rows.add(Json.parseFields(line));
        }
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new IllegalStateException("damaged rows in " + file, e);
    }
  }

  /// Where a file of rows is to be written by somebody else.
  Path ready(String file) {
    try {
      Files.createDirectories(folder);
      return path(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How much is in a file that somebody else has written.
  Extent measured(String file) {
    try (Stream<String> lines = Files.lines(path(file), StandardCharsets.UTF_8)) {
      return new Extent(lines.count(), Files.size(path(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies the rows that count into a file of their own.
  String copy(String file, Extent extent) {
    String copy = fresh();
    append(copy, Extent.NONE, read(file, extent, 0, Long.MAX_VALUE));
    return copy;
  }

  void drop(String file) {
    try {
      Files.deleteIfExists(path(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes what a process that was killed left behind.
  void keepOnly(Set<String> files) {
    try (Stream<Path> all = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
      all.filter(p -> !files.contains(String.valueOf(p.getFileName())))
          .filter(Files::isRegularFile)
          .toList()
          .forEach(p -> drop(String.valueOf(p.getFileName())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void erase() {
    try (Stream<Path> all = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
