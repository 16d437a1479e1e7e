package dev.groundwork.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.graph.Graph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final Duration START = Duration.ZERO;

  private final Map<String, Integer> seconds = new HashMap<>();
  private final Map<String, String> alone = new HashMap<>();
  private Limits limits = Limits.of(10);

  private Schedule<String> schedule(Graph<String> graph) {
    return new Schedule<>(
        graph,
        n -> Duration.ofSeconds(seconds.getOrDefault(n, 1)),
        n -> n.substring(0, 1),
        n -> Optional.ofNullable(alone.get(n)),
        limits);
  }

  private static Graph<String> graph(String... edges) {
    Graph.Builder<String> builder = new Graph.Builder<>();
    for (String edge : edges) {
      int arrow = edge.indexOf('>');
      if (arrow < 0) {
        builder.node(edge);
      } else {
        builder.edge(edge.substring(0, arrow), edge.substring(arrow + 1));
      }
    }
    return builder.build();
  }

  private static Duration at(double seconds) {
    return Duration.ofMillis(Math.round(seconds * 1000));
  }

  @Test
  void what_waits_for_nothing_starts_the_longest_remaining_path_first() {
    seconds.put("z", 100);
    limits = Limits.of(1);
    Schedule<String> schedule = schedule(graph("a", "b>z", "c>d"));

    List<String> order = new ArrayList<>();
    while (!schedule.isFinished()) {
      String next = schedule.start(START).getFirst();
      order.add(next);
      schedule.answered(next);
      schedule.done(next);
    }

    assertThat(order).containsExactly("b", "z", "c", "a", "d");
  }

  @Test
  void what_is_needed_must_be_done_first() {
    Schedule<String> schedule = schedule(graph("a>c", "b>c"));

    assertThat(schedule.start(START)).containsExactly("a", "b");
    schedule.done("a");
    assertThat(schedule.start(START)).isEmpty();
    schedule.done("b");
    assertThat(schedule.start(START)).containsExactly("c");
  }

  @Test
  void a_failure_skips_what_needs_it_and_nothing_else() {
    Schedule<String> schedule = schedule(graph("a>b", "b>c", "x>y"));
    schedule.start(START);

    assertThat(schedule.failed("a")).containsExactly("b", "c");
    schedule.done("x");
    assertThat(schedule.start(START)).containsExactly("y");
    schedule.done("y");
    assertThat(schedule.isFinished()).isTrue();
  }

  @Test
  void a_service_has_no_more_calls_at_a_time_than_its_limit_and_others_go_on() {
    limits =
        new Limits(
            10,
            new Limits.Service(10, 0, 0),
            new TreeMap<>(Map.of("s", new Limits.Service(2, 0, 0))));
    Schedule<String> schedule = schedule(graph("s1", "s2", "s3", "t1"));

    assertThat(schedule.start(START)).containsExactly("s1", "s2", "t1");
    assertThat(schedule.start(START)).isEmpty();
    schedule.answered("s1");
    assertThat(schedule.start(START)).containsExactly("s3");
  }

  @Test
  void all_services_together_have_a_limit_too() {
    limits = Limits.of(3);

    assertThat(schedule(graph("a", "b", "c", "d", "e")).start(START)).hasSize(3);
  }

  @Test
  void a_token_bucket_lets_a_burst_through_and_then_its_rate() {
    limits = new Limits(100, new Limits.Service(100, 2, 3), new TreeMap<>());
    Schedule<String> schedule =
        schedule(graph(IntStream.range(0, 8).mapToObj(i -> "s" + i).toArray(String[]::new)));

    assertThat(schedule.start(START)).hasSize(3);
    assertThat(schedule.start(at(0.4))).isEmpty();
    assertThat(schedule.wake(at(0.4)))
        .hasValueSatisfying(w -> assertThat(w).isBetween(at(0.5), at(0.501)));
    assertThat(schedule.start(at(0.51))).hasSize(1);
    assertThat(schedule.start(at(1.51))).hasSize(2);
  }

  @Test
  void a_node_that_waits_for_its_next_call_holds_no_place() {
    limits = Limits.of(1);
    Schedule<String> schedule = schedule(graph("a", "b"));
    assertThat(schedule.start(START)).containsExactly("a");
    schedule.answered("a");
    schedule.again("a", at(5));

    assertThat(schedule.start(START)).containsExactly("b");
    schedule.answered("b");
    assertThat(schedule.wake(START)).contains(at(5));
    assertThat(schedule.start(at(4.9))).isEmpty();
    assertThat(schedule.start(at(5))).containsExactly("a");
  }

  @Test
  void what_must_be_alone_waits_until_the_other_is_done_not_only_answered() {
    alone.put("a", "instance");
    alone.put("b", "instance");
    Schedule<String> schedule = schedule(graph("a", "b", "c"));

    assertThat(schedule.start(START)).containsExactly("a", "c");
    schedule.answered("a");
    assertThat(schedule.start(START)).isEmpty();
    schedule.done("a");
    assertThat(schedule.start(START)).containsExactly("b");
  }

  @Test
  void a_failure_of_what_was_alone_lets_the_next_begin() {
    alone.put("a", "instance");
    alone.put("b", "instance");
    Schedule<String> schedule = schedule(graph("a", "b"));
    schedule.start(START);
    schedule.answered("a");
    schedule.failed("a");

    assertThat(schedule.start(START)).containsExactly("b");
  }

  @Test
  void after_a_stop_nothing_begins_and_what_has_begun_goes_on() {
    Schedule<String> schedule = schedule(graph("a>b", "c"));
    limits = Limits.of(1);
    Schedule<String> narrow = schedule(graph("a>b", "c"));
    narrow.start(START);

    assertThat(narrow.stop()).containsExactly("b", "c");
    assertThat(narrow.isFinished()).isFalse();
    narrow.answered("a");
    narrow.again("a", START);
    assertThat(narrow.start(START)).containsExactly("a");
    narrow.answered("a");
    narrow.done("a");
    assertThat(narrow.isFinished()).isTrue();
    assertThat(narrow.start(START)).isEmpty();
    assertThat(schedule.stop()).containsExactly("a", "b", "c");
    assertThat(schedule.isFinished()).isTrue();
  }

  @Test
  void the_rest_takes_as_long_as_its_longest_path() {
    seconds.putAll(Map.of("a", 10, "b", 60, "c", 5));
    Schedule<String> schedule = schedule(graph("a>b", "c"));

    assertThat(schedule.remaining(START)).isEqualTo(at(70));
    schedule.start(START);
    assertThat(schedule.remaining(at(4))).isEqualTo(at(66));
    schedule.answered("a");
    schedule.done("a");
    assertThat(schedule.remaining(at(20))).as("late, but only the rest counts").isEqualTo(at(60));
  }

  @Test
  void ten_thousand_nodes_in_layers_take_no_time_to_speak_of() {
    int width = 100;
    Graph.Builder<String> builder = new Graph.Builder<>();
    for (int i = 0; i < 10_000; i++) {
      builder.node("s" + i);
      for (int k = 0; k < 3 && i >= width; k++) {
        builder.edge("s" + (i / width * width - width + (i + k * 37) % width), "s" + i);
      }
    }
    long begun = System.nanoTime();
    Schedule<String> schedule = schedule(builder.build());
    int done = 0;
    while (!schedule.isFinished()) {
      for (String node : schedule.start(START)) {
        schedule.answered(node);
        schedule.done(node);
        done++;
      }
    }

    assertThat(done).isEqualTo(10_000);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
  }
}
