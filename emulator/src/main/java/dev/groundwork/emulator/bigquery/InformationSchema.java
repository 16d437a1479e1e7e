package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Views that describe a project's datasets and a dataset's tables and columns; the plainest
/// columns of the plainest of them.
///
/// @see <a
///   href="https://cloud.google.com/bigquery/docs/information-schema-intro">INFORMATION_SCHEMA</a>
final class InformationSchema {
  private final Store store;
  private final String project;
  private final String dataset;
  private final Instant now;

  /// @param dataset empty for all of the project
  InformationSchema(Store store, String project, String dataset, Instant now) {
    this.store = store;
    this.project = project;
    this.dataset = dataset;
    this.now = now;
  }

  Fields columns(String view) {
    return switch (view) {
      case "SCHEMATA" ->
          Plan.schema(
              "catalog_name", "STRING",
              "schema_name", "STRING",
              "creation_time", "TIMESTAMP",
              "last_modified_time", "TIMESTAMP",
              "location", "STRING");
      case "TABLES" ->
          Plan.schema(
              "table_catalog", "STRING",
              "table_schema", "STRING",
              "table_name", "STRING",
              "table_type", "STRING",
              "is_insertable_into", "STRING",
              "creation_time", "TIMESTAMP");
      case "COLUMNS" ->
          Plan.schema(
              "table_catalog", "STRING",
              "table_schema", "STRING",
              "table_name", "STRING",
              "column_name", "STRING",
              "ordinal_position", "INTEGER",
              "is_nullable", "STRING",
              "data_type", "STRING",
              "is_partitioning_column", "STRING");
      case "VIEWS" ->
          Plan.schema(
              "table_catalog", "STRING",
              "table_schema", "STRING",
              "table_name", "STRING",
              "view_definition", "STRING",
              "use_standard_sql", "STRING");
      default -> throw SqlProblem.unsupported("INFORMATION_SCHEMA." + view);
    };
  }

  List<Fields> rows(String view) {
    List<Fields> rows = new ArrayList<>();
    if (view.equals("SCHEMATA")) {
      entries(Datasets.TYPE).forEach(e -> rows.add(schema(e.body())));
      return rows;
    }
    for (Entry table : entries(Tables.TYPE)) {
      Fields body = table.body();
      switch (view) {
        case "TABLES" -> rows.add(table(body));
        case "COLUMNS" -> rows.addAll(columns(body));
        case "VIEWS" -> {
          if (body.get("view").isPresent()) {
            rows.add(
                named(body)
                    .with("view_definition", body.text("view.query").orElse(""))
                    .with("use_standard_sql", body.flag("view.useLegacySql") ? "NO" : "YES"));
          }
        }
        default -> throw SqlProblem.unsupported("INFORMATION_SCHEMA." + view);
      }
    }
    return rows;
  }

  private List<Entry> entries(String type) {
    String prefix =
        dataset.isEmpty() ? Names.datasets(project) : Names.dataset(project, dataset) + "/";
    return store.under(type.equals(Datasets.TYPE) ? Names.datasets(project) : prefix).stream()
        .filter(e -> e.type().equals(type) && !Tables.isExpired(e.body(), now))
        .filter(e -> !e.key().startsWith(Names.datasets(project) + "_"))
        .toList();
  }

  private static Fields schema(Fields body) {
    return Fields.EMPTY
        .with("catalog_name", body.text("datasetReference.projectId").orElse(""))
        .with("schema_name", body.text("datasetReference.datasetId").orElse(""))
        .with("creation_time", time(body, "creationTime"))
        .with("last_modified_time", time(body, "lastModifiedTime"))
        .with("location", body.text("location").orElse(""));
  }

  private static Fields named(Fields body) {
    return Fields.EMPTY
        .with("table_catalog", body.text("tableReference.projectId").orElse(""))
        .with("table_schema", body.text("tableReference.datasetId").orElse(""))
        .with("table_name", body.text("tableReference.tableId").orElse(""));
  }

  private static Fields table(Fields body) {
    String type = body.text("type").orElse("TABLE");
    return named(body)
        .with("table_type", type.equals("TABLE") ? "BASE TABLE" : type.replace('_', ' '))
        .with("is_insertable_into", type.equals("TABLE") ? "YES" : "NO")
        .with("creation_time", time(body, "creationTime"));
  }

  private static List<Fields> columns(Fields body) {
    List<Fields> rows = new ArrayList<>();
    List<Fields> columns = Schemas.fields(body.fields("schema"));
    String partition = body.text("timePartitioning.field").orElse("");
    for (int i = 0; i < columns.size(); i++) {
      Fields column = columns.get(i);
      rows.add(
          named(body)
              .with("column_name", Schemas.name(column))
              .with("ordinal_position", Integer.toString(i + 1))
              .with("is_nullable", Schemas.mode(column).equals("NULLABLE") ? "YES" : "NO")
              .with("data_type", type(column))
              .with(
                  "is_partitioning_column", Schemas.name(column).equals(partition) ? "YES" : "NO"));
    }
    return rows;
  }

  /// A column's type as GoogleSQL writes it.
  private static String type(Fields column) {
    String one =
        switch (Schemas.type(column)) {
          case "INTEGER" -> "INT64";
          case "FLOAT" -> "FLOAT64";
          case "BOOLEAN" -> "BOOL";
          case "RECORD" ->
              Schemas.fields(column).stream()
                  .map(f -> Schemas.name(f) + " " + type(f))
                  .collect(Collectors.joining(", ", "STRUCT<", ">"));
          default -> Schemas.type(column);
        };
    return Schemas.isRepeated(column) ? "ARRAY<" + one + ">" : one;
  }

  private static String time(Fields body, String field) {
    long millis = Long.parseLong(body.text(field).orElse("0"));
    return Cells.scalar("TIMESTAMP", Instant.ofEpochMilli(millis).toString()).orElseThrow();
  }
}
