package dev.groundwork.component;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a component comes to.
///
/// @param resources in the order in which they are best read
/// @param checks what must be true of them once they stand
/// @param outputs what users of the system need to know, by name; secrets as `Value.Secret`
/// @param images what stands for container images on a machine without a container engine
public record Expansion(
    List<Resource> resources,
    List<Check> checks,
    SortedMap<String, Value> outputs,
    List<LocalImage> images) {
  public Expansion {
    resources = List.copyOf(resources);
    checks = List.copyOf(checks);
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
    images = List.copyOf(images);
  }

  /// Without containers.
  public Expansion(List<Resource> resources, List<Check> checks, SortedMap<String, Value> outputs) {
    this(resources, checks, outputs, List.of());
  }
}
