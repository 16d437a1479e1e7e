package dev.groundwork.plan;

import static dev.groundwork.plan.Types.link;
import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.state.State;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
  private static final PlanJson JSON = new PlanJson(Types.CATALOG);
  private static final Resource NETWORK =
      resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", false));
  private static final Resource OTHER =
      resource(Types.NETWORK, "main", fields("autoCreateSubnetworks", true));
  private static final Resource SUBNET =
      resource(
          Types.SUBNET,
          "apps",
          fields("network", link(NETWORK, "selfLink"), "ipCidrRange", "10.0.0.0/20"));
  private static final Resource INSTANCE =
      resource(Types.INSTANCE, "db", fields("region", "us", "settings.tier", "small"));
  private static final Resource SECRET =
      resource(Types.SECRET, "password", fields("replication.automatic", fields()));
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
          fields(
              "password", new Value.Secret(SECRET.address()),
              "number", link(NETWORK, "numericId"),
              "url",
                  new Value.Template(
                      List.of(Value.of("postgres://"), new Value.Secret(SECRET.address())))));

  private static Plan plan() {
    Resource moved = resource(Types.INSTANCE, "db", INSTANCE.body().with("region", "eu"));
    Resource old = resource(Types.NETWORK, "old", fields());
    Resource adopted = resource(Types.NETWORK, "adopted", fields());
    Resource api = resource(Types.API, "x.googleapis.com", fields());
    Resource kept = resource(Types.NETWORK, "kept", fields());
    return new World()
        .applied(NETWORK, SUBNET, INSTANCE, SECRET, old, api, kept)
        .foreign(adopted, fields())
        .changed(SECRET, f -> f.with("labels.a", "theirs"))
        .plan(
            OTHER,
            SUBNET,
            moved,
            resource(Types.SECRET, "password", SECRET.body().with("labels.a", "ours")),
            VERSION,
            USER,
            adopted,
            kept);
  }

  @Test
  void a_plan_with_every_kind_of_change_is_read_back_as_it_was() {
    Plan plan = plan();
    assertThat(plan.changes().stream().map(Object::getClass).distinct())
        .hasSize(Change.class.getPermittedSubclasses().length);

    String text = PlanJson.write(new PlanJson.Saved(plan, "abc"));

    assertThat(JSON.read("plan.gwplan", text))
        .isEqualTo(new PlanJson.Read.Found(new PlanJson.Saved(plan, "abc")));
  }

  @Test
  void a_file_that_is_no_plan_is_told() {
    assertThat(diagnostic("hello"))
        .isEqualTo(
            "plan.gwplan: not a saved plan: not JSON at line 1, column 1. [GW204]\n  fix: plan again with this version.");
    assertThat(diagnostic("{}"))
        .isEqualTo("plan.gwplan: not a saved plan. [GW204]\n  fix: plan again with this version.");
    assertThat(
            diagnostic(
                PlanJson.write(new PlanJson.Saved(plan(), "abc"))
                    .replace("\"create\"", "\"conjure\"")))
        .isEqualTo(
            "plan.gwplan: not a saved plan: a change of an unknown kind. [GW204]\n  fix: plan again with this version.");
  }

  @Test
  void a_type_that_this_version_does_not_know_is_told() {
    String text = PlanJson.write(new PlanJson.Saved(new World().plan(NETWORK), "abc"));

    assertThat(
            ((PlanJson.Read.Unreadable) new PlanJson(new Catalog(List.of())).read("p", text))
                .diagnostic()
                .message())
        .isEqualTo("not a saved plan: a resource of an unknown type, compute.Network.");
  }

  private static String diagnostic(String text) {
    return ((PlanJson.Read.Unreadable) JSON.read("plan.gwplan", text)).diagnostic().render();
  }

  @Test
  void a_plan_is_stale_when_state_or_description_have_moved() {
    State state = new World().applied(NETWORK).state();
    List<Resource> desired = List.of(NETWORK, SUBNET);
    Plan plan =
        new Planner(Types.CATALOG, Types.NO_SHAPES)
            .plan(desired, state, Observation.none(), Options.NONE);
    PlanJson.Saved saved = new PlanJson.Saved(plan, PlanJson.digest(desired, state));

    assertThat(PlanJson.stale("p.gwplan", saved, desired, state)).isEmpty();
    assertThat(PlanJson.stale("p.gwplan", saved, List.of(NETWORK), state))
        .map(Diagnostic::render)
        .contains("p.gwplan: made from another description or state. [GW203]\n  fix: plan again.");
    assertThat(PlanJson.stale("p.gwplan", saved, desired, state.without(NETWORK.address())))
        .map(Diagnostic::render)
        .contains("p.gwplan: made from state 7, which is now 8. [GW203]\n  fix: plan again.");
  }

  @Test
  void where_a_resource_stands_in_the_text_says_nothing_about_what_is_wanted() {
    Resource elsewhere =
        new Resource(
            NETWORK.address(),
            NETWORK.type(),
            NETWORK.path(),
            NETWORK.body(),
            new TreeSet<>(),
            new dev.groundwork.diagnostic.Place("other.yaml", 9, 9));

    assertThat(PlanJson.digest(List.of(elsewhere), State.EMPTY))
        .isEqualTo(PlanJson.digest(List.of(NETWORK), State.EMPTY));
  }
}
