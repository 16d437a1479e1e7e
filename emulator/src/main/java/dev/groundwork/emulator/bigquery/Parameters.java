package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Token;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A query's parameters, by name or by position.
final class Parameters {
  private final List<Fields> given;
  private int next;

  /// @param given the request's `queryParameters`
  Parameters(List<Value> given) {
    this.given = given.stream().map(v -> v instanceof Fields f ? f : Fields.EMPTY).toList();
  }

  /// The parameter's value as an expression of DuckDB's.
  String of(Token token) {
    Optional<Fields> found;
    if (token.text().isEmpty()) {
      found = next < given.size() ? Optional.of(given.get(next++)) : Optional.empty();
    } else {
      found =
          given.stream()
              .filter(p -> p.text("name").orElse("").equalsIgnoreCase(token.text()))
              .findFirst();
    }
    Fields parameter =
        found.orElseThrow(() ->
            new SqlProblem(
                token.text().isEmpty()
                    ? "Not enough positional parameters given" + Cursor.place(token)
                    : "Query parameter '" + token.text() + "' not found" + Cursor.place(token)));
    return value(parameter.fields("parameterType"), parameter.fields("parameterValue"));
  }

  private static String value(Fields type, Fields value) {
    String name = type.text("type").orElse("").toUpperCase(Locale.ROOT);
    return switch (name) {
      case "ARRAY" -> {
        List<String> items = new ArrayList<>();
        for (Value item : value.items("arrayValues")) {
          items.add(value(type.fields("arrayType"), item instanceof Fields f ? f : Fields.EMPTY));
        }
        yield "CAST([" + String.join(", ", items) + "] AS " + duck(type) + ")";
      }
      case "STRUCT" -> {
        List<String> fields = new ArrayList<>();
        for (Value item : type.items("structTypes")) {
          Fields field = item instanceof Fields f ? f : Fields.EMPTY;
          String fieldName = field.text("name").orElse("");
          fields.add(
              Types.quote(fieldName)
                  + " := "
                  + value(field.fields("type"), value.fields("structValues").fields(fieldName)));
        }
        yield "struct_pack(" + String.join(", ", fields) + ")";
      }
      default -> scalar(name, type, value);
    };
  }

  private static String scalar(String name, Fields type, Fields value) {
    Optional<String> text = value.text("value");
    if (text.isEmpty()) {
      return "CAST(NULL AS " + duck(type) + ")";
    }
    String kept =
        Cells.scalar(Schemas.typeName(name), text.get())
            .or(() -> name.equals("JSON") ? text : Optional.empty())
            .orElseThrow(
                () -> new SqlProblem("Invalid value for type " + name + ": " + text.get()));
    return name.equals("BYTES")
        ? "from_base64(" + Types.literal(kept) + ")"
        : "CAST(" + Types.literal(kept) + " AS " + duck(type) + ")";
  }

  private static String duck(Fields type) {
    String name = type.text("type").orElse("");
    if (name.equalsIgnoreCase("ARRAY")) {
      return duck(type.fields("arrayType")) + "[]";
    }
    if (name.equalsIgnoreCase("STRUCT")) {
      throw SqlProblem.unsupported("parameters that are arrays of structs");
    }
    return Types.scalar(name)
        .orElseThrow(() -> SqlProblem.unsupported("parameters of type " + name));
  }
}
