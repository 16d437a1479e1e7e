package dev.groundwork.apply;

import static dev.groundwork.plan.Types.resource;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Target;
import dev.groundwork.plan.Change;
import dev.groundwork.plan.Options;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Planner;
import dev.groundwork.plan.Refresh;
import dev.groundwork.plan.Types;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ResumeTest {
  private static final Value ONE = Value.list(Value.of("001.sql"));
  private static final Value BOTH = Value.list(Value.of("001.sql"), Value.of("002.sql"));
  private static final Map<String, String> PATH =
      Map.of("project", "p", "database", "app", "name", "schema");
  private static final Resource MIGRATION =
      resource(
          Types.MIGRATION,
          "schema",
          Map.of("database", Value.of("app")),
          Value.fields().with("scripts", BOTH));

  private final SimStore store = new SimStore(new Doom());

  @Test
  void a_creation_that_was_cut_off_half_way_is_finished_by_the_next_plan() throws Exception {
    wasCreatingWhenKilled();

    Plan plan = planAfter(Value.fields().with("scripts", ONE));

    assertThat(plan.changes()).singleElement().isInstanceOf(Change.Update.class);
  }

  @Test
  void a_creation_that_was_done_before_the_kill_needs_nothing_more() throws Exception {
    wasCreatingWhenKilled();

    Plan plan = planAfter(Value.fields().with("scripts", BOTH).with("others", Value.of("theirs")));

    assertThat(plan.changes()).singleElement().isInstanceOf(Change.Keep.class);
  }

  private void wasCreatingWhenKilled() {
    Recorded wanted =
        new Recorded(MIGRATION.address(), PATH, MIGRATION.body(), Fields.EMPTY, new TreeSet<>());
    store.append(new JournalRecord.Intent(Action.CREATE, wanted, new TreeSet<>(), "r1"));
  }

  private Plan planAfter(Fields standing) throws InterruptedException {
    Cloud cloud = new One(new Answer.Present(PATH, standing));
    VirtualLanes lanes = new VirtualLanes(new VirtualLanes.Clock(), new Random(1), 40);
    Limits limits = Limits.of(10);
    State state =
        new Resume(cloud, store, Types.CATALOG, Types.NO_SHAPES, lanes, limits, new Random(1))
            .resume()
            .state();
    var observation =
        new Observer(cloud, lanes, limits, new Random(1))
            .observe(Refresh.of(List.of(MIGRATION), state, Types.CATALOG));
    return new Planner(Types.CATALOG, Types.NO_SHAPES)
        .plan(List.of(MIGRATION), state, observation, Options.NONE);
  }

  /// A cloud in which this one resource stands.
  private record One(Answer standing) implements Cloud {
    @Override
    public Answer read(Target target) {
      return standing;
    }

    @Override
    public Listed list(ResourceType type, Map<String, String> scope) {
      return new Listed.Found(List.of());
    }

    @Override
    public Answer create(Target target, Fields body, String requestId) {
      throw new AssertionError("resuming creates nothing");
    }

    @Override
    public Answer update(
        Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
      throw new AssertionError("resuming changes nothing");
    }

    @Override
    public Answer delete(Target target, Fields observed, String requestId) {
      throw new AssertionError("resuming deletes nothing");
    }

    @Override
    public Answer poll(Operation operation) {
      throw new AssertionError("there is no operation");
    }

    @Override
    public Permissions test(String resource, SortedSet<String> permissions) {
      throw new AssertionError();
    }

    @Override
    public SecretValue reveal(String secret) {
      throw new AssertionError();
    }
  }
}
