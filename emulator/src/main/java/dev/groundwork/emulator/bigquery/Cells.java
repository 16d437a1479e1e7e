package dev.groundwork.emulator.bigquery;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Rows as clients send them, as they are kept, and as BigQuery shows them. Kept is a JSON object
/// for a row, with a list for a repeated column, an object for a record, and text for everything
/// else: `"42"`, `"true"`, `"2026-01-31 12:00:00.5+00"`, JSON as its own text.
final class Cells {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("H:mm[:ss]")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 6, true)
          .toFormatter(Locale.ROOT);
  private static final BigDecimal LONGEST_NUMERIC = new BigDecimal("1e29");

  private Cells() {}

  /// What is wrong with a value.
  ///
  /// @param column the dotted name of its column
  record Wrong(String column, String message) {}

  /// A row as it is kept, or what is wrong with it.
  ///
  /// @param row what could be read
  record Read(Fields row, List<Wrong> wrong) {
    public Read {
      wrong = List.copyOf(wrong);
    }
  }

  /// Reads a row.
  ///
  /// @param ignoreUnknown whether fields that are no columns are left out silently
  static Read read(Fields schema, Fields sent, boolean ignoreUnknown) {
    List<Wrong> wrong = new ArrayList<>();
    Fields row = record(schema, sent, "", ignoreUnknown, wrong);
    return new Read(row, wrong);
  }

  private static Fields record(
      Fields holder, Fields sent, String path, boolean ignoreUnknown, List<Wrong> wrong) {
    List<Fields> columns = Schemas.fields(holder);
    Map<String, Value> byName = new LinkedHashMap<>();
    sent.values()
        .forEach((name, value) -> {
          Optional<Fields> column = Schemas.named(columns, name);
          if (column.isPresent()) {
            byName.put(Schemas.name(column.get()), value);
          } else if (!ignoreUnknown) {
            wrong.add(new Wrong(path + name, "no such field: " + path + name + "."));
          }
        });
    Map<String, Value> row = new LinkedHashMap<>();
    for (Fields column : columns) {
      String name = Schemas.name(column);
      Value value = byName.getOrDefault(name, new Value.Null());
      if (value instanceof Value.Null) {
        if (Schemas.isRequired(column)) {
          wrong.add(new Wrong(path + name, "Missing required field: " + path + name + "."));
        }
      } else {
        row.put(name, cell(column, value, path + name, ignoreUnknown, wrong));
      }
    }
    return new Fields(row);
  }

  private static Value cell(
      Fields column, Value value, String path, boolean ignoreUnknown, List<Wrong> wrong) {
    if (Schemas.isRepeated(column)) {
      List<Value> items = value instanceof Value.Items(var list) ? list : List.of(value);
      List<Value> kept = new ArrayList<>();
      for (Value item : items) {
        if (item instanceof Value.Null) {
          wrong.add(new Wrong(path, "Field value cannot be null in an array."));
        } else {
          kept.add(single(column, item, path, ignoreUnknown, wrong));
        }
      }
      return new Value.Items(kept);
    }
    if (value instanceof Value.Items && !Schemas.type(column).equals("JSON")) {
      wrong.add(new Wrong(path, "Array specified for non-repeated field: " + path + "."));
      return new Value.Null();
    }
    return single(column, value, path, ignoreUnknown, wrong);
  }

  private static Value single(
      Fields column, Value value, String path, boolean ignoreUnknown, List<Wrong> wrong) {
    String type = Schemas.type(column);
    if (type.equals("RECORD")) {
      if (value instanceof Fields inner) {
        return record(column, inner, path + ".", ignoreUnknown, wrong);
      }
      wrong.add(new Wrong(path, "This field: " + path + " is not a record."));
      return new Value.Null();
    }
    if (type.equals("JSON")) {
      return json(value, path, wrong);
    }
    if (value instanceof Fields) {
      wrong.add(new Wrong(path, "This field: " + path + " is a record."));
      return new Value.Null();
    }
    String text =
        switch (value) {
          case Value.Text(var t) -> t;
          case Value.Num(var n) -> n.toPlainString();
          case Value.Bool(var b) -> String.valueOf(b);
          default -> "";
        };
    Optional<String> kept = scalar(type, text);
    if (kept.isEmpty()) {
      wrong.add(new Wrong(path, refusal(type, text)));
      return new Value.Null();
    }
    return Value.of(kept.get());
  }

  private static Value json(Value value, String path, List<Wrong> wrong) {
    if (!(value instanceof Value.Text(var text))) {
      return Value.of(Json.write(value));
    }
    try {
      return Value.of(Json.write(Json.parse(text)));
    } catch (Json.Malformed e) {
      wrong.add(new Wrong(path, "Invalid JSON value: " + text));
      return new Value.Null();
    }
  }

  /// The text under which a value is kept; empty when it is none of the type.
  static Optional<String> scalar(String type, String text) {
    try {
      return switch (type) {
        case "STRING", "GEOGRAPHY", "INTERVAL", "RANGE" -> Optional.of(text);
        case "BYTES" -> {
          Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
          yield Optional.of(text.replace('-', '+').replace('_', '/'));
        }
        case "INTEGER" -> Optional.of(Long.toString(new BigDecimal(text.strip()).longValueExact()));
        case "FLOAT" -> Optional.of(number(text.strip()));
        case "NUMERIC" -> numeric(text.strip());
        case "BIGNUMERIC" -> Optional.of(new BigDecimal(text.strip()).toPlainString());
        case "BOOLEAN" -> bool(text.strip().toLowerCase(Locale.ROOT));
        case "TIMESTAMP" -> Optional.of(timestamp(text.strip()));
        case "DATE" -> Optional.of(LocalDate.parse(text.strip()).toString());
        case "TIME" -> Optional.of(written(LocalTime.parse(text.strip(), TIME)));
        case "DATETIME" -> {
          LocalDateTime at = local(text.strip());
          yield Optional.of(at.toLocalDate() + " " + written(at.toLocalTime()));
        }
        default -> Optional.empty();
      };
    } catch (ArithmeticException | IllegalArgumentException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String number(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "nan" -> "nan";
      case "inf", "infinity", "+inf", "+infinity" -> "inf";
      case "-inf", "-infinity" -> "-inf";
      default -> Double.toString(Double.parseDouble(text));
    };
  }

  private static Optional<String> numeric(String text) {
    BigDecimal number = new BigDecimal(text);
    return number.abs().compareTo(LONGEST_NUMERIC) < 0
        ? Optional.of(number.setScale(9, RoundingMode.HALF_UP).toPlainString())
        : Optional.empty();
  }

  private static Optional<String> bool(String text) {
    return switch (text) {
      case "true", "t", "yes", "y", "1" -> Optional.of("true");
      case "false", "f", "no", "n", "0" -> Optional.of("false");
      default -> Optional.empty();
    };
  }

  private static String timestamp(String text) {
    Instant at;
    if (text.matches("[+-]?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
      BigDecimal micros = new BigDecimal(text).movePointRight(6);
      at = instant(micros.setScale(0, RoundingMode.FLOOR).longValueExact());
    } else {
      at = zoned(text);
    }
    LocalDateTime utc = LocalDateTime.ofInstant(at, ZoneOffset.UTC);
    return utc.toLocalDate() + " " + written(utc.toLocalTime()) + "+00";
  }

  private static Instant zoned(String text) {
    String form = text.replaceFirst(" UTC$", "Z").replaceFirst("^(\\d+-\\d+-\\d+) +", "$1T");
    form = form.replaceFirst("([+-]\\d\\d)$", "$1:00").replaceFirst(" ([+-]\\d\\d:)", "$1");
    if (form.matches(".*T.*(Z|[+-]\\d\\d:\\d\\d)$")) {
      return OffsetDateTime.parse(form).toInstant();
    }
    int zone = form.indexOf(' ');
    if (zone > 0) {
      return ZonedDateTime.parse(form.substring(0, zone) + "Z[" + form.substring(zone + 1) + "]")
          .withZoneSameLocal(java.time.ZoneId.of(form.substring(zone + 1)))
          .toInstant();
    }
    return local(form).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime local(String text) {
    if (text.length() <= 10) {
      return LocalDate.parse(text).atStartOfDay();
    }
    return LocalDate.parse(text.substring(0, 10)).atTime(LocalTime.parse(text.substring(11), TIME));
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1000);
  }

  private static String written(LocalTime time) {
    String text = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(time);
    int micros = time.get(ChronoField.MICRO_OF_SECOND);
    return micros == 0 ? text : text + "." + "%06d".formatted(micros).replaceFirst("0+$", "");
  }

  private static String refusal(String type, String text) {
    return switch (type) {
      case "INTEGER" -> "Cannot convert value to integer (bad value): " + text;
      case "FLOAT" -> "Cannot convert value to floating point (bad value): " + text;
      case "BOOLEAN" -> "Cannot convert value to boolean (bad value): " + text;
      case "NUMERIC", "BIGNUMERIC" -> "Invalid " + type + " value: " + text;
      case "BYTES" -> "Could not decode base64 string to bytes.";
      case "TIMESTAMP" ->
          "Could not parse '"
              + text
              + "' as a timestamp. Required format is YYYY-MM-DD HH:MM[:SS[.SSSSSS]] or YYYY/MM/DD HH:MM[:SS[.SSSSSS]]";
      case "DATE" -> "Invalid date: '" + text + "'";
      case "TIME" -> "Invalid time string \"" + text + "\"";
      case "DATETIME" -> "Invalid datetime string \"" + text + "\"";
      default -> "Invalid value for type " + type;
    };
  }

  /// A row as BigQuery shows it: `{"f": [{"v": …}]}`.
  ///
  /// @param integerTimes whether a timestamp is shown as microseconds, and not as seconds with a
  ///   point
  static Fields shown(Fields schema, Fields row, boolean integerTimes) {
    List<Value> cells = new ArrayList<>();
    for (Fields column : Schemas.fields(schema)) {
      cells.add(
          Fields.EMPTY.with(
              "v",
              cell(column, row.get(Schemas.name(column)).orElse(new Value.Null()), integerTimes)));
    }
    return Fields.EMPTY.with("f", new Value.Items(cells));
  }

  private static Value cell(Fields column, Value value, boolean integerTimes) {
    if (Schemas.isRepeated(column)) {
      return value instanceof Value.Items(var items)
          ? new Value.Items(
              items.stream()
                  .<Value>map(i -> Fields.EMPTY.with("v", single(column, i, integerTimes)))
                  .toList())
          : new Value.Items(List.of());
    }
    return single(column, value, integerTimes);
  }

  private static Value single(Fields column, Value value, boolean integerTimes) {
    if (value instanceof Fields record) {
      return shown(column, record, integerTimes);
    }
    return value instanceof Value.Text(var text)
        ? Value.of(text(Schemas.type(column), text, integerTimes))
        : new Value.Null();
  }

  private static String text(String type, String kept, boolean integerTimes) {
    return switch (type) {
      case "FLOAT" -> Double.toString(parsed(kept));
      case "NUMERIC", "BIGNUMERIC" -> {
        BigDecimal number = new BigDecimal(kept);
        yield number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      }
      case "DATETIME" -> kept.replace(' ', 'T');
      case "TIMESTAMP" -> {
        Instant at = zoned(kept);
        long micros =
            Math.addExact(Math.multiplyExact(at.getEpochSecond(), 1_000_000L), at.getNano() / 1000);
        yield integerTimes ? Long.toString(micros) : Double.toString(micros / 1e6);
      }
      default -> kept;
    };
  }

  private static double parsed(String kept) {
    return switch (kept) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(kept);
    };
  }
}
