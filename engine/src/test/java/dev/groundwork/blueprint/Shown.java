package dev.groundwork.blueprint;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Blueprints as JSON for golden files: what is not plain JSON stands as an object with one key.
final class Shown {
  private Shown() {}

  static String json(Blueprint blueprint) {
    Value.Fields top =
        Value.fields()
            .with("system", blueprint.system())
            .with("environment", blueprint.environment())
            .with("project", blueprint.project())
            .with("region", blueprint.region())
            .with("target", blueprint.target())
            .with(
                "resources",
                new Value.Items(blueprint.resources().stream().map(Shown::resource).toList()))
            .with(
                "checks", new Value.Items(blueprint.checks().stream().map(Shown::check).toList()));
    Map<String, Value> outputs = new LinkedHashMap<>();
    blueprint
        .outputs()
        .forEach((name, values) -> outputs.put(name, plain(new Value.Fields(values))));
    return Json.pretty(top.with("outputs", new Value.Fields(outputs))) + "\n";
  }

  private static Value resource(Resource resource) {
    return Value.fields()
        .with("address", resource.address().toString())
        .with("place", resource.place().toString())
        .with("path", plain(new Value.Fields(resource.path())))
        .with("body", plain(resource.body()))
        .with(
            "dependsOn", Value.texts(resource.dependsOn().stream().map(Object::toString).toList()));
  }

  private static Value check(Check check) {
    return Value.list(
        Value.of(check.name()),
        Value.of(check.subject().toString()),
        Value.of(check.expectation().toString()));
  }

  static Value plain(Value value) {
    return switch (value) {
      case Value.Reference(var target, var path) ->
          Value.fields().with("$reference", target + " " + path);
      case Value.Template(var parts) ->
          new Value.Fields(
              Map.of("$template", new Value.Items(parts.stream().map(Shown::plain).toList())));
      case Value.Secret(var secret) -> Value.fields().with("$secret", secret.toString());
      case Value.Generated(var length) -> Value.fields().with("$generated", length);
      case Value.Items(var items) -> new Value.Items(items.stream().map(Shown::plain).toList());
      case Value.Fields(var fields) -> {
        Map<String, Value> copy = new LinkedHashMap<>();
        fields.forEach((name, field) -> copy.put(name, plain(field)));
        yield new Value.Fields(copy);
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> value;
    };
  }

  static String text(List<?> lines) {
    return String.join("\n", lines.stream().map(Object::toString).toList()) + "\n";
  }
}
