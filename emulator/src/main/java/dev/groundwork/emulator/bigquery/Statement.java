package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// One statement, translated.
sealed interface Statement {

  /// What BigQuery calls it: `SELECT`, `CREATE_TABLE_AS_SELECT`.
  String type();

  /// @param sql in DuckDB's words
  record Query(String sql) implements Statement {
    @Override
    public String type() {
      return "SELECT";
    }
  }

  /// INSERT, UPDATE or DELETE.
  ///
  /// @param table whose rows change
  record Change(String type, List<String> table, String sql) implements Statement {
    public Change {
      table = List.copyOf(table);
    }
  }

  /// @param table the description, as the API takes it
  /// @param query whose rows it gets
  record CreateTable(
      List<String> table,
      boolean replace,
      boolean ifNotExists,
      Fields description,
      Optional<String> query)
      implements Statement {
    public CreateTable {
      table = List.copyOf(table);
    }

    @Override
    public String type() {
      return query.isPresent() ? "CREATE_TABLE_AS_SELECT" : "CREATE_TABLE";
    }
  }

  /// @param query in GoogleSQL
  record CreateView(List<String> table, boolean replace, boolean ifNotExists, String query)
      implements Statement {
    public CreateView {
      table = List.copyOf(table);
    }

    @Override
    public String type() {
      return "CREATE_VIEW";
    }
  }

  /// @param kind `TABLE` or `VIEW`
  record Drop(String kind, List<String> table, boolean ifExists) implements Statement {
    public Drop {
      table = List.copyOf(table);
    }

    @Override
    public String type() {
      return "DROP_" + kind;
    }
  }

  record Truncate(List<String> table) implements Statement {
    public Truncate {
      table = List.copyOf(table);
    }

    @Override
    public String type() {
      return "TRUNCATE_TABLE";
    }
  }
}
