package dev.groundwork.apply;

import static dev.groundwork.plan.Types.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.plan.Observation;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.plan.Refresh;
import dev.groundwork.plan.Types;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ObserverTest {
  private static final Resource PROJECT = resource(Types.PROJECT, "p", Value.fields());
  private static final Resource NETWORK = resource(Types.NETWORK, "main", Value.fields());
  private static final Resource OTHER = resource(Types.NETWORK, "other", Value.fields());
  private static final Resource SECRET = resource(Types.SECRET, "password", Value.fields());
  private static final Resource USER =
      resource(
          Types.USER,
          "app",
          Map.of("instance", Value.of("db")),
          Value.fields().with("password", new Value.Secret(SECRET.address())));

  private final Shelf shelf = new Shelf();

  /// A cloud that only answers what a test puts on its shelf.
  private static final class Shelf implements Cloud {
    final Map<String, Deque<Answer>> reads = new TreeMap<>();
    final Map<String, Deque<Listed>> lists = new TreeMap<>();
    final List<String> calls = new ArrayList<>();

    void read(String id, Answer... answers) {
      reads.put(id, new ArrayDeque<>(List.of(answers)));
    }

    void list(ResourceType type, Listed... answers) {
      lists.put(type.name(), new ArrayDeque<>(List.of(answers)));
    }

    private static <A> A next(Deque<A> answers) {
      return answers.size() > 1 ? answers.remove() : answers.element();
    }

    @Override
    public Answer read(Target target) {
      calls.add("read " + target.id());
      return Optional.ofNullable(reads.get(target.id()))
          .map(Shelf::next)
          .orElseGet(Answer.Absent::new);
    }

    @Override
    public Listed list(ResourceType type, Map<String, String> scope) {
      calls.add("list " + type + " " + scope);
      return Optional.ofNullable(lists.get(type.name()))
          .map(Shelf::next)
          .orElseGet(() -> new Listed.Found(List.of()));
    }

    @Override
    public Answer create(Target target, Fields body, String requestId) {
      throw new AssertionError("observing creates nothing");
    }

    @Override
    public Answer update(
        Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
      throw new AssertionError("observing changes nothing");
    }

    @Override
    public Answer delete(Target target, Fields observed, String requestId) {
      throw new AssertionError("observing deletes nothing");
    }

    @Override
    public Answer poll(Operation operation) {
      throw new AssertionError("observing waits for nothing");
    }

    @Override
    public Permissions test(String resource, SortedSet<String> permissions) {
      throw new AssertionError();
    }

    @Override
    public SecretValue reveal(String secret) {
      throw new AssertionError("observing reveals nothing");
    }
  }

  private Observation observe(Resource... desired) throws InterruptedException {
    VirtualLanes lanes = new VirtualLanes(new VirtualLanes.Clock(), new Random(1), 40);
    return new Observer(shelf, lanes, Limits.of(10), new Random(1))
        .observe(Refresh.of(List.of(desired), State.EMPTY, Types.CATALOG));
  }

  private static Refusal refusal(Kind kind) {
    return new Refusal(kind, 403, "", "no", Optional.empty());
  }

  private static Target target(Resource resource) {
    return new Target(resource.type(), Map.of("project", "p", "name", resource.address().name()));
  }

  private static Answer.Present present(String name) {
    return new Answer.Present(
        Map.of("project", "p", "name", name), Value.fields().with("name", name));
  }

  @Test
  void a_listing_tells_what_is_there_and_what_is_not() throws InterruptedException {
    shelf.list(Types.NETWORK, new Cloud.Listed.Found(List.of(present("main"), present("theirs"))));

    Observation observation = observe(NETWORK, OTHER);

    assertThat(observation.of(target(NETWORK)))
        .contains(
            new Seen.Present(
                Map.of("project", "p", "name", "main"), Value.fields().with("name", "main")));
    assertThat(observation.of(target(OTHER))).contains(new Seen.Absent());
    assertThat(shelf.calls).containsExactly("list compute.Network {project=p}");
  }

  @Test
  void in_a_project_that_is_not_there_nothing_is_asked_for() throws InterruptedException {
    Observation observation = observe(PROJECT, NETWORK, OTHER);

    assertThat(shelf.calls).containsExactly("read projects/p");
    assertThat(observation.of(target(NETWORK))).contains(new Seen.Absent());
  }

  @Test
  void by_an_api_that_is_not_enabled_nothing_is_there() throws InterruptedException {
    shelf.list(Types.NETWORK, new Cloud.Listed.Refused(refusal(Kind.API_DISABLED)));
    shelf.read("projects/p/secrets/password", new Answer.Refused(refusal(Kind.NOT_FOUND)));

    Observation observation = observe(NETWORK, OTHER, SECRET);

    assertThat(observation.of(target(NETWORK))).contains(new Seen.Absent());
    assertThat(observation.of(target(SECRET))).contains(new Seen.Absent());
  }

  @Test
  void what_must_not_be_read_is_unreadable_and_not_absent() throws InterruptedException {
    shelf.read("projects/p/global/networks/main", new Answer.Refused(refusal(Kind.PERMISSION)));

    assertThat(observe(NETWORK).of(target(NETWORK)))
        .contains(new Seen.Unreadable(refusal(Kind.PERMISSION)));
  }

  @Test
  void what_passes_is_waited_for() throws InterruptedException {
    shelf.read(
        "projects/p/global/networks/main",
        new Answer.Refused(refusal(Kind.RATE_LIMITED)),
        new Answer.Refused(Refusal.lost("")),
        present("main"));

    assertThat(observe(NETWORK).of(target(NETWORK)))
        .hasValueSatisfying(s -> assertThat(s).isInstanceOf(Seen.Present.class));
    assertThat(shelf.calls).hasSize(3);
  }

  @Test
  void the_newest_enabled_version_of_a_secret_is_told_by_number_not_by_order()
      throws InterruptedException {
    shelf.read("projects/p/secrets/password", present("password"));
    shelf.list(
        Types.VERSION,
        new Cloud.Listed.Found(
            List.of(
                version("9", "ENABLED"),
                version("10", "ENABLED"),
                version("11", "DISABLED"),
                version("2", "ENABLED"))));

    assertThat(observe(SECRET, USER).newestVersion("projects/p/secrets/password"))
        .contains("projects/p/secrets/password/versions/10");
  }

  private static Answer.Present version(String number, String state) {
    return new Answer.Present(
        Map.of("project", "p", "secret", "password", "version", number),
        Value.fields().with("state", state));
  }
}
