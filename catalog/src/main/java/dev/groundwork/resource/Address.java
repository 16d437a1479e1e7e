package dev.groundwork.resource;

import java.util.Comparator;

/// What a resource is called inside a blueprint, and in plans, state and messages:
/// `sql.Instance/database`.
///
/// @param type name of the resource type, `sql.Instance`
/// @param name unique within the type; dots separate a component's parts: `database.coditect_dev`
public record Address(String type, String name) implements Comparable<Address> {
  private static final Comparator<Address> ORDER =
      Comparator.comparing(Address::type).thenComparing(Address::name);

  public Address {
    if (type.isEmpty() || name.isEmpty() || type.contains("/")) {
      throw new IllegalArgumentException("no address: '" + type + "/" + name + "'");
    }
  }

  /// The inverse of `toString`.
  ///
  /// @throws IllegalArgumentException when there is no `/` with text on both sides
  public static Address parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("no address: '" + text + "'");
    }
    return new Address(text.substring(0, slash), text.substring(slash + 1));
  }

  @Override
  public int compareTo(Address other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return type + "/" + name;
  }
}
