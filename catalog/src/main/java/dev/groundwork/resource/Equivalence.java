package dev.groundwork.resource;

import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When two values of a field mean the same to Google although they are written differently: by
/// what the type states (`Sameness`, `absentMeans`), by the field's kind (64-bit numbers as text,
/// times, durations), and because Google leaves out what is empty.
public final class Equivalence {
  private static final Pattern PROJECT = Pattern.compile("^projects/([^/]+)/(.*)$");
  private static final Pattern UNITS = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(s|m|h|d)");

  private final Shapes shapes;

  public Equivalence(Shapes shapes) {
    this.shapes = shapes;
  }

  /// Whether two values of the field at this dotted path mean the same. Absent is `Value.Null`.
  public boolean same(ResourceType type, String path, Value one, Value other) {
    return new Field(type, path).same(one, other, false);
  }

  /// Whether what is there has everything that is wanted at this dotted path: as `same`, but fields
  /// of objects that `wanted` does not mention may have any value.
  public boolean satisfies(ResourceType type, String path, Value wanted, Value there) {
    return new Field(type, path).same(wanted, there, true);
  }

  /// Whether the value says nothing more than its absence would: null, false, 0, no text, an empty
  /// list, an object of such.
  public static boolean isEmpty(Value value) {
    return switch (value) {
      case Value.Null _ -> true;
      case Value.Bool(var flag) -> !flag;
      case Value.Num(var number) -> number.signum() == 0;
      case Value.Text(var text) -> text.isEmpty();
      case Value.Items(var items) -> items.isEmpty();
      case Value.Fields(var fields) -> fields.values().stream().allMatch(Equivalence::isEmpty);
      case Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ -> false;
    };
  }

  /// One field of a type, and what is known of it. An empty path is the resource itself.
  private final class Field {
    private final ResourceType type;
    private final String path;
    private final Optional<Member> member;
    private final Optional<Sameness> sameness;

    Field(ResourceType type, String path) {
      this.type = type;
      this.path = path;
      this.member =
          path.isEmpty()
              ? Optional.empty()
              : shapes
                  .member(type.shape(), path)
                  .or(() -> shapes.member(type.descriptionShape(), path));
      this.sameness = type.sameness(path);
    }

    boolean same(Value one, Value other, boolean partly) {
      if (one.equals(other) || (empty(one) && empty(other))) {
        return true;
      }
      if (one instanceof Value.Items(var ours) && other instanceof Value.Items(var theirs)) {
        return sameness.equals(Optional.of(Sameness.SET))
            ? sameSet(ours, theirs, partly)
            : sameList(ours, theirs, partly);
      }
      if (one instanceof Value.Fields || other instanceof Value.Fields) {
        return sameFields(one, other, partly);
      }
      return one.isKnown() && other.isKnown() && sameLeaf(one, other);
    }

    private boolean sameFields(Value one, Value other, boolean partly) {
      if ((!empty(one) && !(one instanceof Value.Fields))
          || (!empty(other) && !(other instanceof Value.Fields))) {
        return false;
      }
      Value.Fields ours = one instanceof Value.Fields fields ? fields : Value.fields();
      Value.Fields theirs = other instanceof Value.Fields fields ? fields : Value.fields();
      Set<String> names = new LinkedHashSet<>(ours.values().keySet());
      if (!partly) {
        names.addAll(theirs.values().keySet());
      }
      for (String name : names) {
        Field inner = new Field(type, path.isEmpty() ? name : path + "." + name);
        if (!inner.same(
            ours.get(name).orElse(new Value.Null()),
            theirs.get(name).orElse(new Value.Null()),
            partly)) {
          return false;
        }
      }
      return true;
    }

    private boolean sameList(List<Value> ours, List<Value> theirs, boolean partly) {
      if (ours.size() != theirs.size()) {
        return false;
      }
      for (int i = 0; i < ours.size(); i++) {
        if (!same(ours.get(i), theirs.get(i), partly)) {
          return false;
        }
      }
      return true;
    }

    /// Each of ours has one of theirs; exact pairs are taken first.
    private boolean sameSet(List<Value> ours, List<Value> theirs, boolean partly) {
      if (ours.size() != theirs.size()) {
        return false;
      }
      List<Value> left = new ArrayList<>(theirs);
      List<Value> open = new ArrayList<>();
      for (Value value : ours) {
        if (!take(left, value, false)) {
          open.add(value);
        }
      }
      return open.stream().allMatch(value -> partly && take(left, value, true));
    }

    private boolean take(List<Value> left, Value value, boolean partly) {
      for (int i = 0; i < left.size(); i++) {
        if (same(value, left.get(i), partly)) {
          left.remove(i);
          return true;
        }
      }
      return false;
    }

    private boolean empty(Value value) {
      if (type.absentMeans(path).equals(Optional.of(value))) {
        return true;
      }
      if (value instanceof Value.Text(var text) && member.isPresent()) {
        Shape.Kind kind = member.get().kind();
        return text.isEmpty()
            || (kind == Shape.Kind.LONG_AS_TEXT
                && number(text).map(n -> n.signum() == 0).orElse(false))
            || (kind == Shape.Kind.ENUM && text.endsWith("_UNSPECIFIED"));
      }
      return isEmpty(value);
    }

    private boolean sameLeaf(Value one, Value other) {
      String ours = text(one);
      String theirs = text(other);
      if (ours.equals(theirs)) {
        return true;
      }
      Shape.Kind kind = member.map(Member::kind).orElse(Shape.Kind.ANY);
      return (sameness.isPresent() && sameAs(sameness.get(), ours, theirs))
          || switch (kind) {
            case LONG_AS_TEXT, NUMBER -> sameParsed(number(ours), number(theirs));
            case TIMESTAMP -> sameParsed(time(ours), time(theirs));
            case DURATION -> sameParsed(seconds(ours), seconds(theirs));
            case TEXT, BOOL, BYTES, FIELD_MASK, ENUM, MESSAGE, ANY -> false;
          };
    }

    /// The value as text; an enum's number as its name.
    private String text(Value value) {
      return switch (value) {
        case Value.Text(var text) -> text;
        case Value.Bool(var flag) -> String.valueOf(flag);
        case Value.Num(var number) ->
            member
                .filter(m -> m.kind() == Shape.Kind.ENUM)
                .flatMap(m -> m.valueOf(number.intValue()))
                .orElseGet(number::toPlainString);
        case Value.Null _ -> "";
        case Value.Items _,
            Value.Fields _,
            Value.Reference _,
            Value.Template _,
            Value.Secret _,
            Value.Generated _ ->
            "\0" + value.hashCode();
      };
    }
  }

  private static boolean sameAs(Sameness sameness, String one, String other) {
    return switch (sameness) {
      case LINK -> sameLink(Templates.relativeName(one), Templates.relativeName(other));
      case CASELESS -> one.equalsIgnoreCase(other);
      case DURATION -> sameParsed(seconds(one), seconds(other));
      case RANGE -> sameParsed(range(one), range(other));
      case SQL_TYPE -> sqlType(one).equals(sqlType(other));
      case SET -> false;
    };
  }

  /// The name under which BigQuery shows a type of GoogleSQL in a schema.
  private static String sqlType(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "INT64" -> "INTEGER";
      case "FLOAT64" -> "FLOAT";
      case "BOOL" -> "BOOLEAN";
      case "STRUCT" -> "RECORD";
      case "DECIMAL" -> "NUMERIC";
      case "BIGDECIMAL" -> "BIGNUMERIC";
      default -> upper;
    };
  }

  /// A partial name, as Compute takes it, means the full one that ends with it. A project's number
  /// and its id cannot be told apart without asking, so a number counts as the same project as an
  /// id.
  private static boolean sameLink(String one, String other) {
    Matcher ours = PROJECT.matcher(one);
    Matcher theirs = PROJECT.matcher(other);
    if (ours.matches() && theirs.matches()) {
      return ours.group(2).equals(theirs.group(2))
          && (ours.group(1).equals(theirs.group(1))
              || isNumber(ours.group(1)) != isNumber(theirs.group(1)));
    }
    return one.equals(other)
        || (!one.isEmpty() && other.endsWith("/" + one))
        || (!other.isEmpty() && one.endsWith("/" + other));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(Character::isDigit);
  }

  private static boolean sameParsed(Optional<?> one, Optional<?> other) {
    return one.isPresent() && one.equals(other);
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      BigDecimal number = new BigDecimal(text);
      return Optional.of(number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros());
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<java.time.Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// `3600s`, `1.5h`, `PT1H`.
  private static Optional<BigDecimal> seconds(String text) {
    Matcher matcher = UNITS.matcher(text);
    if (matcher.matches()) {
      long unit =
          switch (matcher.group(2)) {
            case "m" -> 60;
            case "h" -> 3600;
            case "d" -> 86400;
            default -> 1;
          };
      return number(matcher.group(1))
          .map(n -> n.multiply(BigDecimal.valueOf(unit)).stripTrailingZeros());
    }
    try {
      Duration duration = Duration.parse(text);
      return Optional.of(
          BigDecimal.valueOf(duration.getSeconds())
              .add(BigDecimal.valueOf(duration.getNano(), 9))
              .stripTrailingZeros());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /// The first address and the length of its prefix; an address alone is a range of one.
  private static Optional<List<Object>> range(String text) {
    int slash = text.indexOf('/');
    try {
      byte[] address =
          InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
      int length = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
      List<Object> range = new ArrayList<>();
      for (int i = 0; i < address.length; i++) {
        int kept = Math.clamp(length - 8L * i, 0, 8);
        range.add((address[i] & 0xff) & (0xff00 >> kept));
      }
      range.add(length);
      return Optional.of(range);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
