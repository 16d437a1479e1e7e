package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Kind;
import dev.groundwork.emulator.bigquery.Lexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Walks along a query's words.
final class Cursor {
  /// Words that are no names unless they are quoted.
  private static final Set<String> RESERVED =
      Set.of(
          ("ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE"
                  + " CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT FALSE FETCH"
                  + " FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER INTERSECT INTERVAL INTO"
                  + " IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT NULL NULLS OF ON OR ORDER OUTER OVER"
                  + " PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT"
                  + " TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN")
              .split(" "));

  private final List<Token> tokens;
  private int at;

  Cursor(List<Token> tokens) {
    this.tokens = new ArrayList<>(tokens);
  }

  /// Takes the first half of `>>`.
  void halve() {
    Token token = peek();
    tokens.set(
        at,
        new Token(
            token.kind(),
            token.text().substring(1),
            token.line(),
            token.column() + 1,
            token.start() + 1,
            token.end()));
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean is(String symbolOrKeyword) {
    return peek().is(symbolOrKeyword);
  }

  boolean accept(String symbolOrKeyword) {
    if (is(symbolOrKeyword)) {
      next();
      return true;
    }
    return false;
  }

  /// All of these words in a row, or none.
  boolean acceptAll(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).is(words[i])) {
        return false;
      }
    }
    for (int i = 0; i < words.length; i++) {
      next();
    }
    return true;
  }

  void expect(String symbolOrKeyword) {
    if (!accept(symbolOrKeyword)) {
      boolean word = Character.isLetter(symbolOrKeyword.charAt(0));
      throw new SqlProblem(
          "Syntax error: Expected "
              + (word ? "keyword " + symbolOrKeyword : "\"" + symbolOrKeyword + "\"")
              + " but got "
              + described(peek())
              + place(peek()));
    }
  }

  /// A name: quoted, or a word that is not reserved.
  String name() {
    Token token = peek();
    if (!isName(token)) {
      throw unexpected();
    }
    return next().text();
  }

  static boolean isName(Token token) {
    return token.kind() == Kind.QUOTED
        || (token.kind() == Kind.WORD && !RESERVED.contains(token.upper()));
  }

  SqlProblem unexpected() {
    Token token = peek();
    return new SqlProblem("Syntax error: Unexpected " + described(token) + place(token));
  }

  static String place(Token token) {
    return " at [" + token.line() + ":" + token.column() + "]";
  }

  private static String described(Token token) {
    return switch (token.kind()) {
      case END -> "end of script";
      case WORD ->
          RESERVED.contains(token.upper())
              ? "keyword " + token.text().toUpperCase(Locale.ROOT)
              : "identifier \"" + token.text() + "\"";
      case QUOTED -> "identifier `" + token.text() + "`";
      case STRING -> "string literal '" + token.text() + "'";
      case BYTES -> "bytes literal";
      case NUMBER ->
          (token.text().contains(".") ? "floating point" : "integer")
              + " literal \""
              + token.text()
              + "\"";
      case PARAMETER -> "\"@" + token.text() + "\"";
      case SYMBOL -> "\"" + token.text() + "\"";
    };
  }
}
