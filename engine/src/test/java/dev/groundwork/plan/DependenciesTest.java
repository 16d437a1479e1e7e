package dev.groundwork.plan;

import static dev.groundwork.plan.Types.link;
import static dev.groundwork.plan.Types.resource;
import static dev.groundwork.plan.World.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class DependenciesTest {
  private static final Resource PROJECT =
      resource(Types.PROJECT, "p", fields("parent", "organizations/1"));
  private static final Resource API = resource(Types.API, "compute.googleapis.com", fields());
  private static final Resource NETWORK = resource(Types.NETWORK, "main", fields());
  private static final Resource SECRET = resource(Types.SECRET, "password", fields());
  private static final Resource VERSION =
      resource(Types.VERSION, "password", Map.of("secret", link(SECRET, "name")), fields());

  private static List<String> needs(Resource of, Resource... all) {
    return Dependencies.of(List.of(all)).needs(of.address()).stream()
        .map(Object::toString)
        .toList();
  }

  @Test
  void everything_waits_for_its_project_and_its_api_without_saying_so() {
    assertThat(needs(NETWORK, PROJECT, API, NETWORK))
        .containsExactly(
            "cloudresourcemanager.Project/p", "serviceusage.Service/compute.googleapis.com");
    assertThat(needs(API, PROJECT, API, NETWORK)).containsExactly("cloudresourcemanager.Project/p");
    assertThat(needs(PROJECT, PROJECT, API, NETWORK)).isEmpty();
  }

  @Test
  void an_api_or_a_project_that_is_not_described_is_not_waited_for() {
    assertThat(needs(NETWORK, NETWORK)).isEmpty();
    assertThat(needs(NETWORK, resource(Types.API, "sqladmin.googleapis.com", fields()), NETWORK))
        .isEmpty();
  }

  @Test
  void references_and_what_is_said_are_needs() {
    Resource subnet = resource(Types.SUBNET, "apps", fields("network", link(NETWORK, "selfLink")));
    Resource after =
        new Resource(
            SECRET.address(),
            SECRET.type(),
            SECRET.path(),
            SECRET.body(),
            new TreeSet<>(List.of(subnet.address())),
            Types.PLACE);

    assertThat(needs(subnet, NETWORK, subnet)).containsExactly("compute.Network/main");
    assertThat(needs(after, after, subnet, NETWORK)).containsExactly("compute.Subnetwork/apps");
  }

  @Test
  void who_reads_a_secret_waits_until_it_has_a_value() {
    Resource user =
        resource(
            Types.USER,
            "app",
            Map.of("instance", Value.of("db")),
            fields(
                "url",
                new Value.Template(List.of(Value.of("x"), new Value.Secret(SECRET.address())))));

    assertThat(needs(user, SECRET, VERSION, user))
        .containsExactly("secretmanager.Secret/password", "secretmanager.SecretVersion/password");
  }

  @Test
  void a_type_that_follows_another_waits_for_those_that_name_the_same_however_they_write_it() {
    Resource here = resource(Types.SUBNET, "here", fields("network", link(NETWORK, "selfLink")));
    Resource byName =
        resource(Types.SUBNET, "by-name", fields("network", "projects/p/global/networks/main"));
    Resource elsewhere =
        resource(Types.SUBNET, "elsewhere", fields("network", "projects/p/global/networks/other"));
    Resource router = resource(Types.ROUTER, "r", fields("network", link(NETWORK, "id")));

    assertThat(needs(router, NETWORK, here, byName, elsewhere, router))
        .containsExactly(
            "compute.Network/main", "compute.Subnetwork/by-name", "compute.Subnetwork/here");
  }

  @Test
  void the_graph_has_each_after_what_it_needs() {
    assertThat(Dependencies.of(List.of(NETWORK, API, PROJECT)).graph().order())
        .containsExactly(PROJECT.address(), API.address(), NETWORK.address());
  }
}
