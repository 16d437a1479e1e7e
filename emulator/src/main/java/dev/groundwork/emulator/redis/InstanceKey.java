package dev.groundwork.emulator.redis;

import java.util.Comparator;

/// What names one instance.
record InstanceKey(String project, String region, String name) implements Comparable<InstanceKey> {
  private static final Comparator<InstanceKey> ORDER =
      Comparator.comparing(InstanceKey::project)
          .thenComparing(InstanceKey::region)
          .thenComparing(InstanceKey::name);

  /// The instance with this key in the store:
  /// `redis.googleapis.com/projects/p/locations/r/instances/i`.
  static InstanceKey of(String stored) {
    String[] parts = stored.split("/", -1);
    return new InstanceKey(parts[2], parts[4], parts[6]);
  }

  /// As the API names it.
  @Override
  public String toString() {
    return "projects/" + project + "/locations/" + region + "/instances/" + name;
  }

  @Override
  public int compareTo(InstanceKey other) {
    return ORDER.compare(this, other);
  }
}
