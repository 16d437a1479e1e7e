package dev.groundwork.plan;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether two plain values of a field mean the same, by the facts of its type.
final class Comparison {
  private static final Pattern HOST = Pattern.compile("^(https?:)?//[^/]+/");
  private static final Pattern VERSION = Pattern.compile("^(?:[a-z]+/)?v\\d\\w*/");
  private static final Pattern DURATION = Pattern.compile("(-?\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");

  private Comparison() {}

  /// Whether `observed` is what `desired` asks for: every field of `desired` is there and means the same. Fields that only
  /// `observed` has belong to others. Absent is the same as false, zero, and empty: so Google writes them.
  static boolean isAsDesired(ResourceType type, String path, Value desired, Optional<Value> observed) {
    if (observed.isEmpty() || observed.get() instanceof Value.Null) {
      return isNothing(desired) || Optional.ofNullable(type.defaults().get(path)).filter(d -> isAsDesired(type, "", desired, Optional.of(d))).isPresent();
    }
    Value there = observed.get();
    return switch (desired) {
      case Fields(var fields) ->
          there instanceof Fields other
              && fields.entrySet().stream()
                  .allMatch(f -> isAsDesired(type, path.isEmpty() ? f.getKey() : path + "." + f.getKey(), f.getValue(), other.get(f.getKey())));
      case Value.Items(var items) ->
          there instanceof Value.Items(var others)
              && items.size() == others.size()
              && (isOrdered(type, path) ? sameInOrder(type, path, items, others) : sameInAnyOrder(type, path, items, others));
      case Value.Null _ -> isNothing(there);
      case Value.Bool _, Value.Num _, Value.Text _ -> isSameText(type.sameness(path), desired, there);
      case Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ -> false;
    };
  }

  private static boolean isOrdered(ResourceType type, String path) {
    return type.sameness(path).filter(s -> s == Sameness.SET).isEmpty();
  }

  private static boolean sameInOrder(ResourceType type, String path, List<Value> items, List<Value> others) {
    for (int i = 0; i < items.size(); i++) {
      if (!isAsDesired(type, path, items.get(i), Optional.of(others.get(i)))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameInAnyOrder(ResourceType type, String path, List<Value> items, List<Value> others) {
    if (sameInOrder(type, path, items, others)) {
      return true;
    }
    List<Value> left = new ArrayList<>(others);
    for (Value item : items) {
      int found = -1;
      for (int i = 0; i < left.size() && found < 0; i++) {
        if (isAsDesired(type, path, item, Optional.of(left.get(i)))) {
          found = i;
        }
      }
      if (found < 0) {
        return false;
      }
      left.remove(found);
    }
    return true;
  }

  /// What Google leaves out of its answers.
  static boolean isNothing(Value value) {
    return switch (value) {
      case Value.Null _ -> true;
      case Value.Bool(var flag) -> !flag;
      case Value.Num(var number) -> number.signum() == 0;
      case Value.Text(var text) -> text.isEmpty() || text.equals("0");
      case Value.Items(var items) -> items.isEmpty();
      case Fields(var fields) -> fields.values().stream().allMatch(Comparison::isNothing) && !fields.isEmpty();
      case Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ -> false;
    };
  }

  private static boolean isSameText(Optional<Sameness> sameness, Value a, Value b) {
    if (a.equals(b)) {
      return true;
    }
    Optional<String> left = Standing.text(a);
    Optional<String> right = Standing.text(b);
    if (left.isEmpty() || right.isEmpty()) {
      return false;
    }
    String x = left.get();
    String y = right.get();
    return x.equals(y)
        || isSameNumber(x, y)
        || sameness
            .map(
                s ->
                    switch (s) {
                      case CASELESS -> x.equalsIgnoreCase(y);
                      case LINK -> link(x).equals(link(y));
                      case DURATION -> duration(x).isPresent() && duration(x).equals(duration(y));
                      case RANGE -> x.toLowerCase(Locale.ROOT).equals(y.toLowerCase(Locale.ROOT));
                      case SET -> false;
                    })
            .orElse(false);
  }

  /// 64-bit numbers are text in Google's answers.
  private static boolean isSameNumber(String x, String y) {
    try {
      return new BigDecimal(x).compareTo(new BigDecimal(y)) == 0;
    } catch (NumberFormatException _) {
      return false;
    }
  }

  private static String link(String text) {
    return VERSION.matcher(HOST.matcher(text).replaceFirst("")).replaceFirst("");
  }

  private static Optional<Duration> duration(String text) {
    Matcher part = DURATION.matcher(text);
    long millis = 0;
    int end = 0;
    while (part.find() && part.start() == end) {
      long unit =
          switch (part.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
          };
      millis += new BigDecimal(part.group(1)).multiply(BigDecimal.valueOf(unit)).longValue();
      end = part.end();
    }
    return end == text.length() && end > 0 ? Optional.of(Duration.ofMillis(millis)) : Optional.empty();
  }
}
