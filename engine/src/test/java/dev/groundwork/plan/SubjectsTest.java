package dev.groundwork.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SubjectsTest {
  private static final ResourceType INSTANCES = Catalog.standard().get("sql.Instance");
  private static final ResourceType DATABASES = Catalog.standard().get("sql.Database");
  private static final Address INSTANCE = new Address("sql.Instance", "db");
  private static final Address ORDERS = new Address("sql.Database", "db.orders");
  private static final List<Resource> DESIRED =
      List.of(
          resource(
              ORDERS,
              DATABASES,
              Map.of(
                  "project",
                  Value.of("p"),
                  "instance",
                  new Value.Reference(INSTANCE, "name"),
                  "name",
                  Value.of("orders"))),
          resource(INSTANCE, INSTANCES, Map.of("project", Value.of("p"), "name", Value.of("i"))));
  private static final Value.Fields RUNS = Value.fields().with("state", "RUNNABLE");

  @Test
  void what_was_read_is_found_by_its_address_through_references_too() {
    Target orders =
        new Target(DATABASES, Map.of("project", "p", "instance", "i", "name", "orders"));
    Observation observation =
        Observation.builder()
            .add(instance("i"), new Seen.Present(instance("i").path(), RUNS))
            .add(orders, new Seen.Present(orders.path(), Value.fields()))
            .build();

    assertThat(Subjects.of(DESIRED, State.EMPTY, observation))
        .containsOnlyKeys(INSTANCE, ORDERS)
        .containsEntry(INSTANCE, new Answer.Present(instance("i").path(), RUNS))
        .containsEntry(ORDERS, new Answer.Present(orders.path(), Value.fields()));
  }

  @Test
  void what_is_recorded_is_looked_for_where_it_stands() {
    Recorded recorded =
        new Recorded(
            INSTANCE, instance("old").path(), Value.fields(), Value.fields(), new TreeSet<>());
    Observation observation =
        Observation.builder()
            .add(instance("old"), new Seen.Present(instance("old").path(), RUNS))
            .build();

    assertThat(Subjects.of(DESIRED, State.EMPTY.with(recorded), observation))
        .containsEntry(INSTANCE, new Answer.Present(instance("old").path(), RUNS));
  }

  @Test
  void what_was_not_found_or_not_read_says_so() {
    Refusal refusal =
        new Refusal(Refusal.Kind.PERMISSION, 403, "", "you may not", Optional.empty());
    Observation observation =
        Observation.builder().add(instance("i"), new Seen.Unreadable(refusal)).build();

    assertThat(Subjects.of(DESIRED, State.EMPTY, observation))
        .containsEntry(INSTANCE, new Answer.Refused(refusal))
        .containsEntry(ORDERS, new Answer.Absent());
    assertThat(Subjects.of(DESIRED, State.EMPTY, Observation.none()))
        .containsEntry(INSTANCE, new Answer.Absent());
  }

  private static Target instance(String name) {
    return new Target(INSTANCES, Map.of("project", "p", "name", name));
  }

  private static Resource resource(Address address, ResourceType type, Map<String, Value> path) {
    return new Resource(address, type, path, Value.fields(), new TreeSet<>(), Place.of("test"));
  }
}
