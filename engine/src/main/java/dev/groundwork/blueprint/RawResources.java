package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.UNREADABLE;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.component.Scripts;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// Reads what stands under `resources`: any type of the catalog, in the API's own words.
final class RawResources {
  /// Keys of ours beside the API's fields.
  static final List<String> OWN_KEYS = List.of("type", "dependsOn");

  /// How the API's own field or parameter `type` is written, because `type` says what the resource
  /// is.
  static final String API_TYPE = "apiType";

  /// The key under which a parameter or field of the API stands.
  static String key(String name) {
    return name.equals("type") ? API_TYPE : name;
  }

  private final Scope scope;
  private final Shapes shapes;
  private final Problems problems;
  private final Scripts scripts;
  private final SortedMap<String, String> defaults;

  /// @param defaults values of path parameters that the blueprint as a whole gives: `project`,
  ///   `region`, `location`
  RawResources(
      Scope scope,
      Shapes shapes,
      Problems problems,
      Scripts scripts,
      SortedMap<String, String> defaults) {
    this.scope = scope;
    this.shapes = shapes;
    this.problems = problems;
    this.scripts = scripts;
    this.defaults = defaults;
  }

  /// The resource, without what only all resources together tell; empty when something is wrong,
  /// which has been reported.
  Optional<Resource> read(Thing thing) {
    ResourceType type = thing.type();
    BodyReader body = new BodyReader(type, thing.name(), scope, shapes, problems);
    Map<String, Value> path = new TreeMap<>();
    boolean sound = path(thing, body, path);
    SequencedMap<String, Node.Entry> rest = new LinkedHashMap<>(thing.settings().entries());
    rest.keySet().removeAll(OWN_KEYS);
    type.parameters().forEach(parameter -> rest.remove(key(parameter)));
    if (shapes.member(type.descriptionShape(), "type").isPresent()) {
      Optional.ofNullable(rest.remove(API_TYPE)).ifPresent(entry -> rest.put("type", entry));
    }
    if (type.surface() == Surface.POSTGRES) {
      sound &= scripts(thing, path);
    }
    Optional<Value.Fields> fields =
        body.read(
            new Node.Mapping(thing.settings().place(), rest),
            thing.place(),
            type.surface() == Surface.POSTGRES ? List.of("scripts") : List.of());
    if (!sound || fields.isEmpty()) {
      return Optional.empty();
    }
    Value.Fields complete = fields.get();
    if (type.surface() == Surface.POSTGRES && complete.get("scripts").isEmpty()) {
      complete = complete.with("scripts", listed(path));
    }
    return Optional.of(new Resource(thing.address(), type, path, complete, empty(), thing.place()));
  }

  private static SortedSet<dev.groundwork.resource.Address> empty() {
    return new java.util.TreeSet<>();
  }

  private boolean path(Thing thing, BodyReader body, Map<String, Value> path) {
    boolean sound = true;
    List<String> parameters = thing.type().parameters();
    path.put("project", Value.of(String.valueOf(defaults.get("project"))));
    for (String parameter : parameters) {
      Optional<Node> given = thing.settings().get(key(parameter)).filter(node -> !node.isNull());
      boolean ownName = parameter.equals(parameters.getLast());
      if (given.isPresent()) {
        Optional<Value> value = parameter(thing, body, parameter, given.get(), ownName);
        value.ifPresent(v -> path.put(parameter, v));
        sound &= value.isPresent();
      } else if (defaults.containsKey(parameter)) {
        path.put(parameter, Value.of(String.valueOf(defaults.get(parameter))));
      } else if (ownName && parameter.equals("name")) {
        sound &= named(thing, thing.name(), thing.place());
        path.put(parameter, Value.of(thing.name()));
      } else if (!ownName || !thing.type().isServerNamed()) {
        sound = false;
        problems.error(
            MISSING_FIELD,
            thing.place(),
            Problems.a(thing.type()) + " needs `" + key(parameter) + "`.",
            "add `" + key(parameter) + ": …`.");
      }
    }
    return sound;
  }

  private Optional<Value> parameter(
      Thing thing, BodyReader body, String parameter, Node node, boolean ownName) {
    Optional<Value> value = body.parameter(parameter, node);
    if (value.isPresent()
        && ownName
        && value.get() instanceof Value.Text(var name)
        && !named(thing, name, node.place())) {
      return Optional.empty();
    }
    return value;
  }

  private boolean named(Thing thing, String name, Place place) {
    Optional<ResourceType.Naming> rule = thing.type().naming();
    if (rule.isPresent() && !rule.get().allows(name)) {
      problems.error(
          INVALID_VALUE,
          place,
          "`name` must be " + rule.get().words() + ", not `" + name + "`.",
          thing.settings().get("name").isPresent() ? "" : "add `name: …`.");
      return false;
    }
    return true;
  }

  private boolean scripts(Thing thing, Map<String, Value> path) {
    if (!(path.get("folder") instanceof Value.Text(var folder))
        || thing.settings().get("scripts").isPresent()) {
      return true;
    }
    if (scripts.in(folder).isEmpty()) {
      problems.error(
          UNREADABLE,
          thing.settings().entries().get("folder") instanceof Node.Entry(var key, _)
              ? key
              : thing.place(),
          "there is no folder `" + folder + "`.",
          "make it, or correct `folder`.");
      return false;
    }
    return true;
  }

  private Value listed(Map<String, Value> path) {
    return path.get("folder") instanceof Value.Text(var folder)
        ? scripts.in(folder).map(Scripts::listed).orElse(Value.list())
        : Value.list();
  }

  /// The names that a `dependsOn` lists, with their places.
  static SequencedMap<String, Place> dependsOn(Node.Mapping settings, Problems problems) {
    SequencedMap<String, Place> names = new LinkedHashMap<>();
    Optional<Node> given = settings.get("dependsOn");
    if (given.isEmpty()) {
      return names;
    }
    List<Node> items =
        given.get() instanceof Node.Sequence(_, var list) ? list : List.of(given.get());
    for (Node item : items) {
      if (item instanceof Node.Scalar(var place, var form, var text) && form == Node.Form.TEXT) {
        // `${name}` is what one would write everywhere else
        names.put(text.replaceFirst("^\\$\\{(.*)}$", "$1").strip(), place);
      } else {
        problems.error(
            WRONG_TYPE,
            item.place(),
            "`dependsOn` must be a list of names of components and resources, not "
                + item.description()
                + ".",
            "");
      }
    }
    return names;
  }
}
