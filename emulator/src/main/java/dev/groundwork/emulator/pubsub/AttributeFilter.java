package dev.groundwork.emulator.pubsub;

import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which messages a subscription takes, by their attributes: `attributes:k`, `attributes.k = "v"`,
/// `attributes.k != "v"`, `hasPrefix(attributes.k, "v")`, with AND, OR, NOT and parentheses.
///
/// @see <a href="https://cloud.google.com/pubsub/docs/subscription-message-filter">Filter
///   messages</a>
final class AttributeFilter {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\"(?:[^\"\\\\]|\\\\.)*\"|hasPrefix|attributes|AND|OR|NOT|!=|[-():.,=]|[A-Za-z_][\\w-]*)");

  /// The text makes no sense.
  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private final List<String> tokens;
  private int at;

  private AttributeFilter(List<String> tokens) {
    this.tokens = tokens;
  }

  /// A test of a message's attributes; empty when the text makes no sense.
  static Optional<Predicate<Fields>> parse(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text.strip());
    int end = 0;
    while (matcher.find() && matcher.start() == end) {
      tokens.add(matcher.group(1));
      end = matcher.end();
    }
    if (end != text.strip().length()) {
      return Optional.empty();
    }
    try {
      AttributeFilter filter = new AttributeFilter(tokens);
      Predicate<Fields> test = filter.or();
      return filter.at == tokens.size() ? Optional.of(test) : Optional.empty();
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private Predicate<Fields> or() {
    Predicate<Fields> test = and();
    while (take("OR")) {
      test = test.or(and());
    }
    return test;
  }

  private Predicate<Fields> and() {
    Predicate<Fields> test = not();
    while (take("AND")) {
      test = test.and(not());
    }
    return test;
  }

  private Predicate<Fields> not() {
    return take("NOT") || take("-") ? not().negate() : one();
  }

  private Predicate<Fields> one() {
    if (take("(")) {
      Predicate<Fields> test = or();
      expect(")");
      return test;
    }
    if (take("hasPrefix")) {
      expect("(");
      expect("attributes");
      expect(".");
      String key = word();
      expect(",");
      String value = word();
      expect(")");
      return attributes -> attributes.text(key).filter(v -> v.startsWith(value)).isPresent();
    }
    expect("attributes");
    if (take(":")) {
      String key = word();
      return attributes -> attributes.get(key).isPresent();
    }
    expect(".");
    String key = word();
    boolean same = take("=");
    if (!same) {
      expect("!=");
    }
    String value = word();
    return attributes ->
        attributes.get(key).isPresent() && attributes.text(key).orElse("").equals(value) == same;
  }

  private boolean take(String token) {
    boolean there = at < tokens.size() && tokens.get(at).equals(token);
    at += there ? 1 : 0;
    return there;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw new Malformed();
    }
  }

  private String word() {
    if (at >= tokens.size()) {
      throw new Malformed();
    }
    String token = tokens.get(at++);
    if (token.startsWith("\"")) {
      return token.substring(1, token.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    if (!token.matches("[A-Za-z_][\\w-]*")) {
      throw new Malformed();
    }
    return token;
  }
}
