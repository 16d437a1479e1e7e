package dev.groundwork.resource;

import dev.groundwork.diagnostic.Place;
import java.util.Collections;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One resource as the description wants it.
///
/// @param address what the description calls it
/// @param type its type
/// @param path the parameters of the type's path templates: `project`, `name`, `location` …; mostly
///   known text, a reference where another resource's server-made name is needed
/// @param body the fields wanted, in the API's own words, without those that only the path holds
/// @param dependsOn what must stand first although no reference says so
/// @param place where the description asks for it
public record Resource(
    Address address,
    ResourceType type,
    Map<String, Value> path,
    Value.Fields body,
    SortedSet<Address> dependsOn,
    Place place) {
  public Resource {
    path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
    dependsOn = Collections.unmodifiableSortedSet(new TreeSet<>(dependsOn));
    if (!address.type().equals(type.name())) {
      throw new IllegalArgumentException(address + " is no " + type.name());
    }
  }

  /// Everything that must stand before this resource: what it refers to, whose secret it reads, and
  /// `dependsOn`.
  public SortedSet<Address> needs() {
    SortedSet<Address> needs = new TreeSet<>(dependsOn);
    java.util.function.Consumer<Value> collect =
        v -> {
          switch (v) {
            case Value.Reference(var target, _) -> needs.add(target);
            case Value.Secret(var secret) -> needs.add(secret);
            case Value.Null _,
                Value.Bool _,
                Value.Num _,
                Value.Text _,
                Value.Items _,
                Value.Fields _,
                Value.Template _,
                Value.Generated _ -> {}
          }
        };
    path.values().forEach(v -> v.walk(collect));
    body.walk(collect);
    needs.remove(address);
    return needs;
  }
}
