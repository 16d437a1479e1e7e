package dev.groundwork.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// A table or view that is there.
///
/// @param oid its identity in PostgreSQL's catalog
/// @param quoted its name as SQL writes it, with its schema
record Relation(long oid, String quoted) {

  /// The table or view of a name as PostgreSQL keeps it, `orders` or `sales.orders`; without a
  /// schema, the one that is found first.
  static Optional<Relation> find(Connection connection, String name) throws SQLException {
    int dot = name.indexOf('.');
    String query =
        "SELECT c.oid, format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND c.relname = ?"
            + (dot < 0 ? " AND pg_table_is_visible(c.oid)" : " AND n.nspname = ?");
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, name.substring(dot + 1));
      if (dot >= 0) {
        statement.setString(2, name.substring(0, dot));
      }
      try (ResultSet row = statement.executeQuery()) {
        return row.next()
            ? Optional.of(new Relation(row.getLong(1), row.getString(2)))
            : Optional.empty();
      }
    }
  }

  /// How many rows it has, whoever may see them. Forced row-level security hides a tenant's rows
  /// from the owner as well, who may still have them counted by ANALYZE: exact up to 30,000 pages,
  /// an estimate beyond.
  ///
  /// @return empty when the rows are hidden and the user may not analyze the table
  Optional<Long> rows(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!ask(statement, "SELECT row_security_active(" + oid + ")")) {
        return Optional.of(number(statement, "SELECT count(*) FROM " + quoted));
      }
      if (!ask(
          statement, "SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = " + oid)) {
        return Optional.empty();
      }
      statement.execute("ANALYZE " + quoted);
      return Optional.of(
          number(statement, "SELECT reltuples::bigint FROM pg_class WHERE oid = " + oid));
    }
  }

  private static boolean ask(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static long number(Statement statement, String query) throws SQLException {
    try (ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
