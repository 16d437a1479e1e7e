package dev.groundwork.apply;

import dev.groundwork.graph.Graph;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Says which of the nodes of a graph may make a call now: those that wait for nothing, the longest
/// remaining path first, within the limits of their services. A node makes one call at a time and
/// as many as it takes. Knows no threads and no clock: time is told to it.
public final class Schedule<N> {
  private enum Phase {
    /// Waits for others.
    WAITING,
    /// May make its first call.
    READY,
    /// Has begun.
    BEGUN,
    DONE,
    FAILED,
    SKIPPED
  }

  /// @param index place in the graph's own order, for ties
  private record Ranked<N>(N node, long remaining, int index) {}

  private record Timed<N>(Ranked<N> ranked, Duration at) {}

  private static final class Lane<N> {
    final Limits.Service limit;
    final Bucket bucket;
    final PriorityQueue<Ranked<N>> ready;
    int calling;

    Lane(Limits.Service limit, Comparator<Ranked<N>> order) {
      this.limit = limit;
      this.bucket = new Bucket(limit);
      this.ready = new PriorityQueue<>(order);
    }
  }

  private final Graph<N> graph;
  private final Function<N, String> service;
  private final Function<N, Optional<String>> alone;
  private final Limits limits;
  private final Comparator<Ranked<N>> order;
  private final Map<N, Ranked<N>> ranked = new HashMap<>();
  private final Map<N, Phase> phases = new HashMap<>();
  private final Map<N, Integer> waitingFor = new HashMap<>();
  private final SortedMap<String, Lane<N>> lanes = new TreeMap<>();
  private final PriorityQueue<Timed<N>> later;
  private final Map<String, N> holders = new HashMap<>();
  private final Map<String, Deque<Ranked<N>>> blocked = new HashMap<>();
  private final TreeSet<Timed<N>> ends;
  private final Map<N, Timed<N>> endOf = new HashMap<>();
  private int calling;
  private int open;
  private boolean stopped;

  /// @param duration how long a node typically takes
  /// @param service whose limits a node's calls count against; empty for none
  /// @param alone nodes with the same text here do not run at the same time
  public Schedule(
      Graph<N> graph,
      Function<N, Duration> duration,
      Function<N, String> service,
      Function<N, Optional<String>> alone,
      Limits limits) {
    this.graph = graph;
    this.service = service;
    this.alone = alone;
    this.limits = limits;
    this.order =
        Comparator.<Ranked<N>>comparingLong(Ranked::remaining)
            .reversed()
            .thenComparingInt(Ranked::index);
    Comparator<Timed<N>> byTime =
        Comparator.<Timed<N>, Duration>comparing(Timed::at).thenComparing(Timed::ranked, order);
    this.later = new PriorityQueue<>(byTime);
    this.ends = new TreeSet<>(byTime);
    Map<N, Long> remaining = graph.remaining(n -> duration.apply(n).toMillis());
    List<N> nodes = graph.order();
    open = nodes.size();
    for (int i = 0; i < nodes.size(); i++) {
      N node = nodes.get(i);
      ranked.put(node, new Ranked<>(node, remaining.getOrDefault(node, 0L), i));
      int needs = graph.before(node).size();
      waitingFor.put(node, needs);
      phases.put(node, Phase.WAITING);
      if (needs == 0) {
        ready(node);
      }
    }
  }

  /// The nodes that may make a call now, each counted as calling until `answered`.
  public List<N> start(Duration now) {
    while (!later.isEmpty() && later.element().at().compareTo(now) <= 0) {
      Ranked<N> due = later.remove().ranked();
      lane(due.node()).ready.add(due);
    }
    List<N> started = new ArrayList<>();
    for (Optional<Ranked<N>> next = next(now); next.isPresent(); next = next(now)) {
      N node = next.get().node();
      Lane<N> lane = lane(node);
      lane.ready.remove();
      Phase phase = phase(node);
      if (phase == Phase.READY && (stopped || !holds(node))) {
        continue;
      }
      if (phase == Phase.READY) {
        phases.put(node, Phase.BEGUN);
        Timed<N> end = new Timed<>(next.get(), now.plusMillis(next.get().remaining()));
        ends.add(end);
        endOf.put(node, end);
      }
      if (isLimited(node)) {
        lane.calling++;
        calling++;
        if (lane.limit.isPaced()) {
          lane.bucket.take();
        }
      }
      started.add(node);
    }
    return started;
  }

  /// The first in line among those whose service has room.
  private Optional<Ranked<N>> next(Duration now) {
    Ranked<N> best = null;
    for (Map.Entry<String, Lane<N>> entry : lanes.entrySet()) {
      Lane<N> lane = entry.getValue();
      Ranked<N> head = lane.ready.peek();
      boolean hasRoom =
          entry.getKey().isEmpty()
              || (calling < limits.parallelism()
                  && lane.calling < lane.limit.parallelism()
                  && lane.bucket.isOpen(now));
      if (head != null && hasRoom && (best == null || order.compare(head, best) < 0)) {
        best = head;
      }
    }
    return Optional.ofNullable(best);
  }

  /// Whether the node holds what it needs alone; else it is put aside until that is free.
  private boolean holds(N node) {
    Optional<String> key = alone.apply(node);
    if (key.isEmpty()) {
      return true;
    }
    N holder = holders.putIfAbsent(key.get(), node);
    if (holder == null || holder.equals(node)) {
      return true;
    }
    Ranked<N> waiting = ranked.get(node);
    if (waiting != null) {
      blocked.computeIfAbsent(key.get(), _ -> new ArrayDeque<>()).add(waiting);
    }
    return false;
  }

  /// The call that the node was started for is over.
  public void answered(N node) {
    if (isLimited(node)) {
      lane(node).calling--;
      calling--;
    }
  }

  /// The node wants to make another call at this time.
  public void again(N node, Duration at) {
    Ranked<N> known = ranked.get(node);
    if (known != null) {
      later.add(new Timed<>(known, at));
    }
  }

  /// The node is done: what waits for it waits for one less.
  public void done(N node) {
    finish(node, Phase.DONE);
    for (N next : graph.after(node)) {
      if (waitingFor.merge(next, -1, Integer::sum) == 0 && phase(next) == Phase.WAITING) {
        ready(next);
      }
    }
  }

  /// The node has failed: what needs it, directly or not, is skipped and returned.
  public List<N> failed(N node) {
    finish(node, Phase.FAILED);
    List<N> skipped = new ArrayList<>();
    Deque<N> reached = new ArrayDeque<>(graph.after(node));
    Set<N> seen = new HashSet<>();
    while (!reached.isEmpty()) {
      N next = reached.remove();
      if (seen.add(next) && phase(next) == Phase.WAITING) {
        phases.put(next, Phase.SKIPPED);
        open--;
        skipped.add(next);
        reached.addAll(graph.after(next));
      }
    }
    return skipped;
  }

  private void finish(N node, Phase end) {
    phases.put(node, end);
    open--;
    Timed<N> estimated = endOf.remove(node);
    if (estimated != null) {
      ends.remove(estimated);
    }
    alone
        .apply(node)
        .ifPresent(key -> {
          if (holders.remove(key, node)) {
            Deque<Ranked<N>> waiting = blocked.remove(key);
            if (waiting != null) {
              waiting.forEach(w -> lane(w.node()).ready.add(w));
            }
          }
        });
  }

  /// Nothing new begins; what has begun goes on. Returns what will not begin.
  public List<N> stop() {
    stopped = true;
    List<N> left = new ArrayList<>();
    for (N node : graph.nodes()) {
      if (phase(node) == Phase.WAITING || phase(node) == Phase.READY) {
        phases.put(node, Phase.SKIPPED);
        open--;
        left.add(node);
      }
    }
    lanes.values().forEach(lane -> lane.ready.removeIf(r -> phase(r.node()) == Phase.SKIPPED));
    blocked.clear();
    return left;
  }

  /// Whether every node is done, failed or skipped.
  public boolean isFinished() {
    return open == 0;
  }

  /// When something could start although nothing is answered before; empty when only an answer
  /// helps.
  public Optional<Duration> wake(Duration now) {
    Optional<Duration> earliest = Optional.ofNullable(later.peek()).map(Timed::at);
    for (Lane<N> lane : lanes.values()) {
      if (!lane.ready.isEmpty()
          && lane.limit.isPaced()
          && calling < limits.parallelism()
          && lane.calling < lane.limit.parallelism()) {
        Duration opens = lane.bucket.opens(now);
        earliest = earliest.filter(e -> e.compareTo(opens) <= 0).or(() -> Optional.of(opens));
      }
    }
    return earliest;
  }

  /// How long the rest typically takes: the longest remaining path of what has begun and of what is
  /// ready.
  public Duration remaining(Duration now) {
    Duration begun = ends.isEmpty() ? Duration.ZERO : ends.last().at().minus(now);
    long ready =
        lanes.values().stream()
            .filter(l -> !l.ready.isEmpty())
            .mapToLong(l -> l.ready.element().remaining())
            .max()
            .orElse(0);
    Duration longest = begun.toMillis() > ready ? begun : Duration.ofMillis(ready);
    return longest.isNegative() ? Duration.ZERO : longest;
  }

  private void ready(N node) {
    phases.put(node, Phase.READY);
    Ranked<N> known = ranked.get(node);
    if (known != null) {
      lane(node).ready.add(known);
    }
  }

  private Phase phase(N node) {
    return phases.getOrDefault(node, Phase.WAITING);
  }

  private boolean isLimited(N node) {
    return !service.apply(node).isEmpty();
  }

  private Lane<N> lane(N node) {
    return lanes.computeIfAbsent(service.apply(node), name -> new Lane<>(limits.of(name), order));
  }
}
