package dev.groundwork.component;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// What a component knows of the blueprint that it stands in.
///
/// @param component what the blueprint calls the component
/// @param place where it stands
/// @param project the project's id
/// @param region the default region; empty when the blueprint names none
/// @param catalog the resource types
/// @param scripts the SQL files beside the blueprint
/// @param problems takes mistakes that only the component can see
public record Context(
    String component,
    Place place,
    String project,
    String region,
    Catalog catalog,
    Scripts scripts,
    Consumer<Diagnostic> problems) {

  /// The address of the component's main resource of a type.
  public Address address(String type) {
    return new Address(type, component);
  }

  /// The address of one of the component's parts.
  public Address address(String type, String part) {
    return new Address(type, component + "." + part);
  }

  /// A resource of the component, to be completed by `with…`.
  public Part main(String type, Place where) {
    return new Part(catalog.get(type), address(type), where);
  }

  public Part part(String type, String part, Place where) {
    return new Part(catalog.get(type), address(type, part), where);
  }

  public void error(Code code, Place where, String message, String fix) {
    problems.accept(Diagnostic.error(code, where, message, fix));
  }

  /// The resource at an address, as a reference whose field decides which of its outputs is meant.
  public static Value link(Address address) {
    return new Value.Reference(address, "");
  }

  /// A resource as the blueprint names it, in the names of checks and parts: a member, or the name
  /// of a component or resource.
  static String called(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text.substring(text.lastIndexOf('/') + 1);
      case Value.Template(var parts) ->
          String.join("", parts.stream().map(Context::called).toList())
              .replaceFirst("^serviceAccount:", "");
      case Value.Reference(var target, _) -> target.name();
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Items _,
          Value.Fields _,
          Value.Secret _,
          Value.Generated _ ->
          throw new IllegalArgumentException("it has no name: " + value.getClass());
    };
  }

  /// A resource in the making.
  public final class Part {
    private final ResourceType type;
    private final Address address;
    private final Place where;
    private final SortedMap<String, Value> path = new TreeMap<>();
    private final SortedSet<Address> dependsOn = new TreeSet<>();
    private Value.Fields body = Value.fields();

    private Part(ResourceType type, Address address, Place where) {
      this.type = type;
      this.address = address;
      this.where = where;
      path.put("project", Value.of(project));
    }

    public Address address() {
      return address;
    }

    /// A parameter of the type's path.
    public Part path(String parameter, String value) {
      return path(parameter, Value.of(value));
    }

    public Part path(String parameter, Value value) {
      path.put(parameter, value);
      return this;
    }

    /// A field of the body, by dotted path.
    public Part set(String field, Value value) {
      body = body.with(field, value);
      return this;
    }

    public Part set(String field, String value) {
      return set(field, Value.of(value));
    }

    public Part set(String field, boolean value) {
      return set(field, Value.of(value));
    }

    public Part set(String field, long value) {
      return set(field, Value.of(value));
    }

    /// A wait that no reference states.
    public Part after(Address other) {
      dependsOn.add(other);
      return this;
    }

    public Resource made() {
      Map<String, Value> used = new TreeMap<>(path);
      used.keySet().removeIf(name -> !name.equals("project") && !type.parameters().contains(name));
      return new Resource(address, type, used, body, dependsOn, where);
    }
  }
}
