package dev.groundwork.emulator.monitoring;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// All time series with their points, in memory and in a file that every point is added to.
final class Chronicle {
  /// How long points are kept, as Google keeps those of most metrics.
  private static final Duration KEPT = Duration.ofDays(42);

  private final Path file;
  private final Map<Series, NavigableMap<Instant, Point>> all = new HashMap<>();

  Chronicle(Path file) {
    this.file = file;
    load();
  }

  /// Adds a point, or replaces the one with its end.
  synchronized void add(Series series, Point point) {
    put(series, point);
    append(line(series, point));
  }

  /// Adds to the point with its end, if there is one.
  synchronized void add(Series series, Point point, BinaryOperator<Fields> sum) {
    Point before = all.getOrDefault(series, new TreeMap<>()).get(point.end());
    add(
        series,
        before == null
            ? point
            : new Point(point.start(), point.end(), sum.apply(before.value(), point.value())));
  }

  /// Adds points of many series at once.
  synchronized void add(Map<Series, Point> points) {
    StringBuilder lines = new StringBuilder();
    points.forEach((series, point) -> {
      put(series, point);
      lines.append(line(series, point));
    });
    append(lines.toString());
  }

  private void put(Series series, Point point) {
    NavigableMap<Instant, Point> points = all.computeIfAbsent(series, _ -> new TreeMap<>());
    points.put(point.end(), point);
    points.headMap(points.lastKey().minus(KEPT)).clear();
  }

  /// The series of a project that a filter takes, in a defined order.
  synchronized List<Series> find(String project, Predicate<Fields> filter) {
    return all.keySet().stream()
        .filter(s -> s.project().equals(project) && filter.test(s.about()))
        .sorted(Comparator.comparing(s -> Json.canonical(s.about())))
        .toList();
  }

  /// The points after one time and up to another, oldest first.
  synchronized List<Point> between(Series series, Instant after, Instant to) {
    return List.copyOf(
        all.getOrDefault(series, new TreeMap<>()).subMap(after, false, to, true).values());
  }

  /// The newest point that ends by then.
  synchronized Optional<Point> lastUntil(Series series, Instant to) {
    return Optional.ofNullable(all.getOrDefault(series, new TreeMap<>()).floorEntry(to))
        .map(Map.Entry::getValue);
  }

  synchronized Optional<Point> last(Series series) {
    NavigableMap<Instant, Point> points = all.get(series);
    return points == null ? Optional.empty() : Optional.of(points.lastEntry().getValue());
  }

  synchronized void erase() {
    all.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void append(String lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(Series series, Point point) {
    return Json.write(series.shown().with("project", series.project()).with("point", point.shown()))
        + "\n";
  }

  /// Reads the file, and writes it again without what it no longer needs.
  private void load() {
    if (!Files.exists(file)) {
      return;
    }
    try {
      try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
        for (String line : (Iterable<String>) lines::iterator) {
          read(line);
        }
      }
      List<String> kept = new ArrayList<>();
      all.forEach((series, points) -> points.values().forEach(p -> kept.add(line(series, p))));
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.writeString(fresh, String.join("", kept));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    try {
      Fields f = Json.parseFields(line);
      Series series =
          new Series(
              f.text("project").orElse(""),
              f.text("metric.type").orElse(""),
              Series.texts(f.fields("metric.labels")),
              f.text("resource.type").orElse(""),
              Series.texts(f.fields("resource.labels")),
              f.text("metricKind").orElse("GAUGE"),
              f.text("valueType").orElse("DOUBLE"));
      put(
          series,
          new Point(
              Instant.parse(f.text("point.interval.startTime").orElseThrow()),
              Instant.parse(f.text("point.interval.endTime").orElseThrow()),
              f.fields("point.value")));
    } catch (Json.Malformed e) {
      // the last line of a file that was being written when the machine stopped
    }
  }
}
