package dev.groundwork.catalog;

import dev.groundwork.resource.ResourceType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Every resource type that Groundwork knows, by name.
public final class Catalog {
  private static final List<ResourceType> ALL =
      List.of(
          dev.groundwork.catalog.secretmanager.Secret.TYPE);

  private final SortedMap<String, ResourceType> types = new TreeMap<>();

  /// A catalog of these types: all of them in the product, few in a test.
  public Catalog(Collection<ResourceType> types) {
    types.forEach(type -> this.types.put(type.name(), type));
  }

  /// The catalog of all types.
  public static Catalog standard() {
    return new Catalog(ALL);
  }

  public Optional<ResourceType> find(String name) {
    return Optional.ofNullable(types.get(name));
  }

  /// As `find`, where the name is our own.
  /// @throws IllegalArgumentException when there is no such type: a bug
  public ResourceType get(String name) {
    return find(name).orElseThrow(() -> new IllegalArgumentException("no resource type " + name));
  }

  /// All types, by name.
  public Collection<ResourceType> types() {
    return Collections.unmodifiableCollection(types.values());
  }

  /// All names, sorted.
  public Collection<String> names() {
    return Collections.unmodifiableSet(types.keySet());
  }
}
