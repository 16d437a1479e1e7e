package dev.groundwork.emulator.logging;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The entries of log buckets, on disk: a folder for each bucket and in it a file for each day, an
/// entry a line, in the order in which they came.
final class Archive {
  private static final String END = ".jsonl";

  private final Path folder;

  Archive(Path folder) {
    this.folder = folder;
  }

  /// @param bucket its relative name
  synchronized void add(String bucket, Fields entry) {
    LocalDate day = LocalDate.ofInstant(EntryForm.time(entry), ZoneOffset.UTC);
    Path file = folder(bucket).resolve(day + END);
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(
          file, Json.write(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The entries between two times, both included, in no order that matters.
  synchronized List<Fields> between(String bucket, Instant from, Instant to) {
    List<Fields> found = new ArrayList<>();
    for (Path file : days(bucket)) {
      LocalDate day = day(file);
      if (!day.atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(to)
          && day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(from)) {
        for (Fields entry : read(file)) {
          Instant time = EntryForm.time(entry);
          if (!time.isBefore(from) && !time.isAfter(to)) {
            found.add(entry);
          }
        }
      }
    }
    return found;
  }

  /// Forgets what is older, whole days at a time.
  synchronized void forget(String bucket, Instant before) {
    for (Path file : days(bucket)) {
      if (!day(file).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().isAfter(before)) {
        delete(file);
      }
    }
  }

  /// Forgets the entries of one log.
  ///
  /// @return how many there were
  synchronized int forgetLog(String bucket, String logName) {
    int count = 0;
    for (Path file : days(bucket)) {
      List<Fields> all = read(file);
      List<Fields> kept =
          all.stream().filter(e -> !e.text("logName").orElse("").equals(logName)).toList();
      count += all.size() - kept.size();
      if (kept.size() < all.size()) {
        StringBuilder text = new StringBuilder();
        kept.forEach(e -> text.append(Json.write(e)).append('\n'));
        try {
          Files.writeString(file, text);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return count;
  }

  /// Forgets a bucket's entries, or all of them.
  synchronized void erase(String bucket) {
    Path root = bucket.isEmpty() ? folder : folder(bucket);
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files.sorted(Comparator.reverseOrder()).forEach(Archive::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(String bucket) {
    Path place = folder;
    for (String part : bucket.split("/", -1)) {
      // a name is no path
      place = place.resolve(part.equals(".") || part.equals("..") ? "dots" : part);
    }
    return place;
  }

  private List<Path> days(String bucket) {
    Path place = folder(bucket);
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(place)) {
      return files.filter(f -> f.getFileName().toString().endsWith(END)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalDate day(Path file) {
    String name = file.getFileName().toString();
    return LocalDate.parse(name.substring(0, name.length() - END.length()));
  }

  private static List<Fields> read(Path file) {
    List<Fields> entries = new ArrayList<>();
    try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
      for (String line : (Iterable<String>) lines::iterator) {
        try {
          entries.add(Json.parseFields(line));
        } catch (Json.Malformed e) {
          // the last line of a file that was being written when the machine stopped
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return entries;
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
