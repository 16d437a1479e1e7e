package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Enum values as numbers, for clients that ask for `$alt=json;enum-encoding=int`.
final class EnumNumbers {
  private final Shapes shapes;

  EnumNumbers(Shapes shapes) {
    this.shapes = shapes;
  }

  private static Value number(Member member, String name) {
    int at = member.numbers().isEmpty() ? -1 : member.values().indexOf(name);
    return at < 0 ? Value.of(name) : Value.of(member.numbers().get(at));
  }

  /// A message with its enum values as numbers.
  Fields encode(String shape, Fields message) {
    Optional<Shape> known = shapes.find(shape);
    if (known.isEmpty()) {
      return message;
    }
    Map<String, Value> encoded = new LinkedHashMap<>();
    message
        .values()
        .forEach((name, value) ->
            encoded.put(name, known.get().field(name).map(m -> encode(m, value)).orElse(value)));
    return new Fields(encoded);
  }

  private Value encode(Member member, Value value) {
    return switch (value) {
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(v -> encode(member, v)).toList());
      case Fields f when member.map() -> {
        Map<String, Value> encoded = new LinkedHashMap<>();
        f.values()
            .forEach((name, v) ->
                encoded.put(
                    name,
                    v instanceof Fields inner && member.kind() == Shape.Kind.MESSAGE
                        ? encode(member.message(), inner)
                        : v));
        yield new Fields(encoded);
      }
      // any message says itself which it is: an operation's metadata and response
      case Fields f when f.text("@type").isPresent() ->
          encode(f.text("@type").get().replace("type.googleapis.com/", ""), f);
      case Fields f -> member.kind() == Shape.Kind.MESSAGE ? encode(member.message(), f) : f;
      case Value.Text(var text) -> member.kind() == Shape.Kind.ENUM ? number(member, text) : value;
      default -> value;
    };
  }
}
