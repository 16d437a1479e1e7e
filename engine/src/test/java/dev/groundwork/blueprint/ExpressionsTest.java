package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.errors;
import static dev.groundwork.blueprint.Blueprints.resource;
import static dev.groundwork.blueprint.Blueprints.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `${…}` stands for.
class ExpressionsTest {
  private static final String NETWORK =
      "components:\n  net: {type: network, name: shop-net, mtu: 1400}\n  my-files: {type: bucket}\n";

  private static Value description(String expression) {
    Resource other =
        resource(
            sound(
                HEAD
                    + NETWORK
                    + "resources:\n  other: {type: compute.Network, autoCreateSubnetworks: false, description: \""
                    + expression
                    + "\"}\n"),
            "compute.Network/other");
    return other.body().get("description").orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${project.id}                                       | shop-prod-1",
        "${project.organization}                             | 1",
        "${region}                                           | us-central1",
        "${environment}                                      | default",
        "${system}-${environment}                            | shop-default",
        "$${not} evaluated                                   | ${not} evaluated",
        "${'a' + region}                                     | aus-central1",
        "${environment == 'prod' ? 'big' : 'small'}          | small",
        "${project.id.startsWith('shop') && region != ''}!   | true!",
        "${string(net.mtu + 60)}                             | 1460",
        "${net.mtu > 1300 ? 'wide' : 'narrow'}               | wide",
        "${net.name.replace('shop-', '')}                    | net",
        "${my-files.name + '/x'}                             | shop-prod-1-my-files/x",
        "${['a', 'b'].map(x, x + '1')[1]}                    | b1",
        "${my-files.storageClass.upperAscii()}               | STANDARD",
      })
  void an_expression_over_what_is_known_is_evaluated_at_once(String expression, String value) {
    assertThat(description(expression)).isEqualTo(Value.of(value));
  }

  @Test
  void a_field_of_another_resource_is_a_reference() {
    assertThat(description("${net.selfLink}"))
        .isEqualTo(new Value.Reference(new Address("compute.Network", "net"), "selfLink"));
  }

  @Test
  void a_field_inside_text_makes_a_template() {
    assertThat(description("at ${net.selfLink}, ${region}"))
        .isEqualTo(
            new Value.Template(
                List.of(
                    Value.of("at "),
                    new Value.Reference(new Address("compute.Network", "net"), "selfLink"),
                    Value.of(", us-central1"))));
  }

  @Test
  void an_element_of_a_list_is_named_by_its_position() {
    Blueprint blueprint =
        sound(
            HEAD
                + "components:\n  db: {type: postgres, version: 14, tier: db-f1-micro}\noutputs: {ip: \"${db.ipAddresses[0].ipAddress}\", host: \"${db.host}\"}\n");
    Value address =
        new Value.Reference(new Address("sql.Instance", "db"), "ipAddresses.0.ipAddress");
    assertThat(blueprint.outputs().get("system"))
        .containsEntry("ip", address)
        .containsEntry("host", address);
  }

  @Test
  void a_part_of_a_component_is_named_by_its_field_and_name() {
    Blueprint blueprint =
        sound(
            HEAD
                + "components:\n  net: {type: network, subnets: {app: {range: 10.0.0.0/24}}}\noutputs: {subnet: \"${net.subnets.app.selfLink}\"}\n");
    assertThat(blueprint.outputs().get("system"))
        .containsEntry(
            "subnet",
            new Value.Reference(new Address("compute.Subnetwork", "net.app"), "selfLink"));
  }

  @Test
  void what_a_whole_resource_stands_for_depends_on_the_field() {
    Blueprint blueprint =
        sound(
            HEAD
                + """
                components:
                  net: {type: network, name: shop-net}
                  backend: {type: identity}
                resources:
                  rule: {type: compute.Firewall, network: "${net}", allowed: [{IPProtocol: all}], targetServiceAccounts: ["${backend}"]}
                  link: {type: servicenetworking.Connection, network: "${net}", reservedPeeringRanges: []}
                """);
    Resource rule = resource(blueprint, "compute.Firewall/rule");
    assertThat(rule.body().get("network"))
        .contains(new Value.Reference(new Address("compute.Network", "net"), "selfLink"));
    assertThat(rule.body().items("targetServiceAccounts"))
        .containsExactly(
            new Value.Reference(new Address("iam.ServiceAccount", "backend"), "email"));
    // a path is plain text where the other's path tells it, so that the resource can be looked for
    // before anything is made
    Resource link = resource(blueprint, "servicenetworking.Connection/link");
    assertThat(link.path()).containsEntry("network", Value.of("shop-net"));
    assertThat(link.dependsOn()).contains(new Address("compute.Network", "net"));
  }

  @Test
  void a_name_written_out_is_as_good_as_a_reference() {
    Blueprint blueprint =
        sound(
            HEAD
                + "components:\n  db: {type: postgres, name: shop-db, version: 14, tier: db-f1-micro}\nresources:\n  more: {type: sql.Database, instance: shop-db}\n");
    assertThat(resource(blueprint, "sql.Database/more").needs())
        .contains(new Address("sql.Instance", "db"));
  }

  private static List<String> errorsOf(String expression) {
    return errors(
        HEAD
            + NETWORK
            + "resources:\n  other: {type: compute.Network, autoCreateSubnetworks: false, description: \""
            + expression
            + "\"}\n");
  }

  @Test
  void a_name_that_is_declared_nowhere() {
    assertThat(errorsOf("${nett.name}"))
        .containsExactly(
            at("`nett` is declared nowhere in this blueprint. [GW106]"),
            "  fix: did you mean `net`?");
    assertThat(errorsOf("${'x' + reqion}"))
        .containsExactly(
            at("`reqion` is declared nowhere in this blueprint. [GW106]"),
            "  fix: did you mean `region`?");
    assertThat(errorsOf("${elsewhere.name}"))
        .containsExactly(
            at("`elsewhere` is declared nowhere in this blueprint. [GW106]"),
            "  fix: declare it under `components` or `resources`.");
  }

  @Test
  void a_field_that_is_none() {
    assertThat(errorsOf("${net.selfLnk}"))
        .containsExactly(
            at("a compute.Network has no field `selfLnk`. [GW106]"),
            "  fix: did you mean `selfLink`?");
    assertThat(errorsOf("${project.idd}"))
        .containsExactly(
            at("a cloudresourcemanager.Project has no field `idd`. [GW106]"),
            "  fix: did you mean `id`?");
    assertThat(errorsOf("${net.subnets.app.name}"))
        .containsExactly(at("`net.subnets` has no `app`. [GW106]"));
  }

  @Test
  void a_field_of_the_wrong_kind() {
    assertThat(errorsOf("${net.autoCreateSubnetworks}"))
        .containsExactly(
            at(
                "`description` must be text, and `autoCreateSubnetworks` of compute.Network/net is true or false. [GW103]"));
  }

  @Test
  void a_whole_resource_where_a_single_value_is_wanted() {
    assertThat(errorsOf("${net}"))
        .containsExactly(
            at(
                "`${net}` stands for all of compute.Network/net, and `description` of a compute.Network takes a single field. [GW110]"),
            "  fix: name the field that is wanted, for example `${net.name}`.");
    assertThat(errorsOf("x${net}"))
        .containsExactly(
            at(
                "`${net}` stands for all of compute.Network/net, which does not fit into text. [GW110]"),
            "  fix: name one of its fields, for example `${net.name}`.");
  }

  @Test
  void a_calculation_with_what_is_known_only_after_apply() {
    assertThat(errorsOf("${net.selfLink + 'x'}"))
        .containsExactly(
            at("`net.selfLink` is known only after apply, and is needed before. [GW110]"),
            "  fix: such a value can stand alone, as `${net.selfLink}`, or inside text, in a field of a resource.");
  }

  @Test
  void a_secret_that_google_never_shows() {
    assertThat(
            errors(
                HEAD
                    + "components: {db: {type: postgres, version: 14, tier: db-f1-micro}, key: {type: secret}}\nresources: {ada: {type: sql.User, instance: \"${db}\", password: {secret: key}}}\noutputs: {x: \"${ada.password}\"}\n"))
        .containsExactly(
            "groundwork.yaml:9:14: Google never shows `password` of a sql.User, so nothing can refer to it. [GW110]",
            "  fix: where a secret is wanted, write `{secret: NAME}`.");
  }

  @Test
  void a_secret_in_a_field_that_everybody_sees() {
    assertThat(
            errors(
                HEAD
                    + "components: {db: {type: postgres, version: 14, tier: db-f1-micro, databases: {app: {}}}}\nresources: {net: {type: compute.Network, autoCreateSubnetworks: false, description: \"x ${db.password}\"}}\n"))
        .containsExactly(
            "groundwork.yaml:8:85: `description` of a compute.Network is no place for a secret: everybody who may look at the resource sees it. [GW104]");
  }

  @Test
  void expressions_that_are_none() {
    assertThat(errorsOf("${net.name"))
        .containsExactly(
            at("`${` has no closing `}`. [GW110]"),
            "  fix: close it; for the text itself write `$${`.");
    assertThat(errorsOf("${}"))
        .containsExactly(
            at("nothing stands between the braces of `${}`. [GW110]"),
            "  fix: for the text itself write `$${}`.");
    assertThat(errorsOf("${1 +}"))
        .containsExactly(at("`${1 +}` cannot be evaluated: it ends too early. [GW110]"));
    assertThat(errorsOf("${1 + 'a'}"))
        .containsExactly(
            at(
                "`${1 + 'a'}` cannot be evaluated: `+` cannot be applied to (int, string). [GW110]"));
    assertThat(errorsOf("${1 / 0}"))
        .containsExactly(at("`${1 / 0}` cannot be evaluated: it divides by zero. [GW110]"));
    assertThat(errorsOf("${region.shout()}"))
        .containsExactly(
            at("`${region.shout()}` cannot be evaluated: there is no function `shout`. [GW110]"));
  }

  @Test
  void settings_that_need_each_other() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: network, name: \"${b.name}\"}\n  b: {type: network, name: \"${a.name}\"}\n"))
        .containsExactly(
            "groundwork.yaml:9:28: these go round in a circle: `b.name` (groundwork.yaml:9:28) needs `a.name` (groundwork.yaml:8:28) needs `b.name`. [GW111]",
            "  fix: give one of them a value of its own.");
  }

  private static String at(String message) {
    return "groundwork.yaml:11:77: " + message;
  }
}
