package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.DUPLICATE;
import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.component.ComponentType;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.ResourceType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Finds the components and resources of a blueprint: their names and types, before anything else
/// is read of them, since each may refer to any other.
final class Things {
  private final Node.Mapping root;
  private final Catalog catalog;
  private final Scope scope;
  private final Problems problems;
  private final SequencedMap<String, Thing> things = new LinkedHashMap<>();

  Things(Node.Mapping root, Catalog catalog, Scope scope, Problems problems) {
    this.root = root;
    this.catalog = catalog;
    this.scope = scope;
    this.problems = problems;
  }

  /// All components and resources whose type is known, in the order of the text.
  List<Thing> read() {
    for (String section : List.of("components", "resources")) {
      Optional<Node> given = root.get(section).filter(node -> !node.isNull());
      if (given.isPresent() && !(given.get() instanceof Node.Mapping)) {
        problems.error(
            WRONG_TYPE,
            given.get().place(),
            "`" + section + "` must be a map, not " + given.get().description() + ".",
            "write each as `NAME: {type: …}`.");
      } else if (given.isPresent() && given.get() instanceof Node.Mapping(_, var entries)) {
        entries.forEach((name, entry) -> thing(section, name, entry));
      }
    }
    things.values().forEach(scope::define);
    return List.copyOf(things.values());
  }

  private void thing(String section, String name, Node.Entry entry) {
    String kind = section.equals("components") ? "component" : "resource";
    if (!SystemForms.NAME.allows(name)) {
      problems.error(
          INVALID_VALUE,
          entry.key(),
          "the name of a " + kind + " must be " + SystemForms.NAME.form() + ", not `" + name + "`.",
          "");
      return;
    }
    if (SystemForms.RESERVED.contains(name)) {
      problems.error(
          INVALID_VALUE,
          entry.key(),
          "a " + kind + " cannot be called `" + name + "`: expressions know that name already.",
          "choose another name.");
      return;
    }
    Thing other = things.get(name);
    if (other != null) {
      problems.error(
          DUPLICATE,
          entry.key(),
          "there is a component `" + name + "` already, in line " + other.place().line() + ".",
          "components and resources share their names: choose another.");
      return;
    }
    if (!(entry.value() instanceof Node.Mapping settings)) {
      problems.error(
          WRONG_TYPE,
          entry.value().isNull() ? entry.key() : entry.value().place(),
          "the " + kind + " `" + name + "` must be a map, not " + entry.value().description() + ".",
          "begin it with `type: …`.");
      return;
    }
    Optional<Thing> thing = typed(section, name, entry, settings);
    thing.ifPresentOrElse(known -> things.put(name, known), () -> scope.broken(name));
  }

  private Optional<Thing> typed(
      String section, String name, Node.Entry entry, Node.Mapping settings) {
    boolean component = section.equals("components");
    Optional<Node> given = settings.get("type").filter(node -> !node.isNull());
    if (given.isEmpty()) {
      List<String> typed =
          root.get(section).orElseThrow() instanceof Node.Mapping(_, var all)
              ? all.entrySet().stream()
                  .filter(e ->
                      e.getValue().value() instanceof Node.Mapping m && m.get("type").isPresent())
                  .map(Map.Entry::getKey)
                  .toList()
              : List.of();
      String near = Problems.choice(name, typed);
      problems.error(
          MISSING_FIELD,
          entry.key(),
          "the " + (component ? "component" : "resource") + " `" + name + "` has no `type`.",
          near.startsWith("did")
              ? near
              : component
                  ? "add `type: …`, one of " + Problems.listed(ComponentType.all().keySet()) + "."
                  : "add `type: …`, for example `type: storage.Bucket`.");
      return Optional.empty();
    }
    if (!(given.get() instanceof Node.Scalar(var place, _, var type))) {
      problems.error(
          WRONG_TYPE,
          given.get().place(),
          "`type` must be text, not " + given.get().description() + ".",
          "");
      return Optional.empty();
    }
    return component
        ? component(name, entry, settings, type, place)
        : resource(name, entry, settings, type, place);
  }

  private Optional<Thing> component(
      String name, Node.Entry entry, Node.Mapping settings, String type, Place place) {
    Optional<ComponentType> known = ComponentType.find(type);
    if (known.isEmpty()) {
      String fix =
          catalog.find(type).isPresent()
              ? "put it under `resources`: `" + type + "` is a type of resource."
              : Problems.choice(type, ComponentType.all().keySet());
      problems.error(NOT_ALLOWED, place, "there is no component type `" + type + "`.", fix);
    }
    return known.map(
        c -> new Thing(name, catalog.get(c.main()), Optional.of(c), settings, entry.key()));
  }

  private Optional<Thing> resource(
      String name, Node.Entry entry, Node.Mapping settings, String type, Place place) {
    Optional<ResourceType> known = catalog.find(type);
    if (known.isEmpty()) {
      String choice = Problems.choice(type, catalog.names());
      String fix =
          ComponentType.find(type).isPresent()
              ? "put it under `components`: `" + type + "` is a type of component."
              : choice;
      problems.error(NOT_ALLOWED, place, "there is no resource type `" + type + "`.", fix);
    }
    return known.map(t -> new Thing(name, t, Optional.empty(), settings, entry.key()));
  }
}
