package dev.groundwork.plan;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values of a description as plain JSON and back: what JSON lacks is an object with one `$` field.
final class ValueText {
  private ValueText() {}

  static Value write(Value value) {
    return switch (value) {
      case Fields(var fields) -> {
        Map<String, Value> copy = new LinkedHashMap<>();
        fields.forEach((name, field) -> copy.put(name, write(field)));
        yield new Fields(copy);
      }
      case Value.Items(var items) -> new Value.Items(items.stream().map(ValueText::write).toList());
      case Value.Reference(var target, var path) ->
          special("$reference", Value.of(target + "#" + path));
      case Value.Secret(var secret) -> special("$secret", Value.of(secret.toString()));
      case Value.Generated(var length) -> special("$generated", Value.of(length));
      case Value.Template(var parts) -> special("$template", write(new Value.Items(parts)));
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> value;
    };
  }

  private static Fields special(String name, Value value) {
    return new Fields(Map.of(name, value));
  }

  /// @throws Json.Malformed when a `$` field holds what it cannot
  static Value read(Value value) throws Json.Malformed {
    return switch (value) {
      case Fields fields ->
          fields.values().size() == 1 && fields.values().keySet().iterator().next().startsWith("$")
              ? readSpecial(fields)
              : readFields(fields);
      case Value.Items(var items) -> {
        List<Value> copy = new ArrayList<>();
        for (Value item : items) {
          copy.add(read(item));
        }
        yield new Value.Items(copy);
      }
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          value;
    };
  }

  static Fields readFields(Fields fields) throws Json.Malformed {
    Map<String, Value> copy = new LinkedHashMap<>();
    for (Map.Entry<String, Value> field : fields.values().entrySet()) {
      copy.put(field.getKey(), read(field.getValue()));
    }
    return new Fields(copy);
  }

  private static Value readSpecial(Fields fields) throws Json.Malformed {
    Map.Entry<String, Value> only = fields.values().entrySet().iterator().next();
    try {
      return switch (only.getKey()) {
        case "$reference" -> reference(text(only.getValue()));
        case "$secret" -> new Value.Secret(Address.parse(text(only.getValue())));
        case "$generated" -> new Value.Generated(Integer.parseInt(text(only.getValue())));
        case "$template" ->
            new Value.Template(
                read(only.getValue()) instanceof Value.Items(var parts) ? parts : List.of());
        default -> throw Json.malformed("a value of an unknown kind: " + only.getKey());
      };
    } catch (IllegalArgumentException _) {
      throw Json.malformed("a field that should hold an address does not");
    }
  }

  private static String text(Value value) {
    return Standing.text(value).orElse("");
  }

  private static Value reference(String text) {
    int mark = text.lastIndexOf('#');
    return new Value.Reference(
        Address.parse(text.substring(0, Math.max(0, mark))), text.substring(mark + 1));
  }
}
