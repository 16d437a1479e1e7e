package dev.groundwork.blueprint;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// What fields a resource of a type shows once it stands.
final class Fields {
  private final Shapes shapes;

  Fields(Shapes shapes) {
    this.shapes = shapes;
  }

  /// What is at the end of a path.
  sealed interface Found {
    /// A field of this kind.
    record Known(Member member) implements Found {}

    /// Text that follows from the resource's path: `id`, `name`, `selfLink`.
    record Text() implements Found {}

    /// A field of which nothing is known: the type, or a part of it, has no shape.
    record Free() implements Found {}

    /// No such field.
    ///
    /// @param step the first name that is not known
    /// @param known what is known in its place
    record Missing(String step, List<String> known) implements Found {}
  }

  /// What the fields behind a resource lead to.
  Found find(ResourceType type, List<String> steps) {
    String path = String.join(".", steps);
    if (path.equals("id")
        || type.predicted().containsKey(path)
        || (steps.size() == 1 && type.parameters().contains(path))) {
      return new Found.Text();
    }
    Optional<Shape> shape = type.shape().isEmpty() ? Optional.empty() : shapes.find(type.shape());
    if (shape.isEmpty()) {
      return new Found.Free();
    }
    return find(type, shape.get(), steps);
  }

  private Found find(ResourceType type, Shape root, List<String> steps) {
    Shape shape = root;
    for (int i = 0; i < steps.size(); i++) {
      Optional<Member> member = shape.field(steps.get(i));
      if (member.isEmpty()) {
        TreeSet<String> known = new TreeSet<>(shape.fields().stream().map(Member::name).toList());
        if (i == 0) {
          known.add("id");
          known.addAll(type.parameters());
        }
        return new Found.Missing(steps.get(i), List.copyOf(known));
      }
      Member found = member.get();
      boolean inside = found.repeated() || found.map();
      if (inside && i + 1 < steps.size()) {
        i++; // the position in the list, or the key of the map
        found =
            new Member(
                found.name(),
                found.kind(),
                false,
                false,
                found.values(),
                found.message(),
                found.behaviors());
      }
      if (i + 1 == steps.size()) {
        return new Found.Known(found);
      }
      Optional<Shape> next =
          found.message().isEmpty() ? Optional.empty() : shapes.find(found.message());
      if (next.isEmpty()) {
        return found.kind() == Shape.Kind.ANY || found.kind() == Shape.Kind.MESSAGE
            ? new Found.Free()
            : new Found.Missing(steps.get(i + 1), List.of());
      }
      shape = next.get();
    }
    return new Found.Free();
  }

  /// Where a field of that name stands one level down; empty when nowhere, or at several places.
  Optional<String> nested(ResourceType type, String name) {
    List<String> places =
        shapes.find(type.descriptionShape()).map(Shape::fields).orElse(List.of()).stream()
            .filter(m -> !m.message().isEmpty() && !m.repeated() && !m.map())
            .filter(m -> shapes.find(m.message()).flatMap(inner -> inner.field(name)).isPresent())
            .map(m -> m.name() + "." + name)
            .filter(path -> !type.outputOnly().contains(path))
            .toList();
    return places.size() == 1 ? Optional.of(places.getFirst()) : Optional.empty();
  }

  /// What a field holds, in words: `text`, `a list`; empty when it is not known.
  Optional<String> kind(ResourceType type, String path) {
    return switch (find(type, List.of(path.split("\\.", -1)))) {
      case Found.Known(var member) -> Optional.of(word(member));
      case Found.Text _ -> Optional.of("text");
      case Found.Free _, Found.Missing _ -> Optional.empty();
    };
  }

  private static String word(Member member) {
    if (member.repeated()) {
      return "a list";
    }
    if (member.map()) {
      return "a map";
    }
    return switch (member.kind()) {
      case TEXT, ENUM, BYTES, TIMESTAMP, DURATION, FIELD_MASK -> "text";
      case LONG_AS_TEXT -> "a whole number";
      case NUMBER -> "a number";
      case BOOL -> "true or false";
      case MESSAGE -> "a map";
      case ANY -> "anything";
    };
  }

  /// Whether what holds `found` may stand where `wanted` is expected, both as `kind` gives them.
  static boolean fits(String found, String wanted) {
    boolean anything = found.equals("anything") || wanted.equals("anything");
    boolean numbers = found.endsWith("number") && wanted.endsWith("number");
    boolean digits =
        (found.equals("a whole number") && wanted.equals("text"))
            || (found.equals("text") && wanted.equals("a whole number"));
    return anything || numbers || digits || found.equals(wanted);
  }
}
