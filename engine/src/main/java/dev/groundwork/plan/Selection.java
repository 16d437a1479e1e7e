package dev.groundwork.plan;

import dev.groundwork.graph.Graph;
import dev.groundwork.resource.Address;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Leaves out of a plan what the user did not ask for, so that what is left can be carried out
/// alone: with a target goes what it needs, and with a deletion what needs what is deleted; what
/// needs an excluded resource is excluded too, and what an excluded resource needs is not deleted.
final class Selection {
  private Selection() {}

  static List<Change> select(List<Change> changes, State state, Options options) {
    if (options.targets().isEmpty() && options.excludes().isEmpty()) {
      return changes;
    }
    Map<Address, Change> byAddress = new HashMap<>();
    changes.forEach(c -> byAddress.put(c.address(), c));
    Graph<Address> making =
        Graph.of(
            byAddress.keySet().stream().sorted().toList(),
            a ->
                Optional.ofNullable(byAddress.get(a))
                    .map(Selection::needed)
                    .orElseGet(TreeSet::new));
    Graph<Address> deleting = Graph.of(making.nodes(), a -> recordedNeeds(state, a));

    Set<Address> in =
        new HashSet<>(
            options.targets().isEmpty()
                ? making.nodes()
                : with(options.targets(), making, deleting, byAddress));
    if (!options.excludes().isEmpty()) {
      List<Address> excluded = options.excludes().stream().filter(making::contains).toList();
      in.removeAll(making.downstream(excluded));
      for (Address needed : deleting.upstream(excluded)) {
        if (isDeleting(byAddress, needed)) {
          in.remove(needed);
        }
      }
      in.removeAll(excluded);
    }
    return changes.stream().filter(c -> in.contains(c.address())).toList();
  }

  private static Set<Address> with(
      SortedSet<Address> targets,
      Graph<Address> making,
      Graph<Address> deleting,
      Map<Address, Change> changes) {
    Set<Address> in =
        new HashSet<>(making.upstream(targets.stream().filter(making::contains).toList()));
    // to delete, also those that need it must go
    Collection<Address> going = in.stream().filter(a -> isDeleting(changes, a)).sorted().toList();
    for (Address user : deleting.downstream(going)) {
      if (isDeleting(changes, user)) {
        in.addAll(making.upstream(List.of(user)));
      }
    }
    return in;
  }

  private static boolean isDeleting(Map<Address, Change> changes, Address address) {
    Change change = changes.get(address);
    return change instanceof Change.Delete
        || change instanceof Change.Replace
        || change instanceof Change.Refused;
  }

  private static SortedSet<Address> needed(Change change) {
    return switch (change) {
      case Change.Create c -> c.desired().needs();
      case Change.Update c -> c.desired().needs();
      case Change.Replace c -> c.desired().needs();
      case Change.Keep c -> c.desired().needs();
      case Change.Adopt c -> c.desired().needs();
      case Change.Delete _, Change.Forget _, Change.Refused _ -> new TreeSet<>();
    };
  }

  private static SortedSet<Address> recordedNeeds(State state, Address address) {
    Recorded recorded = state.resources().get(address);
    return recorded == null ? new TreeSet<>() : recorded.needs();
  }
}
