package dev.groundwork.plan;

import dev.groundwork.graph.Graph;
import dev.groundwork.plan.Step.Kind;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// The steps of a plan and their order: what is needed is made first and deleted last, a
/// replacement is deleted before it is made, and what an update lets go of is deleted after the
/// update.
public final class Steps {
  private final Graph<Step> graph;
  private final Map<Step, Duration> durations;

  private final Map<Address, Address> goesWith;
  private final int contradictions;

  private Steps(
      Graph<Step> graph,
      Map<Step, Duration> durations,
      Map<Address, Address> goesWith,
      int contradictions) {
    this.graph = graph;
    this.durations = Map.copyOf(durations);
    this.goesWith = Map.copyOf(goesWith);
    this.contradictions = contradictions;
  }

  public static Steps of(List<Change> changes) {
    return new Building(changes).build();
  }

  public Graph<Step> graph() {
    return graph;
  }

  /// How long a step typically takes.
  public Duration duration(Step step) {
    return durations.getOrDefault(step, Duration.ZERO);
  }

  /// The resource whose deletion takes this one along, so that no call is needed to delete it.
  public Optional<Address> goesWith(Address address) {
    return Optional.ofNullable(goesWith.get(address));
  }

  /// How many orders could not be kept: a resource is deleted although an update that lets go of it
  /// comes later.
  public int contradictions() {
    return contradictions;
  }

  /// The steps of the longest path that take time.
  public List<Step> criticalPath() {
    return graph.criticalPath(s -> duration(s).toMillis()).stream()
        .filter(s -> !duration(s).isZero())
        .toList();
  }

  private record Edge(Step first, Step then) {}

  private static final class Building {
    private final List<Change> changes;
    private final Map<Address, Step> making = new HashMap<>();
    private final Map<Address, Step> deleting = new HashMap<>();
    private final Map<Address, Address> goesWith = new HashMap<>();
    private final Map<Step, Duration> durations = new HashMap<>();
    private final List<Step> nodes = new ArrayList<>();
    private final List<Edge> firm = new ArrayList<>();
    private final List<Edge> throughStanding = new ArrayList<>();
    private final List<Edge> soft = new ArrayList<>();
    private final Set<Edge> dropped = new HashSet<>();
    private final Set<Address> goingAlone = new HashSet<>();

    Building(List<Change> changes) {
      this.changes = changes;
    }

    Steps build() {
      changes.forEach(this::addSteps);
      changes.forEach(this::addOrder);
      Graph<Step> graph = graph();
      for (Optional<List<Step>> cycle = graph.cycle(); cycle.isPresent(); cycle = graph.cycle()) {
        giveUpOneOrder(cycle.get());
        graph = graph();
      }
      return new Steps(
          graph, durations, goesWith, (int) soft.stream().filter(dropped::contains).count());
    }

    private Graph<Step> graph() {
      Graph.Builder<Step> builder = new Graph.Builder<>();
      nodes.forEach(builder::node);
      firm.forEach(e -> builder.edge(e.first(), e.then()));
      throughStanding.stream()
          .filter(e -> !dropped.contains(e))
          .forEach(e -> builder.edge(e.first(), e.then()));
      soft.stream()
          .filter(e -> !dropped.contains(e))
          .forEach(e -> builder.edge(e.first(), e.then()));
      return builder.build();
    }

    private void addSteps(Change change) {
      switch (change) {
        case Change.Create c ->
            make(c.address(), Kind.CREATE, c.desired().type().typical(Action.CREATE));
        case Change.Update c ->
            make(c.address(), Kind.UPDATE, c.desired().type().typical(Action.UPDATE));
        case Change.Replace c -> {
          delete(c.address(), c.desired().type().typical(Action.DELETE), c.goesWith());
          make(c.address(), Kind.CREATE, c.desired().type().typical(Action.CREATE));
        }
        case Change.Delete c -> delete(c.address(), c.type().typical(Action.DELETE), c.goesWith());
        case Change.Keep _, Change.Adopt _ -> make(change.address(), Kind.STAY, Duration.ZERO);
        case Change.Forget _, Change.Refused _ -> {}
      }
    }

    private void make(Address address, Kind kind, Duration duration) {
      Step step = new Step(address, kind);
      nodes.add(step);
      making.put(address, step);
      durations.put(step, duration);
    }

    private void delete(Address address, Duration duration, Optional<Address> takenAlong) {
      Optional<Address> parent = takenAlong.filter(_ -> !goingAlone.contains(address));
      Step step = new Step(address, Kind.DELETE);
      nodes.add(step);
      deleting.put(address, step);
      durations.put(step, parent.isPresent() ? Duration.ZERO : duration);
      parent.ifPresent(p -> goesWith.put(address, p));
    }

    private void addOrder(Change change) {
      switch (change) {
        case Change.Create c -> afterNeeds(c.address(), c.desired().needs());
        case Change.Update c -> {
          afterNeeds(c.address(), c.desired().needs());
          Set<Address> released = new HashSet<>(c.recorded().needs());
          released.removeAll(c.desired().needs());
          beforeDeleting(stepOf(making, c.address()), released);
        }
        case Change.Replace c -> {
          afterNeeds(c.address(), c.desired().needs());
          firm.add(new Edge(stepOf(deleting, c.address()), stepOf(making, c.address())));
          deleteBefore(c.address(), c.recorded().needs());
        }
        case Change.Delete c -> deleteBefore(c.address(), c.recorded().needs());
        case Change.Keep c -> afterNeeds(c.address(), c.desired().needs());
        case Change.Adopt c -> afterNeeds(c.address(), c.desired().needs());
        case Change.Forget _, Change.Refused _ -> {}
      }
    }

    private static Step stepOf(Map<Address, Step> steps, Address address) {
      Step step = steps.get(address);
      if (step == null) {
        throw new IllegalStateException("no step for " + address);
      }
      return step;
    }

    private void afterNeeds(Address address, SortedSet<Address> needs) {
      Step made = stepOf(making, address);
      for (Address need : needs) {
        Step first = making.get(need);
        if (first != null) {
          (made.kind() == Kind.STAY ? throughStanding : firm).add(new Edge(first, made));
        }
      }
    }

    private void deleteBefore(Address address, Set<Address> needs) {
      Step gone = stepOf(deleting, address);
      Address parent = goesWith.get(address);
      Step parentGone = parent == null ? null : deleting.get(parent);
      if (parentGone != null) {
        firm.add(new Edge(parentGone, gone));
      }
      beforeDeleting(
          gone, needs.stream().filter(need -> !goingWith(address).contains(need)).toList());
    }

    /// `step` comes before the deletion of each need; and where a need goes with its parent, before
    /// that of the parent.
    private void beforeDeleting(Step step, Collection<Address> needs) {
      for (Address need : needs) {
        Step gone = deleting.get(goingWith(need).getLast());
        if (gone != null) {
          soft.add(new Edge(step, gone));
        }
      }
    }

    /// The resource, the one that takes it with it, the one that takes that, and so on.
    private List<Address> goingWith(Address address) {
      List<Address> chain = new ArrayList<>();
      for (Address next = address;
          next != null && !chain.contains(next);
          next = goesWith.get(next)) {
        chain.add(next);
      }
      return chain;
    }

    /// Not every order can be had: records of different times can contradict each other, and a
    /// resource can let go of one and hold on to another that waits for the end of the first. Then
    /// making comes first. What is given up, in this order: waiting for what a resource that stands
    /// already needs; going with a parent, in place of being deleted before it; deleting after the
    /// last use.
    private void giveUpOneOrder(List<Step> cycle) {
      Set<Edge> around = new HashSet<>();
      for (int i = 0; i < cycle.size(); i++) {
        around.add(new Edge(cycle.get(i), cycle.get((i + 1) % cycle.size())));
      }
      if (!drop(throughStanding, around) && !letGoAlone(around) && !drop(soft, around)) {
        throw new IllegalStateException("resources need each other in a circle: " + cycle);
      }
    }

    private boolean drop(List<Edge> edges, Set<Edge> around) {
      boolean found = false;
      for (Edge edge : edges) {
        found |= around.contains(edge) && dropped.add(edge);
      }
      return found;
    }

    private boolean letGoAlone(Set<Edge> around) {
      List<Address> children =
          goesWith.keySet().stream().filter(child -> around.contains(withParent(child))).toList();
      if (children.isEmpty()) {
        return false;
      }
      goingAlone.addAll(children);
      children.forEach(goesWith::remove);
      nodes.clear();
      firm.clear();
      throughStanding.clear();
      soft.clear();
      changes.forEach(this::addSteps);
      changes.forEach(this::addOrder);
      return true;
    }

    private Edge withParent(Address child) {
      return new Edge(
          stepOf(deleting, goesWith.getOrDefault(child, child)), stepOf(deleting, child));
    }
  }
}
