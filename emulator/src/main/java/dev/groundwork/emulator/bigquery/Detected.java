package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The schema that fits rows of which nobody has said one.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/schema-detect">Schema auto-detection</a>
final class Detected {
  private Detected() {}

  static Fields schema(List<Fields> rows) {
    Map<String, List<Value>> columns = new LinkedHashMap<>();
    for (Fields row : rows) {
      row.values()
          .forEach((name, value) -> {
            List<Value> values = columns.computeIfAbsent(name, _ -> new ArrayList<>());
            if (!(value instanceof Value.Null)) {
              values.add(value);
            }
          });
    }
    List<Value> fields = new ArrayList<>();
    columns.forEach((name, values) -> fields.add(column(name, values)));
    return Fields.EMPTY.with("fields", new Value.Items(fields));
  }

  private static Fields column(String name, List<Value> values) {
    boolean repeated = values.stream().anyMatch(v -> v instanceof Value.Items);
    List<Value> single = new ArrayList<>();
    for (Value value : values) {
      if (value instanceof Value.Items(var items)) {
        single.addAll(items);
      } else {
        single.add(value);
      }
    }
    Fields column =
        Fields.EMPTY.with("name", name).with("mode", repeated ? "REPEATED" : "NULLABLE");
    if (single.stream().anyMatch(v -> v instanceof Fields)) {
      List<Fields> records =
          single.stream().filter(v -> v instanceof Fields).map(v -> (Fields) v).toList();
      return column
          .with("type", "RECORD")
          .with("fields", schema(records).get("fields").orElseThrow());
    }
    String type = "";
    for (Value value : single) {
      type = common(type, of(value));
    }
    return column.with("type", type.isEmpty() ? "STRING" : type);
  }

  private static String of(Value value) {
    return switch (value) {
      case Value.Bool _ -> "BOOLEAN";
      case Value.Num(var n) -> n.stripTrailingZeros().scale() <= 0 ? "INTEGER" : "FLOAT";
      case Value.Text(var text) -> type(text);
      default -> "STRING";
    };
  }

  /// The narrowest type of a text.
  static String type(String text) {
    if (text.matches("(?i)true|false")) {
      return "BOOLEAN";
    }
    for (String type : List.of("INTEGER", "FLOAT", "DATE")) {
      if (Cells.scalar(type, text).isPresent()
          && (!type.equals("FLOAT") || text.matches("[+-]?[0-9.]+([eE][+-]?[0-9]+)?"))) {
        return type;
      }
    }
    boolean time = text.matches("\\d{4}-\\d\\d?-\\d\\d?[ T]\\d.*");
    return time && Cells.scalar("TIMESTAMP", text).isPresent() ? "TIMESTAMP" : "STRING";
  }

  private static String common(String one, String other) {
    if (one.isEmpty() || one.equals(other)) {
      return other;
    }
    boolean numbers = List.of("INTEGER", "FLOAT").containsAll(List.of(one, other));
    return numbers ? "FLOAT" : "STRING";
  }
}
