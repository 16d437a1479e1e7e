package dev.groundwork.shape;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One message of a Google API: its fields, as Google's own descriptor states them.
///
/// @param name the message's full name, `google.pubsub.v1.Topic`, or
///   `sqladmin.v1beta4.DatabaseInstance` where Google publishes no proto and the name is made of
///   service, version and model class
/// @param fields in Google's order
public record Shape(String name, List<Member> fields) {
  public Shape {
    fields = List.copyOf(fields);
  }

  public Optional<Member> field(String jsonName) {
    return fields.stream().filter(f -> f.name().equals(jsonName)).findFirst();
  }

  /// How a field's value stands in JSON.
  public enum Kind {
    TEXT,
    BOOL,
    /// A 32-bit or floating number: a JSON number.
    NUMBER,
    /// A 64-bit number: a JSON string of digits in Google's answers; a number is taken too.
    LONG_AS_TEXT,
    /// Base64 text.
    BYTES,
    /// RFC 3339 text.
    TIMESTAMP,
    /// Text as `3.5s`.
    DURATION,
    /// Text of comma-separated field paths.
    FIELD_MASK,
    /// One of `Member.values`.
    ENUM,
    /// An object of shape `Member.message`.
    MESSAGE,
    /// Any JSON: `google.protobuf.Struct`, `Value`, `Any`.
    ANY
  }

  /// What Google's descriptor says of a field's use (`google.api.field_behavior`).
  public enum Behavior {
    REQUIRED,
    OUTPUT_ONLY,
    INPUT_ONLY,
    IMMUTABLE
  }

  /// One field.
  ///
  /// @param name its name in JSON
  /// @param kind of the value, of each element when repeated, of each value when a map
  /// @param repeated a list of such values
  /// @param map an object whose keys are free and whose values are of this kind
  /// @param values the names that an ENUM takes, without the proto's `..._UNSPECIFIED`; empty
  ///   otherwise
  /// @param numbers the numbers of `values`, which stand in JSON when a client asks for them; empty
  ///   where Google has text only
  /// @param message the shape's name of a MESSAGE; empty otherwise
  /// @param behaviors what the descriptor, or for Compute the comment in the proto, says
  public record Member(
      String name,
      Kind kind,
      boolean repeated,
      boolean map,
      List<String> values,
      List<Integer> numbers,
      String message,
      Set<Behavior> behaviors) {
    public Member {
      values = List.copyOf(values);
      numbers = List.copyOf(numbers);
      behaviors = Set.copyOf(behaviors);
    }

    /// A field whose enum has no numbers, or which is none.
    public Member(
        String name,
        Kind kind,
        boolean repeated,
        boolean map,
        List<String> values,
        String message,
        Set<Behavior> behaviors) {
      this(name, kind, repeated, map, values, List.of(), message, behaviors);
    }

    /// The name of an ENUM's value by its number.
    public Optional<String> valueOf(int number) {
      int index = numbers.indexOf(number);
      return index < 0 ? Optional.empty() : Optional.of(values.get(index));
    }

    public boolean is(Behavior behavior) {
      return behaviors.contains(behavior);
    }
  }
}
