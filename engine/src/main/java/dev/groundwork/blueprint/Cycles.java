package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.CYCLE;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Dependencies;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds resources that wait for each other in a circle.
final class Cycles {
  private final Map<Address, Resource> resources = new TreeMap<>();
  private final Dependencies needs;
  private final List<Scope.Use> uses;
  private final Problems problems;
  private final SortedSet<Address> done = new TreeSet<>();
  private final Deque<Address> path = new ArrayDeque<>();
  private final SortedSet<Address> onPath = new TreeSet<>();

  Cycles(List<Resource> resources, List<Scope.Use> uses, Problems problems) {
    resources.forEach(resource -> this.resources.put(resource.address(), resource));
    this.needs = Dependencies.of(resources);
    this.uses = uses;
    this.problems = problems;
  }

  /// Reports each circle once, as a path with the places of its references.
  void report() {
    resources.keySet().forEach(this::visit);
  }

  private void visit(Address address) {
    if (onPath.contains(address)) {
      report(address);
      return;
    }
    Resource resource = resources.get(address);
    if (resource == null || !done.add(address)) {
      return;
    }
    path.addLast(address);
    onPath.add(address);
    needs.needs(address).forEach(this::visit);
    path.removeLast();
    onPath.remove(address);
  }

  private void report(Address start) {
    List<Address> round = new ArrayList<>();
    for (Address address : path.reversed()) {
      round.addFirst(address);
      if (address.equals(start)) {
        break;
      }
    }
    round.add(start);
    StringBuilder text = new StringBuilder("these wait for each other in a circle: " + start);
    Place first = place(round.get(0), round.get(1));
    for (int i = 0; i + 1 < round.size(); i++) {
      text.append(" needs ")
          .append(round.get(i + 1))
          .append(" (")
          .append(place(round.get(i), round.get(i + 1)))
          .append(')');
    }
    problems.error(CYCLE, first, text + ".", "remove one of these references.");
  }

  /// Where one resource says that it needs the other; where it stands itself when that follows from
  /// its component.
  private Place place(Address from, Address to) {
    String owner = part(from);
    return uses.stream()
        .filter(use -> use.owner().equals(owner) && use.address().equals(to))
        .map(Scope.Use::place)
        .findFirst()
        .or(() ->
            uses.stream()
                .filter(use -> use.owner().equals(owner) && part(use.address()).equals(part(to)))
                .map(Scope.Use::place)
                .findFirst())
        .orElseGet(() -> resources.containsKey(from) ? placeOf(from) : Place.of(from.toString()));
  }

  private Place placeOf(Address address) {
    Resource resource = resources.get(address);
    return resource == null ? Place.of(address.toString()) : resource.place();
  }

  /// The component or resource of the blueprint that an address belongs to.
  private static String part(Address address) {
    int dot = address.name().indexOf('.');
    return dot < 0 ? address.name() : address.name().substring(0, dot);
  }
}
