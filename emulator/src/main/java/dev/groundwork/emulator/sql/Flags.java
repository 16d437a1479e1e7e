package dev.groundwork.emulator.sql;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The database flags that Cloud SQL for PostgreSQL takes. Names are Cloud SQL's; types and ranges
/// are those of PostgreSQL's own parameters.
final class Flags {
  private static final int FIRST = 13;
  private static final int LAST = 17;
  private static final Set<String> SWITCHES = Set.of("on", "off", "true", "false");

  private Flags() {}

  /// One flag.
  ///
  /// @param type `BOOLEAN`, `INTEGER`, `FLOAT` or `STRING`
  /// @param allowed the words that a STRING takes; empty for any
  /// @param least and `most` the range of a number; empty for none
  /// @param restart whether a change ends every session
  /// @param since and `until` the major versions that have it
  record Flag(
      String name,
      String type,
      List<String> allowed,
      Optional<BigDecimal> least,
      Optional<BigDecimal> most,
      boolean restart,
      int since,
      int until) {
    Flag {
      allowed = List.copyOf(allowed);
    }

    boolean takes(String value) {
      return switch (type) {
        case "BOOLEAN" -> SWITCHES.contains(value);
        case "INTEGER" -> value.matches("-?\\d{1,18}") && inRange(new BigDecimal(value));
        case "FLOAT" -> value.matches("-?\\d+(\\.\\d+)?") && inRange(new BigDecimal(value));
        default ->
            allowed.isEmpty()
                ? !value.contains("\n") && !value.contains("\0")
                : allowed.contains(value);
      };
    }

    private boolean inRange(BigDecimal number) {
      return least.map(l -> number.compareTo(l) >= 0).orElse(true)
          && most.map(m -> number.compareTo(m) <= 0).orElse(true);
    }

    /// As `flags.list` shows it.
    Fields shown() {
      Fields shown =
          Fields.EMPTY
              .with("kind", "sql#flag")
              .with("name", name)
              .with("type", type)
              .with(
                  "appliesTo",
                  Value.texts(
                      IntStream.rangeClosed(since, until).mapToObj(v -> "POSTGRES_" + v).toList()))
              .with("requiresRestart", restart);
      shown = allowed.isEmpty() ? shown : shown.with("allowedStringValues", Value.texts(allowed));
      shown =
          least.isPresent() && type.equals("INTEGER")
              ? shown.with("minValue", least.get().toPlainString())
              : shown;
      return most.isPresent() && type.equals("INTEGER")
          ? shown.with("maxValue", most.get().toPlainString())
          : shown;
    }
  }

  private static final class Table {
    static final SortedMap<String, Flag> ALL = read();

    private static SortedMap<String, Flag> read() {
      SortedMap<String, Flag> flags = new TreeMap<>();
      try (InputStream file = Flags.class.getResourceAsStream("postgres-flags.tsv")) {
        if (file == null) {
          throw new IllegalStateException("postgres-flags.tsv is missing");
        }
        new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))
            .lines()
            .map(Table::flag)
            .forEach(f -> flags.put(f.name(), f));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return Collections.unmodifiableSortedMap(flags);
    }

    /// Name, type, range `0..10` or words `a,b`, `restart`, versions `14-` or `-15`, tab-separated;
    /// the last may be missing.
    private static Flag flag(String line) {
      String[] columns = Arrays.copyOf(line.split("\t", -1), 5);
      String range = columns[2] == null ? "" : columns[2];
      boolean number = range.contains("..");
      String[] ends = number ? range.split("\\.\\.", -1) : new String[] {"", ""};
      String[] versions =
          columns[4] == null || columns[4].isEmpty()
              ? new String[] {"", ""}
              : columns[4].split("-", -1);
      return new Flag(
          columns[0],
          columns[1],
          number || range.isEmpty() ? List.of() : List.of(range.split(",", -1)),
          number ? Optional.of(new BigDecimal(ends[0])) : Optional.empty(),
          number ? Optional.of(new BigDecimal(ends[1])) : Optional.empty(),
          "restart".equals(columns[3]),
          versions[0].isEmpty() ? FIRST : Integer.parseInt(versions[0]),
          versions[1].isEmpty() ? LAST : Integer.parseInt(versions[1]));
    }
  }

  static Optional<Flag> find(String name) {
    return Optional.ofNullable(Table.ALL.get(name));
  }

  static List<Flag> all() {
    return List.copyOf(Table.ALL.values());
  }

  /// Those among these that take effect only when the server starts.
  static SortedMap<String, String> forRestart(Map<String, String> flags) {
    SortedMap<String, String> some = new TreeMap<>();
    flags.forEach((name, value) -> {
      if (find(name).map(Flag::restart).orElse(true)) {
        some.put(name, value);
      }
    });
    return some;
  }
}
