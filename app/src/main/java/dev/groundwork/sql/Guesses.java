package dev.groundwork.sql;

import dev.groundwork.sql.TableShape.Column;
import dev.groundwork.sql.TableShape.Constraint;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Values that a column may take, likely ones first, as PostgreSQL reads them. Those of keys are
/// random, so that they meet nobody else's.
final class Guesses {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Pattern LITERAL = Pattern.compile("'((?:[^']|'')*)'");

  private final List<String> values;
  private int at;

  private Guesses(List<String> values) {
    this.values = List.copyOf(values);
  }

  static Guesses fixed(String value) {
    return new Guesses(List.of(value));
  }

  static Guesses of(Column column, List<Constraint> constraints) {
    SequencedSet<String> values = new LinkedHashSet<>();
    // what a check names is what the column may hold: CHECK (status IN ('open', 'shut'))
    for (Constraint constraint : constraints) {
      if (constraint.columns().equals(List.of(column.name()))
          && constraint.definition().contains(" = ")) {
        Matcher matcher = LITERAL.matcher(constraint.definition());
        while (matcher.find()) {
          values.add(matcher.group(1).replace("''", "'"));
        }
      }
    }
    values.addAll(usual(column));
    List<String> fitting =
        values.stream()
            .map(v ->
                column.size() > 0 && v.length() > column.size() ? v.substring(0, column.size()) : v)
            .distinct()
            .toList();
    return new Guesses(fitting.isEmpty() ? List.of("") : fitting);
  }

  String current() {
    return values.get(at);
  }

  /// Goes on to the next value; false when there is none.
  boolean next() {
    if (at + 1 >= values.size()) {
      return false;
    }
    at++;
    return true;
  }

  private static List<String> usual(Column column) {
    return switch (column.category()) {
      case 'E' -> column.labels();
      case 'S' -> texts();
      case 'N' -> numbers(column.type());
      case 'B' -> List.of("true", "false");
      case 'D' ->
          column.type().startsWith("time") && !column.type().startsWith("timestamp")
              ? List.of("12:00", "00:00")
              : List.of("tomorrow", "now", "yesterday");
      case 'T' -> List.of("1 day", "0", "1 hour");
      case 'I' -> List.of("192.0.2.1", "2001:db8::1");
      case 'A' -> List.of("{}");
      case 'R' -> List.of("empty", "[1,2)");
      case 'G' -> List.of("(0,0)", "(0,0),(1,1)");
      case 'V' -> List.of("0", "1");
      default ->
          switch (column.type()) {
            case "uuid" -> List.of(UUID.randomUUID().toString(), UUID.randomUUID().toString());
            case "bytea" ->
                List.of(bytes(32), bytes(16), bytes(20), bytes(64), bytes(12), bytes(1));
            case "json", "jsonb" -> List.of("{}", "[]", "\"groundwork\"", "1");
            case "xml" -> List.of("<groundwork/>");
            case "macaddr" -> List.of("02:00:00:00:00:01");
            case "tsvector" -> List.of("groundwork");
            default -> texts();
          };
    };
  }

  private static List<String> texts() {
    String hex = hex(4);
    List<String> texts = new ArrayList<>();
    texts.add("groundwork-" + hex);
    texts.add("groundwork" + hex);
    texts.add("check@" + hex + ".example");
    texts.add("groundwork.check");
    texts.add("https://" + hex + ".example/");
    texts.add("groundwork_check");
    texts.add("groundwork");
    texts.add(hex);
    texts.add(UUID.randomUUID().toString());
    texts.add(hex(32));
    texts.add(hex(20));
    texts.add(hex(16));
    texts.add("GROUNDWORK-" + hex.toUpperCase(java.util.Locale.ROOT));
    texts.add("+15550100");
    texts.add("192.0.2.1");
    texts.add("2026-01-01");
    texts.add("1.0.0");
    texts.add("1");
    texts.add("a");
    texts.add("A");
    texts.add("en");
    texts.add("US");
    texts.add("USD");
    texts.add("en-US");
    texts.add("12345");
    texts.add("#aabbcc");
    texts.add("UTC");
    texts.add("/groundwork");
    texts.add("{}");
    texts.add("");
    return texts;
  }

  private static List<String> numbers(String type) {
    int most =
        switch (type) {
          case "int2" -> 30_000;
          case "numeric", "money", "float4", "float8" -> 100;
          default -> 500_000_000;
        };
    String random = String.valueOf(most / 2 + RANDOM.nextInt(most / 2));
    return List.of(
        random,
        "1",
        "0",
        "10",
        "50",
        "100",
        "1000",
        "0.5",
        "-1",
        String.valueOf(most / 2 + RANDOM.nextInt(most / 2)));
  }

  /// Random bytes as PostgreSQL writes them.
  private static String bytes(int length) {
    return "\\x" + hex(length);
  }

  private static String hex(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /// A tenant that nobody has, as the setting would hold it.
  ///
  /// @param type the type of the tenant's columns
  static String tenant(String type) {
    return switch (type) {
      case "smallint" -> String.valueOf(20_000 + RANDOM.nextInt(12_000));
      case "integer", "bigint", "numeric" ->
          String.valueOf(1_500_000_000 + RANDOM.nextInt(600_000_000));
      default -> UUID.randomUUID().toString();
    };
  }
}
