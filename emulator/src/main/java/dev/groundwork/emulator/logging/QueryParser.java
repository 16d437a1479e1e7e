package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.logging.Query.NoQuery;
import dev.groundwork.emulator.logging.Query.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// Reads a query. `NOT` and `-` bind closest, then `OR`, then `AND`, which may be left out.
final class QueryParser {
  private static final int LONGEST = 20_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<space>\\s+|--[^\\n]*)|(?<quoted>\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*')"
              + "|(?<sign>!=|!~|=~|<=|>=|=|<|>|:|\\(|\\)|,)|(?<bare>[^\\s\"'=<>:!~(),]+)");

  private enum Kind {
    QUOTED,
    SIGN,
    BARE
  }

  /// @param glued whether nothing stands between it and the one before
  private record Token(Kind kind, String text, boolean glued, int at) {}

  private final String query;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  QueryParser(String query) {
    this.query = query;
  }

  Query parse() throws NoQuery {
    if (query.length() > LONGEST) {
      throw new NoQuery("Filter is too long: at most 20000 characters are allowed.");
    }
    scan();
    if (tokens.isEmpty()) {
      return new Query.Everything();
    }
    Query all = every();
    if (at < tokens.size()) {
      throw unexpected();
    }
    return all;
  }

  private void scan() throws NoQuery {
    Matcher matcher = TOKEN.matcher(query);
    int end = 0;
    boolean glued = false;
    while (end < query.length()) {
      if (!matcher.find(end) || matcher.start() != end) {
        throw new NoQuery(
            "Unparseable filter: syntax error at line "
                + line(end)
                + ", column "
                + column(end)
                + ", token '"
                + query.charAt(end)
                + "'");
      }
      boolean space = matcher.group("space") != null;
      if (!space) {
        Kind kind =
            matcher.group("quoted") != null
                ? Kind.QUOTED
                : matcher.group("sign") != null ? Kind.SIGN : Kind.BARE;
        String text = kind == Kind.QUOTED ? unquoted(matcher.group()) : matcher.group();
        tokens.add(new Token(kind, text, glued, end));
      }
      glued = !space;
      end = matcher.end();
    }
  }

  private Query every() throws NoQuery {
    List<Query> parts = new ArrayList<>();
    parts.add(any());
    while (at < tokens.size() && !isSign(")")) {
      if (isWord("AND")) {
        at++;
      }
      parts.add(any());
    }
    return parts.size() == 1 ? parts.getFirst() : new Query.Every(parts);
  }

  private Query any() throws NoQuery {
    List<Query> parts = new ArrayList<>();
    parts.add(one());
    while (isWord("OR")) {
      at++;
      parts.add(one());
    }
    return parts.size() == 1 ? parts.getFirst() : new Query.Any(parts);
  }

  private Query one() throws NoQuery {
    if (isWord("NOT") || isWord("-")) {
      at++;
      return new Query.Not(one());
    }
    if (isSign("(")) {
      at++;
      Query inner = every();
      expect(")");
      return inner;
    }
    Token first = next();
    if (first.kind() == Kind.SIGN) {
      at--;
      throw unexpected();
    }
    if (first.kind() == Kind.BARE && first.text().length() > 1 && first.text().startsWith("-")) {
      tokens.set(--at, new Token(Kind.BARE, first.text().substring(1), false, first.at() + 1));
      return new Query.Not(one());
    }
    if (first.kind() == Kind.BARE && isSign("(") && tokens.get(at).glued()) {
      return function(first.text());
    }
    return restriction(first);
  }

  /// A comparison, or a text that may stand anywhere.
  private Query restriction(Token first) throws NoQuery {
    int begin = at;
    List<String> path = path(first);
    Optional<String> sign =
        at < tokens.size() && tokens.get(at).kind() == Kind.SIGN
            ? Optional.of(tokens.get(at).text())
            : Optional.empty();
    if (sign.isEmpty() || List.of("(", ")", ",").contains(sign.get())) {
      at = begin;
      return new Query.Word(first.text());
    }
    at++;
    return switch (sign.get()) {
      case "=" -> values(path, Operator.EQUAL);
      case "!=" -> new Query.Not(values(path, Operator.EQUAL));
      case "<" -> values(path, Operator.LESS);
      case "<=" -> values(path, Operator.LESS_OR_EQUAL);
      case ">" -> values(path, Operator.GREATER);
      case ">=" -> values(path, Operator.GREATER_OR_EQUAL);
      case ":" -> values(path, Operator.HAS);
      case "=~" -> values(path, Operator.MATCHES);
      case "!~" -> new Query.Not(values(path, Operator.MATCHES));
      default -> throw unexpected();
    };
  }

  /// `resource.labels."a.b".c`
  private List<String> path(Token first) {
    List<String> steps = new ArrayList<>();
    Token token = first;
    boolean open = add(steps, token);
    while (at < tokens.size()
        && tokens.get(at).glued()
        && tokens.get(at).kind() != Kind.SIGN
        && (open || tokens.get(at).text().startsWith("."))) {
      token = tokens.get(at++);
      open = add(steps, token);
    }
    return steps;
  }

  /// Whether another step must follow.
  private static boolean add(List<String> steps, Token token) {
    if (token.kind() == Kind.QUOTED) {
      steps.add(token.text());
      return false;
    }
    for (String step : token.text().split("\\.", -1)) {
      if (!step.isEmpty()) {
        steps.add(step);
      }
    }
    return token.text().endsWith(".");
  }

  /// One value, or several in parentheses with `OR`, `AND` and `NOT` between.
  private Query values(List<String> path, Operator operator) throws NoQuery {
    if (!isSign("(")) {
      Token value = next();
      if (value.kind() == Kind.SIGN) {
        at--;
        throw unexpected();
      }
      return comparison(path, operator, value);
    }
    at++;
    Query inner = everyValue(path, operator);
    expect(")");
    return inner;
  }

  private Query everyValue(List<String> path, Operator operator) throws NoQuery {
    List<Query> every = new ArrayList<>();
    do {
      if (isWord("AND")) {
        at++;
      }
      List<Query> any = new ArrayList<>();
      any.add(oneValue(path, operator));
      while (isWord("OR")) {
        at++;
        any.add(oneValue(path, operator));
      }
      every.add(any.size() == 1 ? any.getFirst() : new Query.Any(any));
    } while (at < tokens.size() && !isSign(")"));
    return every.size() == 1 ? every.getFirst() : new Query.Every(every);
  }

  private Query oneValue(List<String> path, Operator operator) throws NoQuery {
    if (isWord("NOT") || isWord("-")) {
      at++;
      return new Query.Not(oneValue(path, operator));
    }
    return values(path, operator);
  }

  private Query comparison(List<String> path, Operator operator, Token value) throws NoQuery {
    Optional<Pattern> pattern = Optional.empty();
    if (operator == Operator.MATCHES) {
      try {
        pattern = Optional.of(Pattern.compile(value.text()));
      } catch (PatternSyntaxException e) {
        throw new NoQuery(
            "Unparseable filter: regular expression \"" + value.text() + "\" is invalid");
      }
    }
    return new Query.Comparison(path, operator, value.text(), pattern);
  }

  private Query function(String name) throws NoQuery {
    expect("(");
    List<Token> arguments = new ArrayList<>();
    List<List<String>> paths = new ArrayList<>();
    while (!isSign(")")) {
      Token argument = next();
      paths.add(path(argument));
      arguments.add(argument);
      if (isSign(",")) {
        at++;
      }
    }
    expect(")");
    String word = name.toLowerCase(Locale.ROOT);
    int count = arguments.size();
    if (word.equals("log_id") && count == 1) {
      return new Query.OfLog(arguments.getFirst().text());
    }
    if (word.equals("search") && count == 1) {
      return new Query.Word(arguments.getFirst().text());
    }
    if (word.equals("search") && count == 2) {
      return new Query.Comparison(
          paths.getFirst(), Operator.HAS, arguments.get(1).text(), Optional.empty());
    }
    if (word.equals("ip_in_net") && count == 2) {
      return new Query.InNet(
          paths.getFirst(),
          Subnet.of(arguments.get(1).text())
              .orElseThrow(() ->
                  new NoQuery(
                      "Unparseable filter: \"" + arguments.get(1).text() + "\" is no subnet")));
    }
    if (word.equals("sample") && count == 2) {
      try {
        return new Query.Sample(paths.getFirst(), Double.parseDouble(arguments.get(1).text()));
      } catch (NumberFormatException e) {
        throw new NoQuery("Unparseable filter: sample needs a fraction between 0 and 1");
      }
    }
    throw new NoQuery("Unparseable filter: unknown function " + name);
  }

  private boolean isWord(String word) {
    return at < tokens.size()
        && tokens.get(at).kind() == Kind.BARE
        && tokens.get(at).text().equals(word);
  }

  private boolean isSign(String sign) {
    return at < tokens.size()
        && tokens.get(at).kind() == Kind.SIGN
        && tokens.get(at).text().equals(sign);
  }

  private Token next() throws NoQuery {
    if (at >= tokens.size()) {
      throw new NoQuery("Unparseable filter: unexpected end of the filter");
    }
    return tokens.get(at++);
  }

  private void expect(String sign) throws NoQuery {
    if (!isSign(sign)) {
      throw unexpected();
    }
    at++;
  }

  private NoQuery unexpected() {
    if (at >= tokens.size()) {
      return new NoQuery("Unparseable filter: unexpected end of the filter");
    }
    Token token = tokens.get(at);
    return new NoQuery(
        "Unparseable filter: syntax error at line "
            + line(token.at())
            + ", column "
            + column(token.at())
            + ", token '"
            + token.text()
            + "'");
  }

  private long line(int position) {
    return 1 + query.substring(0, position).chars().filter(c -> c == '\n').count();
  }

  private int column(int position) {
    return position - query.lastIndexOf('\n', Math.max(0, position - 1));
  }

  private static String unquoted(String token) {
    StringBuilder out = new StringBuilder();
    for (int i = 1; i < token.length() - 1; i++) {
      char c = token.charAt(i);
      if (c == '\\' && i + 1 < token.length() - 1) {
        char escaped = token.charAt(++i);
        switch (escaped) {
          case 'n' -> out.append('\n');
          case 't' -> out.append('\t');
          case 'r' -> out.append('\r');
          case '"', '\'', '\\' -> out.append(escaped);
          // a regular expression's own escapes
          default -> out.append('\\').append(escaped);
        }
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
