package dev.groundwork.sql;

import dev.groundwork.sql.TableShape.Column;
import dev.groundwork.sql.TableShape.Constraint;
import dev.groundwork.sql.TableShape.ForeignKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// Makes a row in any table, in a transaction that is rolled back later. What the catalog asks for
/// is made up; where a constraint refuses it, the next likely value of the constraint's columns is
/// tried.
final class RowMaker {
  private static final int TRIES = 80;

  private final Connection connection;
  private final String tenant;
  private final Map<Long, TenantTable> tenantTables;
  private final Map<Long, Map<String, String>> made = new HashMap<>();
  private final Set<Long> underWay = new HashSet<>();

  /// @param tenant what stands in the tenant's column of every row
  RowMaker(Connection connection, String tenant, List<TenantTable> tables) {
    this.connection = connection;
    this.tenant = tenant;
    this.tenantTables =
        tables.stream().collect(Collectors.toMap(TenantTable::oid, Function.identity()));
  }

  /// What came of it.
  sealed interface Made {
    record Done(Map<String, String> row) implements Made {}

    record Failed(String reason) implements Made {}
  }

  /// Makes a row, and before it the rows that it refers to, each once.
  Made make(long table) throws SQLException {
    Map<String, String> row = made.get(table);
    if (row != null) {
      return new Made.Done(row);
    }
    if (!underWay.add(table)) {
      return new Made.Failed("its foreign keys go round in a circle");
    }
    TableShape shape = TableShape.read(connection, table);
    SequencedMap<String, Guesses> values = new LinkedHashMap<>();
    for (Column column : shape.columns()) {
      if (isTenant(table, column)) {
        values.put(column.name(), Guesses.fixed(tenant));
      } else if (column.isNeeded() || column.isReferred()) {
        values.put(column.name(), Guesses.of(column, shape.constraints()));
      }
    }
    Optional<String> missing = refer(shape, values);
    return missing.isPresent() ? new Made.Failed(missing.get()) : search(table, shape, values);
  }

  /// Whether the policies let a session write a row of this tenant; constraints may still refuse
  /// it. Nothing is written.
  boolean isLetThrough(long table) throws SQLException {
    TableShape shape = TableShape.read(connection, table);
    SequencedMap<String, Guesses> values = new LinkedHashMap<>();
    for (Column column : shape.columns()) {
      if (isTenant(table, column)) {
        values.put(column.name(), Guesses.fixed(tenant));
      } else if (column.isNeeded()) {
        values.put(column.name(), Guesses.of(column, shape.constraints()));
      }
    }
    return isInserted(shape, values) && !isRewritten(table);
  }

  private boolean isInserted(TableShape shape, SequencedMap<String, Guesses> values)
      throws SQLException {
    for (int i = 0; i < TRIES; i++) {
      Savepoint before = connection.setSavepoint();
      try {
        insert(shape, values);
        return true;
      } catch (SQLException e) {
        if (isOfTable(e)) {
          return true;
        }
        if (!next(e, shape, values)) {
          return false;
        }
      } finally {
        connection.rollback(before);
      }
    }
    return false;
  }

  /// Whether a constraint of the table speaks. Policies are asked before these, so they have
  /// agreed; a domain's check and the choice of a partition come before the policies.
  private static boolean isOfTable(SQLException e) {
    ServerErrorMessage error =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return Refusals.state(e).startsWith("23")
        && error != null
        && error.getDatatype() == null
        && (error.getConstraint() != null || error.getColumn() != null);
  }

  /// Whether a trigger may put another tenant in place of the one given, before the policies look.
  private boolean isRewritten(long table) throws SQLException {
    String query =
        "SELECT EXISTS (SELECT FROM pg_trigger WHERE tgrelid = ? AND NOT tgisinternal AND tgtype & 7 = 7)";
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setLong(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private boolean isTenant(long table, Column column) {
    TenantTable known = tenantTables.get(table);
    return known != null && known.column().equals(column.name());
  }

  /// Fills in the columns of foreign keys from rows of the other tables.
  ///
  /// @return why that cannot be done
  private Optional<String> refer(TableShape shape, Map<String, Guesses> values)
      throws SQLException {
    for (ForeignKey key : shape.foreignKeys()) {
      if (!values.keySet().containsAll(key.columns())) {
        continue;
      }
      switch (rowOf(key)) {
        case Made.Failed(var reason) -> {
          return Optional.of(reason);
        }
        case Made.Done(var row) -> {
          for (int i = 0; i < key.columns().size(); i++) {
            String value = row.get(key.theirs().get(i));
            if (value == null) {
              return Optional.of(
                  "the key that " + String.join(", ", key.columns()) + " refers to is not known");
            }
            values.put(key.columns().get(i), Guesses.fixed(value));
          }
        }
      }
    }
    return Optional.empty();
  }

  /// A row to refer to: any that is there, of a table that all tenants share; else a new one.
  private Made rowOf(ForeignKey key) throws SQLException {
    if (!tenantTables.containsKey(key.table()) && !made.containsKey(key.table())) {
      TableShape other = TableShape.read(connection, key.table());
      List<String> columns = key.theirs();
      String query =
          "SELECT "
              + columns.stream().map(c -> quote(c) + "::text").collect(Collectors.joining(", "))
              + " FROM "
              + other.quoted()
              + " LIMIT 1";
      try (PreparedStatement statement = connection.prepareStatement(query);
          ResultSet found = statement.executeQuery()) {
        if (found.next()) {
          Map<String, String> row = new HashMap<>();
          for (int i = 0; i < columns.size(); i++) {
            row.put(columns.get(i), found.getString(i + 1));
          }
          return new Made.Done(row);
        }
      }
    }
    return make(key.table());
  }

  private Made search(long table, TableShape shape, SequencedMap<String, Guesses> values)
      throws SQLException {
    String reason = "";
    for (int i = 0; i < TRIES; i++) {
      Savepoint before = connection.setSavepoint();
      try {
        insert(shape, values);
        connection.releaseSavepoint(before);
        Map<String, String> row = new HashMap<>();
        values.forEach((name, guesses) -> row.put(name, guesses.current()));
        made.put(table, row);
        return new Made.Done(row);
      } catch (SQLException e) {
        connection.rollback(before);
        reason = Refusals.message(e);
        if (!next(e, shape, values)) {
          break;
        }
      }
    }
    return new Made.Failed(reason);
  }

  private void insert(TableShape shape, SequencedMap<String, Guesses> values) throws SQLException {
    String columns =
        values.keySet().stream().map(RowMaker::quote).collect(Collectors.joining(", "));
    String marks = values.keySet().stream().map(_ -> "?").collect(Collectors.joining(", "));
    String insert =
        values.isEmpty()
            ? "INSERT INTO " + shape.quoted() + " DEFAULT VALUES"
            : "INSERT INTO "
                + shape.quoted()
                + " ("
                + columns
                + ") OVERRIDING SYSTEM VALUE VALUES ("
                + marks
                + ")";
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      int i = 1;
      for (Guesses guesses : values.values()) {
        // a text of no type: the server reads it as the column's
        statement.setObject(i++, guesses.current(), Types.OTHER);
      }
      statement.executeUpdate();
    }
  }

  /// Tries another value where the server says that one is wrong; false when it does not say where,
  /// or no other is left.
  private static boolean next(SQLException e, TableShape shape, Map<String, Guesses> values) {
    ServerErrorMessage error =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if (error == null) {
      return false;
    }
    List<String> suspects = new ArrayList<>();
    String constraint = error.getConstraint();
    if (constraint != null) {
      shape.constraint(constraint).map(Constraint::columns).ifPresent(suspects::addAll);
    }
    String column = error.getColumn();
    if (column != null) {
      suspects.add(column);
    }
    String domain = error.getDatatype();
    if (domain != null) {
      shape.columns().stream()
          .filter(c -> c.domain().equals(domain))
          .map(Column::name)
          .forEach(suspects::add);
    }
    for (String suspect : suspects) {
      Guesses guesses = values.get(suspect);
      if (guesses == null) {
        // a column with a default that does not do, or one that a check asks for
        Optional<Column> known =
            shape.columns().stream().filter(c -> c.name().equals(suspect)).findFirst();
        if (known.isPresent() && (suspects.size() == 1 || column != null)) {
          values.put(suspect, Guesses.of(known.get(), shape.constraints()));
          return true;
        }
      } else if (guesses.next()) {
        return true;
      }
    }
    return false;
  }

  private static String quote(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }
}
