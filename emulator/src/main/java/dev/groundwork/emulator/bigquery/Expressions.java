package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Kind;
import dev.groundwork.emulator.bigquery.Lexer.Token;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Translates GoogleSQL's expressions into DuckDB's, each step put in parentheses.
///
/// @see <a
///   href="https://cloud.google.com/bigquery/docs/reference/standard-sql/operators">Operators</a>
final class Expressions {
  /// Types whose name stands before a text.
  private static final Set<String> LITERALS =
      Set.of("DATE", "TIMESTAMP", "DATETIME", "TIME", "NUMERIC", "JSON");

  private final Cursor cursor;
  private final Selects selects;
  private final Surroundings surroundings;

  Expressions(Cursor cursor, Selects selects, Surroundings surroundings) {
    this.cursor = cursor;
    this.selects = selects;
    this.surroundings = surroundings;
  }

  /// An expression in DuckDB's words.
  ///
  /// @param name the name that a column made of it has; empty when it has none
  /// @param text its value, when it is a text literal
  record Expression(String sql, Optional<String> name, Optional<String> text) {
    static Expression of(String sql) {
      return new Expression(sql, Optional.empty(), Optional.empty());
    }
  }

  String sql() {
    return read().sql();
  }

  Expression read() {
    return or();
  }

  private Expression or() {
    Expression left = and();
    while (cursor.accept("OR")) {
      left = joined(left, "OR", and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (cursor.accept("AND")) {
      left = joined(left, "AND", not());
    }
    return left;
  }

  private Expression not() {
    return cursor.accept("NOT") ? Expression.of("(NOT " + not().sql() + ")") : comparison();
  }

  private static Expression joined(Expression left, String operator, Expression right) {
    return Expression.of("(" + left.sql() + " " + operator + " " + right.sql() + ")");
  }

  private Expression comparison() {
    Expression left = bitOr();
    while (true) {
      Token token = cursor.peek();
      if (token.kind() == Kind.SYMBOL
          && Set.of("=", "<", ">", "<=", ">=", "!=", "<>").contains(token.text())) {
        cursor.next();
        left = joined(left, token.text(), bitOr());
      } else if (cursor.is("IS")) {
        cursor.next();
        left = is(left);
      } else if (cursor.is("LIKE")
          || cursor.is("IN")
          || cursor.is("BETWEEN")
          || (cursor.is("NOT")
              && (cursor.peek(1).is("LIKE")
                  || cursor.peek(1).is("IN")
                  || cursor.peek(1).is("BETWEEN")))) {
        boolean negated = cursor.accept("NOT");
        Expression found = matched(left);
        left = negated ? Expression.of("(NOT " + found.sql() + ")") : found;
      } else {
        return left;
      }
    }
  }

  private Expression is(Expression left) {
    String not = cursor.accept("NOT") ? "NOT " : "";
    if (cursor.acceptAll("DISTINCT", "FROM")) {
      return joined(left, "IS " + not + "DISTINCT FROM", bitOr());
    }
    for (String what : List.of("NULL", "TRUE", "FALSE")) {
      if (cursor.accept(what)) {
        return Expression.of("(" + left.sql() + " IS " + not + what + ")");
      }
    }
    throw cursor.unexpected();
  }

  private Expression matched(Expression left) {
    if (cursor.accept("LIKE")) {
      if (cursor.is("ANY") || cursor.is("ALL") || cursor.is("SOME")) {
        throw SqlProblem.unsupported("LIKE ANY, SOME or ALL");
      }
      return Expression.of("like_escape(" + left.sql() + ", " + bitOr().sql() + ", '\\')");
    }
    if (cursor.accept("BETWEEN")) {
      String low = bitOr().sql();
      cursor.expect("AND");
      return Expression.of("(" + left.sql() + " BETWEEN " + low + " AND " + bitOr().sql() + ")");
    }
    cursor.expect("IN");
    if (cursor.accept("UNNEST")) {
      cursor.expect("(");
      String list = sql();
      cursor.expect(")");
      return Expression.of("list_contains(" + list + ", " + left.sql() + ")");
    }
    cursor.expect("(");
    String inside = isQuery() ? selects.query() : list();
    cursor.expect(")");
    return Expression.of("(" + left.sql() + " IN (" + inside + "))");
  }

  private boolean isQuery() {
    int ahead = 0;
    while (cursor.peek(ahead).is("(")) {
      ahead++;
    }
    return cursor.peek(ahead).is("SELECT") || cursor.peek(ahead).is("WITH");
  }

  String list() {
    List<String> items = new ArrayList<>();
    do {
      items.add(sql());
    } while (cursor.accept(","));
    return String.join(", ", items);
  }

  private Expression bitOr() {
    Expression left = bitXor();
    while (cursor.accept("|")) {
      left = joined(left, "|", bitXor());
    }
    return left;
  }

  private Expression bitXor() {
    Expression left = bitAnd();
    while (cursor.accept("^")) {
      left = Expression.of("xor(" + left.sql() + ", " + bitAnd().sql() + ")");
    }
    return left;
  }

  private Expression bitAnd() {
    Expression left = shift();
    while (cursor.accept("&")) {
      left = joined(left, "&", shift());
    }
    return left;
  }

  private Expression shift() {
    Expression left = sum();
    while (cursor.is("<<") || cursor.is(">>")) {
      left = joined(left, cursor.next().text(), sum());
    }
    return left;
  }

  private Expression sum() {
    Expression left = product();
    while (cursor.is("+") || cursor.is("-")) {
      left = joined(left, cursor.next().text(), product());
    }
    return left;
  }

  private Expression product() {
    Expression left = unary();
    while (cursor.is("*") || cursor.is("/") || cursor.is("||")) {
      Token operator = cursor.next();
      Expression right = unary();
      left =
          operator.is("/")
              ? Expression.of("gw_div(" + left.sql() + ", " + right.sql() + ")")
              : joined(left, operator.text(), right);
    }
    return left;
  }

  private Expression unary() {
    if (cursor.is("-") || cursor.is("~")) {
      String operator = cursor.next().text();
      if (operator.equals("-") && cursor.peek().text().equals("9223372036854775808")) {
        cursor.next();
        return Expression.of("CAST('-9223372036854775808' AS BIGINT)");
      }
      return Expression.of("(" + operator + unary().sql() + ")");
    }
    return cursor.accept("+") ? unary() : postfix(primary());
  }

  private Expression postfix(Expression start) {
    Expression found = start;
    while (true) {
      if (cursor.is(".") && !cursor.peek(1).is("*")) {
        cursor.next();
        Token token = cursor.next();
        if (token.kind() != Kind.WORD && token.kind() != Kind.QUOTED) {
          throw cursor.unexpected();
        }
        found =
            new Expression(
                found.sql() + "." + Types.quote(token.text()),
                Optional.of(token.text()),
                Optional.empty());
      } else if (cursor.accept("[")) {
        found = Expression.of(element(found.sql()));
      } else {
        return found;
      }
    }
  }

  private String element(String array) {
    String how = cursor.peek(1).is("(") ? cursor.peek().upper() : "";
    boolean named = Set.of("OFFSET", "ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL").contains(how);
    if (named) {
      cursor.next();
      cursor.next();
    }
    String index = sql();
    if (named) {
      cursor.expect(")");
    }
    cursor.expect("]");
    String at = how.endsWith("ORDINAL") ? "(" + index + " - 1)" : index;
    return (how.startsWith("SAFE") ? "gw_safe_at(" : "gw_at(") + array + ", " + at + ")";
  }

  private Expression primary() {
    Token token = cursor.peek();
    return switch (token.kind()) {
      case NUMBER -> Expression.of(number(cursor.next()));
      case STRING -> {
        cursor.next();
        yield new Expression(
            Types.literal(token.text()), Optional.empty(), Optional.of(token.text()));
      }
      case BYTES -> Expression.of(bytes(cursor.next().text()));
      case PARAMETER -> Expression.of(surroundings.parameter(cursor.next()));
      case SYMBOL -> symbol();
      case QUOTED -> path();
      case WORD -> word(token);
      case END -> throw cursor.unexpected();
    };
  }

  private static String number(Token token) {
    String text = token.text();
    try {
      if (text.regionMatches(true, 0, "0x", 0, 2)) {
        return "CAST(" + Long.parseLong(text.substring(2), 16) + " AS BIGINT)";
      }
      if (text.matches("\\d+")) {
        return "CAST(" + Long.parseLong(text) + " AS BIGINT)";
      }
      return "CAST('" + Double.parseDouble(text) + "' AS DOUBLE)";
    } catch (NumberFormatException e) {
      throw new SqlProblem("Invalid integer literal: " + text + Cursor.place(token));
    }
  }

  private static String bytes(String hex) {
    StringBuilder out = new StringBuilder();
    for (byte b : HexFormat.of().parseHex(hex)) {
      out.append("\\x").append(HexFormat.of().withUpperCase().toHexDigits(b));
    }
    return "CAST('" + out + "' AS BLOB)";
  }

  private Expression symbol() {
    if (cursor.accept("[")) {
      String items = cursor.is("]") ? "" : list();
      cursor.expect("]");
      return Expression.of("[" + items + "]");
    }
    if (!cursor.is("(")) {
      throw cursor.unexpected();
    }
    if (isQuery()) {
      cursor.next();
      String query = selects.query();
      cursor.expect(")");
      return Expression.of("(" + query + ")");
    }
    cursor.next();
    List<String> items = new ArrayList<>();
    do {
      items.add(sql());
    } while (cursor.accept(","));
    cursor.expect(")");
    return Expression.of(
        items.size() == 1 ? "(" + items.getFirst() + ")" : "row(" + String.join(", ", items) + ")");
  }

  private Expression path() {
    Token first = cursor.next();
    String[] parts =
        first.kind() == Kind.QUOTED ? first.text().split("\\.", -1) : new String[] {first.text()};
    StringBuilder sql = new StringBuilder();
    for (String part : parts) {
      sql.append(sql.isEmpty() ? "" : ".").append(Types.quote(part));
    }
    return new Expression(sql.toString(), Optional.of(parts[parts.length - 1]), Optional.empty());
  }

  private Expression word(Token token) {
    String upper = token.upper();
    boolean call = cursor.peek(1).is("(");
    if (cursor.peek(1).kind() == Kind.STRING && LITERALS.contains(upper)) {
      cursor.next();
      String type = Types.scalar(upper).orElseThrow();
      return Expression.of("CAST(" + Types.literal(cursor.next().text()) + " AS " + type + ")");
    }
    if (upper.equals("SAFE") && cursor.peek(1).is(".")) {
      cursor.next();
      cursor.next();
      return Expression.of(safe(cursor.next()));
    }
    return switch (upper) {
      case "NULL", "TRUE", "FALSE" -> {
        cursor.next();
        yield Expression.of(upper);
      }
      case "CASE" -> Expression.of(choice());
      case "INTERVAL" -> Expression.of(interval());
      case "CAST", "SAFE_CAST" -> Expression.of(cast());
      case "EXTRACT" -> Expression.of(extract());
      case "EXISTS" -> {
        cursor.next();
        cursor.expect("(");
        String query = selects.query();
        cursor.expect(")");
        yield Expression.of("EXISTS (" + query + ")");
      }
      case "ARRAY" -> Expression.of(array());
      case "STRUCT" -> Expression.of(struct());
      case "IF", "LEFT", "RIGHT" -> {
        if (!call) {
          throw cursor.unexpected();
        }
        yield Expression.of(call("", cursor.next()));
      }
      case "CURRENT_DATE", "CURRENT_TIMESTAMP", "CURRENT_DATETIME", "CURRENT_TIME" ->
          Expression.of(now(upper));
      default -> {
        if (!Cursor.isName(token)) {
          throw cursor.unexpected();
        }
        yield call ? Expression.of(call("", cursor.next())) : path();
      }
    };
  }

  private String safe(Token name) {
    String call = call("SAFE", name);
    if (call.contains("gw_") || call.contains("error(")) {
      throw SqlProblem.unsupported("SAFE." + name.upper());
    }
    return "TRY(" + call + ")";
  }

  private String now(String what) {
    cursor.next();
    String zone = "";
    if (cursor.accept("(")) {
      zone = cursor.is(")") ? "" : sql();
      cursor.expect(")");
    }
    String now = "CAST(" + Types.literal(surroundings.now()) + " AS TIMESTAMPTZ)";
    String local = "timezone(" + (zone.isEmpty() ? "'UTC'" : zone) + ", " + now + ")";
    return switch (what) {
      case "CURRENT_DATE" -> "CAST(" + local + " AS DATE)";
      case "CURRENT_DATETIME" -> local;
      case "CURRENT_TIME" -> "CAST(" + local + " AS TIME)";
      default -> now;
    };
  }

  private String choice() {
    cursor.expect("CASE");
    StringBuilder out = new StringBuilder("CASE");
    if (!cursor.is("WHEN")) {
      out.append(' ').append(sql());
    }
    while (cursor.accept("WHEN")) {
      out.append(" WHEN ").append(sql());
      cursor.expect("THEN");
      out.append(" THEN ").append(sql());
    }
    if (cursor.accept("ELSE")) {
      out.append(" ELSE ").append(sql());
    }
    cursor.expect("END");
    return out.append(" END").toString();
  }

  private String interval() {
    cursor.expect("INTERVAL");
    if (cursor.peek().kind() == Kind.STRING) {
      throw SqlProblem.unsupported("INTERVAL with a text literal");
    }
    String count = bitOr().sql();
    String part = part();
    return switch (part) {
      case "MICROSECOND",
          "MILLISECOND",
          "SECOND",
          "MINUTE",
          "HOUR",
          "DAY",
          "WEEK",
          "MONTH",
          "QUARTER",
          "YEAR" ->
          "to_" + part.toLowerCase(Locale.ROOT) + "s(" + count + ")";
      default -> throw SqlProblem.unsupported("INTERVAL in " + part);
    };
  }

  private String part() {
    Token token = cursor.next();
    if (!Functions.PARTS.contains(token.upper())) {
      throw new SqlProblem(
          "A valid date part name is required but found " + token.text() + Cursor.place(token));
    }
    return token.upper();
  }

  private String cast() {
    boolean safe = cursor.next().upper().startsWith("SAFE");
    cursor.expect("(");
    String value = sql();
    cursor.expect("AS");
    String type = Types.read(cursor);
    if (cursor.is("FORMAT")) {
      throw SqlProblem.unsupported("CAST with FORMAT");
    }
    cursor.expect(")");
    if (type.equals("BIGINT")) {
      return (safe ? "gw_safe_int64(" : "gw_int64(") + value + ")";
    }
    if (type.equals("VARCHAR")) {
      return "gw_string(" + value + ")";
    }
    if (type.equals("BLOB")) {
      return "encode(CAST(" + value + " AS VARCHAR))";
    }
    return (safe ? "TRY_CAST(" : "CAST(") + value + " AS " + type + ")";
  }

  private String extract() {
    cursor.next();
    cursor.expect("(");
    String part = part();
    cursor.expect("FROM");
    String value = sql();
    if (cursor.acceptAll("AT", "TIME", "ZONE")) {
      value = "timezone(" + sql() + ", " + value + ")";
    }
    cursor.expect(")");
    return switch (part) {
      case "DATE" -> "CAST(" + value + " AS DATE)";
      case "TIME" -> "CAST(" + value + " AS TIME)";
      case "DAYOFWEEK" -> "(extract(dow FROM " + value + ") + 1)";
      case "DAYOFYEAR" -> "extract(doy FROM " + value + ")";
      case "ISOWEEK" -> "extract(week FROM " + value + ")";
      case "WEEK" -> throw SqlProblem.unsupported("EXTRACT(WEEK …); ISOWEEK is supported");
      case "MILLISECOND" -> "(extract(millisecond FROM " + value + ") % 1000)";
      case "MICROSECOND" -> "(extract(microsecond FROM " + value + ") % 1000000)";
      default -> "extract(" + part.toLowerCase(Locale.ROOT) + " FROM " + value + ")";
    };
  }

  private String array() {
    String type = "";
    if (cursor.peek(1).is("<")) {
      type = Types.read(cursor);
    } else {
      cursor.next();
    }
    if (cursor.accept("(")) {
      String query = selects.query();
      cursor.expect(")");
      return "ARRAY(" + query + ")";
    }
    cursor.expect("[");
    String items = cursor.is("]") ? "" : list();
    cursor.expect("]");
    return type.isEmpty() ? "[" + items + "]" : "CAST([" + items + "] AS " + type + ")";
  }

  private String struct() {
    String type = "";
    if (cursor.peek(1).is("<")) {
      type = Types.read(cursor);
    } else {
      cursor.next();
    }
    cursor.expect("(");
    List<String> named = new ArrayList<>();
    List<String> values = new ArrayList<>();
    while (!cursor.is(")")) {
      Expression value = read();
      String name =
          cursor.accept("AS")
              ? cursor.name()
              : value.name().orElse("_field_" + (values.size() + 1));
      values.add(value.sql());
      named.add(Types.quote(name) + " := " + value.sql());
      if (!cursor.accept(",")) {
        break;
      }
    }
    cursor.expect(")");
    return type.isEmpty()
        ? "struct_pack(" + String.join(", ", named) + ")"
        : "CAST(row(" + String.join(", ", values) + ") AS " + type + ")";
  }

  /// A call of a function by name, from its parenthesis on.
  private String call(String prefix, Token name) {
    String upper = name.upper();
    cursor.expect("(");
    if (upper.matches("(DATE|TIMESTAMP|DATETIME)_TRUNC")) {
      return trunc(upper);
    }
    if (upper.matches("(DATE|TIMESTAMP|DATETIME)_DIFF")) {
      return diff(upper);
    }
    boolean aggregate = Functions.AGGREGATES.contains(upper);
    boolean window = Functions.WINDOWS.contains(upper);
    boolean distinct = aggregate && cursor.accept("DISTINCT");
    List<String> args = new ArrayList<>();
    List<Optional<String>> written = new ArrayList<>();
    if (upper.equals("COUNT") && cursor.accept("*")) {
      args.add("*");
    } else {
      while (!cursor.is(")") && !cursor.is("ORDER") && !isNullsClause()) {
        Expression arg = read();
        args.add(arg.sql());
        written.add(arg.text());
        if (!cursor.accept(",")) {
          break;
        }
      }
    }
    boolean ignores = cursor.acceptAll("IGNORE", "NULLS");
    boolean respects = cursor.acceptAll("RESPECT", "NULLS");
    String order = cursor.is("ORDER") && aggregate ? selects.order() : "";
    if (cursor.is("LIMIT") || cursor.is("HAVING")) {
      throw SqlProblem.unsupported(cursor.peek().upper() + " inside of " + upper);
    }
    cursor.expect(")");
    if (!aggregate && !window) {
      return Functions.call(upper, args, written, name);
    }
    if (!prefix.isEmpty()) {
      throw SqlProblem.unsupported(prefix + "." + upper);
    }
    String call;
    if (aggregate) {
      call = Functions.aggregate(upper, args, distinct, order);
      call +=
          ignores && upper.equals("ARRAY_AGG")
              ? " FILTER (WHERE " + args.getFirst() + " IS NOT NULL)"
              : "";
    } else {
      call =
          upper.toLowerCase(Locale.ROOT)
              + "("
              + String.join(", ", args)
              + (ignores ? " IGNORE NULLS" : respects ? " RESPECT NULLS" : "")
              + ")";
    }
    if (cursor.accept("OVER")) {
      return call + " OVER " + selects.window();
    }
    if (window) {
      throw new SqlProblem(
          "Analytic function "
              + upper
              + " cannot be called without an OVER clause"
              + Cursor.place(name));
    }
    return call;
  }

  private boolean isNullsClause() {
    return (cursor.is("IGNORE") || cursor.is("RESPECT")) && cursor.peek(1).is("NULLS");
  }

  private String trunc(String name) {
    String value = sql();
    cursor.expect(",");
    String part = part();
    String zone = cursor.accept(",") ? sql() : "";
    cursor.expect(")");
    String local = zone.isEmpty() ? value : "timezone(" + zone + ", " + value + ")";
    String cut =
        switch (part) {
          case "WEEK" -> "(date_trunc('week', " + local + " + to_days(1)) - to_days(1))";
          case "ISOWEEK" -> "date_trunc('week', " + local + ")";
          case "MICROSECOND",
              "MILLISECOND",
              "SECOND",
              "MINUTE",
              "HOUR",
              "DAY",
              "MONTH",
              "QUARTER",
              "YEAR" ->
              "date_trunc('" + part.toLowerCase(Locale.ROOT) + "', " + local + ")";
          default -> throw SqlProblem.unsupported(name + " to " + part);
        };
    String back = zone.isEmpty() ? cut : "timezone(" + zone + ", " + cut + ")";
    return switch (name) {
      case "DATE_TRUNC" -> "CAST(" + back + " AS DATE)";
      case "TIMESTAMP_TRUNC" -> "CAST(" + back + " AS TIMESTAMPTZ)";
      default -> "CAST(" + back + " AS TIMESTAMP)";
    };
  }

  private String diff(String name) {
    String later = sql();
    cursor.expect(",");
    String earlier = sql();
    cursor.expect(",");
    String part = part();
    cursor.expect(")");
    String unit =
        switch (part) {
          case "MICROSECOND",
              "MILLISECOND",
              "SECOND",
              "MINUTE",
              "HOUR",
              "DAY",
              "MONTH",
              "QUARTER",
              "YEAR" ->
              part.toLowerCase(Locale.ROOT);
          case "ISOWEEK" -> "week";
          default -> throw SqlProblem.unsupported(name + " in " + part);
        };
    // a difference of timestamps counts whole units, that of dates and datetimes counts boundaries
    String function = name.equals("TIMESTAMP_DIFF") ? "date_sub" : "date_diff";
    return function + "('" + unit + "', " + earlier + ", " + later + ")";
  }
}
