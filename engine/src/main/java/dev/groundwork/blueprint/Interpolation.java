package dev.groundwork.blueprint;

import java.util.ArrayList;
import java.util.List;

/// Text with `${…}` inside, cut into pieces. `$${` stands for `${` itself.
sealed interface Interpolation {

  /// Text as it is.
  record Literal(String text) implements Interpolation {}

  /// What stands between the braces.
  record Code(String source) implements Interpolation {}

  /// A `${` that nothing closes.
  final class Unclosed extends Exception {
    private static final long serialVersionUID = 1;
  }

  static boolean isIn(String text) {
    return text.contains("${");
  }

  /// The pieces, none of them empty text.
  ///
  /// @throws Unclosed when a `${` has no `}`
  static List<Interpolation> parse(String text) throws Unclosed {
    List<Interpolation> pieces = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      if (text.startsWith("$${", at)) {
        literal.append("${");
        at += 3;
      } else if (text.startsWith("${", at)) {
        if (!literal.isEmpty()) {
          pieces.add(new Literal(literal.toString()));
          literal.setLength(0);
        }
        int end = end(text, at + 2);
        pieces.add(new Code(text.substring(at + 2, end).strip()));
        at = end + 1;
      } else {
        literal.append(text.charAt(at++));
      }
    }
    if (!literal.isEmpty()) {
      pieces.add(new Literal(literal.toString()));
    }
    return pieces;
  }

  /// Where the closing brace stands: braces inside are counted, those in quotes are not.
  private static int end(String text, int from) throws Unclosed {
    int depth = 0;
    char quote = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote) {
          quote = 0;
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && depth-- == 0) {
        return i;
      }
    }
    throw new Unclosed();
  }
}
