package dev.groundwork.blueprint;

import static dev.groundwork.blueprint.Blueprints.HEAD;
import static dev.groundwork.blueprint.Blueprints.errors;
import static dev.groundwork.blueprint.Blueprints.resource;
import static dev.groundwork.blueprint.Blueprints.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import org.junit.jupiter.api.Test;

/// Anything the catalog knows, in the API's own words.
class RawResourcesTest {

  @Test
  void project_region_and_name_have_defaults() {
    Resource router =
        resource(
            sound(
                HEAD
                    + "resources:\n  net: {type: compute.Network, autoCreateSubnetworks: false}\n  gate: {type: compute.Router, network: \"${net}\"}\n"),
            "compute.Router/gate");
    assertThat(router.path())
        .containsEntry("project", Value.of("shop-prod-1"))
        .containsEntry("region", Value.of("us-central1"))
        .containsEntry("name", Value.of("gate"));
    assertThat(router.body().values().keySet()).containsExactly("network");
  }

  @Test
  void a_parameter_of_the_path_is_written_by_its_name() {
    Resource subnet =
        resource(
            sound(
                HEAD
                    + "resources:\n  net: {type: compute.Network, autoCreateSubnetworks: false}\n  app: {type: compute.Subnetwork, name: app-1, region: europe-west1, ipCidrRange: 10.0.0.0/24, network: \"${net}\"}\n"),
            "compute.Subnetwork/app");
    assertThat(subnet.path())
        .containsEntry("name", Value.of("app-1"))
        .containsEntry("region", Value.of("europe-west1"));
  }

  @Test
  void a_secret_is_named_and_a_new_value_is_generated() {
    Blueprint blueprint =
        sound(
            HEAD
                + """
                components:
                  db: {type: postgres, version: 14, tier: db-f1-micro}
                  ada-password: {type: secret}
                resources:
                  ada: {type: sql.User, instance: "${db}", password: {secret: ada-password}}
                  first: {type: secretmanager.SecretVersion, secret: "${ada-password}", payload: {data: {generated: 24}}}
                """);
    assertThat(resource(blueprint, "sql.User/ada").body().get("password"))
        .contains(new Value.Secret(new Address("secretmanager.Secret", "ada-password")));
    assertThat(resource(blueprint, "secretmanager.SecretVersion/first").body().at("payload.data"))
        .contains(new Value.Generated(24));
  }

  @Test
  void a_field_of_the_api_that_is_called_type_is_written_api_type() {
    Blueprint blueprint =
        sound(
            HEAD
                + "resources:\n  oncall: {type: monitoring.NotificationChannel, apiType: email, labels: {email_address: ops@example.com}}\n");
    assertThat(resource(blueprint, "monitoring.NotificationChannel/oncall").body().text("type"))
        .contains("email");
  }

  @Test
  void what_it_depends_on_may_be_said() {
    Blueprint blueprint =
        sound(
            HEAD
                + "components:\n  key: {type: secret, generated: true}\nresources:\n  b: {type: storage.Bucket, name: shop-b, location: US, dependsOn: [key]}\n");
    assertThat(resource(blueprint, "storage.Bucket/b").dependsOn())
        .containsExactly(
            new Address("secretmanager.Secret", "key"),
            new Address("secretmanager.SecretVersion", "key"));
  }

  @Test
  void a_migration_lists_the_scripts_of_its_folder_by_itself() {
    Blueprint blueprint =
        sound(
            HEAD
                + """
                components:
                  db: {type: postgres, version: 14, tier: db-f1-micro, databases: {app: {}}}
                  pw: {type: secret, generated: true}
                resources:
                  schema: {type: postgres.Migration, instance: "${db}", database: "${db.databases.app}", user: app, password: {secret: pw}, folder: sql}
                """);
    assertThat(resource(blueprint, "postgres.Migration/schema").body().items("scripts")).hasSize(2);
  }

  @Test
  void an_api_that_only_a_raw_resource_needs_is_enabled() {
    assertThat(
            sound(HEAD + "resources:\n  b: {type: storage.Bucket, name: shop-b, location: US}\n")
                .resources()
                .stream()
                .map(r -> r.address().toString()))
        .contains("serviceusage.Service/project.storage");
  }

  @Test
  void a_project_made_elsewhere_is_not_made_here() {
    String yaml =
        "system: shop\nproject: {id: shop-prod-1, existing: true}\nregion: us-central1\nresources:\n  b: {type: storage.Bucket, name: shop-b, location: US}\n";
    assertThat(sound(yaml).resources().stream().map(r -> r.address().toString()))
        .containsExactly("serviceusage.Service/project.storage", "storage.Bucket/b");
  }

  @Test
  void a_name_that_google_refuses() {
    assertThat(
            errors(
                HEAD
                    + "resources:\n  net: {type: compute.Network, autoCreateSubnetworks: false, name: Shop_Net}\n"))
        .containsExactly(
            "groundwork.yaml:8:68: `name` must be 1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen, not `Shop_Net`. [GW114]");
  }

  @Test
  void a_range_that_is_none() {
    assertThat(
            errors(
                HEAD
                    + "resources:\n  s: {type: compute.Subnetwork, network: x, ipCidrRange: 10.0.0/24}\n"))
        .containsExactly(
            "groundwork.yaml:8:58: `ipCidrRange` must be a range of addresses such as `10.0.0.0/16`, not `10.0.0/24`. [GW114]");
  }
}
