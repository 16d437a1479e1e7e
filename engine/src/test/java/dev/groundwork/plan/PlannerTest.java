package dev.groundwork.plan;

import static dev.groundwork.plan.Types.link;
import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.change;
import static dev.groundwork.plan.World.fields;
import static dev.groundwork.plan.World.symbols;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.state.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Resource NETWORK =
      resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", false));
  private static final Resource SUBNET =
      resource(
          Types.SUBNET,
          "apps",
          fields(
              "network",
              link(NETWORK, "selfLink"),
              "ipCidrRange",
              "10.0.0.0/20",
              "purpose",
              "PRIVATE"));
  private static final Resource INSTANCE =
      resource(
          Types.INSTANCE,
          "db",
          fields(
              "region",
              "us-central1",
              "settings.tier",
              "small",
              "settings.privateNetwork",
              link(NETWORK, "id")));
  private static final Resource DATABASE =
      resource(
          Types.DATABASE,
          "app",
          Map.of("instance", link(INSTANCE, "name")),
          fields("charset", "UTF8"));
  private static final Resource SECRET =
      resource(Types.SECRET, "password", fields("replication.automatic.on", true));
  private static final Resource VERSION =
      resource(
          Types.VERSION,
          "password",
          Map.of("secret", link(SECRET, "name")),
          fields("payload.data", new Value.Generated(24)));
  private static final Resource USER =
      resource(
          Types.USER,
          "app",
          Map.of("instance", link(INSTANCE, "name")),
          fields("password", new Value.Secret(SECRET.address())));
  private static final Resource[] ALL = {
    NETWORK, SUBNET, INSTANCE, DATABASE, SECRET, VERSION, USER
  };

  private final World world = new World();

  // ---------------------------------------------------------------- what stands and what does not

  @Test
  void what_is_not_there_is_created() {
    Plan plan = world.plan(NETWORK, SUBNET);

    assertThat(symbols(plan))
        .containsExactly("+ compute.Network/main", "+ compute.Subnetwork/apps");
    assertThat(change(plan, NETWORK).reasons()).containsExactly("It is not there yet.");
    assertThat(plan.summary()).isEqualTo("Plan: 2 to add, 0 to change, 0 to destroy.");
    assertThat(plan.serial()).isEqualTo(7);
  }

  @Test
  void what_stands_as_described_is_kept_and_the_plan_is_empty() {
    Plan plan =
        world
            .applied(ALL)
            .newest("projects/p/secrets/password", "projects/p/secrets/password/versions/1")
            .plan(ALL);

    assertThat(symbols(plan)).isEmpty();
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.estimate()).isZero();
    assertThat(plan.summary()).isEqualTo("Plan: 0 to add, 0 to change, 0 to destroy.");
  }

  @Test
  void what_was_deleted_behind_our_back_is_created_again() {
    Plan plan = world.applied(NETWORK).deleted(NETWORK).plan(NETWORK);

    assertThat(change(plan, NETWORK))
        .isInstanceOfSatisfying(Change.Create.class, c -> assertThat(c.vanished()).isTrue());
    assertThat(change(plan, NETWORK).reasons()).containsExactly("It was deleted behind our back.");
  }

  @Test
  void what_cannot_be_read_is_refused_and_says_why() {
    Plan plan =
        world
            .applied(NETWORK)
            .unreadable(
                NETWORK,
                new Refusal(
                    Refusal.Kind.PERMISSION, 403, "", "no compute.networks.get", Optional.empty()))
            .plan(NETWORK);

    assertThat(symbols(plan)).containsExactly("! compute.Network/main PERMISSION");
    assertThat(plan.refusals())
        .extracting(Diagnostic::render)
        .containsExactly(
            "groundwork.yaml:4:3: compute.Network/main cannot be read: no compute.networks.get [GW303]");
  }

  // ---------------------------------------------------------------- fields

  @Test
  void another_value_in_the_description_is_an_update() {
    Resource bigger = resource(Types.INSTANCE, "db", INSTANCE.body().with("settings.tier", "big"));

    Plan plan = world.applied(NETWORK, INSTANCE).plan(NETWORK, bigger);

    assertThat(symbols(plan)).containsExactly("~ sql.Instance/db [settings.tier]");
    assertThat(((Change.Update) change(plan, bigger)).differences())
        .containsExactly(
            Map.entry(
                "settings.tier",
                new Difference(
                    Optional.of(Value.of("small")), Optional.of(Value.of("big")), false)));
    assertThat(change(plan, bigger).reasons())
        .containsExactly("The description changed: settings.tier.");
  }

  @Test
  void a_field_changed_behind_our_back_is_put_back_and_called_drift() {
    Plan plan =
        world
            .applied(NETWORK, INSTANCE)
            .changed(INSTANCE, f -> f.with("settings.tier", "huge"))
            .plan(NETWORK, INSTANCE);

    assertThat(((Change.Update) change(plan, INSTANCE)).differences())
        .containsEntry(
            "settings.tier",
            new Difference(Optional.of(Value.of("huge")), Optional.of(Value.of("small")), true));
    assertThat(change(plan, INSTANCE).reasons())
        .containsExactly("It was changed outside of Groundwork: settings.tier.");
  }

  @Test
  void fields_of_others_and_server_defaults_are_left_alone() {
    Plan plan =
        world
            .applied(NETWORK, INSTANCE)
            .changed(
                INSTANCE,
                f ->
                    f.with("settings.userLabels.team", "x")
                        .with("settings.availabilityType", "ZONAL")
                        .with("state", "RUNNABLE"))
            .plan(NETWORK, INSTANCE);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void what_google_writes_in_its_own_way_is_the_same() {
    Resource tagged =
        resource(
            Types.SUBNET,
            "apps",
            SUBNET
                .body()
                .with("tags", Value.list(Value.of("a"), Value.of("b")))
                .with("private", false));

    Plan plan =
        world
            .applied(NETWORK, tagged)
            .changed(
                tagged,
                f ->
                    f.with("network", "projects/p/global/networks/main")
                        .with("tags", Value.list(Value.of("b"), Value.of("a")))
                        .without("private"))
            .plan(NETWORK, tagged);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void what_google_never_showed_as_it_was_written_is_no_difference_until_someone_changes_it() {
    Resource odd = resource(Types.NETWORK, "odd", fields("mode", "Fast"));
    Plan untouched = rewritten(new World().applied(odd), odd, "FAST_MODE", "FAST_MODE");
    Plan touched = rewritten(new World().applied(odd), odd, "FAST_MODE", "SLOW_MODE");

    assertThat(untouched.isEmpty()).isTrue();
    assertThat(symbols(touched)).containsExactly("~ compute.Network/odd [mode]");
  }

  /// @param shown how Google showed `mode` after the apply
  /// @param now how it shows it now
  private static Plan rewritten(World world, Resource odd, String shown, String now) {
    Recorded before = world.state().resources().values().iterator().next();
    Recorded record =
        new Recorded(
            before.address(),
            before.path(),
            before.desired(),
            before.observed().with("mode", shown),
            before.needs());
    Observation observation =
        Observation.builder()
            .add(
                new Target(odd.type(), before.path()),
                new Observation.Seen.Present(before.path(), before.observed().with("mode", now)))
            .build();
    return new Planner(Types.CATALOG, Types.NO_SHAPES)
        .plan(List.of(odd), world.state().with(record), observation, Options.NONE);
  }

  @Test
  void a_field_that_the_description_sets_no_more_goes_back_to_its_default() {
    Resource redundant =
        resource(
            Types.INSTANCE,
            "db",
            INSTANCE
                .body()
                .with("settings.availabilityType", "REGIONAL")
                .with("settings.note", "x"));

    Plan plan = world.applied(NETWORK, redundant).plan(NETWORK, INSTANCE);

    assertThat(((Change.Update) change(plan, INSTANCE)).differences())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "settings.availabilityType",
                    new Difference(
                        Optional.of(Value.of("REGIONAL")), Optional.of(Value.of("ZONAL")), false),
                "settings.note",
                    new Difference(Optional.of(Value.of("x")), Optional.empty(), false)));
  }

  @Test
  void a_field_never_described_is_not_removed_and_one_the_server_sets_is_left_to_it() {
    Resource once =
        resource(
            Types.INSTANCE, "db", INSTANCE.body().with("settings.maintenanceWindow", "sunday"));

    Plan plan =
        world
            .applied(NETWORK, once)
            .changed(once, f -> f.with("settings.other", "theirs"))
            .plan(NETWORK, INSTANCE);

    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void when_description_and_cloud_agree_only_the_record_is_set_right() {
    Resource bigger = resource(Types.INSTANCE, "db", INSTANCE.body().with("settings.tier", "big"));

    Plan plan =
        world
            .applied(NETWORK, INSTANCE)
            .changed(INSTANCE, f -> f.with("settings.tier", "big"))
            .plan(NETWORK, bigger);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(((Change.Keep) change(plan, bigger)).recorded().desired().text("settings.tier"))
        .contains("big");
  }

  // ---------------------------------------------------------------- secrets

  @Test
  void a_secret_with_a_newer_version_is_written_again_and_shown_to_nobody() {
    world
        .applied(ALL)
        .newest("projects/p/secrets/password", "projects/p/secrets/password/versions/2");

    Plan plan = world.plan(ALL);

    assertThat(symbols(plan)).containsExactly("~ sql.User/app [password]");
    assertThat(change(plan, USER).reasons())
        .containsExactly("The secret password has a new version.");
    assertThat(PlanText.render(plan, false)).contains("password = (secret) -> (secret password)");
  }

  @Test
  void a_secret_version_that_is_to_be_made_makes_its_readers_change() {
    Plan plan =
        world
            .applied(ALL)
            .newest("projects/p/secrets/password", "projects/p/secrets/password/versions/1")
            .deleted(VERSION)
            .plan(ALL);

    assertThat(symbols(plan))
        .containsExactly("+ secretmanager.SecretVersion/password", "~ sql.User/app [password]");
  }

  @Test
  void a_secret_that_nobody_looked_at_is_taken_to_be_as_recorded() {
    assertThat(world.applied(ALL).plan(ALL).isEmpty()).isTrue();
  }

  @Test
  void a_secret_that_google_shows_after_all_reaches_neither_plan_nor_record() {
    world
        .applied(ALL)
        .changed(USER, f -> f.with("password", "hunter2"))
        .newest("projects/p/secrets/password", "projects/p/secrets/password/versions/2");

    assertThat(world.plan(ALL).toString()).doesNotContain("hunter2");
    assertThat(world.plan(Options.NONE.destroying().allowingAnyDataLoss(), ALL).toString())
        .doesNotContain("hunter2");
  }

  // ---------------------------------------------------------------- replacement

  @Test
  void a_field_that_cannot_change_means_replacement_and_what_holds_on_to_it_is_replaced_too() {
    Resource other = resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", true));

    Plan plan = world.applied(NETWORK, SUBNET).plan(other, SUBNET);

    assertThat(symbols(plan))
        .containsExactly("-/+ compute.Network/main", "-/+ compute.Subnetwork/apps");
    assertThat(change(plan, other).reasons())
        .containsExactly("It cannot change in place: autoCreateSubnetworks.");
    assertThat(change(plan, SUBNET).reasons())
        .containsExactly("It cannot stand without what is replaced: compute.Network/main.");
    assertThat(plan.summary()).isEqualTo("Plan: 2 to add, 0 to change, 2 to destroy.");
  }

  @Test
  void another_place_or_name_means_another_resource() {
    Resource moved =
        resource(Types.SUBNET, "apps", Map.of("region", Value.of("europe-west1")), SUBNET.body());

    Plan plan = world.applied(NETWORK, SUBNET).plan(NETWORK, moved);

    assertThat(symbols(plan)).containsExactly("-/+ compute.Subnetwork/apps");
    assertThat(change(plan, moved).reasons()).containsExactly("It cannot change in place: region.");
  }

  @Test
  void what_refers_to_a_replaced_resource_by_a_field_that_can_change_stays() {
    Resource other = resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", true));

    assertThat(symbols(world.applied(NETWORK, INSTANCE).plan(other, INSTANCE)))
        .containsExactly("-/+ compute.Network/main");
  }

  @Test
  void data_is_not_replaced_without_leave() {
    Resource elsewhere =
        resource(Types.INSTANCE, "db", INSTANCE.body().with("region", "europe-west1"));

    Plan plan = world.applied(NETWORK, INSTANCE).plan(NETWORK, elsewhere);

    assertThat(symbols(plan)).containsExactly("! sql.Instance/db DATA_LOSS");
    assertThat(plan.refusals())
        .extracting(Diagnostic::render)
        .containsExactly(
            """
            groundwork.yaml:4:3: sql.Instance/db: replacing it would destroy its data. It cannot change in place: region. [GW201]
              fix: allow it with `--allow-data-loss sql.Instance/db`, or take the change back.\
            """);
  }

  @Test
  void with_leave_data_goes_and_what_is_inside_goes_with_it() {
    Resource elsewhere =
        resource(Types.INSTANCE, "db", INSTANCE.body().with("region", "europe-west1"));
    Options leave = Options.NONE.allowingDataLoss(new TreeSet<>(List.of(INSTANCE.address())));

    Plan plan =
        world.applied(NETWORK, INSTANCE, DATABASE).plan(leave, NETWORK, elsewhere, DATABASE);

    assertThat(symbols(plan)).containsExactly("-/+ sql.Database/app", "-/+ sql.Instance/db");
    assertThat(((Change.Replace) change(plan, DATABASE)).goesWith()).contains(INSTANCE.address());
  }

  // ---------------------------------------------------------------- made by others

  @Test
  void what_is_there_as_described_but_not_recorded_is_taken_over() {
    Plan plan = world.applied(NETWORK).forgotten(NETWORK).plan(NETWORK);

    assertThat(symbols(plan)).containsExactly("adopt compute.Network/main");
    assertThat(plan.isEmpty()).isTrue();
    assertThat(change(plan, NETWORK).reasons())
        .containsExactly(
            "It is there already under this name, as described; Groundwork takes it over.");
  }

  @Test
  void what_is_there_and_differs_is_taken_over_and_changed() {
    Plan plan =
        world
            .foreign(
                INSTANCE,
                fields(
                    "region",
                    "us-central1",
                    "settings.tier",
                    "old",
                    "settings.privateNetwork",
                    "projects/p/global/networks/main"))
            .plan(NETWORK, INSTANCE);

    assertThat(symbols(plan))
        .containsExactly("+ compute.Network/main", "~ sql.Instance/db [settings.tier]");
    assertThat(change(plan, INSTANCE).reasons())
        .containsExactly(
            "It is there already under this name; Groundwork takes it over and makes it as described.");
  }

  @Test
  void what_someone_else_made_is_never_replaced() {
    Plan plan = world.foreign(NETWORK, fields("autoCreateSubnetworks", true)).plan(NETWORK);

    assertThat(plan.refusals())
        .extracting(Diagnostic::render)
        .containsExactly(
            """
            groundwork.yaml:4:3: compute.Network/main is there already, made by someone else, and differs in what cannot change: autoCreateSubnetworks. [GW304]
              fix: choose another name, describe it as it is, or delete it by hand.\
            """);
  }

  @Test
  void a_member_of_a_policy_that_was_there_before_is_not_taken_over() {
    Resource member =
        resource(
            Types.MEMBER,
            "admin",
            Map.of("role", Value.of("roles/editor"), "member", Value.of("user:a@b.c")),
            fields());

    Plan plan = world.foreign(member, fields()).plan(member);

    assertThat(symbols(plan)).isEmpty();
    assertThat(change(plan, member)).isInstanceOf(Change.Keep.class);
  }

  // ---------------------------------------------------------------- no longer wanted

  @Test
  void what_the_description_has_no_more_is_deleted() {
    Plan plan = world.applied(NETWORK, SUBNET).plan(NETWORK);

    assertThat(symbols(plan)).containsExactly("- compute.Subnetwork/apps");
    assertThat(plan.changes().getLast().reasons())
        .containsExactly("The description has it no more.");
  }

  @Test
  void what_is_gone_already_and_what_outlives_the_description_is_only_forgotten() {
    Resource api = resource(Types.API, "compute.googleapis.com", fields());

    Plan plan = world.applied(NETWORK, api).deleted(NETWORK).plan();

    assertThat(symbols(plan))
        .containsExactly(
            "forget compute.Network/main", "forget serviceusage.Service/compute.googleapis.com");
    assertThat(plan.isEmpty()).isTrue();
  }

  @Test
  void a_resource_under_another_address_is_the_same_resource() {
    Resource renamed =
        resource(Types.NETWORK, "core", Map.of("name", Value.of("main")), NETWORK.body());

    Plan plan = world.applied(NETWORK).plan(renamed);

    assertThat(symbols(plan))
        .containsExactly("adopt compute.Network/core", "forget compute.Network/main");
    assertThat(change(plan, renamed).reasons())
        .containsExactly("It was called compute.Network/main before.");
    assertThat(change(plan, NETWORK).reasons())
        .containsExactly("It is called compute.Network/core now.");
  }

  @Test
  void a_rename_that_a_crash_recorded_twice_deletes_nothing() {
    Resource renamed =
        resource(Types.NETWORK, "core", Map.of("name", Value.of("main")), NETWORK.body());

    assertThat(symbols(world.applied(NETWORK, renamed).plan(renamed)))
        .containsExactly("forget compute.Network/main");
  }

  @Test
  void the_same_resource_described_twice_is_refused() {
    Resource again =
        resource(Types.NETWORK, "twin", Map.of("name", Value.of("main")), NETWORK.body());

    assertThat(world.plan(NETWORK, again).refusals())
        .extracting(Diagnostic::render)
        .containsExactly(
            "groundwork.yaml:4:3: compute.Network/twin is the same resource as compute.Network/main: projects/p/global/networks/main. [GW107]\n"
                + "  fix: remove one of the two.");
  }

  // ---------------------------------------------------------------- destroy

  @Test
  void destroy_refuses_data_without_leave_and_names_each() {
    Plan plan = world.applied(ALL).plan(Options.NONE.destroying(), ALL);

    assertThat(symbols(plan))
        .containsExactly(
            "- compute.Network/main",
            "- compute.Subnetwork/apps",
            "! secretmanager.Secret/password DATA_LOSS",
            "! secretmanager.SecretVersion/password DATA_LOSS",
            "! sql.Database/app DATA_LOSS",
            "! sql.Instance/db DATA_LOSS",
            "- sql.User/app");
    assertThat(plan.refusals().getLast().render())
        .isEqualTo(
            "state: sql.Instance/db: deleting it would destroy its data. [GW201]\n  fix: allow it with `--allow-data-loss sql.Instance/db`, or describe it again.");
  }

  @Test
  void destroy_with_leave_deletes_everything_users_first() {
    Plan plan = world.applied(ALL).plan(Options.NONE.destroying().allowingAnyDataLoss(), ALL);

    assertThat(plan.summary()).isEqualTo("Plan: 0 to add, 0 to change, 7 to destroy.");
    List<Address> order =
        Steps.of(plan.changes()).graph().order().stream().map(Step::address).toList();
    assertThat(order.indexOf(INSTANCE.address())).isLessThan(order.indexOf(NETWORK.address()));
    assertThat(order.indexOf(SUBNET.address())).isLessThan(order.indexOf(NETWORK.address()));
    assertThat(order.indexOf(INSTANCE.address()))
        .as("it takes the database along")
        .isLessThan(order.indexOf(DATABASE.address()));
    assertThat(change(plan, USER).reasons())
        .containsExactly("Everything is to be destroyed. It goes with sql.Instance/db.");
  }

  // ---------------------------------------------------------------- selection

  @Test
  void a_target_comes_with_what_it_needs_and_nothing_else() {
    Plan plan = world.plan(Options.NONE.targeting(new TreeSet<>(List.of(SUBNET.address()))), ALL);

    assertThat(symbols(plan))
        .containsExactly("+ compute.Network/main", "+ compute.Subnetwork/apps");
  }

  @Test
  void what_needs_an_excluded_resource_is_excluded_too() {
    Plan plan = world.plan(Options.NONE.excluding(new TreeSet<>(List.of(INSTANCE.address()))), ALL);

    assertThat(symbols(plan))
        .containsExactly(
            "+ compute.Network/main",
            "+ compute.Subnetwork/apps",
            "+ secretmanager.Secret/password",
            "+ secretmanager.SecretVersion/password");
  }

  @Test
  void to_destroy_a_target_is_to_destroy_what_needs_it_first() {
    Plan plan =
        world
            .applied(NETWORK, SUBNET, SECRET)
            .plan(Options.NONE.destroying().targeting(new TreeSet<>(List.of(NETWORK.address()))));

    assertThat(symbols(plan))
        .containsExactly("- compute.Network/main", "- compute.Subnetwork/apps");
  }

  @Test
  void to_destroy_all_but_one_leaves_what_that_one_needs() {
    Plan plan =
        world
            .applied(ALL)
            .plan(
                Options.NONE
                    .destroying()
                    .allowingAnyDataLoss()
                    .excluding(new TreeSet<>(List.of(INSTANCE.address()))));

    assertThat(symbols(plan))
        .contains("- compute.Subnetwork/apps", "- sql.User/app")
        .doesNotContain("- compute.Network/main", "- sql.Instance/db");
  }

  // ---------------------------------------------------------------- values known in time

  @Test
  void what_is_known_now_is_resolved_and_what_is_not_is_left_as_a_reference() {
    Resource router =
        resource(
            Types.ROUTER,
            "r",
            fields("network", link(NETWORK, "selfLink"), "number", link(NETWORK, "numericId")));

    Plan plan = world.plan(NETWORK, router);

    Resource planned = ((Change.Create) change(plan, router)).desired();
    assertThat(planned.body().text("network"))
        .contains("https://www.googleapis.com/compute/v1/projects/p/global/networks/main");
    assertThat(planned.body().get("number")).contains(link(NETWORK, "numericId"));
    assertThat(planned.needs()).containsExactly(NETWORK.address());
    assertThat(PlanText.render(plan, false)).contains("number  = (known after apply)");
  }

  @Test
  void what_stands_tells_its_outputs() {
    Resource router = resource(Types.ROUTER, "r", fields("number", link(NETWORK, "numericId")));

    Plan plan =
        world
            .applied(NETWORK)
            .changed(NETWORK, f -> f.with("numericId", "42"))
            .plan(NETWORK, router);

    assertThat(((Change.Create) change(plan, router)).desired().body().text("number"))
        .contains("42");
  }

  @Test
  void a_circle_is_refused_with_the_path_round_it() {
    Resource a =
        new Resource(
            NETWORK.address(),
            NETWORK.type(),
            NETWORK.path(),
            NETWORK.body(),
            new TreeSet<>(List.of(SUBNET.address())),
            Types.PLACE);

    assertThat(world.plan(a, SUBNET).refusals())
        .extracting(Diagnostic::message)
        .containsExactly(
            "resources wait for each other in a circle: compute.Subnetwork/apps → compute.Network/main → compute.Subnetwork/apps.");
  }

  @Test
  void the_estimate_is_that_of_the_longest_path() {
    Plan plan = world.plan(ALL);

    assertThat(plan.criticalPath())
        .containsExactly(NETWORK.address(), INSTANCE.address(), DATABASE.address());
    assertThat(plan.estimate()).isEqualTo(Duration.ofSeconds(10 + 360 + 1));
  }
}
