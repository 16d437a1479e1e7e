package dev.groundwork.plan;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Values as text for people, in Terraform's manner: long lists are cut, digests are shortened, and
/// in place of a secret stands its name. `--json` has all of it.
public final class ShownValue {
  private static final int LONGEST_LIST = 6;
  private static final int LONGEST_LINE = 100;
  private static final int DIGITS_SHOWN = 12;
  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private ShownValue() {}

  /// Fields as lines, `name = value`, with the names of one block under each other.
  ///
  /// @param start what each line of the outer block begins with: an indent, perhaps with a symbol
  /// @param indent how many columns that takes less those of the symbol: where blocks are closed
  public static List<String> attributes(String start, int indent, Fields fields) {
    List<String> lines = new ArrayList<>();
    int width =
        fields.values().entrySet().stream()
            .filter(f -> !isBlock(f.getValue()))
            .mapToInt(f -> f.getKey().length())
            .max()
            .orElse(0);
    fields
        .values()
        .forEach((name, value) -> {
          if (isBlock(value)) {
            lines.add(start + name + " {");
            lines.addAll(attributes("    " + start, indent + 4, (Fields) value));
            lines.add(" ".repeat(indent) + "}");
          } else {
            String padding = " ".repeat(Math.max(0, width - name.length()));
            lines.add(start + name + padding + " = " + shown(value, indent));
          }
        });
    return lines;
  }

  private static boolean isBlock(Value value) {
    return value instanceof Fields fields && !fields.isEmpty() && !Markers.isMarker(value);
  }

  /// On one line.
  static String inline(Value value) {
    return shown(value, -1);
  }

  /// Whether one of these lists is too long to be shown whole.
  static boolean isLong(List<Value> one, List<Value> other) {
    return Math.max(one.size(), other.size()) > LONGEST_LIST;
  }

  /// The elements, each on one line; of many the first, and how many more there are.
  static List<String> some(List<Value> items) {
    return some(items, -1);
  }

  private static List<String> some(List<Value> items, int indent) {
    boolean cut = items.size() > LONGEST_LIST;
    List<String> lines = new ArrayList<>();
    items.stream()
        .limit(cut ? LONGEST_LIST - 1 : items.size())
        .forEach(i -> lines.add(shown(i, indent)));
    if (cut) {
      lines.add("… and " + (items.size() - LONGEST_LIST + 1) + " more");
    }
    return lines;
  }

  /// @param indent of the line it begins on; negative to keep it on one line
  private static String shown(Value value, int indent) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _, Value.Num _ -> Json.write(value);
      case Value.Text(var text) ->
          SHA_256.matcher(text).matches()
              ? text.substring(0, DIGITS_SHOWN) + "…"
              : Json.write(value);
      case Value.Reference _ -> "(known after apply)";
      case Value.Template(var parts) ->
          Markers.holdsSecret(value) ? "(with " + secrets(parts) + ")" : "(known after apply)";
      case Value.Secret(var secret) -> "(secret " + secret.name() + ")";
      case Value.Generated(var length) -> "(generated, " + length + " characters)";
      case Value.Items(var items) -> items(items, indent);
      case Fields fields -> fields(fields, indent);
    };
  }

  private static String items(List<Value> items, int indent) {
    boolean flat =
        items.stream().allMatch(i -> !(i instanceof Fields) && !(i instanceof Value.Items));
    if (indent < 0 || flat) {
      return "[" + String.join(", ", some(items)) + "]";
    }
    String margin = " ".repeat(indent);
    StringBuilder text = new StringBuilder("[\n");
    some(items, indent + 4)
        .forEach(i ->
            text.append(margin).append("    ").append(i).append(i.startsWith("…") ? "\n" : ",\n"));
    return text.append(margin).append(']').toString();
  }

  private static String fields(Fields value, int indent) {
    Optional<String> version = Markers.version(value);
    if (version.isPresent() || Markers.isMarker(value)) {
      return "(secret" + version.map(v -> " " + nameOf(v)).orElse("") + ")";
    }
    String oneLine =
        "{"
            + String.join(
                ", ",
                value.values().entrySet().stream()
                    .map(f -> f.getKey() + " = " + inline(f.getValue()))
                    .toList())
            + "}";
    boolean fits = indent + oneLine.length() <= LONGEST_LINE && isFlat(value);
    if (value.isEmpty() || indent < 0 || fits) {
      return oneLine;
    }
    String margin = " ".repeat(indent);
    StringBuilder text = new StringBuilder("{\n");
    for (Map.Entry<String, Value> field : value.values().entrySet()) {
      text.append(margin)
          .append("    ")
          .append(field.getKey())
          .append(" = ")
          .append(shown(field.getValue(), indent + 4))
          .append('\n');
    }
    return text.append(margin).append('}').toString();
  }

  private static boolean isFlat(Fields fields) {
    return fields.values().values().stream().noneMatch(f -> f instanceof Value.Items || isBlock(f));
  }

  private static String secrets(List<Value> parts) {
    return String.join(
        " and ",
        parts.stream()
            .filter(Markers::holdsSecret)
            .map(ShownValue::inline)
            .map(s -> s.replaceAll("[()]", ""))
            .toList());
  }

  /// `projects/p/secrets/s/versions/3` is `s`.
  private static String nameOf(String version) {
    String[] parts = version.split("/", -1);
    return parts.length > 3 ? parts[3] : version;
  }
}
