package dev.groundwork.cloud;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Templates;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One resource in the cloud: its type and the parameters of its path, all known.
///
/// @param path the parameters; for a type whose name Google chooses the last may be missing before
///   it is created
public record Target(ResourceType type, Map<String, String> path) {
  public Target {
    path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
  }

  /// The relative name: `projects/p/secrets/s`.
  public String id() {
    return Templates.fill(type.relativeName(), path);
  }

  @Override
  public String toString() {
    return type + " " + (path.keySet().containsAll(type.parameters()) ? id() : path);
  }
}
