package dev.groundwork.blueprint;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.verify.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Grants that several components ask for: the same member in the same role is one resource, and
/// what is checked of either is checked of it.
final class Grants {
  private final Map<Address, Address> merged = new TreeMap<>();

  /// The resources with each grant once. Only those that components derive are merged: what a user
  /// writes twice is a mistake.
  List<Resource> once(List<Resource> all) {
    SequencedMap<String, Resource> kept = new LinkedHashMap<>();
    for (Resource resource : all) {
      boolean grant =
          resource.type().policyMember().isPresent() && resource.address().name().contains(".");
      String key =
          grant
              ? resource.type() + " " + resource.path() + " " + resource.body()
              : resource.address().toString();
      Resource same = grant ? kept.get(key) : null;
      if (same == null) {
        kept.put(kept.containsKey(key) ? key + " again at " + resource.place() : key, resource);
      } else {
        merged.put(resource.address(), same.address());
        kept.put(key, withWaits(same, resource));
      }
    }
    List<Resource> once = new ArrayList<>(kept.values());
    if (!merged.isEmpty()) {
      once.replaceAll(this::waitingForWhatIsLeft);
    }
    return once;
  }

  private Resource waitingForWhatIsLeft(Resource resource) {
    TreeSet<Address> dependsOn = new TreeSet<>();
    resource.dependsOn().forEach(a -> dependsOn.add(merged.getOrDefault(a, a)));
    dependsOn.remove(resource.address());
    return new Resource(
        resource.address(),
        resource.type(),
        resource.path(),
        resource.body(),
        dependsOn,
        resource.place());
  }

  private static Resource withWaits(Resource kept, Resource other) {
    TreeSet<Address> dependsOn = new TreeSet<>(kept.dependsOn());
    dependsOn.addAll(other.dependsOn());
    return new Resource(
        kept.address(), kept.type(), kept.path(), kept.body(), dependsOn, kept.place());
  }

  /// The check of the resource that is left.
  Check moved(Check check) {
    return merged.containsKey(check.subject())
        ? new Check(check.name(), merged.get(check.subject()), check.expectation())
        : check;
  }
}
