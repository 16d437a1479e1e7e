package dev.groundwork.emulator.bigquery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Reads GoogleSQL's words.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical">Lexical
///   structure</a>
final class Lexer {
  private final String text;
  private int at;
  private int line = 1;
  private int lineStart;

  private Lexer(String text) {
    this.text = text;
  }

  /// What a word is.
  enum Kind {
    WORD,
    /// In backquotes; may hold dots.
    QUOTED,
    STRING,
    /// Its text is in hexadecimal digits.
    BYTES,
    NUMBER,
    /// `@name`, without the sign; empty text for `?`.
    PARAMETER,
    SYMBOL,
    END
  }

  /// One word.
  ///
  /// @param text what it says: a string's value, a quoted name without its quotes
  /// @param start where it begins in the whole text
  /// @param end where it ends
  record Token(Kind kind, String text, int line, int column, int start, int end) {
    boolean is(String symbolOrKeyword) {
      return switch (kind) {
        case SYMBOL -> text.equals(symbolOrKeyword);
        case WORD -> text.equalsIgnoreCase(symbolOrKeyword);
        case QUOTED, STRING, BYTES, NUMBER, PARAMETER, END -> false;
      };
    }

    String upper() {
      return text.toUpperCase(Locale.ROOT);
    }
  }

  /// @throws SqlProblem when a word is none
  static List<Token> read(String text) {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != Kind.END);
    return tokens;
  }

  private Token next() {
    skip();
    int start = at;
    int startLine = line;
    int column = at - lineStart + 1;
    if (at >= text.length()) {
      return new Token(Kind.END, "", startLine, column, at, at);
    }
    char c = text.charAt(at);
    Kind kind;
    String said;
    if (c == '`') {
      kind = Kind.QUOTED;
      said = quoted();
    } else if (isString()) {
      String prefix = text.substring(at, quote()).toLowerCase(Locale.ROOT);
      at = quote();
      kind = prefix.contains("b") ? Kind.BYTES : Kind.STRING;
      said = string(prefix.contains("r"), kind == Kind.BYTES);
    } else if (isWordStart(c)) {
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      kind = Kind.WORD;
      said = text.substring(start, at);
    } else if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      number();
      kind = Kind.NUMBER;
      said = text.substring(start, at);
    } else if (c == '@' || c == '?') {
      at++;
      int from = at;
      while (c == '@' && at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      kind = Kind.PARAMETER;
      said = text.substring(from, at);
    } else {
      kind = Kind.SYMBOL;
      said = symbol();
      at += said.length();
    }
    return new Token(kind, said, startLine, column, start, at);
  }

  private void skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        step();
      } else if (c == '#' || text.startsWith("--", at)) {
        while (at < text.length() && text.charAt(at) != '\n') {
          at++;
        }
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw problem("Unclosed comment");
        }
        while (at < end + 2) {
          step();
        }
      } else {
        return;
      }
    }
  }

  private void step() {
    if (text.charAt(at) == '\n') {
      line++;
      lineStart = at + 1;
    }
    at++;
  }

  private String quoted() {
    int end = text.indexOf('`', at + 1);
    if (end < 0) {
      throw problem("Unclosed identifier literal");
    }
    String said = text.substring(at + 1, end);
    at = end + 1;
    return said;
  }

  /// Where the quote stands of a string that may begin here.
  private int quote() {
    int i = at;
    while (i < text.length() && i < at + 2 && "rRbB".indexOf(text.charAt(i)) >= 0) {
      i++;
    }
    return i;
  }

  private boolean isString() {
    int i = quote();
    return i < text.length() && (text.charAt(i) == '\'' || text.charAt(i) == '"');
  }

  private String string(boolean raw, boolean bytes) {
    char mark = text.charAt(at);
    String end = text.startsWith(("" + mark).repeat(3), at) ? ("" + mark).repeat(3) : "" + mark;
    at += end.length();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (true) {
      if (at >= text.length() || (end.length() == 1 && text.charAt(at) == '\n')) {
        throw problem("Unclosed string literal");
      }
      if (text.startsWith(end, at)) {
        at += end.length();
        break;
      }
      if (text.charAt(at) == '\\' && !raw) {
        escape(out, bytes);
      } else {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          put(out, "\\");
          at++;
        }
        int point = text.codePointAt(at);
        put(out, Character.toString(point));
        for (int i = 0; i < Character.charCount(point); i++) {
          step();
        }
      }
    }
    if (!bytes) {
      return out.toString(StandardCharsets.UTF_8);
    }
    return java.util.HexFormat.of().formatHex(out.toByteArray());
  }

  private static void put(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  private void escape(ByteArrayOutputStream out, boolean bytes) {
    char c = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    at += 2;
    switch (c) {
      case 'n' -> put(out, "\n");
      case 't' -> put(out, "\t");
      case 'r' -> put(out, "\r");
      case 'a' -> put(out, "\u0007");
      case 'b' -> put(out, "\b");
      case 'f' -> put(out, "\f");
      case 'v' -> put(out, "\u000b");
      case '\\', '?', '"', '\'', '`' -> put(out, "" + c);
      case 'x', 'X' -> point(out, 2, 16, bytes);
      case 'u' -> point(out, 4, 16, false);
      case 'U' -> point(out, 8, 16, false);
      case '0', '1', '2', '3' -> {
        at--;
        point(out, 3, 8, bytes);
      }
      default -> throw problem("Illegal escape sequence: \\" + c);
    }
  }

  private void point(ByteArrayOutputStream out, int digits, int radix, boolean bytes) {
    try {
      int point = Integer.parseInt(text.substring(at, at + digits), radix);
      at += digits;
      if (bytes) {
        out.write(point);
      } else {
        put(out, Character.toString(point));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw problem("Illegal escape sequence");
    }
  }

  private void number() {
    if (text.regionMatches(true, at, "0x", 0, 2)) {
      at += 2;
      while (at < text.length() && Character.digit(text.charAt(at), 16) >= 0) {
        at++;
      }
      return;
    }
    while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
      at++;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 2 : 1;
      if (at + sign < text.length() && isDigit(text.charAt(at + sign))) {
        at += sign;
        while (at < text.length() && isDigit(text.charAt(at))) {
          at++;
        }
      }
    }
  }

  private String symbol() {
    for (String two : List.of("<=", ">=", "!=", "<>", "||", "<<", ">>", "=>")) {
      if (text.startsWith(two, at)) {
        return two;
      }
    }
    char c = text.charAt(at);
    if ("+-*/(),.;:[]{}<>=|&^~".indexOf(c) < 0) {
      throw problem("Syntax error: Illegal input character \"" + c + "\"");
    }
    return "" + c;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isWordStart(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isWordPart(char c) {
    return isWordStart(c) || isDigit(c);
  }

  private SqlProblem problem(String message) {
    return new SqlProblem(
        (message.startsWith("Syntax error") ? message : "Syntax error: " + message)
            + " at ["
            + line
            + ":"
            + (at - lineStart + 1)
            + "]");
  }
}
