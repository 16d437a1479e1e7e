package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Rows as an extract job writes them.
final class ExtractText {
  private ExtractText() {}

  /// @throws SqlProblem when a column does not fit into a line
  static String csv(Fields schema, List<Fields> rows, String delimiter, boolean header) {
    List<Fields> columns = Schemas.fields(schema);
    for (Fields column : columns) {
      if (Schemas.isRepeated(column) || Schemas.type(column).equals("RECORD")) {
        throw new SqlProblem(
            "invalid",
            "Operation cannot be performed on a nested schema. Field: " + Schemas.name(column));
      }
    }
    StringBuilder out = new StringBuilder();
    if (header) {
      out.append(String.join(delimiter, columns.stream().map(Schemas::name).toList())).append('\n');
    }
    for (Fields row : rows) {
      List<String> cells = new ArrayList<>();
      Fields shown = Cells.shown(schema, row, false);
      for (int i = 0; i < columns.size(); i++) {
        String kept = row.text(Schemas.name(columns.get(i))).orElse("");
        boolean time = Schemas.type(columns.get(i)).equals("TIMESTAMP");
        String text =
            time ? kept.replaceFirst("\\+00$", " UTC") : shown.text("f." + i + ".v").orElse("");
        cells.add(quoted(text, delimiter));
      }
      out.append(String.join(delimiter, cells)).append('\n');
    }
    return out.toString();
  }

  private static String quoted(String text, String delimiter) {
    boolean plain =
        !text.contains(delimiter)
            && text.chars().noneMatch(c -> c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }

  static String json(Fields schema, List<Fields> rows) {
    StringBuilder out = new StringBuilder();
    rows.forEach(row -> out.append(Json.write(record(schema, row))).append('\n'));
    return out.toString();
  }

  private static Fields record(Fields holder, Fields row) {
    Map<String, Value> out = new LinkedHashMap<>();
    for (Fields column : Schemas.fields(holder)) {
      Value value = row.values().getOrDefault(Schemas.name(column), new Value.Null());
      if (!(value instanceof Value.Null)) {
        out.put(Schemas.name(column), cell(column, value));
      }
    }
    return new Fields(out);
  }

  private static Value cell(Fields column, Value value) {
    return switch (value) {
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(i -> cell(column, i)).toList());
      case Fields inner -> record(column, inner);
      case Value.Text(var text) -> plain(Schemas.type(column), text);
      default -> value;
    };
  }

  private static Value plain(String type, String text) {
    return switch (type) {
      case "BOOLEAN" -> Value.of(text.equals("true"));
      case "FLOAT" ->
          text.matches("-?(inf|nan)")
              ? Value.of(text)
              : new Value.Num(new java.math.BigDecimal(text));
      case "TIMESTAMP" -> Value.of(text.replaceFirst("\\+00$", " UTC"));
      case "DATETIME" -> Value.of(text.replace(' ', 'T'));
      default -> Value.of(text);
    };
  }
}
