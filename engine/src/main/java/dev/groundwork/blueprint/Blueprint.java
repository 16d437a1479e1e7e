package dev.groundwork.blueprint;

import dev.groundwork.component.LocalImage;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A blueprint read, checked, merged with one environment and expanded: what is wanted.
///
/// @param system the system's name
/// @param environment the environment's name; `default` when the blueprint has none
/// @param project the project's id
/// @param region the default region
/// @param target which cloud it is for unless the command line says otherwise: `emulator` or `gcp`
/// @param resources all resources, those derived (enabled APIs, …) included, in the order of the
///   blueprint
/// @param checks what must be verified after an apply
/// @param images what stands for container images on a machine without a container engine
/// @param outputs what users of the system need, by component and name; secrets as `Value.Secret`
public record Blueprint(
    String system,
    String environment,
    String project,
    String region,
    String target,
    List<Resource> resources,
    List<Check> checks,
    List<LocalImage> images,
    SortedMap<String, SortedMap<String, Value>> outputs) {
  public Blueprint {
    resources = List.copyOf(resources);
    checks = List.copyOf(checks);
    images = List.copyOf(images);
    outputs = Collections.unmodifiableSortedMap(new TreeMap<>(outputs));
  }
}
