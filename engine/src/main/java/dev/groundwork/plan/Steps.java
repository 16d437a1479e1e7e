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

/// The steps of a plan and their order: what is needed is made first and deleted last, a replacement is deleted before it is
/// made, and what an update lets go of is deleted after the update.
public final class Steps {
  private final Graph<Step> graph;
  private final Map<Step, Duration> durations;

  private Steps(Graph<Step> graph, Map<Step, Duration> durations) {
    this.graph = graph;
    this.durations = durations;
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

  /// The steps of the longest path that take time.
  public List<Step> criticalPath() {
    return graph.criticalPath(s -> duration(s).toMillis()).stream().filter(s -> !duration(s).isZero()).toList();
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
    private final List<Edge> soft = new ArrayList<>();

    Building(List<Change> changes) {
      this.changes = changes;
    }

    Steps build() {
      changes.forEach(this::addSteps);
      changes.forEach(this::addOrder);
      return new Steps(acyclic(), durations);
    }

    private void addSteps(Change change) {
      switch (change) {
        case Change.Create c -> make(c.address(), Kind.CREATE, c.desired().type().typical(Action.CREATE));
        case Change.Update c -> make(c.address(), Kind.UPDATE, c.desired().type().typical(Action.UPDATE));
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

    private void delete(Address address, Duration duration, Optional<Address> parent) {
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
          firm.add(new Edge(first, made));
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
      beforeDeleting(gone, needs.stream().filter(need -> !goingWith(address).contains(need)).toList());
    }

    /// `step` comes before the deletion of each need; and where a need goes with its parent, before that of the parent.
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
      for (Address next = address; next != null && !chain.contains(next); next = goesWith.get(next)) {
        chain.add(next);
      }
      return chain;
    }

    /// Records of different times can contradict each other. Then making comes first: of a cycle the deletions' order is given up.
    private Graph<Step> acyclic() {
      Set<Edge> dropped = new HashSet<>();
      while (true) {
        Graph.Builder<Step> builder = new Graph.Builder<>();
        nodes.forEach(builder::node);
        firm.forEach(e -> builder.edge(e.first(), e.then()));
        soft.stream().filter(e -> !dropped.contains(e)).forEach(e -> builder.edge(e.first(), e.then()));
        Graph<Step> graph = builder.build();
        Optional<List<Step>> cycle = graph.cycle();
        if (cycle.isEmpty()) {
          return graph;
        }
        List<Step> path = cycle.get();
        boolean found = false;
        Set<Edge> around = new HashSet<>();
        for (int i = 0; i < path.size(); i++) {
          around.add(new Edge(path.get(i), path.get((i + 1) % path.size())));
        }
        for (Edge edge : soft) {
          found |= around.contains(edge) && dropped.add(edge);
        }
        if (!found) {
          throw new IllegalStateException("resources need each other in a circle: " + path);
        }
      }
    }
  }
}
