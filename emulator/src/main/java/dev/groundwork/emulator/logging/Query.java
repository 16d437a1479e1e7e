package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A query in Logging's language, read once and asked of many entries.
///
/// A comparison with a field that the entry does not have is false, so its negation, `!=` and `!~`
/// among them, is true. Texts are compared without regard to case, but for regular expressions.
///
/// @see <a href="https://cloud.google.com/logging/docs/view/logging-query-language">Logging query
///   language</a>
public sealed interface Query {

  /// Every entry.
  record Everything() implements Query {}

  record Every(List<Query> parts) implements Query {
    public Every {
      parts = List.copyOf(parts);
    }
  }

  record Any(List<Query> parts) implements Query {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  record Not(Query query) implements Query {}

  /// Some text anywhere in the entry.
  record Word(String text) implements Query {}

  /// @param path the steps to the field
  /// @param pattern of `=~`
  record Comparison(List<String> path, Operator operator, String value, Optional<Pattern> pattern)
      implements Query {
    public Comparison {
      path = List.copyOf(path);
    }
  }

  /// `log_id("x")`.
  record OfLog(String id) implements Query {}

  /// `ip_in_net(field, "10.0.0.0/8")`.
  record InNet(List<String> path, Subnet net) implements Query {
    public InNet {
      path = List.copyOf(path);
    }
  }

  /// `sample(field, 0.1)`: always the same share of the field's values.
  record Sample(List<String> path, double share) implements Query {
    public Sample {
      path = List.copyOf(path);
    }
  }

  /// How a field is compared; `!=` and `!~` are negations of others.
  enum Operator {
    EQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    HAS,
    MATCHES
  }

  /// @throws NoQuery when the text is none
  static Query parse(String text) throws NoQuery {
    return new QueryParser(text).parse();
  }

  /// @param entry as Google shows it
  default boolean accepts(Fields entry) {
    return switch (this) {
      case Everything _ -> true;
      case Every(var parts) -> parts.stream().allMatch(p -> p.accepts(entry));
      case Any(var parts) -> parts.stream().anyMatch(p -> p.accepts(entry));
      case Not(var query) -> !query.accepts(entry);
      case Word(var text) -> {
        String lower = text.toLowerCase(Locale.ROOT);
        yield texts(entry).stream().anyMatch(t -> t.toLowerCase(Locale.ROOT).contains(lower));
      }
      case Comparison comparison ->
          found(entry, comparison.path(), 0).stream().anyMatch(v -> holds(comparison, v));
      case OfLog(var id) -> EntryForm.logId(entry).equalsIgnoreCase(id);
      case InNet(var path, var net) ->
          found(entry, path, 0).stream().flatMap(v -> texts(v).stream()).anyMatch(net::contains);
      case Sample(var path, var share) ->
          found(entry, path, 0).stream()
              .flatMap(v -> texts(v).stream())
              .anyMatch(t -> Math.floorMod(t.hashCode() * 31, 10_000) < share * 10_000);
    };
  }

  /// The earliest time that an entry this accepts can have, when the query says so at its top.
  default Optional<Instant> notBefore() {
    return bound(Operator.GREATER, Operator.GREATER_OR_EQUAL, true);
  }

  /// The latest time, likewise.
  default Optional<Instant> notAfter() {
    return bound(Operator.LESS, Operator.LESS_OR_EQUAL, false);
  }

  private Optional<Instant> bound(Operator one, Operator other, boolean latest) {
    return switch (this) {
      case Comparison(var path, var operator, var value, _)
          when path.equals(List.of("timestamp")) && (operator == one || operator == other) ->
          time(value);
      case Every(var parts) ->
          parts.stream()
              .flatMap(p -> p.bound(one, other, latest).stream())
              .reduce((a, b) -> a.isAfter(b) == latest ? a : b);
      default -> Optional.empty();
    };
  }

  private static boolean holds(Comparison comparison, Value value) {
    String wanted = comparison.value();
    List<String> path = comparison.path();
    if (comparison.operator() == Operator.HAS) {
      return wanted.equals("*") || has(value, wanted.toLowerCase(Locale.ROOT));
    }
    return scalars(value).stream()
        .anyMatch(text ->
            switch (comparison.operator()) {
              case MATCHES -> comparison.pattern().orElseThrow().matcher(text).find();
              case EQUAL -> compare(path, text, wanted) == 0;
              case LESS -> compare(path, text, wanted) < 0;
              case LESS_OR_EQUAL -> compare(path, text, wanted) <= 0;
              case GREATER -> compare(path, text, wanted) > 0;
              case GREATER_OR_EQUAL -> compare(path, text, wanted) >= 0;
              case HAS -> false;
            });
  }

  private static boolean has(Value value, String lower) {
    return switch (value) {
      case Fields fields ->
          fields.values().keySet().stream().anyMatch(k -> k.toLowerCase(Locale.ROOT).equals(lower))
              || fields.values().values().stream().anyMatch(v -> has(v, lower));
      case Value.Items(var items) -> items.stream().anyMatch(i -> has(i, lower));
      default -> scalars(value).stream().anyMatch(t -> t.toLowerCase(Locale.ROOT).contains(lower));
    };
  }

  private static int compare(List<String> path, String text, String wanted) {
    if (path.equals(List.of("severity"))) {
      Optional<Severity> ours = Severity.of(text);
      Optional<Severity> theirs = Severity.of(wanted);
      if (ours.isPresent() && theirs.isPresent()) {
        return ours.get().compareTo(theirs.get());
      }
    }
    Optional<Instant> time = time(text);
    Optional<Instant> other = time(wanted);
    if (time.isPresent() && other.isPresent()) {
      return time.get().compareTo(other.get());
    }
    Optional<BigDecimal> number = number(text);
    Optional<BigDecimal> otherNumber = number(wanted);
    if (number.isPresent() && otherNumber.isPresent()) {
      return number.get().compareTo(otherNumber.get());
    }
    return text.compareToIgnoreCase(wanted);
  }

  private static Optional<Instant> time(String text) {
    if (!text.matches("\\d{4}-\\d\\d-\\d\\d(T.*)?")) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.length() == 10
              ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
              : java.time.OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /// A number, or a duration's number of seconds: `1.5s`.
  private static Optional<BigDecimal> number(String text) {
    return text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?s?")
        ? Optional.of(
            new BigDecimal(text.endsWith("s") ? text.substring(0, text.length() - 1) : text))
        : Optional.empty();
  }

  /// Everything at a path; lists on the way are entered, and a step may be the beginning of a name
  /// that has dots in it.
  private static List<Value> found(Value value, List<String> path, int from) {
    if (from == path.size()) {
      return List.of(value);
    }
    return switch (value) {
      case Value.Items(var items) ->
          items.stream().flatMap(i -> found(i, path, from).stream()).toList();
      case Fields fields -> {
        List<Value> found = new ArrayList<>();
        for (int to = from + 1; to <= path.size(); to++) {
          String name = String.join(".", path.subList(from, to));
          Optional<Value> inner = fields.get(name).or(() -> fields.get(camel(name)));
          if (inner.isPresent()) {
            found.addAll(found(inner.get(), path, to));
          }
        }
        if (found.isEmpty() && from == 0 && path.equals(List.of("severity"))) {
          yield List.of(Value.of("DEFAULT"));
        }
        yield found;
      }
      default -> List.of();
    };
  }

  /// The proto's spelling is a field's name too.
  private static String camel(String name) {
    return Pattern.compile("_([a-z])")
        .matcher(name)
        .replaceAll(m -> m.group(1).toUpperCase(Locale.ROOT));
  }

  private static List<String> scalars(Value value) {
    return switch (value) {
      case Value.Text(var text) -> List.of(text);
      case Value.Num(var number) -> List.of(number.toPlainString());
      case Value.Bool(var flag) -> List.of(String.valueOf(flag));
      case Value.Null _ -> List.of("NULL_VALUE");
      case Value.Items(var items) -> items.stream().flatMap(i -> scalars(i).stream()).toList();
      case Fields _, Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ ->
          List.of();
    };
  }

  private static List<String> texts(Value value) {
    return switch (value) {
      case Fields fields ->
          fields.values().values().stream().flatMap(v -> texts(v).stream()).toList();
      case Value.Items(var items) -> items.stream().flatMap(i -> texts(i).stream()).toList();
      default -> scalars(value);
    };
  }

  /// The text is no query; the message says why, as Google would.
  final class NoQuery extends Exception {
    private static final long serialVersionUID = 1;

    NoQuery(String message) {
      super(message);
    }
  }
}
