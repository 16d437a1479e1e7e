package dev.groundwork.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a row of a table must look like, as PostgreSQL's catalog says.
///
/// @param quoted the table's name as SQL writes it
/// @param columns in order, without those that PostgreSQL computes
/// @param foreignKeys the keys that refer to other tables
/// @param constraints what may refuse a row: checks, unique keys, exclusions
record TableShape(
    String quoted,
    List<Column> columns,
    List<ForeignKey> foreignKeys,
    List<Constraint> constraints) {
  TableShape {
    columns = List.copyOf(columns);
    foreignKeys = List.copyOf(foreignKeys);
    constraints = List.copyOf(constraints);
  }

  /// One column.
  ///
  /// @param type the type's name without size, of a domain the one below it: `varchar`, `uuid`
  /// @param domain the domain's name; empty when the type is none
  /// @param category PostgreSQL's letter for kinds of types: `S` string, `N` number, `D` date or
  ///   time …
  /// @param size the longest text that fits; 0 for any
  /// @param labels the values of an enum
  /// @param isNeeded whether a row must give a value: there is no default and none may be missing
  /// @param isReferred whether keys of other tables refer to it
  record Column(
      String name,
      String type,
      String domain,
      char category,
      int size,
      List<String> labels,
      boolean isNeeded,
      boolean isReferred) {
    Column {
      labels = List.copyOf(labels);
    }
  }

  /// A foreign key.
  ///
  /// @param columns this table's columns
  /// @param table the other table
  /// @param theirs the other table's columns, in the same order
  record ForeignKey(List<String> columns, long table, List<String> theirs) {
    ForeignKey {
      columns = List.copyOf(columns);
      theirs = List.copyOf(theirs);
    }
  }

  /// A check, a unique key or an exclusion; a unique index counts as one.
  ///
  /// @param definition as SQL writes it
  record Constraint(String name, List<String> columns, String definition) {
    Constraint {
      columns = List.copyOf(columns);
    }
  }

  Optional<Constraint> constraint(String name) {
    return constraints.stream().filter(c -> c.name().equals(name)).findFirst();
  }

  private static final String NAME =
      "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = ?";

  private static final String COLUMNS =
      """
      SELECT a.attname, b.typname, CASE WHEN t.typtype = 'd' THEN t.typname ELSE '' END, b.typcategory,
        CASE WHEN b.typname IN ('varchar', 'bpchar') AND greatest(a.atttypmod, t.typtypmod) > 4
          THEN greatest(a.atttypmod, t.typtypmod) - 4 ELSE 0 END,
        ARRAY(SELECT e.enumlabel FROM pg_enum e WHERE e.enumtypid = b.oid ORDER BY e.enumsortorder),
        (a.attnotnull OR t.typnotnull) AND NOT a.atthasdef AND t.typdefault IS NULL AND a.attidentity = '',
        EXISTS (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.confrelid = a.attrelid AND a.attnum = ANY (k.confkey))
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
      WHERE a.attrelid = ? AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
      ORDER BY a.attnum
      """;

  private static final String FOREIGN_KEYS =
      """
      SELECT k.confrelid,
        ARRAY(SELECT a.attname FROM unnest(k.conkey) WITH ORDINALITY u (n, i) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i),
        ARRAY(SELECT a.attname FROM unnest(k.confkey) WITH ORDINALITY u (n, i) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i)
      FROM pg_constraint k
      WHERE k.contype = 'f' AND k.conrelid = ?
      ORDER BY k.conname
      """;

  private static final String CONSTRAINTS =
      """
      SELECT k.conname,
        ARRAY(SELECT a.attname FROM unnest(k.conkey) u (n) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY a.attnum),
        pg_get_constraintdef(k.oid)
      FROM pg_constraint k
      WHERE k.contype IN ('c', 'p', 'u', 'x') AND k.conrelid = ?
      UNION ALL
      SELECT c.relname,
        ARRAY(SELECT a.attname FROM pg_depend d JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = d.refobjsubid
              WHERE d.classid = 'pg_class'::regclass AND d.objid = i.indexrelid AND d.refobjid = i.indrelid AND d.refobjsubid > 0 ORDER BY a.attnum),
        ''
      FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indisunique AND i.indrelid = ? AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.conrelid = i.indrelid)
      ORDER BY 1
      """;

  static TableShape read(Connection connection, long table) throws SQLException {
    String quoted = query(connection, NAME, table, row -> row.getString(1)).getFirst();
    List<Column> columns =
        query(
            connection,
            COLUMNS,
            table,
            row ->
                new Column(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4).charAt(0),
                    row.getInt(5),
                    list(row, 6),
                    row.getBoolean(7),
                    row.getBoolean(8)));
    List<ForeignKey> keys =
        query(
            connection,
            FOREIGN_KEYS,
            table,
            row -> new ForeignKey(list(row, 2), row.getLong(1), list(row, 3)));
    List<Constraint> constraints =
        query(
            connection,
            CONSTRAINTS,
            table,
            row -> new Constraint(row.getString(1), list(row, 2), row.getString(3)));
    return new TableShape(quoted, columns, keys, constraints);
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> query(Connection connection, String sql, long table, Reader<T> reader)
      throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
        statement.setLong(i, table);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reader.read(rows));
        }
      }
    }
    return found;
  }

  private static List<String> list(ResultSet row, int column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }
}
