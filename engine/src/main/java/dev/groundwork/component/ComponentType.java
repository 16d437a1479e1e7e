package dev.groundwork.component;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Templates;
import java.util.List;
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
/// @param secrets the names that stand for secrets
/// @param from makes the component of what was written
public record ComponentType(
    String name,
    Form form,
    String main,
    SortedMap<String, String> parts,
    SortedMap<String, String> outputs,
    String naming,
    SecretNames secrets,
    Function<Settings, Component> from) {

  /// The names behind a component's own that stand for secrets: `password` in
  /// `${database.password}`.
  @FunctionalInterface
  public interface SecretNames {
    /// No name stands for a secret.
    SecretNames NONE = (_, _, _) -> Optional.empty();

    /// The address of the resource that holds the secret.
    ///
    /// @param path the names behind the component's
    Optional<Address> find(String component, List<String> path, Written written);
  }

  /// What the blueprint says of a component, before it is checked.
  public interface Written {
    /// The keys of a map, in the order of the text; empty when there is none.
    List<String> keys(String... path);

    /// Text as it stands there; empty when there is none.
    Optional<String> text(String... path);
  }

  static ComponentType of(Form form, String main, Function<Settings, Component> from) {
    return new ComponentType(
        form.title(),
        form,
        main,
        new TreeMap<>(),
        new TreeMap<>(),
        "{component}",
        SecretNames.NONE,
        from);
  }

  ComponentType withParts(Map<String, String> more) {
    return new ComponentType(name, form, main, new TreeMap<>(more), outputs, naming, secrets, from);
  }

  ComponentType withOutputs(Map<String, String> more) {
    return new ComponentType(name, form, main, parts, new TreeMap<>(more), naming, secrets, from);
  }

  ComponentType named(String template) {
    return new ComponentType(name, form, main, parts, outputs, template, secrets, from);
  }

  ComponentType withSecrets(SecretNames names) {
    return new ComponentType(name, form, main, parts, outputs, naming, names, from);
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
          Network.TYPE,
          Postgres.TYPE,
          Secret.TYPE,
          Identity.TYPE,
          Bucket.TYPE,
          Service.TYPE,
          Job.TYPE,
          Schedule.TYPE,
          Dataset.TYPE,
          Topic.TYPE,
          Key.TYPE,
          Redis.TYPE,
          Connector.TYPE,
          Monitoring.TYPE,
          Registry.TYPE,
          Pipeline.TYPE
        }) {
      all.put(type.name(), type);
    }
    return all;
  }
}
