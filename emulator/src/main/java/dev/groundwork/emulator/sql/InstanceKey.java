package dev.groundwork.emulator.sql;

import java.util.Comparator;

/// An instance by its project and name.
record InstanceKey(String project, String name) implements Comparable<InstanceKey> {
  private static final Comparator<InstanceKey> ORDER =
      Comparator.comparing(InstanceKey::project).thenComparing(InstanceKey::name);

  /// As certificates and old APIs write it: `project:instance`.
  @Override
  public String toString() {
    return project + ":" + name;
  }

  @Override
  public int compareTo(InstanceKey other) {
    return ORDER.compare(this, other);
  }
}
