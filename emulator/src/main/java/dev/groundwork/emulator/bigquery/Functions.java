package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.bigquery.Lexer.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The functions of GoogleSQL that can be carried out, in DuckDB's words. One that is not here is
/// refused, although DuckDB may have one of the same name: it could mean something else.
final class Functions {
  static final Set<String> AGGREGATES =
      Set.of(
          ("ANY_VALUE APPROX_COUNT_DISTINCT ARRAY_AGG ARRAY_CONCAT_AGG AVG BIT_AND BIT_OR BIT_XOR CORR COUNT COUNTIF"
                  + " COVAR_POP COVAR_SAMP LOGICAL_AND LOGICAL_OR MAX MIN STDDEV STDDEV_POP STDDEV_SAMP STRING_AGG SUM"
                  + " VARIANCE VAR_POP VAR_SAMP")
              .split(" "));
  static final Set<String> WINDOWS =
      Set.of(
          ("CUME_DIST DENSE_RANK FIRST_VALUE LAG LAST_VALUE LEAD NTH_VALUE NTILE PERCENT_RANK RANK"
                  + " ROW_NUMBER")
              .split(" "));
  static final Set<String> PARTS =
      Set.of(
          ("MICROSECOND MILLISECOND SECOND MINUTE HOUR DAY DAYOFWEEK DAYOFYEAR WEEK ISOWEEK MONTH QUARTER YEAR"
                  + " ISOYEAR DATE TIME")
              .split(" "));

  /// What DuckDB is taught before any query: where its own functions mean something else.
  static final List<String> MACROS =
      List.of(
          "CREATE MACRO gw_double(x) AS CASE WHEN typeof(x) LIKE 'DECIMAL%' THEN error('The emulator of BigQuery does not"
              + " calculate this with NUMERIC values; cast them to FLOAT64.') ELSE CAST(x AS DOUBLE) END",
          "CREATE MACRO gw_div(a, b) AS CASE WHEN b = 0 THEN error('division by zero: ' || CAST(a AS VARCHAR) || ' / ' ||"
              + " CAST(b AS VARCHAR)) ELSE gw_double(a) / gw_double(b) END",
          "CREATE MACRO gw_int_div(a, b) AS CASE WHEN b = 0 THEN error('division by zero: DIV(' || CAST(a AS VARCHAR) || ',"
              + " 0)') ELSE CAST((a - a % b) / b AS BIGINT) END",
          "CREATE MACRO gw_mod(a, b) AS CASE WHEN b = 0 THEN error('division by zero: MOD(' || CAST(a AS VARCHAR) || ', 0)')"
              + " ELSE a % b END",
          "CREATE MACRO gw_int64(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN CAST(round(TRY_CAST(x AS DOUBLE)) AS"
              + " BIGINT) WHEN typeof(x) LIKE 'DECIMAL%' THEN CAST(round(TRY_CAST(x AS DECIMAL(38,9))) AS BIGINT) WHEN"
              + " typeof(x) = 'VARCHAR' AND NOT regexp_full_match(trim(CAST(x AS VARCHAR)), '[+-]?[0-9]+') THEN error('Bad"
              + " int64 value: ' || CAST(x AS VARCHAR)) ELSE CAST(x AS BIGINT) END",
          "CREATE MACRO gw_safe_int64(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') THEN TRY_CAST(round(TRY_CAST(x AS"
              + " DOUBLE)) AS BIGINT) WHEN typeof(x) LIKE 'DECIMAL%' THEN TRY_CAST(round(TRY_CAST(x AS DECIMAL(38,9))) AS"
              + " BIGINT) WHEN typeof(x) = 'VARCHAR' AND NOT regexp_full_match(trim(CAST(x AS VARCHAR)), '[+-]?[0-9]+') THEN"
              + " NULL ELSE TRY_CAST(x AS BIGINT) END",
          "CREATE MACRO gw_string(x) AS CASE WHEN typeof(x) IN ('DOUBLE', 'FLOAT') AND abs(TRY_CAST(x AS DOUBLE)) < 1e15 AND"
              + " TRY_CAST(x AS DOUBLE) = trunc(TRY_CAST(x AS DOUBLE)) THEN CAST(TRY_CAST(x AS BIGINT) AS VARCHAR) WHEN"
              + " typeof(x) LIKE 'DECIMAL%' THEN regexp_replace(CAST(x AS VARCHAR), '\\.?0+$', '') ELSE CAST(x AS VARCHAR)"
              + " END",
          "CREATE MACRO gw_substr_from(s, p) AS CASE WHEN p = 0 THEN 1 WHEN p < 0 THEN greatest(length(s) + p + 1, 1) ELSE p"
              + " END",
          "CREATE MACRO gw_at(a, i) AS CASE WHEN a IS NULL OR i IS NULL THEN NULL WHEN i < 0 OR i >= len(a) THEN error('Array"
              + " index ' || CAST(i AS VARCHAR) || ' is out of bounds') ELSE a[CAST(i + 1 AS BIGINT)] END",
          "CREATE MACRO gw_safe_at(a, i) AS CASE WHEN i < 0 OR i >= len(a) THEN NULL ELSE a[CAST(i + 1 AS BIGINT)] END");

  private Functions() {}

  /// A simple function's call.
  ///
  /// @param name in capitals
  /// @param args in DuckDB's words
  /// @param written the arguments that are text literals, in their places
  static String call(String name, List<String> args, List<Optional<String>> written, Token at) {
    Call call = new Call(name, args, written, at);
    return text(call)
        .or(() -> number(call))
        .or(() -> time(call))
        .or(() -> choice(call))
        .or(() -> list(call))
        .orElseThrow(() -> SqlProblem.unsupported("the function " + name));
  }

  private record Call(String name, List<String> args, List<Optional<String>> written, Token at) {
    /// `format` with the arguments in place of `$1`, `$2` …
    Optional<String> as(String format, int arity) {
      if (args.size() != arity) {
        throw new SqlProblem(
            "No matching signature for function "
                + name
                + " with "
                + args.size()
                + " arguments"
                + Cursor.place(at));
      }
      String out = format;
      for (int i = args.size(); i > 0; i--) {
        out = out.replace("$" + i, "\0" + i + "\0");
      }
      for (int i = args.size(); i > 0; i--) {
        out = out.replace("\0" + i + "\0", args.get(i - 1));
      }
      return Optional.of(out);
    }

    /// As the last format whose number of arguments fits.
    Optional<String> as(String one, String two) {
      return args.size() == 1 ? as(one, 1) : as(two, 2);
    }

    String joined() {
      return String.join(", ", args);
    }
  }

  private static Optional<String> text(Call call) {
    return switch (call.name()) {
      case "CONCAT" -> Optional.of("(" + String.join(" || ", call.args()) + ")");
      case "LENGTH", "CHAR_LENGTH", "CHARACTER_LENGTH" -> call.as("length($1)", 1);
      case "BYTE_LENGTH" -> call.as("strlen($1)", 1);
      case "LOWER" -> call.as("lower($1)", 1);
      case "UPPER" -> call.as("upper($1)", 1);
      case "TRIM" -> call.as("trim($1)", "trim($1, $2)");
      case "LTRIM" -> call.as("ltrim($1)", "ltrim($1, $2)");
      case "RTRIM" -> call.as("rtrim($1)", "rtrim($1, $2)");
      case "REPLACE" -> call.as("replace($1, $2, $3)", 3);
      case "REVERSE" -> call.as("reverse($1)", 1);
      case "REPEAT" -> call.as("repeat($1, $2)", 2);
      case "LPAD" ->
          call.args().size() == 2
              ? call.as("lpad($1, CAST($2 AS INTEGER), ' ')", 2)
              : call.as("lpad($1, CAST($2 AS INTEGER), $3)", 3);
      case "RPAD" ->
          call.args().size() == 2
              ? call.as("rpad($1, CAST($2 AS INTEGER), ' ')", 2)
              : call.as("rpad($1, CAST($2 AS INTEGER), $3)", 3);
      case "STARTS_WITH" -> call.as("starts_with($1, $2)", 2);
      case "ENDS_WITH" -> call.as("ends_with($1, $2)", 2);
      case "STRPOS" -> call.as("strpos($1, $2)", 2);
      case "SUBSTR", "SUBSTRING" ->
          call.args().size() == 2
              ? call.as("substr($1, gw_substr_from($1, $2))", 2)
              : call.as("substr($1, gw_substr_from($1, $2), $3)", 3);
      case "LEFT" -> call.as("left($1, $2)", 2);
      case "RIGHT" -> call.as("right($1, $2)", 2);
      case "SPLIT" -> call.as("string_split($1, ',')", "string_split($1, $2)");
      case "INITCAP", "FORMAT", "NORMALIZE", "SOUNDEX", "TRANSLATE" -> Optional.empty();
      case "REGEXP_CONTAINS" -> call.as("regexp_matches($1, $2)", 2);
      case "REGEXP_REPLACE" -> call.as("regexp_replace($1, $2, $3, 'g')", 3);
      case "REGEXP_EXTRACT" ->
          call.as(
              "CASE WHEN regexp_matches($1, $2) THEN regexp_extract($1, $2, "
                  + groups(call)
                  + ") END",
              2);
      case "REGEXP_EXTRACT_ALL" -> call.as("regexp_extract_all($1, $2, " + groups(call) + ")", 2);
      case "TO_HEX" -> call.as("lower(hex($1))", 1);
      case "FROM_HEX" -> call.as("unhex($1)", 1);
      case "TO_BASE64" -> call.as("to_base64($1)", 1);
      case "FROM_BASE64" -> call.as("from_base64($1)", 1);
      case "MD5" -> call.as("unhex(md5($1))", 1);
      case "SHA256" -> call.as("unhex(sha256($1))", 1);
      case "TO_JSON_STRING" -> call.as("CAST(to_json($1) AS VARCHAR)", 1);
      case "PARSE_JSON" -> call.as("CAST($1 AS JSON)", 1);
      case "JSON_VALUE", "JSON_EXTRACT_SCALAR" ->
          call.as(
              "json_extract_string($1, '$')",
              "CASE WHEN json_type($1, $2) IN ('OBJECT', 'ARRAY') THEN NULL ELSE json_extract_string($1, $2) END");
      case "JSON_QUERY", "JSON_EXTRACT" -> call.as("json_extract($1, $2)", 2);
      case "GENERATE_UUID" -> call.as("CAST(uuid() AS VARCHAR)", 0);
      default -> Optional.empty();
    };
  }

  /// Whether the expression has a group, which then is what is extracted.
  private static int groups(Call call) {
    String expression =
        call.written().size() < 2
            ? ""
            : call.written()
                .get(1)
                .orElseThrow(
                    () -> SqlProblem.unsupported(call.name() + " with a computed expression"));
    long groups =
        expression
            .replaceAll("\\\\.|\\[[^]]*]", "")
            .replace("(?:", "")
            .chars()
            .filter(c -> c == '(')
            .count();
    if (groups > 1) {
      throw new SqlProblem(
          "Regular expression has more than one capturing group" + Cursor.place(call.at()));
    }
    return (int) groups;
  }

  private static Optional<String> number(Call call) {
    return switch (call.name()) {
      case "ABS" -> call.as("abs($1)", 1);
      case "SIGN" -> call.as("CAST(sign($1) AS BIGINT)", 1);
      case "ROUND" -> call.as("round(gw_double($1))", "round(gw_double($1), CAST($2 AS INTEGER))");
      case "CEIL", "CEILING" -> call.as("ceil(gw_double($1))", 1);
      case "FLOOR" -> call.as("floor(gw_double($1))", 1);
      case "TRUNC" -> call.as("trunc(gw_double($1))", 1);
      case "MOD" -> call.as("gw_mod($1, $2)", 2);
      case "DIV" -> call.as("gw_int_div($1, $2)", 2);
      case "SAFE_DIVIDE" ->
          call.as("CASE WHEN $2 = 0 THEN NULL ELSE gw_double($1) / gw_double($2) END", 2);
      case "POW", "POWER" -> call.as("pow(gw_double($1), gw_double($2))", 2);
      case "SQRT" -> call.as("sqrt(gw_double($1))", 1);
      case "EXP" -> call.as("exp(gw_double($1))", 1);
      case "LN" -> call.as("ln(gw_double($1))", 1);
      case "LOG" -> call.as("ln(gw_double($1))", "(ln(gw_double($1)) / ln(gw_double($2)))");
      case "LOG10" -> call.as("log10(gw_double($1))", 1);
      case "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN" ->
          call.as(call.name().toLowerCase(Locale.ROOT) + "(gw_double($1))", 1);
      case "RAND" -> call.as("random()", 0);
      case "IS_NAN" -> call.as("isnan($1)", 1);
      case "IS_INF" -> call.as("isinf($1)", 1);
      default -> Optional.empty();
    };
  }

  private static Optional<String> time(Call call) {
    return switch (call.name()) {
      case "DATE" ->
          call.args().size() == 3
              ? call.as("make_date($1, $2, $3)", 3)
              : call.as("CAST($1 AS DATE)", "CAST(timezone($2, $1) AS DATE)");
      case "DATETIME" -> call.as("CAST($1 AS TIMESTAMP)", "timezone($2, $1)");
      case "TIMESTAMP" -> call.as("CAST($1 AS TIMESTAMPTZ)", "timezone($2, CAST($1 AS TIMESTAMP))");
      case "TIME" -> call.as("CAST($1 AS TIME)", 1);
      case "DATE_ADD" -> call.as("CAST($1 + $2 AS DATE)", 2);
      case "DATE_SUB" -> call.as("CAST($1 - $2 AS DATE)", 2);
      case "TIMESTAMP_ADD", "DATETIME_ADD", "TIME_ADD" -> call.as("($1 + $2)", 2);
      case "TIMESTAMP_SUB", "DATETIME_SUB", "TIME_SUB" -> call.as("($1 - $2)", 2);
      case "UNIX_SECONDS" -> call.as("CAST(floor(epoch($1)) AS BIGINT)", 1);
      case "UNIX_MILLIS" -> call.as("epoch_ms($1)", 1);
      case "UNIX_MICROS" -> call.as("epoch_us($1)", 1);
      case "UNIX_DATE" -> call.as("date_diff('day', DATE '1970-01-01', $1)", 1);
      case "TIMESTAMP_SECONDS" -> call.as("make_timestamptz(CAST($1 AS BIGINT) * 1000000)", 1);
      case "TIMESTAMP_MILLIS" -> call.as("make_timestamptz(CAST($1 AS BIGINT) * 1000)", 1);
      case "TIMESTAMP_MICROS" -> call.as("make_timestamptz(CAST($1 AS BIGINT))", 1);
      case "DATE_FROM_UNIX_DATE" -> call.as("CAST(DATE '1970-01-01' + to_days($1) AS DATE)", 1);
      case "LAST_DAY" -> call.as("last_day($1)", 1);
      case "FORMAT_DATE", "FORMAT_DATETIME", "FORMAT_TIMESTAMP" ->
          call.args().size() == 3
              ? call.as("strftime(timezone($3, $2), " + format(call) + ")", 3)
              : call.as("strftime($2, " + format(call) + ")", 2);
      case "PARSE_DATE" -> call.as("CAST(strptime($2, " + format(call) + ") AS DATE)", 2);
      case "PARSE_DATETIME" -> call.as("strptime($2, " + format(call) + ")", 2);
      case "PARSE_TIMESTAMP" -> call.as("timezone('UTC', strptime($2, " + format(call) + "))", 2);
      default -> Optional.empty();
    };
  }

  /// The same elements in both, written in the few that both know.
  private static String format(Call call) {
    String format =
        call.written().isEmpty()
            ? ""
            : call.written()
                .getFirst()
                .orElseThrow(() -> SqlProblem.unsupported(call.name() + " with a computed format"));
    String plain =
        format.replace("%F", "%Y-%m-%d").replace("%T", "%H:%M:%S").replace("%R", "%H:%M");
    String rest = plain.replaceAll("%[YmdHMSyBbAajpI%]", "");
    if (rest.contains("%")) {
      throw SqlProblem.unsupported(
          "the format element " + rest.substring(rest.indexOf('%')).split("\\s", 2)[0]);
    }
    return Types.literal(plain);
  }

  private static Optional<String> choice(Call call) {
    return switch (call.name()) {
      case "COALESCE" -> Optional.of("coalesce(" + call.joined() + ")");
      case "IFNULL" -> call.as("coalesce($1, $2)", 2);
      case "NULLIF" -> call.as("nullif($1, $2)", 2);
      case "IF" -> call.as("CASE WHEN $1 THEN $2 ELSE $3 END", 3);
      case "GREATEST", "LEAST" ->
          Optional.of(
              "CASE WHEN "
                  + call.args().stream()
                      .map(a -> a + " IS NULL")
                      .collect(Collectors.joining(" OR "))
                  + " THEN NULL ELSE "
                  + call.name().toLowerCase(Locale.ROOT)
                  + "("
                  + call.joined()
                  + ") END");
      case "ERROR" -> call.as("error($1)", 1);
      default -> Optional.empty();
    };
  }

  private static Optional<String> list(Call call) {
    return switch (call.name()) {
      case "ARRAY_LENGTH" -> call.as("len($1)", 1);
      case "ARRAY_REVERSE" -> call.as("list_reverse($1)", 1);
      case "ARRAY_CONCAT" -> Optional.of("(" + String.join(" || ", call.args()) + ")");
      case "ARRAY_TO_STRING" -> call.as("array_to_string($1, $2)", 2);
      case "GENERATE_ARRAY" ->
          call.args().size() == 2
              ? call.as("generate_series($1, $2)", 2)
              : call.as("generate_series($1, $2, $3)", 3);
      case "GENERATE_DATE_ARRAY" ->
          call.args().size() == 2
              ? call.as("CAST(generate_series($1, $2, to_days(1)) AS DATE[])", 2)
              : call.as("CAST(generate_series($1, $2, $3) AS DATE[])", 3);
      default -> Optional.empty();
    };
  }

  /// An aggregate in DuckDB's words, without what stands in its parentheses but the values.
  static String aggregate(String name, List<String> args, boolean distinct, String order) {
    String inside = (distinct ? "DISTINCT " : "") + String.join(", ", args);
    String ordered = inside + (order.isEmpty() ? "" : " " + order);
    return switch (name) {
      case "COUNT" ->
          distinct && args.size() > 1
              ? "count(DISTINCT (" + String.join(", ", args) + "))"
              : "count(" + inside + ")";
      case "COUNTIF" -> "count(CASE WHEN " + args.getFirst() + " THEN 1 END)";
      case "LOGICAL_AND" -> "bool_and(" + inside + ")";
      case "LOGICAL_OR" -> "bool_or(" + inside + ")";
      case "AVG", "STDDEV", "STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP" ->
          name.toLowerCase(Locale.ROOT)
              + "("
              + (distinct ? "DISTINCT " : "")
              + "gw_double("
              + args.getFirst()
              + "))";
      case "STRING_AGG" ->
          "string_agg("
              + (distinct ? "DISTINCT " : "")
              + args.getFirst()
              + ", "
              + (args.size() > 1 ? args.get(1) : "','")
              + (order.isEmpty() ? "" : " " + order)
              + ")";
      case "ARRAY_CONCAT_AGG" -> "flatten(list(" + ordered + "))";
      default -> name.toLowerCase(Locale.ROOT) + "(" + ordered + ")";
    };
  }
}
