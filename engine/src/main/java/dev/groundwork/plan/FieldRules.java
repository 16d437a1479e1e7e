package dev.groundwork.plan;

import dev.groundwork.resource.Equivalence;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.util.Optional;

/// What is known of the fields of types, by Google's shapes and the catalog's facts together.
final class FieldRules {
  private final Shapes shapes;
  private final Equivalence equivalence;

  FieldRules(Shapes shapes) {
    this.shapes = shapes;
    this.equivalence = new Equivalence(shapes);
  }

  /// Whether `observed` is what `desired` asks for: every field of `desired` is there and means the
  /// same. Fields that only `observed` has belong to others.
  boolean isAsDesired(ResourceType type, String path, Value desired, Optional<Value> observed) {
    return observed.filter(desired::equals).isPresent()
        || equivalence.satisfies(type, path, desired, observed.orElse(new Value.Null()));
  }

  /// Whether the field cannot change once the resource is made.
  boolean isFixed(ResourceType type, String path) {
    return !type.isChangeable(path) || isMarkedImmutable(type, path);
  }

  private boolean isMarkedImmutable(ResourceType type, String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      if (isImmutable(type, path.substring(0, dot))) {
        return true;
      }
    }
    return isImmutable(type, path);
  }

  private boolean isImmutable(ResourceType type, String path) {
    return !type.shape().isEmpty()
        && shapes
            .member(type.shape(), path)
            .filter(member -> member.is(Shape.Behavior.IMMUTABLE))
            .isPresent()
        && !type.fieldUpdates().containsKey(path);
  }
}
