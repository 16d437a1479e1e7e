package dev.groundwork.component;

import dev.groundwork.resource.Value;
import java.util.Optional;

/// One field of a component.
///
/// @param name as the user writes it
/// @param kind what may stand there
/// @param required whether it must be given
/// @param fallback what stands there when it is not given; empty when the component decides
/// @param description one sentence for editors and documents
public record Field(
    String name, Kind kind, boolean required, Optional<Value> fallback, String description) {

  /// A field that may be left out.
  public static Field of(String name, Kind kind, String description) {
    return new Field(name, kind, false, Optional.empty(), description);
  }

  /// The same field, which must be given.
  public Field must() {
    return new Field(name, kind, true, fallback, description);
  }

  /// The same field with what stands there when it is left out.
  public Field or(Value value) {
    return new Field(name, kind, required, Optional.of(value), description);
  }

  public Field or(String value) {
    return or(Value.of(value));
  }

  public Field or(long value) {
    return or(Value.of(value));
  }

  public Field or(boolean value) {
    return or(Value.of(value));
  }
}
