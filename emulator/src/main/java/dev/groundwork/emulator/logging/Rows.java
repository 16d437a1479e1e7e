package dev.groundwork.emulator.logging;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Log entries as rows of BigQuery: names of letters, digits and underscores, and a schema made
/// from what the entries have.
final class Rows {
  private Rows() {}

  static Fields of(Fields entry) {
    return (Fields) named(entry);
  }

  private static Value named(Value value) {
    return switch (value) {
      case Fields fields -> {
        Map<String, Value> named = new LinkedHashMap<>();
        fields
            .values()
            .forEach((name, inner) -> {
              boolean nothing =
                  inner instanceof Value.Null
                      || inner.equals(Fields.EMPTY)
                      || inner.equals(new Value.Items(List.of()));
              if (!nothing) {
                named.put(column(name), named(inner));
              }
            });
        yield new Fields(named);
      }
      case Value.Items(var items) -> new Value.Items(items.stream().map(Rows::named).toList());
      default -> value;
    };
  }

  private static String column(String name) {
    if (name.equals("@type")) {
      return "type";
    }
    String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
    return plain.matches("\\d.*") ? "_" + plain : plain;
  }

  static Value.Items schema(Fields row) {
    List<Value> columns = new ArrayList<>();
    row.values().forEach((name, value) -> columns.add(column(name, value)));
    return new Value.Items(columns);
  }

  private static Value column(String name, Value value) {
    if (value instanceof Value.Items(var items)) {
      return ((Fields) column(name, items.getFirst())).with("mode", "REPEATED");
    }
    Fields column = Fields.EMPTY.with("name", name);
    return switch (value) {
      case Fields fields -> column.with("type", "RECORD").with("fields", schema(fields));
      case Value.Num _ -> column.with("type", "FLOAT");
      case Value.Bool _ -> column.with("type", "BOOLEAN");
      default ->
          column.with(
              "type",
              name.equals("timestamp") || name.equals("receiveTimestamp") ? "TIMESTAMP" : "STRING");
    };
  }

  /// Every column of both.
  static Value.Items merged(List<Value> before, Value.Items more) {
    Map<String, Value> columns = new LinkedHashMap<>();
    before.forEach(c -> columns.put(((Fields) c).text("name").orElse(""), c));
    for (Value value : more.values()) {
      Fields column = (Fields) value;
      columns.merge(
          column.text("name").orElse(""),
          column,
          (old, added) ->
              ((Fields) old).items("fields").isEmpty()
                  ? old
                  : ((Fields) old)
                      .with(
                          "fields",
                          merged(
                              ((Fields) old).items("fields"),
                              new Value.Items(((Fields) added).items("fields")))));
    }
    return new Value.Items(List.copyOf(columns.values()));
  }
}
