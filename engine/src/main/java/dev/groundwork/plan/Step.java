package dev.groundwork.plan;

import dev.groundwork.resource.Address;

/// One thing to be done to one resource; a replacement is two.
public record Step(Address address, Kind kind) {
  /// What is done.
  public enum Kind {
    /// Nothing is called.
    STAY,
    CREATE,
    UPDATE,
    DELETE
  }

  @Override
  public String toString() {
    return kind + " " + address;
  }
}
