package dev.groundwork.blueprint;

import dev.groundwork.plan.Standing;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Refers;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Completes resources with what only all of them together tell: what a reference to a whole
/// resource stands for, names in paths, resources named by their name instead of a reference,
/// labels of the blueprint. What else a resource waits for, `dev.groundwork.plan.Dependencies`
/// derives.
final class Linker {
  private final SequencedMap<Address, Resource> resources = new LinkedHashMap<>();
  private final SortedMap<String, String> labels;
  private final Map<String, Address> named = new TreeMap<>();

  /// @param labels put on every resource whose type has labels, unless it says otherwise itself
  Linker(List<Resource> resources, SortedMap<String, String> labels) {
    resources.forEach(resource -> this.resources.put(resource.address(), resource));
    this.labels = labels;
  }

  List<Resource> link() {
    resources.replaceAll((_, resource) -> withReferences(resource));
    resources.replaceAll((_, resource) -> withKnownPath(resource));
    resources.values().forEach(this::index);
    return resources.values().stream().map(this::withNamed).map(this::withLabels).toList();
  }

  /// References to whole resources become references to the output that the catalog names for the
  /// field.
  private Resource withReferences(Resource resource) {
    Map<String, Value> path = new TreeMap<>(resource.path());
    path.replaceAll((parameter, value) -> referring(resource.type(), parameter, value));
    Value.Fields body = (Value.Fields) referring(resource.type(), "", resource.body());
    return new Resource(
        resource.address(), resource.type(), path, body, resource.dependsOn(), resource.place());
  }

  private static Value referring(ResourceType type, String field, Value value) {
    return switch (value) {
      case Value.Reference(var target, var path) when path.isEmpty() -> {
        Refers refers = type.references().get(field);
        if (refers == null || !refers.type().equals(target.type())) {
          throw new IllegalStateException(
              "field " + field + " of a " + type + " cannot refer to " + target);
        }
        yield new Value.Reference(target, refers.output());
      }
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(item -> referring(type, field, item)).toList());
      case Value.Fields(var fields) -> {
        Map<String, Value> copy = new LinkedHashMap<>();
        fields.forEach((name, inner) ->
            copy.put(name, referring(type, field.isEmpty() ? name : field + "." + name, inner)));
        yield new Value.Fields(copy);
      }
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

  /// References in a path become plain text where the other resource's own path tells them, so that
  /// the resource can be looked for before anything is made.
  private Resource withKnownPath(Resource resource) {
    Map<String, Value> path = new TreeMap<>(resource.path());
    SortedSet<Address> dependsOn = new TreeSet<>(resource.dependsOn());
    path.replaceAll((_, value) -> known(value, dependsOn));
    return new Resource(
        resource.address(), resource.type(), path, resource.body(), dependsOn, resource.place());
  }

  private Value known(Value value, SortedSet<Address> dependsOn) {
    return switch (value) {
      case Value.Reference(var target, var path) -> {
        Optional<String> text = predicted(target, path);
        text.ifPresent(_ -> dependsOn.add(target));
        yield text.<Value>map(Value::of).orElse(value);
      }
      case Value.Template(var parts) -> {
        List<Value> resolved = parts.stream().map(part -> known(part, dependsOn)).toList();
        StringBuilder text = new StringBuilder();
        for (Value part : resolved) {
          if (!(part instanceof Value.Text(var piece))) {
            yield new Value.Template(resolved);
          }
          text.append(piece);
        }
        yield Value.of(text.toString());
      }
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Secret _,
          Value.Generated _ ->
          value;
    };
  }

  /// The output of a resource, where its path alone tells it.
  private Optional<String> predicted(Address address, String output) {
    Resource target = resources.get(address);
    if (target == null) {
      return Optional.empty();
    }
    Map<String, String> path = Standing.resolvePath(target.path(), _ -> Optional.empty());
    return new Standing(target.type(), path, List.of()).output(output).flatMap(Standing::text);
  }

  /// Remembers what may stand in another resource's field for this one.
  private void index(Resource resource) {
    for (String output : List.of("name", "id", "selfLink", "email")) {
      predicted(resource.address(), output)
          .ifPresent(text ->
              named.putIfAbsent(key(resource.type().name(), output, text), resource.address()));
    }
  }

  private static String key(String type, String output, String text) {
    return type + "\n" + output + "\n" + text;
  }

  /// A name or link written out is as good as a reference when it is that of a resource of this
  /// blueprint.
  private Resource withNamed(Resource resource) {
    TreeSet<Address> dependsOn = new TreeSet<>(resource.dependsOn());
    resource
        .type()
        .references()
        .forEach((field, refers) ->
            at(resource, field).forEach(value -> byName(refers, value).ifPresent(dependsOn::add)));
    dependsOn.remove(resource.address());
    return new Resource(
        resource.address(),
        resource.type(),
        resource.path(),
        resource.body(),
        dependsOn,
        resource.place());
  }

  /// The resource of this blueprint that a literal name stands for.
  private Optional<Address> byName(Refers refers, Value value) {
    return value instanceof Value.Text(var text)
        ? Optional.ofNullable(named.get(key(refers.type(), refers.output(), text)))
        : Optional.empty();
  }

  /// The values at a dotted path of the body, or of a parameter of the path; lists are walked
  /// through.
  private static List<Value> at(Resource resource, String field) {
    List<Value> found = new ArrayList<>();
    Value parameter = resource.path().get(field);
    if (parameter != null) {
      found.add(parameter);
    } else {
      collect(resource.body(), List.of(field.split("\\.", -1)), found);
    }
    return found;
  }

  private static void collect(Value value, List<String> steps, List<Value> found) {
    switch (value) {
      case Value.Items(var items) -> items.forEach(item -> collect(item, steps, found));
      case Value.Fields fields when !steps.isEmpty() ->
          fields
              .get(steps.getFirst())
              .ifPresent(inner -> collect(inner, steps.subList(1, steps.size()), found));
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Fields _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ -> {
        if (steps.isEmpty()) {
          found.add(value);
        }
      }
    }
  }

  private Resource withLabels(Resource resource) {
    String field = resource.type().labels();
    if (field.isEmpty() || labels.isEmpty()) {
      return resource;
    }
    Map<String, Value> all = new LinkedHashMap<>();
    labels.forEach((key, value) -> all.put(key, Value.of(value)));
    all.putAll(resource.body().fields(field).values());
    return new Resource(
        resource.address(),
        resource.type(),
        resource.path(),
        resource.body().with(field, new Value.Fields(all)),
        resource.dependsOn(),
        resource.place());
  }
}
