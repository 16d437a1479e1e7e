package dev.groundwork.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// A table with a column that says whose tenant's each row is.
///
/// @param oid its identity in PostgreSQL's catalog
/// @param quoted its name as SQL writes it
/// @param name its name as a person reads it, without the schema `public`
/// @param column the tenant's column
/// @param type the column's type as SQL writes it
/// @param isPartition whether it is part of another table, through which its rows are written
/// @param enabled whether row-level security is on
/// @param forced whether it holds for the table's owner as well
/// @param probablyRows about how many rows it had when last analyzed
/// @param open permissive policies for everybody, or for this user, that let every row through
record TenantTable(
    long oid,
    String quoted,
    String name,
    String column,
    String type,
    boolean isPartition,
    boolean enabled,
    boolean forced,
    boolean probablyRows,
    List<String> open) {
  TenantTable {
    open = List.copyOf(open);
  }

  /// Finds the columns by three signs: a policy on the table reads the setting and depends on the
  /// column; the column has the name that such columns have elsewhere; it refers to the table whose
  /// own key is the tenant. A policy reads the setting itself, or by a function that names it.
  private static final String FIND =
      """
      WITH tables AS (
        SELECT c.oid, n.nspname, c.relname, c.relispartition, c.relrowsecurity, c.relforcerowsecurity, c.reltuples
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
          AND c.relname NOT IN ('groundwork_migrations', 'groundwork_seeds')
      ), tenant_policies AS (
        SELECT p.oid, p.polrelid
        FROM pg_policy p
        WHERE strpos(concat(pg_get_expr(p.polqual, p.polrelid), ' ', pg_get_expr(p.polwithcheck, p.polrelid)), quote_literal(?)) > 0
           OR EXISTS (
             SELECT FROM pg_depend d JOIN pg_proc f ON f.oid = d.refobjid
             WHERE d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_proc'::regclass
               AND strpos(coalesce(pg_get_function_sqlbody(f.oid), f.prosrc), quote_literal(?)) > 0)
      ), said AS (
        SELECT DISTINCT p.polrelid AS oid, d.refobjsubid AS attnum
        FROM tenant_policies p JOIN pg_depend d
          ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid AND d.refclassid = 'pg_class'::regclass
          AND d.refobjid = p.polrelid AND d.refobjsubid > 0
      ), roots AS (
        SELECT s.oid, s.attnum
        FROM said s JOIN pg_constraint k ON k.conrelid = s.oid AND k.contype IN ('p', 'u') AND k.conkey = ARRAY[s.attnum]::int2[]
      ), names AS (
        SELECT DISTINCT a.attname
        FROM said s JOIN pg_attribute a ON a.attrelid = s.oid AND a.attnum = s.attnum
        WHERE NOT EXISTS (SELECT FROM roots r WHERE r.oid = s.oid AND r.attnum = s.attnum)
      ), candidates AS (
        SELECT a.attrelid AS oid, a.attnum,
          CASE
            WHEN EXISTS (SELECT FROM pg_constraint k JOIN roots r ON r.oid = k.confrelid AND k.confkey = ARRAY[r.attnum]::int2[]
                         WHERE k.contype = 'f' AND k.conrelid = a.attrelid AND k.conkey = ARRAY[a.attnum]) THEN 0
            WHEN EXISTS (SELECT FROM said s WHERE s.oid = a.attrelid AND s.attnum = a.attnum) AND a.attname IN (SELECT attname FROM names) THEN 1
            WHEN EXISTS (SELECT FROM roots r WHERE r.oid = a.attrelid AND r.attnum = a.attnum) THEN 2
            WHEN a.attname IN (SELECT attname FROM names) THEN 3
          END AS rank
        FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid
        WHERE a.attnum > 0 AND NOT a.attisdropped
      )
      SELECT DISTINCT ON (t.nspname, t.relname)
        t.oid,
        format('%I.%I', t.nspname, t.relname),
        CASE WHEN t.nspname = 'public' THEN t.relname ELSE t.nspname || '.' || t.relname END,
        a.attname,
        format_type(a.atttypid, a.atttypmod),
        t.relispartition, t.relrowsecurity, t.relforcerowsecurity,
        t.reltuples > 0,
        ARRAY(
          SELECT p.polname FROM pg_policy p
          WHERE p.polrelid = t.oid AND p.polpermissive
            AND ('true' IN (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)))
            AND (0 = ANY (p.polroles) OR EXISTS (SELECT FROM unnest(p.polroles) AS r (role) WHERE pg_has_role(r.role, 'USAGE')))
          ORDER BY 1)
      FROM candidates c JOIN tables t ON t.oid = c.oid JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = c.attnum
      WHERE c.rank IS NOT NULL
      ORDER BY t.nspname, t.relname, c.rank, c.attnum
      """;

  /// All of them, by name; none when no policy reads the setting.
  static List<TenantTable> in(Connection connection, String setting) throws SQLException {
    List<TenantTable> tables = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            FIND.replace("pg_get_function_sqlbody(f.oid)", body(connection)))) {
      statement.setString(1, setting);
      statement.setString(2, setting);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          tables.add(
              new TenantTable(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5),
                  rows.getBoolean(6),
                  rows.getBoolean(7),
                  rows.getBoolean(8),
                  rows.getBoolean(9),
                  List.of((String[]) rows.getArray(10).getArray())));
        }
      }
    }
    return tables;
  }

  /// Functions written in standard SQL, which PostgreSQL has since 14, have no source text.
  private static String body(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseMajorVersion() >= 14
        ? "pg_get_function_sqlbody(f.oid)"
        : "NULL";
  }
}
