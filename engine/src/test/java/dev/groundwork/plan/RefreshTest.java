package dev.groundwork.plan;

import static dev.groundwork.plan.Types.link;
import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.state.State;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RefreshTest {
  private static final Resource PROJECT =
      resource(Types.PROJECT, "p", fields("parent", "organizations/1"));
  private static final Resource NETWORK = resource(Types.NETWORK, "main", fields());
  private static final Resource INSTANCE = resource(Types.INSTANCE, "db", fields());
  private static final Resource SECRET = resource(Types.SECRET, "password", fields());
  private static final Resource VERSION =
      resource(
          Types.VERSION,
          "password",
          Map.of("secret", link(SECRET, "name")),
          fields("payload.data", new Value.Generated(9)));
  private static final Resource USER =
      resource(
          Types.USER,
          "app",
          Map.of("instance", link(INSTANCE, "name")),
          fields("password", new Value.Secret(SECRET.address())));

  private static Refresh of(State state, Resource... desired) {
    return Refresh.of(List.of(desired), state, Types.CATALOG);
  }

  @Test
  void each_collection_is_listed_once_however_many_are_in_it() {
    Resource[] subnets =
        IntStream.range(0, 1_000)
            .mapToObj(i -> resource(Types.SUBNET, "s" + i, fields()))
            .toArray(Resource[]::new);

    Refresh refresh = of(State.EMPTY, subnets);

    assertThat(refresh.reads()).isEmpty();
    assertThat(refresh.listings()).hasSize(1);
    assertThat(refresh.listings().getFirst().scope())
        .containsOnly(Map.entry("project", "p"), Map.entry("region", "r"));
    assertThat(refresh.listings().getFirst().targets()).hasSize(1_000);
  }

  @Test
  void what_stands_alone_in_its_collection_is_read_by_itself() {
    assertThat(of(State.EMPTY, NETWORK).reads())
        .extracting(r -> r.target().id())
        .containsExactly("projects/p/global/networks/main");
  }

  @Test
  void members_of_one_policy_are_listed_together() {
    Resource[] members =
        IntStream.range(0, 3)
            .mapToObj(i ->
                resource(
                    Types.MEMBER,
                    "m" + i,
                    Map.of("role", Value.of("roles/editor"), "member", Value.of("user:u" + i)),
                    fields()))
            .toArray(Resource[]::new);

    assertThat(of(State.EMPTY, members).listings())
        .extracting(Refresh.Listing::scope)
        .containsExactly(new java.util.TreeMap<>(Map.of("project", "p")));
  }

  @Test
  void projects_are_read_first() {
    Refresh refresh = of(State.EMPTY, PROJECT, NETWORK);

    assertThat(refresh.projects()).extracting(r -> r.target().id()).containsExactly("projects/p");
    assertThat(refresh.reads()).extracting(r -> r.target().type()).containsExactly(Types.NETWORK);
  }

  @Test
  void names_that_follow_from_other_names_are_known_before_anything_stands() {
    assertThat(of(State.EMPTY, INSTANCE, USER).reads())
        .extracting(r -> r.target().id())
        .containsExactly("projects/p/instances/db", "projects/p/instances/db/users/app");
  }

  @Test
  void where_google_chose_the_name_the_record_knows_it_and_without_one_there_is_nothing_to_read() {
    assertThat(of(State.EMPTY, SECRET, VERSION).reads())
        .extracting(r -> r.target().id())
        .containsExactly("projects/p/secrets/password");
    assertThat(of(new World().applied(SECRET, VERSION).state(), SECRET, VERSION).reads())
        .extracting(r -> r.target().id())
        .containsExactly("projects/p/secrets/password", "projects/p/secrets/password/versions/1");
  }

  @Test
  void what_is_recorded_and_wanted_no_more_is_read_too() {
    assertThat(of(new World().applied(NETWORK).state()).reads())
        .extracting(r -> r.target().id())
        .containsExactly("projects/p/global/networks/main");
  }

  @Test
  void the_newest_version_of_every_secret_that_is_read_is_asked_for_without_its_value() {
    Refresh refresh = of(State.EMPTY, SECRET, VERSION, INSTANCE, USER);

    assertThat(refresh.secrets())
        .extracting(Refresh.SecretVersions::secret)
        .containsExactly("projects/p/secrets/password");
    assertThat(refresh.secrets().getFirst().scope())
        .containsOnly(Map.entry("project", "p"), Map.entry("secret", "password"));
  }

  @Test
  void who_looks_with_credentials_of_its_own_is_told_where_they_are() {
    Refresh refresh = of(State.EMPTY, SECRET, INSTANCE, USER);

    assertThat(refresh.reads().getLast().wanted())
        .isEqualTo(fields("password", fields("secret", "projects/p/secrets/password")));
  }
}
