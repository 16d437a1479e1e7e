package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.codes;
import static dev.groundwork.blueprint.Blueprints.errors;
import static dev.groundwork.blueprint.Blueprints.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.diagnostic.Diagnostic;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Every kind of mistake, with its place, its words and its fix.
class BlueprintMistakesTest {

  @Test
  void all_mistakes_are_found_in_one_run() {
    Golden.assertSame(
        "mistakes.txt", String.join("\n", errors(Golden.text("mistakes.yaml"))) + "\n");
  }

  @Test
  void a_folder_without_blueprint() {
    Read read = read(new MapFolder(new TreeMap<>()), "");
    assertThat(read.diagnostics().stream().map(Diagnostic::render).toList())
        .containsExactly(
            "groundwork.yaml: there is no blueprint. [GW113]\n  fix: name the folder that holds a `groundwork.yaml`.");
  }

  @Test
  void text_that_is_not_yaml() {
    assertThat(errors("system: [a\nregion: b\n"))
        .containsExactly(
            "groundwork.yaml:2:7: this is not YAML: expected ',' or ']', but got :. [GW101]");
  }

  @Test
  void two_documents_in_one_file() {
    assertThat(errors("system: a\n---\nsystem: b\n"))
        .containsExactly(
            "groundwork.yaml:2:1: this is not YAML: but found another document. [GW101]");
  }

  @Test
  void an_empty_file() {
    assertThat(errors("# nothing\n"))
        .containsExactly(
            "groundwork.yaml: the blueprint is empty. [GW105]",
            "  fix: begin with `system: NAME`.");
  }

  @Test
  void a_list_in_place_of_the_blueprint() {
    assertThat(errors("- a\n"))
        .containsExactly(
            "groundwork.yaml:1:1: a blueprint must be a map, not a list. [GW103]",
            "  fix: begin with `system: NAME`.");
  }

  @Test
  void the_same_key_twice() {
    assertThat(errors(HEAD + "region: europe-west1\n"))
        .containsExactly(
            "groundwork.yaml:7:1: `region` stands here twice; the first is in line 6. [GW107]",
            "  fix: remove one of them, or merge the two.");
  }

  @Test
  void what_must_be_there_at_least() {
    assertThat(errors("labels: {}\n"))
        .containsExactly(
            "groundwork.yaml:1:1: a blueprint needs `project`: the project that everything stands in. [GW105]",
            "  fix: add `project: {id: …}`.",
            "groundwork.yaml:1:1: a blueprint needs `region`: the region of everything that does not name another. [GW105]",
            "  fix: add `region: …`.",
            "groundwork.yaml:1:1: a blueprint needs `system`: what the system is called. [GW105]",
            "  fix: add `system: …`.");
  }

  @Test
  void a_misspelt_field_of_the_blueprint() {
    assertThat(errors(HEAD + "componets: {}\n"))
        .containsExactly(
            "groundwork.yaml:7:1: a blueprint has no field `componets`. [GW102]",
            "  fix: did you mean `components`?");
  }

  @Test
  void a_component_without_type() {
    assertThat(errors(HEAD + "components:\n  files: {name: x}\n"))
        .containsExactly(
            "groundwork.yaml:8:3: the component `files` has no `type`. [GW105]",
            "  fix: add `type: …`, one of `"
                + String.join("`, `", dev.groundwork.component.ComponentType.all().keySet())
                + "`.");
  }

  @Test
  void a_component_of_a_type_that_is_none() {
    assertThat(errors(HEAD + "components:\n  files: {type: buckt}\n"))
        .containsExactly(
            "groundwork.yaml:8:17: there is no component type `buckt`. [GW104]",
            "  fix: did you mean `bucket`?");
  }

  @Test
  void a_type_of_resource_among_the_components() {
    assertThat(errors(HEAD + "components:\n  files: {type: storage.Bucket}\n"))
        .containsExactly(
            "groundwork.yaml:8:17: there is no component type `storage.Bucket`. [GW104]",
            "  fix: put it under `resources`: `storage.Bucket` is a type of resource.");
  }

  @Test
  void a_name_that_expressions_know_already() {
    assertThat(errors(HEAD + "components:\n  region: {type: bucket}\n"))
        .containsExactly(
            "groundwork.yaml:8:3: a component cannot be called `region`: expressions know that name already. [GW114]",
            "  fix: choose another name.");
  }

  @Test
  void a_component_and_a_resource_of_one_name() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  files: {type: bucket}\nresources:\n  files: {type: storage.Bucket, location: US}\n"))
        .containsExactly(
            "groundwork.yaml:10:3: there is a component `files` already, in line 8. [GW107]",
            "  fix: components and resources share their names: choose another.");
  }

  @Test
  void two_resources_of_one_name_at_google() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: bucket, name: shop-files}\n  b: {type: bucket, name: shop-files}\n"))
        .containsExactly(
            "groundwork.yaml:9:3: storage.Bucket/b is the same as storage.Bucket/a (groundwork.yaml:8:3). [GW107]",
            "  fix: give one of them another `name`, or remove it.");
  }

  @Test
  void a_literal_in_place_of_a_secret_which_is_not_repeated() {
    List<String> text =
        errors(
            HEAD
                + "components:\n  db: {type: postgres, version: 14, tier: db-f1-micro}\nresources:\n  ada: {type: sql.User, instance: \"${db}\", password: hunter2}\n");
    assertThat(text)
        .containsExactly(
            "groundwork.yaml:10:54: `password` of a sql.User holds a secret, and a secret may not stand in a blueprint. [GW109]",
            "  fix: keep it in Secret Manager and write `{secret: NAME}`, with the name of a component of type `secret`.")
        .noneMatch(line -> line.contains("hunter2"));
  }

  @Test
  void a_secret_that_nobody_declares() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  db: {type: postgres, version: 14, tier: db-f1-micro}\n  ada-password: {type: secret}\n"
                    + "resources:\n  ada: {type: sql.User, instance: \"${db}\", password: {secret: adas-password}}\n"))
        .containsExactly(
            "groundwork.yaml:11:63: there is no secret `adas-password` in this blueprint. [GW106]",
            "  fix: did you mean `ada-password`?");
  }

  @Test
  void a_field_that_only_google_sets() {
    assertThat(
            errors(
                HEAD + "resources:\n  files: {type: storage.Bucket, location: US, selfLink: x}\n"))
        .containsExactly(
            "groundwork.yaml:8:47: only Google sets `selfLink` of a storage.Bucket. [GW108]",
            "  fix: remove it.");
  }

  @Test
  void a_field_that_stands_deeper_in_googles_shape() {
    assertThat(
            errors(
                HEAD
                    + "resources:\n  files: {type: storage.Bucket, location: US, uniformBucketLevelAccess: true}\n"))
        .containsExactly(
            "groundwork.yaml:8:47: a storage.Bucket has no field `uniformBucketLevelAccess`. [GW102]",
            "  fix: write it where Google has it: `iamConfiguration.uniformBucketLevelAccess`.");
  }

  @Test
  void a_required_field_of_a_resource() {
    assertThat(
            errors(
                HEAD + "resources:\n  app: {type: compute.Subnetwork, ipCidrRange: 10.0.0.0/24}\n"))
        .containsExactly(
            "groundwork.yaml:8:3: a compute.Subnetwork needs `network`. [GW105]", "  fix: add it.");
  }

  @Test
  void an_enum_value_that_google_does_not_have() {
    assertThat(
            errors(
                HEAD
                    + "resources:\n  net: {type: compute.Network, autoCreateSubnetworks: false, routingConfig: {routingMode: REGINAL}}\n"))
        .containsExactly(
            "groundwork.yaml:8:91: `routingConfig.routingMode` must be one of `GLOBAL`, `REGIONAL`, not `REGINAL`. [GW104]",
            "  fix: did you mean `REGIONAL`?");
  }

  @Test
  void resources_that_wait_for_each_other() {
    assertThat(
            errors(
                HEAD
                    + "resources:\n  a: {type: compute.Network, autoCreateSubnetworks: false, description: \"${b.selfLink}\"}\n  b: {type: compute.Network, autoCreateSubnetworks: false, description: \"${a.selfLink}\"}\n"))
        .containsExactly(
            "groundwork.yaml:8:73: these wait for each other in a circle: compute.Network/a needs compute.Network/b (groundwork.yaml:8:73) needs compute.Network/a (groundwork.yaml:9:73). [GW111]",
            "  fix: remove one of these references.");
  }

  @Test
  void components_that_wait_for_each_other() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  a: {type: secret, dependsOn: [b]}\n  b: {type: identity, name: backend, dependsOn: [c]}\n  c: {type: bucket, dependsOn: [a]}\n"))
        .containsExactly(
            "groundwork.yaml:9:50: these wait for each other in a circle: iam.ServiceAccount/b needs storage.Bucket/c (groundwork.yaml:9:50) needs secretmanager.Secret/a (groundwork.yaml:10:33) needs iam.ServiceAccount/b (groundwork.yaml:8:33). [GW111]",
            "  fix: remove one of these references.");
  }

  @Test
  void an_environment_that_the_blueprint_does_not_have() {
    Read read = read(MapFolder.of(HEAD + "environments: {dev: {}, prod: {}}\n"), "prd");
    assertThat(read.diagnostics().stream().map(Diagnostic::render).toList())
        .containsExactly(
            "groundwork.yaml: the blueprint has no environment `prd`. [GW112]\n  fix: did you mean `prod`?");
  }

  @Test
  void an_environment_where_the_blueprint_has_none() {
    Read read = read(MapFolder.of(HEAD), "prod");
    assertThat(read.diagnostics().stream().map(Diagnostic::render).toList())
        .containsExactly(
            "groundwork.yaml: the blueprint has no environment `prod`. [GW112]\n  fix: leave out `--env`: it has none.");
  }

  @Test
  void a_mistake_of_an_environment_is_found_in_any_other_and_stands_where_it_was_written() {
    String yaml =
        HEAD
            + """
            components:
              db: {type: postgres, version: 14, tier: db-f1-micro}
            environments:
              dev: {}
              prod:
                components:
                  db: {tier: db-custom-3-7680, highAvailabilty: true}
            """;
    assertThat(errors(yaml))
        .containsExactly(
            "groundwork.yaml:13:36: a postgres has no field `highAvailabilty`. [GW102]",
            "  fix: did you mean `highAvailability`?");
    assertThat(codes(read(MapFolder.of(yaml), "prod"))).isEqualTo(List.of("GW102"));
  }

  @Test
  void a_component_misspelt_in_an_environment() {
    assertThat(
            errors(
                HEAD
                    + "components:\n  database: {type: postgres, version: 14, tier: db-f1-micro}\nenvironments:\n  prod: {components: {databse: {tier: db-g1-small}}}\n"))
        .containsExactly(
            "groundwork.yaml:10:23: the component `databse` has no `type`. [GW105]",
            "  fix: did you mean `database`?");
  }

  @Test
  void a_mistake_never_leads_to_a_stack_trace() {
    for (String broken :
        List.of(
            "\0",
            "a: !!java.lang.String b",
            "? [a]\n: b\n",
            "&a [*a]",
            "a: &x {b: *x}",
            "x: 0x",
            "project: 1",
            "components: 1\nresources: []\nenvironments: 3\noutputs: x",
            "components: {a: 1, b: {type: []}, c: {type: 5}}",
            "environments: {a: 1}",
            "system: .inf\nregion: 1e999")) {
      assertThat(codes(read(MapFolder.of(broken), ""))).as(broken).isNotEmpty();
    }
  }

  @Test
  void what_refers_to_something_wrong_is_not_wrong_for_that() {
    assertThat(
            errors(
                HEAD.replace("us-central1", "here")
                    + """
                    components:
                      network: {type: netwrok}
                      database: {type: postgres, version: 14, tier: db-f1-micro, network: "${network}", name: "${region}"}
                      other: {type: network, name: "${wrong.name}"}
                      wrong: {type: network, name: "${nobody.name}"}
                    """))
        .containsExactly(
            "groundwork.yaml:6:9: `region` must be a region such as `us-central1`, not `here`. [GW114]",
            "groundwork.yaml:8:19: there is no component type `netwrok`. [GW104]",
            "  fix: did you mean `network`?",
            "groundwork.yaml:11:32: `nobody` is declared nowhere in this blueprint. [GW106]",
            "  fix: declare it under `components` or `resources`.");
  }
}
