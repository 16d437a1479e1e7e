package dev.groundwork.plan;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What stands in records in place of secrets: `{"secret": "<relative name of the version used>"}`,
/// `{"generated": true}`, and for text with a secret inside `{"template": [...]}`. By them a
/// changed secret is noticed without knowing any.
public final class Markers {
  private Markers() {}

  /// The marker of a secret's version.
  public static Fields secret(String version) {
    return Value.fields().with("secret", version);
  }

  /// The version that a marker names.
  static Optional<String> version(Value marker) {
    return marker instanceof Fields fields && fields.values().size() == 1
        ? fields.text("secret")
        : Optional.empty();
  }

  static boolean isGenerated(Value marker) {
    return marker instanceof Fields fields
        && fields.values().size() == 1
        && fields.flag("generated");
  }

  /// What a record says of fields that an apply has set.
  ///
  /// @param versions the version that was used, by the address of its secret
  public static Fields of(Fields applied, Map<Address, String> versions) {
    return (Fields)
        plain(applied, Optional.empty(), secret -> Optional.ofNullable(versions.get(secret)));
  }

  /// What a record says of fields that stand already.
  ///
  /// @param recorded what the record says so far; kept where a secret or what is not known stands
  /// @param newest the newest version of a secret, for those that no record names
  static Fields of(Fields standing, Fields recorded, Function<Address, Optional<String>> newest) {
    return (Fields) plain(standing, Optional.of(recorded), newest);
  }

  private static Value plain(
      Value value, Optional<Value> recorded, Function<Address, Optional<String>> version) {
    return switch (value) {
      case Fields(var fields) -> {
        Map<String, Value> copy = new LinkedHashMap<>();
        fields.forEach((name, field) ->
            copy.put(name, plain(field, recorded.flatMap(r -> field(r, name)), version)));
        yield new Fields(copy);
      }
      case Value.Items(var items) -> {
        List<Value> copy = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          int at = i;
          copy.add(plain(items.get(i), recorded.flatMap(r -> element(r, at)), version));
        }
        yield new Value.Items(copy);
      }
      case Value.Secret(var secret) ->
          recorded
              .filter(r -> version(r).isPresent())
              .orElseGet(() -> secret(version.apply(secret).orElse("")));
      case Value.Generated _ -> Value.fields().with("generated", true);
      case Value.Template(var parts) -> {
        Optional<Value> before = recorded.flatMap(r -> field(r, "template"));
        yield holdsSecret(value)
            ? Value.fields().with("template", plain(new Value.Items(parts), before, version))
            : recorded.orElse(new Value.Null());
      }
      case Value.Reference _ -> recorded.orElse(new Value.Null());
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _ -> value;
    };
  }

  static boolean isMarker(Value value) {
    boolean isTemplate =
        value instanceof Fields fields
            && fields.values().size() == 1
            && fields.get("template").isPresent();
    return isTemplate || version(value).isPresent() || isGenerated(value);
  }

  static Optional<Value> field(Value value, String name) {
    return value instanceof Fields fields ? fields.get(name) : Optional.empty();
  }

  static Optional<Value> element(Value value, int index) {
    return value instanceof Value.Items(var items) && index < items.size()
        ? Optional.of(items.get(index))
        : Optional.empty();
  }

  /// Whether a secret or a value to be generated stands anywhere inside.
  static boolean holdsSecret(Value value) {
    boolean[] found = {false};
    value.walk(v -> found[0] |= v instanceof Value.Secret || v instanceof Value.Generated);
    return found[0];
  }

  /// What Google showed, without what is or may be secret: fields that the type calls sensitive or
  /// write-only, and those in which the description puts a secret.
  public static Fields withoutSecrets(ResourceType type, Fields desired, Fields observed) {
    Set<String> hidden = new LinkedHashSet<>(type.sensitive());
    hidden.addAll(type.writeOnly());
    secretPaths("", desired, hidden);
    Fields shown = observed;
    for (String path : hidden) {
      shown = (Fields) without(shown, path);
    }
    return shown;
  }

  private static void secretPaths(String path, Value value, Set<String> into) {
    switch (value) {
      case Fields(var fields) ->
          fields.forEach(
              (name, field) -> secretPaths(path.isEmpty() ? name : path + "." + name, field, into));
      case Value.Items(var items) -> items.forEach(item -> secretPaths(path, item, into));
      case Value.Secret _, Value.Generated _ -> into.add(path);
      case Value.Template _ -> {
        if (holdsSecret(value)) {
          into.add(path);
        }
      }
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Reference _ -> {}
    }
  }

  /// A copy without the field at a dotted path, in every element of the lists on the way.
  private static Value without(Value value, String path) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    return switch (value) {
      case Fields fields -> {
        Optional<Value> inner = fields.get(head);
        if (inner.isEmpty()) {
          yield fields;
        }
        Map<String, Value> copy = new LinkedHashMap<>(fields.values());
        if (dot < 0) {
          copy.remove(head);
        } else {
          copy.put(head, without(inner.get(), path.substring(dot + 1)));
        }
        yield new Fields(copy);
      }
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(item -> without(item, path)).toList());
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
}
