package dev.groundwork.component;

import dev.groundwork.resource.Templates;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// A type of component: how it is written and what a reference to it stands for.
///
/// @param name what the user writes behind `type:`
/// @param form its fields
/// @param main the resource type that `${component}` stands for
/// @param parts for each field that is a map of parts, the resource type that
///   `${component.field.part}` stands for
/// @param outputs for each name that is not a field of the main resource, the path that
///   `${component.name}` stands for
/// @param naming the name at Google when none is given: a template of `{project}` and `{component}`
/// @param from makes the component of what was written
public record ComponentType(
    String name,
    Form form,
    String main,
    SortedMap<String, String> parts,
    SortedMap<String, String> outputs,
    String naming,
    Function<Settings, Component> from) {

  static ComponentType of(Form form, String main, Function<Settings, Component> from) {
    return new ComponentType(
        form.title(), form, main, new TreeMap<>(), new TreeMap<>(), "{component}", from);
  }

  ComponentType withParts(Map<String, String> more) {
    return new ComponentType(name, form, main, new TreeMap<>(more), outputs, naming, from);
  }

  ComponentType withOutputs(Map<String, String> more) {
    return new ComponentType(name, form, main, parts, new TreeMap<>(more), naming, from);
  }

  ComponentType named(String template) {
    return new ComponentType(name, form, main, parts, outputs, template, from);
  }

  /// The name at Google of a component that gives none.
  public String nameOf(String component, String project) {
    return Templates.fill(naming, Map.of("component", component, "project", project));
  }

  /// The type of that name.
  public static Optional<ComponentType> find(String name) {
    return Optional.ofNullable(all().get(name));
  }

  /// Every type of component that a blueprint may list, by name. The project is none of them: it is
  /// the blueprint's own block `project`.
  public static SortedMap<String, ComponentType> all() {
    SortedMap<String, ComponentType> all = new TreeMap<>();
    for (ComponentType type :
        new ComponentType[] {
          Network.TYPE, Postgres.TYPE, Secret.TYPE, Identity.TYPE, Bucket.TYPE
        }) {
      all.put(type.name(), type);
    }
    return all;
  }
}
