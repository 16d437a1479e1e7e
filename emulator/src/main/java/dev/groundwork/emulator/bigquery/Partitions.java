package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// What a table's partitions and clusters may be, and how Google shows them.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/partitioned-tables">Partitioned tables</a>
final class Partitions {
  private Partitions() {}

  /// @throws dev.groundwork.emulator.control.Refused when the schema has no such column, or it
  ///   cannot serve
  static void check(Fields table) {
    List<Fields> columns = Schemas.fields(table.fields("schema"));
    if (table.get("timePartitioning").isPresent() && table.get("rangePartitioning").isPresent()) {
      throw Refusal.invalid(
              "Only one partitioning scheme can be specified: time or range partitioning.")
          .asException();
    }
    time(table.fields("timePartitioning"), columns);
    range(table.fields("rangePartitioning"), columns);
    List<Value> clusters = table.items("clustering.fields");
    if (clusters.size() > 4) {
      throw Refusal.invalid("Too many clustering fields specified. At most 4 are allowed.")
          .asException();
    }
    for (Value cluster : clusters) {
      String name = cluster instanceof Value.Text(var text) ? text : "";
      if (!columns.isEmpty() && Schemas.named(columns, name).isEmpty()) {
        throw Refusal.invalid(
                "The field specified for clustering cannot be found in the schema. Invalid field: "
                    + name
                    + ".")
            .asException();
      }
    }
  }

  private static void time(Fields time, List<Fields> columns) {
    if (time.isEmpty()) {
      return;
    }
    String type = time.text("type").orElse("");
    if (!List.of("DAY", "HOUR", "MONTH", "YEAR").contains(type)) {
      throw Refusal.invalid(
              type.isEmpty()
                  ? "Required parameter is missing: timePartitioning.type"
                  : "Invalid value for type: " + type + " is not a valid value")
          .asException();
    }
    Optional<String> field = time.text("field").filter(f -> !f.isEmpty());
    if (field.isPresent()) {
      String found = Schemas.type(found(columns, field.get()));
      if (!List.of("TIMESTAMP", "DATE", "DATETIME").contains(found)) {
        throw Refusal.invalid(
                "The field specified for partitioning can only be of type TIMESTAMP, DATE or DATETIME. The type found is: "
                    + found
                    + ".")
            .asException();
      }
      if (found.equals("DATE") && type.equals("HOUR")) {
        throw Refusal.invalid("HOUR partitioning is not supported on a field of type DATE.")
            .asException();
      }
    }
  }

  private static void range(Fields range, List<Fields> columns) {
    if (range.isEmpty()) {
      return;
    }
    String found = Schemas.type(found(columns, range.text("field").orElse("")));
    if (!found.equals("INTEGER")) {
      throw Refusal.invalid(
              "The field specified for range partitioning can only be of type INTEGER. The type found is: "
                  + found
                  + ".")
          .asException();
    }
    for (String part : List.of("range.start", "range.end", "range.interval")) {
      if (range.text(part).isEmpty()) {
        throw Refusal.invalid("Required parameter is missing: rangePartitioning." + part)
            .asException();
      }
    }
  }

  private static Fields found(List<Fields> columns, String name) {
    return Schemas.named(columns, name)
        .filter(c -> !Schemas.isRepeated(c))
        .orElseThrow(() ->
            Refusal.invalid(
                    "The field specified for partitioning cannot be found in the schema: " + name)
                .asException());
  }

  /// The field that names the partitions' column.
  static Fields defined(Fields table) {
    return table
        .text("timePartitioning.field")
        .or(() -> table.text("rangePartitioning.field"))
        .map(field ->
            table.with(
                "partitionDefinition.partitionedColumn",
                Value.list(Fields.EMPTY.with("field", field))))
        .orElse(table);
  }
}
