package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// Names of datasets and tables, keys, and what is said of them when they are not there or there
/// already.
final class Names {
  static final String HOST = "bigquery.googleapis.com";

  private Names() {}

  /// A table, a view or a dataset's other thing, wherever it is spoken of.
  record TableName(String project, String dataset, String table) {
    /// As Google writes it.
    String shown() {
      return project + ":" + dataset + "." + table;
    }

    String key() {
      return tables(project, dataset) + table;
    }

    Fields reference() {
      return Fields.EMPTY
          .with("projectId", project)
          .with("datasetId", dataset)
          .with("tableId", table);
    }
  }

  static TableName table(Ask ask) {
    return new TableName(ask.path("project"), ask.path("dataset"), ask.path("table"));
  }

  /// The table that a `tableReference` names.
  static TableName table(String project, Fields reference) {
    return new TableName(
        reference.text("projectId").filter(p -> !p.isEmpty()).orElse(project),
        reference.text("datasetId").orElse(""),
        reference.text("tableId").orElse(""));
  }

  static String datasets(String project) {
    return HOST + "/projects/" + project + "/datasets/";
  }

  static String dataset(String project, String dataset) {
    return datasets(project) + dataset;
  }

  static String tables(String project, String dataset) {
    return dataset(project, dataset) + "/tables/";
  }

  static Refusal noDataset(String project, String dataset) {
    return Refusal.notFound("Not found: Dataset " + project + ":" + dataset);
  }

  static Refusal noTable(TableName name) {
    return Refusal.notFound("Not found: Table " + name.shown());
  }

  static Refusal taken(String kind, String name) {
    return Refusal.alreadyExists("Already Exists: " + kind + " " + name).withReason("duplicate");
  }

  /// @throws dev.groundwork.emulator.control.Refused when it cannot be a dataset's
  static void checkDataset(String id) {
    if (id.isEmpty()) {
      throw Refusal.required("Required parameter is missing: datasetId").asException();
    }
    if (!id.matches("[A-Za-z0-9_]{1,1024}")) {
      throw Refusal.invalid(
              "Invalid dataset ID \""
                  + id
                  + "\". Dataset IDs must be alphanumeric (plus underscores and dashes) and must be at most 1024 characters long.")
          .asException();
    }
  }

  /// @throws dev.groundwork.emulator.control.Refused when it cannot be a table's
  static void checkTable(String id) {
    if (id.isEmpty()) {
      throw Refusal.required("Required parameter is missing: tableId").asException();
    }
    if (!id.matches("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]{1,1024}")) {
      throw Refusal.invalid(
              "Invalid table ID \""
                  + id
                  + "\". Table IDs must be alphanumeric (plus underscores) and must be at most 1024 characters long. Also, Table decorators cannot be used.")
          .asException();
    }
  }

  /// The etag that a change was made from.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when another one stands by now
  static void checkEtag(Ask ask, Fields current) {
    Optional<String> asked =
        ask.request().header("if-match").filter(e -> !e.equals("*") && !e.isEmpty());
    boolean stale =
        asked
            .map(e -> e.replace("\"", ""))
            .filter(e -> !e.equals(current.text("etag").orElse("")))
            .isPresent();
    if (stale) {
      throw Refusal.stale("Precondition check failed.").asException();
    }
  }
}
