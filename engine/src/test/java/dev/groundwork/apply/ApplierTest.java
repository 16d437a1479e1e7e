package dev.groundwork.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Options;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Planner;
import dev.groundwork.plan.Refresh;
import dev.groundwork.plan.Step;
import dev.groundwork.plan.Types;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApplierTest {
  private final VirtualLanes.Clock clock = new VirtualLanes.Clock();
  private final Random random = new Random(7);
  private final Doom doom = new Doom();
  private final SimCloud sim = new SimCloud(clock, doom, new Faults(random));
  private final Script cloud = new Script(sim);
  private final SimStore store = new SimStore(doom);
  private final VirtualLanes lanes = new VirtualLanes(clock, random, 40);
  private final List<Event> events = new ArrayList<>();
  private final Applier applier =
      new Applier(cloud, store, Types.NO_SHAPES, lanes, Limits.of(10), random, events::add);

  /// A cloud that answers as a test says, and else as the simulated one does.
  private static final class Script implements Cloud {
    private final Cloud then;
    private final Map<Action, Deque<Answer>> answers = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();
    private Runnable watch = () -> {};

    Script(Cloud then) {
      this.then = then;
    }

    Script refusing(Action action, Kind... kinds) {
      for (Kind kind : kinds) {
        answer(
            action,
            new Answer.Refused(
                new Refusal(kind, 400, "why", "because of hunter22", Optional.empty())));
      }
      return this;
    }

    Script answer(Action action, Answer answer) {
      answers.computeIfAbsent(action, _ -> new ArrayDeque<>()).add(answer);
      return this;
    }

    private Optional<Answer> scripted(Action action, Target target) {
      calls.add(action + " " + target);
      watch.run();
      return Optional.ofNullable(answers.getOrDefault(action, new ArrayDeque<>()).poll());
    }

    @Override
    public Answer read(Target target) {
      return scripted(Action.READ, target).orElseGet(() -> then.read(target));
    }

    @Override
    public Listed list(ResourceType type, Map<String, String> scope) {
      return then.list(type, scope);
    }

    @Override
    public Answer create(Target target, Fields body, String requestId) {
      calls.add("id " + requestId);
      return scripted(Action.CREATE, target).orElseGet(() -> then.create(target, body, requestId));
    }

    @Override
    public Answer update(
        Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
      return scripted(Action.UPDATE, target)
          .orElseGet(() -> then.update(target, body, changed, observed, requestId));
    }

    @Override
    public Answer delete(Target target, Fields observed, String requestId) {
      return scripted(Action.DELETE, target)
          .orElseGet(() -> then.delete(target, observed, requestId));
    }

    @Override
    public Answer poll(Operation operation) {
      return then.poll(operation);
    }

    @Override
    public Permissions test(String resource, SortedSet<String> permissions) {
      return then.test(resource, permissions);
    }

    @Override
    public SecretValue reveal(String secret) {
      return then.reveal(secret);
    }
  }

  private static Resource thing(ResourceType type, String name, Fields body, Address... after) {
    Map<String, Value> path = new TreeMap<>(Map.of("project", Value.of("p")));
    if (!type.isServerNamed()) {
      path.put("name", Value.of(name));
    }
    return new Resource(
        new Address(type.name(), name),
        type,
        path,
        body,
        new TreeSet<>(List.of(after)),
        Place.of("test"));
  }

  private static Resource quick(String name, Address... after) {
    return thing(SimTypes.QUICK, name, Value.fields().with("size", 1), after);
  }

  private Plan plan(Options options, Resource... desired) throws InterruptedException {
    Observation observation =
        new Observer(sim, lanes, Limits.of(10), random)
            .observe(Refresh.of(List.of(desired), store.load().state(), SimTypes.CATALOG));
    return new Planner(SimTypes.CATALOG, Types.NO_SHAPES)
        .plan(List.of(desired), store.load().state(), observation, options);
  }

  private Outcome up(Resource... desired) throws InterruptedException {
    return applier.apply(plan(Options.NONE, desired));
  }

  private static List<String> rendered(Outcome outcome) {
    return outcome.failures().stream().map(Diagnostic::render).toList();
  }

  @Test
  void what_is_needed_is_made_first_and_everything_is_recorded() throws InterruptedException {
    Resource a = quick("a");
    Resource b =
        thing(
            SimTypes.SLOW,
            "b",
            Value.fields().with("refs.a", new Value.Reference(a.address(), "number")));

    Outcome outcome = up(b, a);

    assertThat(outcome.isComplete()).isTrue();
    assertThat(outcome.done()).hasToString("[CREATE quick.Thing/a, CREATE slow.Thing/b]");
    assertThat(store.load().state().resources().keySet()).containsExactly(a.address(), b.address());
    assertThat(outcome.state()).isEqualTo(store.load().state());
    assertThat(store.records()).as("the journal was folded into the snapshot").isZero();
  }

  @Test
  void a_failure_skips_what_needs_it_and_nothing_else() throws InterruptedException {
    Resource a = quick("a");
    cloud.refusing(Action.CREATE, Kind.INVALID);

    Outcome outcome =
        up(
            a,
            quick("b", a.address()),
            thing(SimTypes.SLOW, "c", Value.fields(), quick("b").address()),
            thing(SimTypes.LONELY, "d", Value.fields()));

    assertThat(rendered(outcome))
        .containsExactly(
            "quick.Thing/a: quick.example.com refused (400 why): because of hunter22 [GW401]");
    assertThat(outcome.skipped()).hasToString("[CREATE quick.Thing/b, CREATE slow.Thing/c]");
    assertThat(outcome.done()).hasToString("[CREATE lonely.Thing/d]");
    assertThat(store.load().open()).isEmpty();
  }

  @Test
  void what_was_made_without_an_answer_is_taken_over_and_not_made_again()
      throws InterruptedException {
    Resource a = quick("a");
    sim.create(new Target(a.type(), Map.of("project", "p", "name", "other")), a.body(), "x");
    Plan plan = plan(Options.NONE, a);
    sim.create(new Target(a.type(), Map.of("project", "p", "name", "a")), a.body(), "x");
    cloud.refusing(Action.CREATE, Kind.LOST);

    assertThat(applier.apply(plan).isComplete()).isTrue();
    assertThat(cloud.calls.stream().filter(c -> c.startsWith("CREATE"))).hasSize(1);
    assertThat(cloud.calls.getLast()).isEqualTo("READ quick.Thing projects/p/quicks/a");
  }

  @Test
  void what_someone_else_made_meanwhile_is_taken_over_only_when_it_is_as_described()
      throws InterruptedException {
    Resource a = quick("a");
    Resource b = quick("b");
    Plan plan = plan(Options.NONE, a, b);
    sim.create(
        new Target(a.type(), Map.of("project", "p", "name", "a")), a.body().with("theirs", 1), "x");
    sim.create(
        new Target(b.type(), Map.of("project", "p", "name", "b")), b.body().with("size", 9), "x");

    Outcome outcome = applier.apply(plan);

    assertThat(outcome.done()).hasToString("[CREATE quick.Thing/a]");
    assertThat(rendered(outcome))
        .containsExactly(
            "quick.Thing/b: it was made by someone else meanwhile, and differs: size. [GW304]\n  fix: plan again.");
  }

  @Test
  void every_try_of_one_creation_has_the_same_request_id() throws InterruptedException {
    cloud.refusing(Action.CREATE, Kind.RATE_LIMITED, Kind.BUSY, Kind.UNAVAILABLE);

    assertThat(up(quick("a")).isComplete()).isTrue();
    assertThat(cloud.calls.stream().filter(c -> c.startsWith("id ")).distinct()).hasSize(1);
    assertThat(events.stream().filter(e -> e instanceof Event.Retried)).hasSize(3);
  }

  @Test
  void a_resource_still_in_use_is_waited_for_while_its_users_go() throws InterruptedException {
    Resource a = quick("a");
    Resource b = quick("b", a.address());
    up(a, b);
    cloud.refusing(Action.DELETE);
    cloud.answers.clear();
    cloud
        .answer(Action.DELETE, new Answer.Absent())
        .refusing(Action.DELETE, Kind.IN_USE, Kind.IN_USE);

    Outcome outcome = applier.apply(plan(Options.NONE.destroying(), a, b));

    assertThat(outcome.isComplete()).isTrue();
    assertThat(outcome.done()).hasToString("[DELETE quick.Thing/b, DELETE quick.Thing/a]");
  }

  @Test
  void a_resource_in_use_by_others_is_not_waited_for() throws InterruptedException {
    Resource a = quick("a");
    up(a);
    cloud.refusing(Action.DELETE, Kind.IN_USE);

    assertThat(rendered(applier.apply(plan(Options.NONE.destroying(), a))))
        .containsExactly(
            "quick.Thing/a: quick.example.com refused (400 why): because of hunter22 [GW401]\n  fix: remove what still uses it.");
  }

  @Test
  void an_operation_that_does_not_end_is_left_to_the_next_run() throws InterruptedException {
    Resource slow = thing(SimTypes.SLOW, "s", Value.fields());
    cloud.answer(
        Action.CREATE,
        new Answer.Working(
            new Operation(
                new Target(slow.type(), Map.of("project", "p", "name", "s")),
                Action.CREATE,
                "operations/endless")));
    Cloud endless = new Endless(cloud);

    Outcome outcome =
        new Applier(endless, store, Types.NO_SHAPES, lanes, Limits.of(1), random, events::add)
            .apply(plan(Options.NONE, slow));

    assertThat(rendered(outcome))
        .containsExactly(
            "slow.Thing/s: not done after 20 min; operation operations/endless goes on in the cloud. [GW402]\n"
                + "  fix: run again: the next run waits for it and makes nothing twice.");
    assertThat(store.load().open())
        .extracting(o -> o.operation())
        .containsExactly(Optional.of("operations/endless"));
  }

  /// No operation ever ends.
  private record Endless(Cloud cloud) implements Cloud {
    @Override
    public Answer read(Target target) {
      return cloud.read(target);
    }

    @Override
    public Listed list(ResourceType type, Map<String, String> scope) {
      return cloud.list(type, scope);
    }

    @Override
    public Answer create(Target target, Fields body, String requestId) {
      return cloud.create(target, body, requestId);
    }

    @Override
    public Answer update(
        Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
      return cloud.update(target, body, changed, observed, requestId);
    }

    @Override
    public Answer delete(Target target, Fields observed, String requestId) {
      return cloud.delete(target, observed, requestId);
    }

    @Override
    public Answer poll(Operation operation) {
      return new Answer.Working(operation);
    }

    @Override
    public Permissions test(String resource, SortedSet<String> permissions) {
      return cloud.test(resource, permissions);
    }

    @Override
    public SecretValue reveal(String secret) {
      return cloud.reveal(secret);
    }
  }

  @Test
  void a_reference_to_a_field_that_is_never_shown_fails_and_says_so() throws InterruptedException {
    Resource a = quick("a");
    Resource b =
        thing(
            SimTypes.SLOW,
            "b",
            Value.fields().with("refs.a", new Value.Reference(a.address(), "colour")));

    assertThat(rendered(up(a, b)))
        .containsExactly(
            "slow.Thing/b: it refers to colour of quick.Thing/a, which the cloud does not show. [GW306]\n  fix: refer to a field that is there.");
  }

  @Test
  void a_secret_is_revealed_for_the_call_and_recorded_by_its_version_only()
      throws InterruptedException {
    Resource secret = thing(SimTypes.SECRET, "s", Value.fields());
    Resource version =
        new Resource(
            new Address(SimTypes.VERSION.name(), "s"),
            SimTypes.VERSION,
            Map.of(
                "project", Value.of("p"), "secret", new Value.Reference(secret.address(), "name")),
            Value.fields().with("payload.data", new Value.Generated(24)),
            new TreeSet<>(),
            Place.of("test"));
    Resource reader =
        thing(
            SimTypes.READER,
            "r",
            Value.fields().with("password", new Value.Secret(secret.address())).with("reads", "s"));

    up(secret, version, reader);

    String value = sim.secretValues().iterator().next();
    assertThat(value).hasSize(24);
    assertThat(sim.content()).noneMatch(line -> line.contains("WRONG PASSWORD"));
    assertThat(store.everything())
        .doesNotContain(value)
        .contains("\"password\":{\"secret\":\"projects/7/secrets/s/versions/");
    assertThat(events.toString()).doesNotContain(value);
  }

  @Test
  void the_first_wish_to_stop_finishes_what_is_under_way_and_begins_nothing()
      throws InterruptedException {
    Resource slow = thing(SimTypes.SLOW, "s", Value.fields());
    Plan plan = plan(Options.NONE, slow, quick("after", slow.address()));
    Applier stopped =
        new Applier(cloud, store, Types.NO_SHAPES, lanes, Limits.of(1), random, events::add);
    lanes.start(() -> stopped::cancel);

    Outcome outcome = stopped.apply(plan);

    assertThat(outcome.done()).hasToString("[CREATE slow.Thing/s]");
    assertThat(outcome.left()).hasToString("[CREATE quick.Thing/after]");
    assertThat(outcome.isComplete()).isFalse();
    assertThat(store.load().open()).isEmpty();
  }

  @Test
  void the_second_wish_to_stop_leaves_the_journal_to_the_next_run_which_takes_over_what_was_made()
      throws InterruptedException {
    Resource slow = thing(SimTypes.SLOW, "s", Value.fields());
    Plan plan = plan(Options.NONE, slow);
    Applier stopped =
        new Applier(
            cloud,
            store,
            Types.NO_SHAPES,
            lanes,
            Limits.of(1),
            random,
            event -> {
              if (event instanceof Event.Waiting) {
                ApplierTest.this.stop.run();
              }
            });
    stop =
        () -> {
          stopped.cancel();
          stopped.cancel();
        };

    stopped.apply(plan);
    assertThat(store.load().open()).hasSize(1);
    Resume.Resumed resumed =
        new Resume(
                cloud,
                store,
                SimTypes.CATALOG,
                Types.NO_SHAPES,
                new VirtualLanes(clock, random, 40),
                Limits.of(1),
                random)
            .resume();

    assertThat(resumed.takenOver()).containsExactly(slow.address());
    assertThat(resumed.problems()).isEmpty();
    assertThat(plan(Options.NONE, slow).isEmpty()).isTrue();
    assertThat(sim.size()).isOne();
  }

  private Runnable stop = () -> {};

  @Test
  void a_plan_of_another_state_is_not_applied() throws InterruptedException {
    Plan plan = plan(Options.NONE, quick("a"));
    applier.apply(plan);

    assertThatThrownBy(() -> applier.apply(plan))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a plan of state 0, which is now 1");
  }

  @Test
  void progress_tells_how_far_the_run_is_and_how_long_the_rest_takes() throws InterruptedException {
    Resource slow = thing(SimTypes.SLOW, "s", Value.fields());
    up(slow, quick("q", slow.address()));

    Event.Progress first = events.getFirst().progress();
    Event.Progress last = events.getLast().progress();
    assertThat(first.remaining()).isEqualTo(Duration.ofSeconds(41));
    assertThat(first.total()).isEqualTo(2);
    assertThat(last.done()).isEqualTo(2);
    assertThat(last.remaining()).isZero();
    assertThat(last.elapsed()).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(45));
  }

  @Test
  void a_run_takes_hardly_longer_than_its_critical_path() throws InterruptedException {
    List<Resource> chain = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      chain.add(
          i == 0
              ? thing(SimTypes.SLOW, "s0", Value.fields())
              : thing(SimTypes.SLOW, "s" + i, Value.fields(), chain.getLast().address()));
    }
    for (int i = 0; i < 100; i++) {
      chain.add(thing(SimTypes.SLOW, "t" + i, Value.fields()));
    }
    Plan plan = plan(Options.NONE, chain.toArray(Resource[]::new));
    Duration begun = clock.now();

    applier.apply(plan);

    assertThat(plan.estimate()).isEqualTo(Duration.ofSeconds(400));
    assertThat(clock.now().minus(begun)).isLessThan(Duration.ofMinutes(7));
  }

  @Test
  void on_real_threads_it_ends_the_same_way() throws InterruptedException {
    Limits limits = Limits.of(20);
    VirtualThreads threads = new VirtualThreads(System::nanoTime);
    Resource[] many =
        IntStream.range(0, 300)
            .mapToObj(
                i -> i < 10 ? quick("q" + i) : quick("q" + i, quick("q" + (i - 10)).address()))
            .toArray(Resource[]::new);
    Plan plan = plan(Options.NONE, many);

    Outcome outcome =
        new Applier(new Serial(sim), store, Types.NO_SHAPES, threads, limits, random, events::add)
            .apply(plan);

    assertThat(outcome.isComplete()).isTrue();
    assertThat(sim.size()).isEqualTo(300);
    assertThat(sim.violations()).isEmpty();
    assertThat(outcome.done()).extracting(Step::kind).containsOnly(Step.Kind.CREATE);
  }

  /// The simulated cloud is made for one thread.
  private record Serial(SimCloud cloud) implements Cloud {
    @Override
    public Answer read(Target target) {
      synchronized (cloud) {
        return cloud.read(target);
      }
    }

    @Override
    public Listed list(ResourceType type, Map<String, String> scope) {
      synchronized (cloud) {
        return cloud.list(type, scope);
      }
    }

    @Override
    public Answer create(Target target, Fields body, String requestId) {
      synchronized (cloud) {
        return cloud.create(target, body, requestId);
      }
    }

    @Override
    public Answer update(
        Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
      synchronized (cloud) {
        return cloud.update(target, body, changed, observed, requestId);
      }
    }

    @Override
    public Answer delete(Target target, Fields observed, String requestId) {
      synchronized (cloud) {
        return cloud.delete(target, observed, requestId);
      }
    }

    @Override
    public Answer poll(Operation operation) {
      synchronized (cloud) {
        return cloud.poll(operation);
      }
    }

    @Override
    public Permissions test(String resource, SortedSet<String> permissions) {
      return cloud.test(resource, permissions);
    }

    @Override
    public SecretValue reveal(String secret) {
      synchronized (cloud) {
        return cloud.reveal(secret);
      }
    }
  }

  @Test
  void a_bug_on_a_lane_ends_the_run_where_it_is_seen() throws InterruptedException {
    VirtualThreads threads = new VirtualThreads(System::nanoTime);
    threads.start(() -> {
      throw new IllegalStateException("bug");
    });

    Runnable answer = threads.next(Duration.ofSeconds(10)).orElseThrow();

    assertThatThrownBy(answer::run).isInstanceOf(IllegalStateException.class).hasMessage("bug");
  }

  @Test
  void intents_are_durable_before_their_calls() throws InterruptedException {
    Resource a = quick("a");
    Plan plan = plan(Options.NONE, a);
    List<Action> openAtCall = new ArrayList<>();
    cloud.watch = () -> store.load().open().forEach(o -> openAtCall.add(o.intent().action()));

    applier.apply(plan);

    assertThat(openAtCall).containsExactly(Action.CREATE);
  }
}
