package dev.groundwork.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// A directed graph: some nodes come before others. Immutable; every question takes time
/// proportional to nodes and edges, and every answer has the same order for the same nodes given in
/// the same order.
public final class Graph<N> {
  private final List<N> nodes;
  private final Map<N, Integer> index;
  private final int[][] before;
  private final int[][] after;

  private Graph(List<N> nodes, Map<N, Integer> index, int[][] before, int[][] after) {
    this.nodes = nodes;
    this.index = index;
    this.before = before;
    this.after = after;
  }

  /// The graph of these nodes in which each comes after what it needs. Needs that are no nodes, and
  /// itself, are left out.
  public static <N> Graph<N> of(Collection<N> nodes, Function<N, ? extends Collection<N>> needs) {
    Builder<N> builder = new Builder<>();
    nodes.forEach(builder::node);
    for (N node : List.copyOf(builder.nodes)) {
      for (N need : needs.apply(node)) {
        if (builder.index.containsKey(need)) {
          builder.edge(need, node);
        }
      }
    }
    return builder.build();
  }

  /// Puts a graph together.
  public static final class Builder<N> {
    private final List<N> nodes = new ArrayList<>();
    private final Map<N, Integer> index = new HashMap<>();
    private int[] from = new int[16];
    private int[] to = new int[16];
    private int edges;

    /// Adds a node, once.
    public Builder<N> node(N node) {
      indexOf(node);
      return this;
    }

    /// `first` comes before `then`; both are added when they are not there. An edge to itself is
    /// left out.
    public Builder<N> edge(N first, N then) {
      int f = indexOf(first);
      int t = indexOf(then);
      if (f != t) {
        if (edges == from.length) {
          from = Arrays.copyOf(from, edges * 2);
          to = Arrays.copyOf(to, edges * 2);
        }
        from[edges] = f;
        to[edges++] = t;
      }
      return this;
    }

    private int indexOf(N node) {
      Integer known = index.putIfAbsent(node, nodes.size());
      if (known != null) {
        return known;
      }
      nodes.add(node);
      return nodes.size() - 1;
    }

    public Graph<N> build() {
      int n = nodes.size();
      return new Graph<>(
          Collections.unmodifiableList(new ArrayList<>(nodes)),
          new HashMap<>(index),
          rows(n, to, from, edges),
          rows(n, from, to, edges));
    }

    /// For each node the distinct others, in order of appearance.
    private static int[][] rows(int n, int[] keys, int[] values, int edges) {
      int[] counts = new int[n];
      for (int e = 0; e < edges; e++) {
        counts[keys[e]]++;
      }
      int[][] rows = new int[n][];
      for (int i = 0; i < n; i++) {
        rows[i] = new int[counts[i]];
      }
      int[] filled = new int[n];
      for (int e = 0; e < edges; e++) {
        rows[keys[e]][filled[keys[e]]++] = values[e];
      }
      int[] seenBy = new int[n];
      Arrays.fill(seenBy, -1);
      for (int i = 0; i < n; i++) {
        int kept = 0;
        for (int other : rows[i]) {
          if (seenBy[other] != i) {
            seenBy[other] = i;
            rows[i][kept++] = other;
          }
        }
        if (kept < rows[i].length) {
          rows[i] = Arrays.copyOf(rows[i], kept);
        }
      }
      return rows;
    }
  }

  /// All nodes, in the order given.
  public List<N> nodes() {
    return nodes;
  }

  public boolean contains(N node) {
    return index.containsKey(node);
  }

  /// What comes directly before the node.
  public List<N> before(N node) {
    return named(before[at(node)]);
  }

  /// What comes directly after the node.
  public List<N> after(N node) {
    return named(after[at(node)]);
  }

  /// Every node after all that come before it; among those that are free, in the order given.
  ///
  /// @throws IllegalStateException when the graph has a cycle: ask `cycle` first
  public List<N> order() {
    int[] order = topological();
    if (order.length < nodes.size()) {
      throw new IllegalStateException("a cycle: " + cycle().orElseThrow());
    }
    return named(order);
  }

  /// A cycle as a path that ends before the node it began with, or empty when there is none. Begins
  /// with the node of the cycle that was given first.
  public Optional<List<N>> cycle() {
    int[] order = topological();
    if (order.length == nodes.size()) {
      return Optional.empty();
    }
    boolean[] ordered = new boolean[nodes.size()];
    for (int i : order) {
      ordered[i] = true;
    }
    int start = 0;
    while (ordered[start]) {
      start++;
    }
    // every node left over has one before it that is left over too: walking backwards must come
    // round
    int[] step = new int[nodes.size()];
    Arrays.fill(step, -1);
    List<Integer> walk = new ArrayList<>();
    int here = start;
    while (step[here] < 0) {
      step[here] = walk.size();
      walk.add(here);
      for (int other : before[here]) {
        if (!ordered[other]) {
          here = other;
          break;
        }
      }
    }
    List<Integer> cycle = new ArrayList<>(walk.subList(step[here], walk.size())).reversed();
    int first = cycle.indexOf(Collections.min(cycle));
    List<N> path = new ArrayList<>();
    for (int i = 0; i < cycle.size(); i++) {
      path.add(nodes.get(cycle.get((first + i) % cycle.size())));
    }
    return Optional.of(List.copyOf(path));
  }

  /// For each node the weight of the heaviest path from it, itself included, to an end.
  ///
  /// @throws IllegalStateException when the graph has a cycle
  public Map<N, Long> remaining(ToLongFunction<N> weight) {
    long[] remaining = remainingWeights(weight);
    Map<N, Long> named = HashMap.newHashMap(nodes.size());
    for (int i = 0; i < remaining.length; i++) {
      named.put(nodes.get(i), remaining[i]);
    }
    return named;
  }

  /// The heaviest path through the graph; empty for no nodes. Among equals the one given first.
  ///
  /// @throws IllegalStateException when the graph has a cycle
  public List<N> criticalPath(ToLongFunction<N> weight) {
    long[] remaining = remainingWeights(weight);
    List<N> path = new ArrayList<>();
    int here = -1;
    for (int i = 0; i < remaining.length; i++) {
      if (before[i].length == 0 && (here < 0 || remaining[i] > remaining[here])) {
        here = i;
      }
    }
    while (here >= 0) {
      path.add(nodes.get(here));
      int next = -1;
      for (int other : after[here]) {
        if (next < 0 || remaining[other] > remaining[next]) {
          next = other;
        }
      }
      here = next;
    }
    return List.copyOf(path);
  }

  /// The nodes from which one of `ends` can be reached, with the ends: what they need.
  public SequencedSet<N> upstream(Collection<N> ends) {
    return reach(ends, before);
  }

  /// The nodes that can be reached from one of `starts`, with the starts: what needs them.
  public SequencedSet<N> downstream(Collection<N> starts) {
    return reach(starts, after);
  }

  private SequencedSet<N> reach(Collection<N> starts, int[][] next) {
    boolean[] seen = new boolean[nodes.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (N start : starts) {
      int i = at(start);
      if (!seen[i]) {
        seen[i] = true;
        open.add(i);
      }
    }
    while (!open.isEmpty()) {
      for (int other : next[open.remove()]) {
        if (!seen[other]) {
          seen[other] = true;
          open.add(other);
        }
      }
    }
    SequencedSet<N> found = new LinkedHashSet<>();
    for (int i = 0; i < seen.length; i++) {
      if (seen[i]) {
        found.add(nodes.get(i));
      }
    }
    return found;
  }

  private long[] remainingWeights(ToLongFunction<N> weight) {
    int[] order = topological();
    if (order.length < nodes.size()) {
      throw new IllegalStateException("a cycle: " + cycle().orElseThrow());
    }
    long[] remaining = new long[nodes.size()];
    for (int o = order.length - 1; o >= 0; o--) {
      int i = order[o];
      long longest = 0;
      for (int other : after[i]) {
        longest = Math.max(longest, remaining[other]);
      }
      remaining[i] = longest + weight.applyAsLong(nodes.get(i));
    }
    return remaining;
  }

  /// Kahn's order; shorter than the nodes when there is a cycle.
  private int[] topological() {
    int n = nodes.size();
    int[] waiting = new int[n];
    int[] order = new int[n];
    int end = 0;
    for (int i = 0; i < n; i++) {
      waiting[i] = before[i].length;
      if (waiting[i] == 0) {
        order[end++] = i;
      }
    }
    for (int o = 0; o < end; o++) {
      for (int other : after[order[o]]) {
        if (--waiting[other] == 0) {
          order[end++] = other;
        }
      }
    }
    return Arrays.copyOf(order, end);
  }

  private int at(N node) {
    Integer i = index.get(node);
    if (i == null) {
      throw new IllegalArgumentException("no node " + node);
    }
    return i;
  }

  private List<N> named(int[] indices) {
    List<N> named = new ArrayList<>(indices.length);
    for (int i : indices) {
      named.add(nodes.get(i));
    }
    return Collections.unmodifiableList(named);
  }
}
