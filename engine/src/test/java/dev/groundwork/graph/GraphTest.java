package dev.groundwork.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Graph<String> DIAMOND =
      Graph.of(
          List.of("vm", "disk", "subnet", "network"),
          Map.of(
                  "vm",
                  List.of("disk", "subnet"),
                  "disk",
                  List.of("network"),
                  "subnet",
                  List.of("network"),
                  "network",
                  List.<String>of())
              ::get);

  @Test
  void every_node_comes_after_what_it_needs_and_else_in_the_order_given() {
    assertThat(DIAMOND.order()).containsExactly("network", "disk", "subnet", "vm");
  }

  @Test
  void needs_that_are_no_nodes_are_left_out() {
    Graph<String> graph = Graph.of(List.of("vm"), _ -> List.of("elsewhere", "vm"));

    assertThat(graph.order()).containsExactly("vm");
    assertThat(graph.before("vm")).isEmpty();
  }

  @Test
  void an_edge_given_twice_counts_once() {
    Graph<String> graph = new Graph.Builder<String>().edge("a", "b").edge("a", "b").build();

    assertThat(graph.after("a")).containsExactly("b");
    assertThat(graph.order()).containsExactly("a", "b");
  }

  @Test
  void a_cycle_is_told_as_the_path_round_it_and_nothing_else() {
    Graph<String> graph =
        new Graph.Builder<String>()
            .edge("entry", "b")
            .edge("a", "b")
            .edge("b", "c")
            .edge("c", "a")
            .edge("c", "exit")
            .build();

    assertThat(graph.cycle()).contains(List.of("b", "c", "a"));
    assertThatThrownBy(graph::order)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("[b, c, a]");
  }

  @Test
  void a_graph_without_a_cycle_has_none() {
    assertThat(DIAMOND.cycle()).isEmpty();
  }

  @Test
  void the_critical_path_is_the_heaviest_not_the_longest() {
    Map<String, Long> weights = Map.of("network", 1L, "disk", 9L, "subnet", 2L, "vm", 3L);

    assertThat(DIAMOND.criticalPath(weights::get)).containsExactly("network", "disk", "vm");
    assertThat(DIAMOND.remaining(weights::get))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("network", 13L, "disk", 12L, "subnet", 5L, "vm", 3L));
  }

  @Test
  void the_critical_path_of_nothing_is_empty() {
    assertThat(Graph.<String>of(List.of(), _ -> List.of()).criticalPath(_ -> 1)).isEmpty();
  }

  @Test
  void upstream_is_what_is_needed_and_downstream_what_needs_it() {
    assertThat(DIAMOND.upstream(List.of("disk"))).containsExactly("disk", "network");
    assertThat(DIAMOND.downstream(List.of("disk"))).containsExactly("vm", "disk");
  }

  @Test
  void random_graphs_are_ordered_and_a_planted_back_edge_is_found() {
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int n = 2 + random.nextInt(30);
      Graph.Builder<Integer> builder = new Graph.Builder<>();
      IntStream.range(0, n)
          .boxed()
          .sorted((a, b) -> Integer.compare(a * 7 % n, b * 7 % n))
          .forEach(builder::node);
      for (int e = 0; e < 2 * n; e++) {
        int a = random.nextInt(n - 1);
        builder.edge(a, a + 1 + random.nextInt(n - a - 1));
      }
      builder.edge(0, n - 1);
      Graph<Integer> graph = builder.build();
      Set<Integer> done = new HashSet<>();
      for (int node : graph.order()) {
        assertThat(done).as("seed %d", seed).containsAll(graph.before(node));
        done.add(node);
      }
      assertThat(done).hasSize(n);

      List<Integer> cycle = builder.edge(n - 1, 0).build().cycle().orElseThrow();
      Graph<Integer> cyclic = builder.build();
      for (int i = 0; i < cycle.size(); i++) {
        assertThat(cyclic.after(cycle.get(i)))
            .as("seed %d", seed)
            .contains(cycle.get((i + 1) % cycle.size()));
      }
    }
  }
}
