package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Schemas of tables: what they may hold, how Google shows them, and how they may change.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/managing-table-schemas">Modifying table
///   schemas</a>
final class Schemas {
  private static final Set<String> TYPES =
      Set.of(
          "STRING",
          "BYTES",
          "INTEGER",
          "FLOAT",
          "NUMERIC",
          "BIGNUMERIC",
          "BOOLEAN",
          "TIMESTAMP",
          "DATE",
          "TIME",
          "DATETIME",
          "GEOGRAPHY",
          "RECORD",
          "JSON",
          "INTERVAL",
          "RANGE");

  /// What a column can be changed into without touching its rows.
  private static final Set<String> WIDENINGS =
      Set.of(
          "INTEGER NUMERIC",
          "INTEGER BIGNUMERIC",
          "INTEGER FLOAT",
          "NUMERIC BIGNUMERIC",
          "NUMERIC FLOAT");

  private Schemas() {}

  /// The columns of a schema, or of a record.
  static List<Fields> fields(Fields holder) {
    return holder.items("fields").stream()
        .map(f -> f instanceof Fields field ? field : Fields.EMPTY)
        .toList();
  }

  static String name(Fields column) {
    return column.text("name").orElse("");
  }

  /// The type's name as schemas show it.
  static String type(Fields column) {
    return typeName(column.text("type").orElse(""));
  }

  static String typeName(String written) {
    String upper = written.toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "INT64" -> "INTEGER";
      case "FLOAT64" -> "FLOAT";
      case "BOOL" -> "BOOLEAN";
      case "STRUCT" -> "RECORD";
      case "DECIMAL" -> "NUMERIC";
      case "BIGDECIMAL" -> "BIGNUMERIC";
      default -> upper;
    };
  }

  static boolean isRepeated(Fields column) {
    return mode(column).equals("REPEATED");
  }

  static boolean isRequired(Fields column) {
    return mode(column).equals("REQUIRED");
  }

  static String mode(Fields column) {
    return column
        .text("mode")
        .filter(m -> !m.isEmpty())
        .orElse("NULLABLE")
        .toUpperCase(Locale.ROOT);
  }

  /// The schema as it is kept.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when it is none
  static Fields checked(Fields schema) {
    return schema.get("fields").isEmpty()
        ? schema
        : schema.with("fields", new Value.Items(columns(schema, "")));
  }

  private static List<Value> columns(Fields holder, String path) {
    Set<String> seen = new HashSet<>();
    List<Value> kept = new ArrayList<>();
    for (Fields column : fields(holder)) {
      String name = name(column);
      if (name.isEmpty()) {
        throw Refusal.invalid("Field has an empty name").asException();
      }
      if (!name.matches("[\\p{L}_][\\p{L}\\p{N}_ &%=+:'<>#|-]{0,299}")) {
        throw Refusal.invalid(
                "Invalid field name \""
                    + name
                    + "\". Fields must contain only letters, numbers, and underscores, start with a letter or underscore, and be at most 300 characters long.")
            .asException();
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw Refusal.invalid("Field " + path + name + " already exists in schema").asException();
      }
      kept.add(column(column, path + name));
    }
    return kept;
  }

  private static Fields column(Fields column, String path) {
    String type = type(column);
    if (!TYPES.contains(type)) {
      throw Refusal.invalid(
              "Invalid value for type: " + column.text("type").orElse("") + " is not a valid value")
          .asException();
    }
    if (!List.of("NULLABLE", "REQUIRED", "REPEATED").contains(mode(column))) {
      throw Refusal.invalid(
              "Invalid value for mode: " + column.text("mode").orElse("") + " is not a valid value")
          .asException();
    }
    boolean record = type.equals("RECORD");
    if (record && column.items("fields").isEmpty()) {
      throw Refusal.invalid("Field " + path + " is type RECORD but has no schema").asException();
    }
    if (!record && !column.items("fields").isEmpty()) {
      throw Refusal.invalid("Field " + path + " is not of type RECORD but has a schema")
          .asException();
    }
    Fields kept = column.with("type", type);
    kept = column.get("mode").isPresent() ? kept.with("mode", mode(column)) : kept;
    kept = column.fields("policyTags").isEmpty() ? kept.without("policyTags") : kept;
    return record ? kept.with("fields", new Value.Items(columns(column, path + "."))) : kept;
  }

  /// @throws dev.groundwork.emulator.control.Refused when a table with rows of the one schema
  ///   cannot get the other
  static void checkChange(String table, Fields before, Fields after) {
    change("Provided Schema does not match Table " + table + ". ", before, after, "");
  }

  private static void change(String refusal, Fields before, Fields after, String path) {
    List<Fields> now = fields(after);
    for (Fields old : fields(before)) {
      String name = path + name(old);
      Fields next =
          named(now, name(old))
              .orElseThrow(() ->
                  Refusal.invalid(refusal + "Field " + name + " is missing in new schema")
                      .asException());
      if (!type(old).equals(type(next)) && !WIDENINGS.contains(type(old) + " " + type(next))) {
        throw Refusal.invalid(
                refusal
                    + "Field "
                    + name
                    + " has changed type from "
                    + type(old)
                    + " to "
                    + type(next))
            .asException();
      }
      boolean relaxed = isRequired(old) && mode(next).equals("NULLABLE");
      if (!mode(old).equals(mode(next)) && !relaxed) {
        throw Refusal.invalid(
                refusal
                    + "Field "
                    + name
                    + " has changed mode from "
                    + mode(old)
                    + " to "
                    + mode(next))
            .asException();
      }
      change(refusal, old, next, name + ".");
    }
    List<Fields> olds = fields(before);
    for (Fields next : now) {
      if (named(olds, name(next)).isEmpty() && isRequired(next)) {
        throw Refusal.invalid(
                refusal
                    + "Cannot add required fields to an existing schema. (field: "
                    + path
                    + name(next)
                    + ")")
            .asException();
      }
    }
  }

  /// The column of this name, whatever its case.
  static Optional<Fields> named(List<Fields> columns, String name) {
    return columns.stream().filter(c -> name(c).equalsIgnoreCase(name)).findFirst();
  }
}
