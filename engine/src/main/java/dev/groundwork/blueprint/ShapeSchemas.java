package dev.groundwork.blueprint;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Schemas of resources, from Google's shapes and what the catalog adds to them. Messages that
/// several resources use become definitions of their own.
final class ShapeSchemas {
  private final Shapes shapes;
  private final SortedMap<String, Value> definitions = new TreeMap<>();

  ShapeSchemas(Shapes shapes) {
    this.shapes = shapes;
  }

  /// The definitions that the schemas asked for so far refer to.
  SortedMap<String, Value> definitions() {
    return definitions;
  }

  /// A resource of the type under `resources`.
  Value resource(ResourceType type) {
    Map<String, Value> properties = new LinkedHashMap<>();
    properties.put("type", Value.fields().with("const", type.name()));
    properties.put("dependsOn", SchemaGenerator.dependsOn());
    for (String parameter : type.parameters()) {
      boolean chosen = type.isServerNamed() && parameter.equals(type.parameters().getLast());
      if (!chosen) {
        properties.put(RawResources.key(parameter), Value.fields().with("type", "string"));
      }
    }
    Optional<Shape> shape = shapes.find(type.descriptionShape());
    shape.ifPresent(s ->
        fields(type, s, "")
            .forEach((name, schema) -> properties.putIfAbsent(RawResources.key(name), schema)));
    return Value.fields()
        .with("description", type.summary())
        .with("type", "object")
        .with("required", Value.texts(required(type)))
        .with("additionalProperties", shape.isEmpty())
        .with("properties", new Value.Fields(properties));
  }

  private static List<String> required(ResourceType type) {
    List<String> required = new ArrayList<>(List.of("type"));
    List<String> known = List.of("project", "region", "location", "zone", "name");
    type.parameters().stream()
        .map(RawResources::key)
        .filter(p ->
            !known.contains(p) && !(type.isServerNamed() && p.equals(type.parameters().getLast())))
        .forEach(required::add);
    type.required().stream()
        .map(path -> path.indexOf('.') < 0 ? path : path.substring(0, path.indexOf('.')))
        .map(RawResources::key)
        .filter(field -> !required.contains(field) && !type.parameters().contains(field))
        .filter(field -> !(type.surface() == Surface.POSTGRES && field.equals("scripts")))
        .forEach(required::add);
    return required;
  }

  private Map<String, Value> fields(ResourceType type, Shape shape, String prefix) {
    Map<String, Value> fields = new LinkedHashMap<>();
    for (Member member : shape.fields()) {
      String path = prefix.isEmpty() ? member.name() : prefix + "." + member.name();
      if (!member.is(Behavior.OUTPUT_ONLY) && !type.outputOnly().contains(path)) {
        fields.put(member.name(), field(type, member, path));
      }
    }
    return fields;
  }

  private Value field(ResourceType type, Member member, String path) {
    if (type.sensitive().contains(path)) {
      return secret();
    }
    Value single = single(type, member, path);
    if (member.repeated()) {
      return SchemaGenerator.orExpression(
          Value.fields().with("type", "array").with("items", single));
    }
    return member.map()
        ? Value.fields().with("type", "object").with("additionalProperties", single)
        : single;
  }

  private static Value secret() {
    return Value.fields()
        .with(
            "description",
            "A secret: `{secret: NAME}` with the name of a secret of this blueprint, or `{generated: 32}`.")
        .with("type", "object")
        .with("additionalProperties", false)
        .with("minProperties", 1)
        .with("maxProperties", 1)
        .with(
            "properties",
            Value.fields()
                .with("secret", Value.fields().with("type", "string"))
                .with(
                    "generated",
                    Value.fields()
                        .with("type", "integer")
                        .with("minimum", 16)
                        .with("maximum", 128)));
  }

  private Value single(ResourceType type, Member member, String path) {
    return switch (member.kind()) {
      case TEXT, BYTES, TIMESTAMP, FIELD_MASK -> Value.fields().with("type", "string");
      case DURATION ->
          SchemaGenerator.orExpression(
              Value.fields().with("type", "string").with("pattern", "^-?\\d+(\\.\\d{1,9})?s$"));
      case BOOL -> SchemaGenerator.orExpression(Value.fields().with("type", "boolean"));
      case NUMBER -> SchemaGenerator.orExpression(Value.fields().with("type", "number"));
      case LONG_AS_TEXT ->
          SchemaGenerator.anyOf(
              Value.fields().with("type", "integer"),
              Value.fields().with("type", "string").with("pattern", "^-?\\d+$"),
              SchemaGenerator.reference("expression"));
      case ENUM ->
          SchemaGenerator.orExpression(Value.fields().with("enum", Value.texts(member.values())));
      case MESSAGE -> message(type, member.message(), path);
      case ANY -> Value.fields();
    };
  }

  private Value message(ResourceType type, String name, String path) {
    Optional<Shape> shape = shapes.find(name);
    if (shape.isEmpty()) {
      return Value.fields().with("type", "object");
    }
    if (isSpecial(type, path)) {
      return object(fields(type, shape.get(), path));
    }
    if (!definitions.containsKey(name)) {
      definitions.put(name, Value.fields()); // a message may hold itself
      definitions.put(name, object(fields(NO_TYPE, shape.get(), "")));
    }
    return SchemaGenerator.reference(name);
  }

  /// Whether the catalog says something about fields inside that Google's shape does not.
  private static boolean isSpecial(ResourceType type, String path) {
    return type.sensitive().stream().anyMatch(p -> p.startsWith(path + "."))
        || type.outputOnly().stream().anyMatch(p -> p.startsWith(path + "."));
  }

  private static final ResourceType NO_TYPE = ResourceType.named("none.None");

  private static Value object(Map<String, Value> fields) {
    return Value.fields()
        .with("type", "object")
        .with("additionalProperties", false)
        .with("properties", new Value.Fields(fields));
  }
}
