package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Monitoring's filters: `metric.type = "x" AND resource.labels.zone = starts_with("us-")`.
///
/// @see <a href="https://cloud.google.com/monitoring/api/v3/filters">Monitoring filters</a>
final class SeriesFilter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|(!=|<=|>=|=|:|<|>|\\(|\\)|,)|([^\\s\"'=<>:!(),]+))");

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;

  private SeriesFilter(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (!text.substring(end).isBlank()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw bad();
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
  }

  /// @return what takes a series' metric and resource, as Google shows them
  /// @throws Refused when the text is no filter
  static Predicate<Fields> parse(String text) {
    SeriesFilter filter = new SeriesFilter(text);
    if (filter.tokens.isEmpty()) {
      return _ -> true;
    }
    Predicate<Fields> all = filter.all();
    if (filter.at < filter.tokens.size()) {
      throw filter.bad();
    }
    return all;
  }

  private Predicate<Fields> all() {
    Predicate<Fields> all = any();
    while (at < tokens.size() && !is(")")) {
      if (is("AND")) {
        at++;
      }
      all = all.and(any());
    }
    return all;
  }

  private Predicate<Fields> any() {
    Predicate<Fields> any = one();
    while (is("OR")) {
      at++;
      any = any.or(one());
    }
    return any;
  }

  private Predicate<Fields> one() {
    if (is("NOT") || is("-")) {
      at++;
      return one().negate();
    }
    if (is("(")) {
      at++;
      Predicate<Fields> inner = all();
      expect(")");
      return inner;
    }
    String field = next();
    if (field.startsWith("-") && field.length() > 1) {
      tokens.set(--at, field.substring(1));
      return one().negate();
    }
    // labels whose names need quotes
    while (field.endsWith(".") && at < tokens.size()) {
      field += unquoted(next());
    }
    String path = path(field);
    String operator = next();
    Predicate<String> test = test(operator);
    boolean negative = operator.equals("!=");
    return series -> negative != values(series, path).stream().anyMatch(test);
  }

  /// `metric.label.x` and `resource.labels.x` are the same kind of thing; so are user labels of the
  /// resource's project, which no series here has.
  private static String path(String field) {
    return field.replaceFirst("^(metric|resource)\\.label\\.", "$1.labels.");
  }

  private static List<String> values(Fields series, String path) {
    if (path.equals("project")) {
      return List.of();
    }
    Optional<Value> value = series.at(path);
    if (value.isEmpty() && path.matches("(metric|resource)\\.labels\\..+")) {
      int labels = path.indexOf(".labels.") + ".labels.".length();
      value = series.fields(path.substring(0, labels - 1)).get(path.substring(labels));
    }
    return value.stream()
        .flatMap(v ->
            v instanceof Value.Text(var t)
                ? java.util.stream.Stream.of(t)
                : java.util.stream.Stream.<String>of())
        .toList();
  }

  private Predicate<String> test(String operator) {
    String value = next();
    if (at < tokens.size() && is("(") && value.matches("[a-z_.]+")) {
      return function(value);
    }
    String wanted = unquoted(value);
    return switch (operator) {
      case "=", "!=" -> wanted::equals;
      case ":" -> t -> wanted.equals("*") || t.contains(wanted);
      case "<" -> t -> t.compareTo(wanted) < 0;
      case "<=" -> t -> t.compareTo(wanted) <= 0;
      case ">" -> t -> t.compareTo(wanted) > 0;
      case ">=" -> t -> t.compareTo(wanted) >= 0;
      default -> throw bad();
    };
  }

  private Predicate<String> function(String name) {
    expect("(");
    List<String> arguments = new ArrayList<>();
    while (!is(")")) {
      arguments.add(unquoted(next()));
      if (is(",")) {
        at++;
      }
    }
    expect(")");
    if (arguments.isEmpty()) {
      throw bad();
    }
    String first = arguments.getFirst();
    return switch (name) {
      case "starts_with" -> t -> t.startsWith(first);
      case "ends_with" -> t -> t.endsWith(first);
      case "has_substring" -> t -> t.contains(first);
      case "one_of" -> arguments::contains;
      case "monitoring.regex.full_match" -> {
        try {
          yield Pattern.compile(first).asMatchPredicate();
        } catch (PatternSyntaxException e) {
          throw bad();
        }
      }
      default -> throw bad();
    };
  }

  private boolean is(String token) {
    return at < tokens.size() && tokens.get(at).equals(token);
  }

  private String next() {
    if (at >= tokens.size()) {
      throw bad();
    }
    return tokens.get(at++);
  }

  private void expect(String token) {
    if (!next().equals(token)) {
      throw bad();
    }
  }

  private static String unquoted(String token) {
    boolean quoted = token.length() >= 2 && (token.charAt(0) == '"' || token.charAt(0) == '\'');
    return quoted ? token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1") : token;
  }

  private Refused bad() {
    return Refusal.invalid("The supplied filter [" + text + "] could not be parsed.").asException();
  }
}
