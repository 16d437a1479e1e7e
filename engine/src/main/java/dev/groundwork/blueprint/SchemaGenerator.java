package dev.groundwork.blueprint;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.component.ComponentType;
import dev.groundwork.component.Field;
import dev.groundwork.component.Form;
import dev.groundwork.component.Kind;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A JSON Schema of blueprints, for editors: made of the same forms and shapes that the reader
/// checks against. It keeps to what draft 7 knows, which every editor's YAML support understands.
///
/// The schema sees less than the reader: not what references lead to, nor rules over several
/// fields.
public final class SchemaGenerator {
  private final Catalog catalog;
  private final ShapeSchemas shapes;
  private final Map<String, Value> definitions = new LinkedHashMap<>();

  public SchemaGenerator(Catalog catalog, Shapes shapes) {
    this.catalog = catalog;
    this.shapes = new ShapeSchemas(shapes);
  }

  /// The schema.
  public Value.Fields generate() {
    definitions.put("expression", expression());
    Map<String, Value> top = new LinkedHashMap<>();
    for (String key : SystemForms.KEYS) {
      top.put(key, top(key, false));
    }
    definitions.putAll(shapes.definitions());
    return Value.fields()
        .with("$schema", "http://json-schema.org/draft-07/schema#")
        .with("title", "Groundwork blueprint")
        .with(
            "description",
            "One system on Google Cloud: what it consists of, and how its environments differ.")
        .with("type", "object")
        .with("required", Value.texts(List.of("system", "project", "region")))
        .with("additionalProperties", false)
        .with("properties", new Value.Fields(top))
        .with("definitions", new Value.Fields(definitions));
  }

  private static Value expression() {
    return Value.fields()
        .with("description", "A reference such as `${database.connectionName}`, or an expression.")
        .with("type", "string")
        .with("pattern", "\\$\\{[\\s\\S]*\\}");
  }

  static Value reference(String definition) {
    return new Value.Fields(Map.of("$ref", Value.of("#/definitions/" + definition)));
  }

  static Value anyOf(Value... schemas) {
    return Value.fields().with("anyOf", Value.list(schemas));
  }

  static Value described(Value schema, String description) {
    Map<String, Value> fields = new LinkedHashMap<>();
    fields.put("description", Value.of(description));
    fields.putAll(((Value.Fields) schema).values());
    return new Value.Fields(fields);
  }

  /// @param patch whether it is the place in an environment, where everything may be left out or
  ///   `null`
  private Value top(String key, boolean patch) {
    return switch (key) {
      case "project" ->
          described(form(SystemForms.project(), List.of(), patch), SystemForms.project().summary());
      case "components" ->
          described(
              named(patch ? anyComponentPatch() : component()),
              "High-level parts of the system, by name.");
      case "resources" ->
          described(
              named(
                  patch
                      ? Value.fields().with("type", Value.texts(List.of("object", "null")))
                      : resource()),
              "Single resources in Google's own words, by name.");
      case "outputs" ->
          described(
              named(
                  Value.fields().with("type", Value.texts(List.of("string", "number", "boolean")))),
              "What users of the system need to know, by name.");
      case "environments" ->
          described(
              environments(),
              "How each environment differs, as a merge patch over the rest of the blueprint (RFC 7396).");
      case "labels" -> field(SystemForms.LABELS.fields().getFirst(), patch);
      default -> field(SystemForms.PLACE.field(key).orElseThrow(), patch);
    };
  }

  private static Value named(Value schema) {
    return Value.fields()
        .with("type", Value.texts(List.of("object", "null")))
        .with("propertyNames", Value.fields().with("pattern", anchored(SystemForms.NAME)))
        .with("additionalProperties", schema);
  }

  private Value environments() {
    Map<String, Value> properties = new LinkedHashMap<>();
    for (String key : SystemForms.KEYS) {
      if (!key.equals("environments")) {
        properties.put(key, top(key, true));
      }
    }
    definitions.put(
        "environment",
        Value.fields()
            .with("type", Value.texts(List.of("object", "null")))
            .with("additionalProperties", false)
            .with("properties", new Value.Fields(properties)));
    return named(reference("environment"));
  }

  private Value component() {
    List<Value> cases = new ArrayList<>();
    ComponentType.all()
        .forEach((name, type) -> {
          definitions.put(
              "component." + name,
              described(
                  form(type.form(), List.of("type", "dependsOn"), false), type.form().summary()));
          cases.add(when(name, "component." + name));
        });
    return typed(ComponentType.all().keySet(), cases);
  }

  private static Value when(String type, String definition) {
    return Value.fields()
        .with(
            "if",
            Value.fields()
                .with(
                    "properties", Value.fields().with("type", Value.fields().with("const", type))))
        .with("then", reference(definition));
  }

  private static Value typed(Iterable<String> names, List<Value> cases) {
    List<Value> all = new ArrayList<>();
    names.forEach(name -> all.add(Value.of(name)));
    return Value.fields()
        .with("type", "object")
        .with("required", Value.texts(List.of("type")))
        .with(
            "properties",
            Value.fields().with("type", Value.fields().with("enum", new Value.Items(all))))
        .with("allOf", new Value.Items(cases));
  }

  private Value anyComponentPatch() {
    List<Value> patches = new ArrayList<>();
    ComponentType.all()
        .forEach((name, type) -> {
          definitions.put("patch." + name, form(type.form(), List.of("type", "dependsOn"), true));
          patches.add(reference("patch." + name));
        });
    return Value.fields().with("anyOf", new Value.Items(patches));
  }

  private Value resource() {
    List<Value> cases = new ArrayList<>();
    for (ResourceType type : catalog.types()) {
      definitions.put("resource." + type.name(), shapes.resource(type));
      cases.add(when(type.name(), "resource." + type.name()));
    }
    return typed(catalog.names(), cases);
  }

  /// @param others keys beside the form's fields
  private Value form(Form form, List<String> others, boolean patch) {
    Map<String, Value> properties = new LinkedHashMap<>();
    for (String other : others) {
      properties.put(
          other,
          other.equals("type")
              ? new Value.Fields(Map.of("type", Value.of("string")))
              : dependsOn());
    }
    form.fields().forEach(field -> properties.put(field.name(), field(field, patch)));
    Value.Fields schema =
        Value.fields()
            .with("type", patch ? Value.texts(List.of("object", "null")) : Value.of("object"));
    List<String> required =
        form.fields().stream().filter(Field::required).map(Field::name).toList();
    if (!patch && !required.isEmpty()) {
      schema = schema.with("required", Value.texts(required));
    }
    return schema
        .with("additionalProperties", false)
        .with("properties", new Value.Fields(properties));
  }

  static Value dependsOn() {
    return Value.fields()
        .with(
            "description",
            "Components and resources that must stand first although no reference says so.")
        .with("type", "array")
        .with("items", Value.fields().with("type", "string"));
  }

  private Value field(Field field, boolean patch) {
    Value schema = described(kind(field.kind(), patch), field.description());
    if (patch) {
      schema = described(anyOf(schema, Value.fields().with("type", "null")), field.description());
    }
    Value.Fields complete = (Value.Fields) schema;
    return field.fallback().isPresent()
        ? complete.with("default", field.fallback().get())
        : complete;
  }

  private Value kind(Kind kind, boolean patch) {
    return switch (kind) {
      case Kind.Text text -> text(text);
      case Kind.Scalar(var text) ->
          anyOf(text(text), Value.fields().with("type", Value.texts(List.of("number", "boolean"))));
      case Kind.Choice(var values) ->
          orExpression(Value.fields().with("enum", Value.texts(values)));
      case Kind.Whole(long least, long most) ->
          orExpression(
              Value.fields().with("type", "integer").with("minimum", least).with("maximum", most));
      case Kind.Flag _ -> orExpression(Value.fields().with("type", "boolean"));
      case Kind.Range _ -> orExpression(matching("^\\d{1,3}(\\.\\d{1,3}){3}/\\d{1,2}$"));
      case Kind.Link _ -> orExpression(matching("^projects/"));
      case Kind.Member _ ->
          orExpression(
              matching("^(user|serviceAccount|group|domain|principal|principalSet|deleted):\\S+$"));
      case Kind.Composed(var text, _) -> text(text);
      case Kind.Path _ -> orExpression(Value.fields().with("type", "string").with("minLength", 1));
      case Kind.ListOf(var element) ->
          Value.fields().with("type", "array").with("items", kind(element, false));
      case Kind.MapOf(var keys, var values) ->
          Value.fields()
              .with("type", "object")
              .with("propertyNames", Value.fields().with("pattern", anchored(keys)))
              .with(
                  "additionalProperties",
                  values instanceof Kind.Part(var form)
                      ? orNull(form(form, List.of(), patch))
                      : patch ? orNull(kind(values, true)) : kind(values, false));
      case Kind.Part(var form) -> form(form, List.of(), patch);
      case Kind.Switch(var form) ->
          anyOf(Value.fields().with("type", "boolean"), form(form, List.of(), patch));
    };
  }

  private static Value orNull(Value schema) {
    return anyOf(schema, Value.fields().with("type", "null"));
  }

  static Value orExpression(Value schema) {
    return anyOf(schema, reference("expression"));
  }

  private static Value matching(String pattern) {
    return Value.fields().with("type", "string").with("pattern", pattern);
  }

  private static Value text(Kind.Text text) {
    return orExpression(matching(anchored(text)));
  }

  /// The pattern as JavaScript writes it, for the whole of a text.
  private static String anchored(Kind.Text text) {
    String pattern = text.pattern().pattern();
    String portable =
        pattern.startsWith("(?s)") ? pattern.substring(4).replace(".", "[\\s\\S]") : pattern;
    return "^(?:" + portable + ")$";
  }
}
