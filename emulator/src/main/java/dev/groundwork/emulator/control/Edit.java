package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// One change of one resource while it is being made.
///
/// @param transaction all of it, or nothing
/// @param ask the request
/// @param type the resource's type
/// @param path the parameters of the resource's path, its own name too; `project` is the id, never
///   the number
/// @param key the resource's key in the store
public record Edit(
    Transaction transaction, Ask ask, ResourceType type, Map<String, String> path, String key) {
  public Edit {
    path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
  }

  public String path(String name) {
    return ask.withPath(path).path(name);
  }

  /// Its own name, the last parameter.
  public String name() {
    return path(type.parameters().getLast());
  }
}
