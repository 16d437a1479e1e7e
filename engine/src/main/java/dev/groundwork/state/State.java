package dev.groundwork.state;

import dev.groundwork.resource.Address;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What Groundwork knows to have made for one system in one environment.
///
/// @param serial counts changes; a saved plan is stale when it has moved
/// @param resources by address
public record State(long serial, SortedMap<Address, Recorded> resources) {
  public static final State EMPTY = new State(0, new TreeMap<>());

  public State {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }

  public State with(Recorded recorded) {
    SortedMap<Address, Recorded> copy = new TreeMap<>(resources);
    copy.put(recorded.address(), recorded);
    return new State(serial + 1, copy);
  }

  public State without(Address address) {
    SortedMap<Address, Recorded> copy = new TreeMap<>(resources);
    copy.remove(address);
    return new State(serial + 1, copy);
  }
}
