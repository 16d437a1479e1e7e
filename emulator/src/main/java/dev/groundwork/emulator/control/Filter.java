package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// A list's filter: AIP-160 (`state = ENABLED AND labels.env:prod*`) and Compute's older words
/// (`name eq "web-.*"`).
public final class Filter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')|(\\(|\\)|!=|<=|>=|=|:|<|>)|([^\\s()=:<>!\"']+))");

  private final List<String> tokens = new ArrayList<>();
  private int at;
  private final Predicate<Fields> accepts;

  private Filter(String text) {
    Matcher matcher = TOKEN.matcher(text);
    int end = 0;
    while (end < text.length() && !text.substring(end).isBlank()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw bad();
      }
      tokens.add(matcher.group().strip());
      end = matcher.end();
    }
    accepts = any();
    if (at < tokens.size()) {
      throw bad();
    }
  }

  /// @throws Refused when the text is no filter
  public static Filter parse(String text) {
    return new Filter(text);
  }

  public boolean accepts(Fields resource) {
    return accepts.test(resource);
  }

  private Predicate<Fields> any() {
    Predicate<Fields> one = all();
    while (is("OR")) {
      at++;
      one = one.or(all());
    }
    return one;
  }

  private Predicate<Fields> all() {
    Predicate<Fields> one = term();
    while (at < tokens.size() && !is("OR") && !is(")")) {
      if (is("AND")) {
        at++;
      }
      one = one.and(term());
    }
    return one;
  }

  private Predicate<Fields> term() {
    if (is("NOT") || is("-")) {
      at++;
      return term().negate();
    }
    if (is("(")) {
      at++;
      Predicate<Fields> inner = any();
      expect(")");
      return inner;
    }
    String field = next();
    String operator = at < tokens.size() ? tokens.get(at) : "";
    if (!List.of("=", "!=", ":", "<", ">", "<=", ">=", "eq", "ne").contains(operator)) {
      // a bare word: anywhere in the resource
      String word = unquoted(field).toLowerCase(Locale.ROOT);
      return resource ->
          texts(resource, "").stream().anyMatch(t -> t.toLowerCase(Locale.ROOT).contains(word));
    }
    at++;
    return comparison(field, operator, unquoted(next()));
  }

  private static Predicate<Fields> comparison(String field, String operator, String value) {
    return switch (operator) {
      case "=" -> r -> texts(r, field).stream().anyMatch(t -> wild(value, t));
      case "!=" -> r -> texts(r, field).stream().noneMatch(t -> wild(value, t));
      case ":" -> r -> has(r, field, value);
      case "eq" -> {
        Pattern pattern = pattern(value);
        yield r -> texts(r, field).stream().anyMatch(t -> pattern.matcher(t).matches());
      }
      case "ne" -> {
        Pattern pattern = pattern(value);
        yield r -> texts(r, field).stream().noneMatch(t -> pattern.matcher(t).matches());
      }
      case "<" -> r -> texts(r, field).stream().anyMatch(t -> compare(t, value) < 0);
      case ">" -> r -> texts(r, field).stream().anyMatch(t -> compare(t, value) > 0);
      case "<=" -> r -> texts(r, field).stream().anyMatch(t -> compare(t, value) <= 0);
      case ">=" -> r -> texts(r, field).stream().anyMatch(t -> compare(t, value) >= 0);
      default -> throw bad();
    };
  }

  private static boolean has(Fields resource, String field, String value) {
    if (value.equals("*")) {
      return resource.at(field).isPresent();
    }
    String lower = value.toLowerCase(Locale.ROOT);
    return resource.fields(field).get(value).isPresent()
        || texts(resource, field).stream()
            .anyMatch(t ->
                wild(lower, t.toLowerCase(Locale.ROOT))
                    || (!lower.contains("*") && t.toLowerCase(Locale.ROOT).contains(lower)));
  }

  private static boolean wild(String pattern, String text) {
    return pattern.contains("*")
        ? text.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
        : pattern.equals(text);
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw bad();
    }
  }

  private static int compare(String a, String b) {
    try {
      return new java.math.BigDecimal(a).compareTo(new java.math.BigDecimal(b));
    } catch (NumberFormatException e) {
      return a.compareTo(b);
    }
  }

  /// Every text, number and flag at a dotted path, as text; all of them for the empty path.
  private static List<String> texts(Value value, String path) {
    return switch (value) {
      case Value.Items(var items) -> items.stream().flatMap(i -> texts(i, path).stream()).toList();
      case Fields fields -> {
        if (path.isEmpty()) {
          yield fields.values().values().stream().flatMap(v -> texts(v, "").stream()).toList();
        }
        // labels may have dots in their names
        if (fields.get(path).isPresent()) {
          yield texts(fields.get(path).get(), "");
        }
        int dot = path.indexOf('.');
        yield dot < 0
            ? List.of()
            : fields
                .get(path.substring(0, dot))
                .map(v -> texts(v, path.substring(dot + 1)))
                .orElse(List.of());
      }
      case Value.Text(var text) -> path.isEmpty() ? List.of(text) : List.of();
      case Value.Num(var number) -> path.isEmpty() ? List.of(number.toPlainString()) : List.of();
      case Value.Bool(var flag) -> path.isEmpty() ? List.of(String.valueOf(flag)) : List.of();
      case Value.Null _, Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ ->
          List.of();
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

  private static Refused bad() {
    return Refusal.invalid("Invalid list filter expression.").asException();
  }
}
