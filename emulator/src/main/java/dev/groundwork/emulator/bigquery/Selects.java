package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Expressions.Expression;
import dev.groundwork.emulator.bigquery.Lexer.Kind;
import dev.groundwork.emulator.bigquery.Lexer.Token;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Translates GoogleSQL's queries into DuckDB's, clause by clause.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax">Query
///   syntax</a>
final class Selects {
  private final Cursor cursor;
  private final Surroundings surroundings;
  private final Expressions expressions;

  /// Names of `WITH` that are known here, in lower case, and names of what stands in `FROM`.
  private final Deque<Set<String>> with = new ArrayDeque<>();

  private final Deque<Set<String>> from = new ArrayDeque<>();
  private int unnests;

  Selects(Cursor cursor, Surroundings surroundings) {
    this.cursor = cursor;
    this.surroundings = surroundings;
    expressions = new Expressions(cursor, this, surroundings);
  }

  Expressions expressions() {
    return expressions;
  }

  /// A whole query, with all that stands around its SELECT.
  String query() {
    StringBuilder out = new StringBuilder();
    Set<String> names = new HashSet<>();
    with.push(names);
    if (cursor.accept("WITH")) {
      boolean recursive = cursor.accept("RECURSIVE");
      List<String> parts = new ArrayList<>();
      do {
        String name = cursor.name();
        if (recursive) {
          names.add(name.toLowerCase(Locale.ROOT));
        }
        cursor.expect("AS");
        cursor.expect("(");
        parts.add(Types.quote(name) + " AS (" + query() + ")");
        cursor.expect(")");
        names.add(name.toLowerCase(Locale.ROOT));
      } while (cursor.accept(","));
      out.append("WITH ").append(recursive ? "RECURSIVE " : "").append(String.join(", ", parts));
      out.append(' ');
    }
    out.append(combined());
    if (cursor.is("ORDER")) {
      out.append(' ').append(order());
    }
    if (cursor.accept("LIMIT")) {
      out.append(" LIMIT ").append(count());
      if (cursor.accept("OFFSET")) {
        out.append(" OFFSET ").append(count());
      }
    }
    with.pop();
    return out.toString();
  }

  private String count() {
    Token token = cursor.next();
    if (token.kind() == Kind.PARAMETER) {
      return surroundings.parameter(token);
    }
    if (token.kind() != Kind.NUMBER || !token.text().matches("\\d+")) {
      throw new SqlProblem("Syntax error: Expected an integer literal" + Cursor.place(token));
    }
    return token.text();
  }

  private String combined() {
    StringBuilder out = new StringBuilder(single());
    while (true) {
      String operator;
      if (cursor.acceptAll("UNION", "ALL")) {
        operator = "UNION ALL";
      } else if (cursor.acceptAll("UNION", "DISTINCT")) {
        operator = "UNION";
      } else if (cursor.acceptAll("INTERSECT", "DISTINCT")) {
        operator = "INTERSECT";
      } else if (cursor.acceptAll("EXCEPT", "DISTINCT")) {
        operator = "EXCEPT";
      } else {
        if (cursor.is("UNION") || cursor.is("INTERSECT") || cursor.is("EXCEPT")) {
          cursor.next();
          throw new SqlProblem(
              "Syntax error: Expected keyword ALL or keyword DISTINCT but got \""
                  + cursor.peek().text()
                  + "\""
                  + Cursor.place(cursor.peek()));
        }
        return out.toString();
      }
      out.append(' ').append(operator).append(' ').append(single());
    }
  }

  private String single() {
    if (cursor.accept("(")) {
      String inner = query();
      cursor.expect(")");
      return "(" + inner + ")";
    }
    return select();
  }

  private String select() {
    cursor.expect("SELECT");
    from.push(new HashSet<>());
    String distinct = cursor.accept("DISTINCT") ? "DISTINCT " : "";
    cursor.accept("ALL");
    boolean struct = cursor.acceptAll("AS", "STRUCT");
    boolean value = !struct && cursor.acceptAll("AS", "VALUE");
    List<String> items = new ArrayList<>();
    // what stands in FROM gives columns their names, but is written after them
    int unnamed = 0;
    do {
      if (cursor.is("FROM") || cursor.peek().kind() == Kind.END) {
        break;
      }
      Item item = item(unnamed);
      unnamed += item.unnamed() ? 1 : 0;
      items.add(struct ? item.packed() : item.sql());
    } while (cursor.accept(","));
    String what =
        struct ? "struct_pack(" + String.join(", ", items) + ")" : String.join(", ", items);
    if (value && items.size() != 1) {
      throw new SqlProblem("SELECT AS VALUE query must have exactly one column");
    }
    StringBuilder out = new StringBuilder("SELECT " + distinct + what);
    if (cursor.accept("FROM")) {
      out.append(" FROM ").append(tables());
    }
    clause(out, "WHERE");
    if (cursor.acceptAll("GROUP", "BY")) {
      out.append(" GROUP BY ").append(groups());
    }
    clause(out, "HAVING");
    clause(out, "QUALIFY");
    if (cursor.accept("WINDOW")) {
      List<String> windows = new ArrayList<>();
      do {
        String name = cursor.name();
        cursor.expect("AS");
        windows.add(Types.quote(name) + " AS " + window());
      } while (cursor.accept(","));
      out.append(" WINDOW ").append(String.join(", ", windows));
    }
    from.pop();
    return out.toString();
  }

  private void clause(StringBuilder out, String keyword) {
    if (cursor.accept(keyword)) {
      out.append(' ').append(keyword).append(' ').append(expressions.sql());
    }
  }

  /// One column of a SELECT, or a star.
  private record Item(String sql, String packed, boolean unnamed) {}

  private Item item(int unnamed) {
    if (cursor.accept("*")) {
      String star = "*" + exceptions();
      return new Item(star, star, false);
    }
    Expression expression = expressions.read();
    if (cursor.is(".") && cursor.peek(1).is("*")) {
      cursor.next();
      cursor.next();
      String star = expression.sql() + ".*" + exceptions();
      return new Item(star, star, false);
    }
    Optional<String> alias = alias();
    boolean unsaid = alias.isEmpty() && expression.name().isEmpty();
    String name = Types.quote(alias.or(expression::name).orElse("f" + unnamed + "_"));
    // a column keeps its own name, so that a wrong one is not taken for its own alias
    String column =
        alias.isEmpty() && !unsaid ? expression.sql() : expression.sql() + " AS " + name;
    return new Item(column, name + " := " + expression.sql(), unsaid);
  }

  private String exceptions() {
    StringBuilder out = new StringBuilder();
    if (cursor.is("EXCEPT") && cursor.peek(1).is("(")) {
      cursor.next();
      cursor.next();
      List<String> names = new ArrayList<>();
      do {
        names.add(Types.quote(cursor.name()));
      } while (cursor.accept(","));
      cursor.expect(")");
      out.append(" EXCLUDE (").append(String.join(", ", names)).append(")");
    }
    if (cursor.is("REPLACE") && cursor.peek(1).is("(")) {
      cursor.next();
      cursor.next();
      List<String> replaced = new ArrayList<>();
      do {
        String value = expressions.sql();
        cursor.expect("AS");
        replaced.add(value + " AS " + Types.quote(cursor.name()));
      } while (cursor.accept(","));
      cursor.expect(")");
      out.append(" REPLACE (").append(String.join(", ", replaced)).append(")");
    }
    return out.toString();
  }

  private String groups() {
    if (cursor.accept("ALL")) {
      return "ALL";
    }
    for (String kind : List.of("ROLLUP", "CUBE")) {
      if (cursor.is(kind) && cursor.peek(1).is("(")) {
        cursor.next();
        cursor.expect("(");
        String list = expressions.list();
        cursor.expect(")");
        return kind + " (" + list + ")";
      }
    }
    List<String> groups = new ArrayList<>();
    do {
      groups.add(ordinalOr());
    } while (cursor.accept(","));
    return String.join(", ", groups);
  }

  /// A column's number stays a number.
  private String ordinalOr() {
    Token token = cursor.peek();
    Token after = cursor.peek(1);
    boolean alone =
        after.kind() == Kind.END
            || after.kind() == Kind.WORD
            || after.is(",")
            || after.is(")")
            || after.is(";");
    if (token.kind() == Kind.NUMBER && token.text().matches("\\d+") && alone) {
      return cursor.next().text();
    }
    return expressions.sql();
  }

  /// `ORDER BY …`.
  String order() {
    cursor.expect("ORDER");
    cursor.expect("BY");
    List<String> keys = new ArrayList<>();
    do {
      StringBuilder key = new StringBuilder(ordinalOr());
      if (cursor.is("COLLATE")) {
        throw SqlProblem.unsupported("COLLATE");
      }
      if (cursor.accept("DESC")) {
        key.append(" DESC");
      } else {
        cursor.accept("ASC");
      }
      if (cursor.acceptAll("NULLS", "FIRST")) {
        key.append(" NULLS FIRST");
      } else if (cursor.acceptAll("NULLS", "LAST")) {
        key.append(" NULLS LAST");
      }
      keys.add(key.toString());
    } while (cursor.accept(","));
    return "ORDER BY " + String.join(", ", keys);
  }

  /// What stands after OVER.
  String window() {
    if (!cursor.is("(")) {
      return Types.quote(cursor.name());
    }
    cursor.next();
    List<String> parts = new ArrayList<>();
    if (Cursor.isName(cursor.peek())) {
      parts.add(Types.quote(cursor.name()));
    }
    if (cursor.acceptAll("PARTITION", "BY")) {
      parts.add("PARTITION BY " + expressions.list());
    }
    if (cursor.is("ORDER")) {
      parts.add(order());
    }
    if (cursor.is("ROWS") || cursor.is("RANGE")) {
      String kind = cursor.next().upper();
      if (cursor.accept("BETWEEN")) {
        String low = bound();
        cursor.expect("AND");
        parts.add(kind + " BETWEEN " + low + " AND " + bound());
      } else {
        parts.add(kind + " " + bound());
      }
    }
    cursor.expect(")");
    return "(" + String.join(" ", parts) + ")";
  }

  private String bound() {
    if (cursor.acceptAll("CURRENT", "ROW")) {
      return "CURRENT ROW";
    }
    String count = cursor.accept("UNBOUNDED") ? "UNBOUNDED" : count();
    Token direction = cursor.next();
    if (!direction.is("PRECEDING") && !direction.is("FOLLOWING")) {
      throw new SqlProblem(
          "Syntax error: Expected PRECEDING or FOLLOWING" + Cursor.place(direction));
    }
    return count + " " + direction.upper();
  }

  /// What stands after FROM.
  String tables() {
    StringBuilder out = new StringBuilder(table());
    while (true) {
      if (cursor.accept(",")) {
        out.append(", ").append(table());
      } else {
        Optional<String> join = join();
        if (join.isEmpty()) {
          return out.toString();
        }
        boolean unnest = cursor.is("UNNEST") || isOfAnotherTable();
        out.append(' ').append(join.get()).append(' ').append(table());
        if (cursor.accept("ON")) {
          out.append(" ON ").append(expressions.sql());
        } else if (cursor.accept("USING")) {
          cursor.expect("(");
          List<String> names = new ArrayList<>();
          do {
            names.add(Types.quote(cursor.name()));
          } while (cursor.accept(","));
          cursor.expect(")");
          out.append(" USING (").append(String.join(", ", names)).append(")");
        } else if (unnest && !join.get().startsWith("CROSS")) {
          out.append(" ON TRUE");
        }
      }
    }
  }

  private Optional<String> join() {
    if (cursor.accept("JOIN") || cursor.acceptAll("INNER", "JOIN")) {
      return Optional.of("JOIN");
    }
    if (cursor.acceptAll("CROSS", "JOIN")) {
      return Optional.of("CROSS JOIN");
    }
    for (String side : List.of("LEFT", "RIGHT", "FULL")) {
      if (cursor.acceptAll(side, "JOIN") || cursor.acceptAll(side, "OUTER", "JOIN")) {
        return Optional.of(side + " JOIN");
      }
    }
    return Optional.empty();
  }

  private String table() {
    if (cursor.is("UNNEST")) {
      cursor.next();
      cursor.expect("(");
      String list = expressions.sql();
      cursor.expect(")");
      return unnest(list, Optional.empty());
    }
    if (cursor.is("(")) {
      int ahead = 0;
      while (cursor.peek(ahead).is("(")) {
        ahead++;
      }
      boolean query = cursor.peek(ahead).is("SELECT") || cursor.peek(ahead).is("WITH");
      cursor.next();
      String inside = query ? query() : tables();
      cursor.expect(")");
      Optional<String> alias = query ? alias() : Optional.empty();
      alias.ifPresent(this::known);
      return "(" + inside + ")" + alias.map(a -> " AS " + Types.quote(a)).orElse("");
    }
    if (isOfAnotherTable()) {
      Expression list = expressions.read();
      return unnest(list.sql(), list.name());
    }
    Token first = cursor.peek();
    List<String> path = path();
    boolean own =
        path.size() == 1
            && with.stream().anyMatch(w -> w.contains(path.getFirst().toLowerCase(Locale.ROOT)));
    String name = own ? Types.quote(path.getFirst()) : surroundings.table(path, first);
    refuse("FOR", "FOR SYSTEM_TIME AS OF");
    refuse("TABLESAMPLE", "TABLESAMPLE");
    refuse("PIVOT", "PIVOT");
    refuse("UNPIVOT", "UNPIVOT");
    String alias = alias().orElse(path.getLast());
    known(alias);
    return name + " AS " + Types.quote(alias);
  }

  private void refuse(String keyword, String what) {
    if (cursor.is(keyword)) {
      throw SqlProblem.unsupported(what);
    }
  }

  /// Whether a path begins with something that already stands in FROM: `orders, orders.items`.
  private boolean isOfAnotherTable() {
    return Cursor.isName(cursor.peek())
        && cursor.peek().kind() == Kind.WORD
        && cursor.peek(1).is(".")
        && from.stream().anyMatch(f -> f.contains(cursor.peek().text().toLowerCase(Locale.ROOT)));
  }

  private void known(String alias) {
    if (!from.isEmpty()) {
      from.element().add(alias.toLowerCase(Locale.ROOT));
    }
  }

  private Optional<String> alias() {
    if (cursor.accept("AS")) {
      return Optional.of(cursor.name());
    }
    return Cursor.isName(cursor.peek()) ? Optional.of(cursor.name()) : Optional.empty();
  }

  private String unnest(String list, Optional<String> otherwise) {
    String column = alias().or(() -> otherwise).orElse("f0_");
    known(column);
    String table = Types.quote("gw unnest " + ++unnests);
    if (cursor.acceptAll("WITH", "OFFSET")) {
      String offset = alias().orElse("offset");
      return "(SELECT unnest("
          + list
          + ") AS "
          + Types.quote(column)
          + ", generate_subscripts("
          + list
          + ", 1) - 1 AS "
          + Types.quote(offset)
          + ") AS "
          + table;
    }
    return "unnest(" + list + ") AS " + table + "(" + Types.quote(column) + ")";
  }

  /// A table's name: parts with dots between, in backquotes together or one by one; a project's
  /// dashes need none.
  List<String> path() {
    List<String> path = new ArrayList<>();
    do {
      Token token = cursor.peek();
      StringBuilder part = new StringBuilder(cursor.name());
      while (token.kind() == Kind.WORD
          && path.isEmpty()
          && cursor.is("-")
          && cursor.peek().start() == previousEnd(token, part)
          && cursor.peek(1).start() == cursor.peek().end()) {
        part.append(cursor.next().text()).append(cursor.next().text());
      }
      if (token.kind() == Kind.QUOTED) {
        path.addAll(Arrays.asList(part.toString().split("\\.", -1)));
      } else {
        path.add(part.toString());
      }
    } while (cursor.accept("."));
    return path;
  }

  private static int previousEnd(Token first, StringBuilder part) {
    return first.start() + part.length();
  }
}
