package dev.groundwork.state;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One resource as an apply left it.
///
/// @param address what the description calls it
/// @param path the parameters of its path, with the name that Google chose where it did
/// @param desired the fields that the description set, resolved to plain JSON; a secret field holds
///   `{"secret": "<relative name of the version used>"}`
/// @param observed the fields that Google showed afterwards, without sensitive ones; what
///   references read
/// @param needs what it needed, so that it is deleted before them
public record Recorded(
    Address address,
    Map<String, String> path,
    Value.Fields desired,
    Value.Fields observed,
    SortedSet<Address> needs) {
  public Recorded {
    path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
    needs = Collections.unmodifiableSortedSet(new TreeSet<>(needs));
  }

  public static SortedMap<Address, Recorded> none() {
    return new TreeMap<>();
  }
}
