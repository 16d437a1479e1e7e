package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Kind;
import dev.groundwork.emulator.bigquery.Lexer.Token;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Reads one statement of GoogleSQL.
final class Statements {
  private static final Set<String> KNOWN =
      Set.of(
          ("ALTER ASSERT BEGIN CALL CLONE COMMIT DECLARE EXECUTE EXPORT GRANT IF LOAD LOOP MERGE"
                  + " REVOKE ROLLBACK SET")
              .split(" "));

  private final String text;
  private final Cursor cursor;
  private final Surroundings surroundings;
  private final Selects selects;

  private Statements(String text, Surroundings surroundings) {
    this.text = text;
    this.surroundings = surroundings;
    cursor = new Cursor(Lexer.read(text));
    selects = new Selects(cursor, surroundings);
  }

  /// @throws SqlProblem when it is none, or more than can be carried out
  static Statement read(String text, Surroundings surroundings) {
    return new Statements(text, surroundings).statement();
  }

  /// A query alone: a view's.
  static String query(String text, Surroundings surroundings) {
    Statements statements = new Statements(text, surroundings);
    String query = statements.selects.query();
    statements.end();
    return query;
  }

  private Statement statement() {
    Token first = cursor.peek();
    Statement read =
        switch (first.upper()) {
          case "INSERT" -> insert();
          case "UPDATE" -> update();
          case "DELETE" -> delete();
          case "TRUNCATE" -> {
            cursor.next();
            cursor.expect("TABLE");
            yield new Statement.Truncate(selects.path());
          }
          case "CREATE" -> create();
          case "DROP" -> drop();
          default -> {
            if (first.kind() == Kind.WORD && KNOWN.contains(first.upper())) {
              throw SqlProblem.unsupported("the statement " + first.upper());
            }
            if (!first.is("SELECT") && !first.is("WITH") && !first.is("(")) {
              throw cursor.unexpected();
            }
            yield new Statement.Query(selects.query());
          }
        };
    end();
    return read;
  }

  private void end() {
    boolean closed = cursor.accept(";");
    if (cursor.peek().kind() != Kind.END) {
      if (closed) {
        throw SqlProblem.unsupported("scripts of several statements");
      }
      throw new SqlProblem(
          cursor.unexpected().message().replace("Unexpected", "Expected end of input but got"));
    }
  }

  private Statement insert() {
    cursor.next();
    cursor.accept("INTO");
    Token at = cursor.peek();
    List<String> table = selects.path();
    StringBuilder sql = new StringBuilder("INSERT INTO " + surroundings.table(table, at));
    if (cursor.accept("(")) {
      List<String> columns = new ArrayList<>();
      do {
        columns.add(Types.quote(cursor.name()));
      } while (cursor.accept(","));
      cursor.expect(")");
      sql.append(" (").append(String.join(", ", columns)).append(")");
    }
    if (cursor.accept("VALUES")) {
      List<String> rows = new ArrayList<>();
      do {
        cursor.expect("(");
        rows.add("(" + selects.expressions().list() + ")");
        cursor.expect(")");
      } while (cursor.accept(","));
      sql.append(" VALUES ").append(String.join(", ", rows));
    } else {
      sql.append(' ').append(selects.query());
    }
    return new Statement.Change("INSERT", table, sql.toString());
  }

  private Statement update() {
    cursor.next();
    Token at = cursor.peek();
    List<String> table = selects.path();
    String name = surroundings.table(table, at);
    String alias = alias(table);
    cursor.expect("SET");
    List<String> changes = new ArrayList<>();
    do {
      String column = cursor.name();
      if (cursor.is(".")) {
        if (!column.equalsIgnoreCase(alias)) {
          throw SqlProblem.unsupported("UPDATE of a part of a record");
        }
        cursor.next();
        column = cursor.name();
      }
      cursor.expect("=");
      changes.add(Types.quote(column) + " = " + selects.expressions().sql());
    } while (cursor.accept(","));
    StringBuilder sql =
        new StringBuilder(
            "UPDATE " + name + " AS " + Types.quote(alias) + " SET " + String.join(", ", changes));
    if (cursor.accept("FROM")) {
      sql.append(" FROM ").append(selects.tables());
    }
    return new Statement.Change("UPDATE", table, sql + where("UPDATE"));
  }

  private Statement delete() {
    cursor.next();
    cursor.accept("FROM");
    Token at = cursor.peek();
    List<String> table = selects.path();
    String name = surroundings.table(table, at);
    String alias = alias(table);
    return new Statement.Change(
        "DELETE", table, "DELETE FROM " + name + " AS " + Types.quote(alias) + where("DELETE"));
  }

  private String alias(List<String> table) {
    if (cursor.accept("AS") || Cursor.isName(cursor.peek())) {
      return cursor.name();
    }
    return table.getLast();
  }

  private String where(String statement) {
    if (!cursor.accept("WHERE")) {
      throw new SqlProblem(statement + " must have a WHERE clause" + Cursor.place(cursor.peek()));
    }
    return " WHERE " + selects.expressions().sql();
  }

  private Statement create() {
    cursor.next();
    boolean replace = cursor.acceptAll("OR", "REPLACE");
    boolean view = cursor.accept("VIEW");
    if (!view && !cursor.accept("TABLE")) {
      throw SqlProblem.unsupported("CREATE " + cursor.peek().upper());
    }
    boolean ifNotExists = cursor.acceptAll("IF", "NOT", "EXISTS");
    List<String> table = selects.path();
    if (view) {
      cursor.expect("AS");
      int start = cursor.peek().start();
      selects.query();
      return new Statement.CreateView(
          table, replace, ifNotExists, text.substring(start, cursor.peek().start()).strip());
    }
    Fields description = Fields.EMPTY;
    if (cursor.accept("(")) {
      List<Value> columns = new ArrayList<>();
      do {
        columns.add(column());
      } while (cursor.accept(","));
      cursor.expect(")");
      description = description.with("schema.fields", new Value.Items(columns));
    }
    description = partitions(description);
    description = cursor.is("OPTIONS") ? options(description) : description;
    Optional<String> query = cursor.accept("AS") ? Optional.of(selects.query()) : Optional.empty();
    if (query.isEmpty() && description.get("schema").isEmpty()) {
      throw cursor.unexpected();
    }
    return new Statement.CreateTable(table, replace, ifNotExists, description, query);
  }

  private Fields column() {
    String name = cursor.name();
    String duck = Types.read(cursor).replace("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE");
    Fields column = Types.column(name, duck);
    if (cursor.acceptAll("NOT", "NULL")) {
      column = column.with("mode", "REQUIRED");
    }
    return cursor.is("OPTIONS") ? options(column) : column;
  }

  private Fields partitions(Fields description) {
    Fields described = description;
    if (cursor.acceptAll("PARTITION", "BY")) {
      String field = cursor.peek().text();
      if (cursor.peek().is("DATE") && cursor.peek(1).is("(")) {
        cursor.next();
        cursor.next();
        field = cursor.name();
        cursor.expect(")");
      } else if (cursor.peek(1).is("(")) {
        throw SqlProblem.unsupported("PARTITION BY " + field + "(…)");
      } else {
        cursor.next();
      }
      described =
          described.with("timePartitioning.type", "DAY").with("timePartitioning.field", field);
    }
    if (cursor.acceptAll("CLUSTER", "BY")) {
      List<String> fields = new ArrayList<>();
      do {
        fields.add(cursor.name());
      } while (cursor.accept(","));
      described = described.with("clustering.fields", Value.texts(fields));
    }
    return described;
  }

  private Fields options(Fields described) {
    Fields more = described;
    cursor.expect("OPTIONS");
    cursor.expect("(");
    while (!cursor.is(")")) {
      String name = cursor.name().toLowerCase(Locale.ROOT);
      cursor.expect("=");
      Token value = cursor.next();
      String field =
          switch (name) {
            case "description" -> "description";
            case "friendly_name" -> "friendlyName";
            default -> throw SqlProblem.unsupported("the option " + name);
          };
      more = more.with(field, value.text());
      cursor.accept(",");
    }
    cursor.expect(")");
    return more;
  }

  private Statement drop() {
    cursor.next();
    String kind = cursor.peek().upper();
    if (!cursor.accept("TABLE") && !cursor.accept("VIEW")) {
      throw SqlProblem.unsupported("DROP " + kind);
    }
    boolean ifExists = cursor.acceptAll("IF", "EXISTS");
    return new Statement.Drop(kind, selects.path(), ifExists);
  }
}
