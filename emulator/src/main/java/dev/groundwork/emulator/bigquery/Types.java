package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Kind;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// BigQuery's types and DuckDB's: columns, and how values pass between rows as they are kept and
/// DuckDB.
final class Types {
  private Types() {}

  /// An identifier of DuckDB's.
  static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /// A text literal of DuckDB's.
  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /// DuckDB's name for a simple type of GoogleSQL; empty when there is none.
  static Optional<String> scalar(String name) {
    return switch (Schemas.typeName(name)) {
      case "STRING" -> Optional.of("VARCHAR");
      case "INTEGER", "INT", "SMALLINT", "BIGINT", "TINYINT", "BYTEINT" -> Optional.of("BIGINT");
      case "FLOAT" -> Optional.of("DOUBLE");
      case "NUMERIC" -> Optional.of("DECIMAL(38,9)");
      case "BOOLEAN" -> Optional.of("BOOLEAN");
      case "BYTES" -> Optional.of("BLOB");
      case "DATE" -> Optional.of("DATE");
      case "TIME" -> Optional.of("TIME");
      case "DATETIME" -> Optional.of("TIMESTAMP");
      case "TIMESTAMP" -> Optional.of("TIMESTAMPTZ");
      case "JSON" -> Optional.of("JSON");
      default -> Optional.empty();
    };
  }

  /// Reads a type of GoogleSQL, `ARRAY<STRUCT<a INT64>>`, as DuckDB's.
  static String read(Cursor cursor) {
    if (cursor.accept("ARRAY")) {
      open(cursor);
      String inner = read(cursor);
      close(cursor);
      return inner + "[]";
    }
    if (cursor.accept("STRUCT")) {
      open(cursor);
      List<String> fields = new ArrayList<>();
      do {
        boolean named = Cursor.isName(cursor.peek()) && !",>>".contains(cursor.peek(1).text());
        String name = named ? cursor.name() : "_field_" + (fields.size() + 1);
        fields.add(quote(name) + " " + read(cursor));
      } while (cursor.accept(","));
      close(cursor);
      return "STRUCT(" + String.join(", ", fields) + ")";
    }
    Lexer.Token token = cursor.next();
    Optional<String> scalar = token.kind() == Kind.WORD ? scalar(token.text()) : Optional.empty();
    if (scalar.isEmpty()) {
      throw new SqlProblem("Type not found: " + token.text() + Cursor.place(token));
    }
    if (cursor.is("(")) {
      throw SqlProblem.unsupported("types with parameters (" + token.text() + "(…))");
    }
    return scalar.get();
  }

  private static void open(Cursor cursor) {
    cursor.expect("<");
  }

  /// `>>` closes two at once: the second is left for whoever comes next.
  private static void close(Cursor cursor) {
    if (cursor.is(">>")) {
      cursor.halve();
    } else {
      cursor.expect(">");
    }
  }

  /// The column of a schema that shows values of a type of DuckDB's.
  static Fields column(String name, String duck) {
    Fields column = Fields.EMPTY.with("name", name);
    if (duck.endsWith("[]")) {
      Fields inner = column(name, duck.substring(0, duck.length() - 2));
      if (Schemas.isRepeated(inner)) {
        throw new SqlProblem(
            "Cannot construct array with element type ARRAY because nested arrays are not supported");
      }
      return inner.with("mode", "REPEATED");
    }
    if (duck.startsWith("STRUCT(")) {
      List<Value> fields = new ArrayList<>();
      for (String field : parts(duck.substring("STRUCT(".length(), duck.length() - 1))) {
        int end = field.startsWith("\"") ? closing(field) + 1 : field.indexOf(' ');
        String inner = field.substring(0, end).replaceAll("^\"|\"$", "").replace("\"\"", "\"");
        fields.add(column(inner, field.substring(end).strip()));
      }
      return column
          .with("type", "RECORD")
          .with("mode", "NULLABLE")
          .with("fields", new Value.Items(fields));
    }
    return column.with("type", shown(duck)).with("mode", "NULLABLE");
  }

  private static int closing(String field) {
    int at = 1;
    while (field.charAt(at) != '"' || (at + 1 < field.length() && field.charAt(at + 1) == '"')) {
      at += field.charAt(at) == '"' ? 2 : 1;
    }
    return at;
  }

  private static String shown(String duck) {
    if (duck.startsWith("DECIMAL")) {
      return "NUMERIC";
    }
    return switch (duck) {
      case "VARCHAR" -> "STRING";
      case "BIGINT",
          "INTEGER",
          "SMALLINT",
          "TINYINT",
          "HUGEINT",
          "UBIGINT",
          "UINTEGER",
          "\"NULL\"" ->
          "INTEGER";
      case "DOUBLE", "FLOAT" -> "FLOAT";
      case "BOOLEAN" -> "BOOLEAN";
      case "BLOB" -> "BYTES";
      case "DATE" -> "DATE";
      case "TIME" -> "TIME";
      case "TIMESTAMP" -> "DATETIME";
      case "TIMESTAMP WITH TIME ZONE" -> "TIMESTAMP";
      case "JSON" -> "JSON";
      default -> throw SqlProblem.unsupported("results of type " + duck);
    };
  }

  /// Parts between commas outside of parentheses and quotes.
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    boolean quoted = false;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && c == ')') {
        depth--;
      } else if (!quoted && c == ',' && depth == 0) {
        parts.add(text.substring(from, i).strip());
        from = i + 1;
      }
    }
    parts.add(text.substring(from).strip());
    return parts;
  }

  /// DuckDB's type of a column.
  static String duck(Fields column) {
    String type = Schemas.type(column);
    String one =
        type.equals("RECORD") ? struct(column, Types::duck) : scalar(type).orElse("VARCHAR");
    return Schemas.isRepeated(column) ? one + "[]" : one;
  }

  /// DuckDB's type for reading a kept value: everything simple is text.
  static String raw(Fields column) {
    String one = Schemas.type(column).equals("RECORD") ? struct(column, Types::raw) : "VARCHAR";
    return Schemas.isRepeated(column) ? one + "[]" : one;
  }

  private static String struct(Fields column, java.util.function.Function<Fields, String> type) {
    List<String> fields =
        Schemas.fields(column).stream()
            .map(f -> quote(Schemas.name(f)) + " " + type.apply(f))
            .toList();
    return "STRUCT(" + String.join(", ", fields) + ")";
  }

  /// The value of a kept text, as an expression.
  static String in(String raw, Fields column) {
    return each(
        raw,
        column,
        (one, type) ->
            switch (type) {
              case "BYTES" -> "from_base64(" + one + ")";
              case "STRING" -> one;
              default -> "CAST(" + one + " AS " + scalar(type).orElse("VARCHAR") + ")";
            },
        0);
  }

  /// The text to keep of a value, as an expression.
  static String out(String value, Fields column) {
    return each(
        value,
        column,
        (one, type) ->
            switch (type) {
              case "BYTES" -> "to_base64(" + one + ")";
              case "INTEGER" -> "CAST(CAST(" + one + " AS BIGINT) AS VARCHAR)";
              default -> "CAST(" + one + " AS VARCHAR)";
            },
        0);
  }

  private static String each(
      String value, Fields column, java.util.function.BinaryOperator<String> simple, int depth) {
    if (Schemas.isRepeated(column)) {
      String one = "x" + depth;
      return "list_transform("
          + value
          + ", lambda "
          + one
          + ": "
          + each(one, column.without("mode"), simple, depth + 1)
          + ")";
    }
    if (!Schemas.type(column).equals("RECORD")) {
      return simple.apply(value, Schemas.type(column));
    }
    List<String> fields =
        Schemas.fields(column).stream()
            .map(f ->
                quote(Schemas.name(f))
                    + " := "
                    + each(
                        "struct_extract(" + value + ", " + literal(Schemas.name(f)) + ")",
                        f,
                        simple,
                        depth + 1))
            .toList();
    return "CASE WHEN "
        + value
        + " IS NULL THEN NULL ELSE struct_pack("
        + String.join(", ", fields)
        + ") END";
  }
}
