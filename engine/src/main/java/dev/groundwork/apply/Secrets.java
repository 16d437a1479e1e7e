package dev.groundwork.apply;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// The secrets of one step, from the moment they are revealed or made until its end. Nothing here
/// is ever written or shown.
final class Secrets {
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final int SHORTEST_HIDDEN = 4;

  private final Shapes shapes;
  private final RandomGenerator random;
  private final Map<Address, String> values = new HashMap<>();
  private final SortedMap<Address, String> versions = new TreeMap<>();
  private final Map<String, String> generated = new HashMap<>();

  /// @param random cryptographically strong
  Secrets(Shapes shapes, RandomGenerator random) {
    this.shapes = shapes;
    this.random = random;
  }

  void reveal(Address secret, String value, String version) {
    values.put(secret, value);
    versions.put(secret, version);
  }

  /// Which version of each secret was used.
  SortedMap<Address, String> versions() {
    return versions;
  }

  /// The secrets that the value needs and that are not revealed yet.
  SequencedSet<Address> missing(Value value) {
    SequencedSet<Address> missing = new LinkedHashSet<>();
    value.walk(v -> {
      if (v instanceof Value.Secret(var secret) && !values.containsKey(secret)) {
        missing.add(secret);
      }
    });
    return missing;
  }

  /// The body as it is sent. A value made at random is the same at every try.
  Fields fill(ResourceType type, Fields body) {
    return (Fields) fill(type, "", body);
  }

  private Value fill(ResourceType type, String path, Value value) {
    return switch (value) {
      case Fields(var fields) -> {
        Map<String, Value> copy = new LinkedHashMap<>();
        fields.forEach((name, field) ->
            copy.put(name, fill(type, path.isEmpty() ? name : path + "." + name, field)));
        yield new Fields(copy);
      }
      case Value.Items(var items) -> {
        List<Value> copy = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          copy.add(fill(type, path, items.get(i)));
        }
        yield new Value.Items(copy);
      }
      case Value.Secret(var secret) ->
          Value.of(encoded(type, path, values.getOrDefault(secret, "")));
      case Value.Generated(var length) ->
          Value.of(encoded(type, path, generated.computeIfAbsent(path, _ -> generate(length))));
      case Value.Template(var parts) -> {
        StringBuilder text = new StringBuilder();
        for (Value part : parts) {
          switch (part) {
            case Value.Text(var plain) -> text.append(plain);
            case Value.Secret(var secret) -> text.append(values.getOrDefault(secret, ""));
            case Value.Generated(var length) ->
                text.append(generated.computeIfAbsent(path, _ -> generate(length)));
            case Value.Null _,
                Value.Bool _,
                Value.Num _,
                Value.Items _,
                Value.Fields _,
                Value.Reference _,
                Value.Template _ ->
                throw new IllegalStateException("not resolved: " + path);
          }
        }
        yield Value.of(encoded(type, path, text.toString()));
      }
      case Value.Reference(var target, var field) ->
          throw new IllegalStateException(
              "not resolved: " + path + " from " + target + " " + field);
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> value;
    };
  }

  /// Bytes travel as base64.
  private String encoded(ResourceType type, String path, String text) {
    boolean isBytes =
        shapes
            .member(type.descriptionShape(), path)
            .or(() -> shapes.member(type.shape(), path))
            .filter(member -> member.kind() == Shape.Kind.BYTES)
            .isPresent();
    return isBytes
        ? Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        : text;
  }

  private String generate(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }

  /// The text without any secret of this step.
  String hide(String text) {
    String hidden = text;
    for (String secret : values.values()) {
      hidden = hide(hidden, secret);
    }
    for (String secret : generated.values()) {
      hidden = hide(hidden, secret);
    }
    return hidden;
  }

  private static String hide(String text, String secret) {
    if (secret.length() < SHORTEST_HIDDEN) {
      return text;
    }
    String encoded = Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
    return text.replace(secret, "(a secret)").replace(encoded, "(a secret)");
  }

  /// The fields without any secret of this step, wherever Google may show one.
  Fields hide(Fields observed) {
    return (Fields)
        observed.map(leaf -> leaf instanceof Value.Text(var text) ? Value.of(hide(text)) : leaf);
  }
}
