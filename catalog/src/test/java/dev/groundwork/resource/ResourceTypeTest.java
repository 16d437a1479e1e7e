package dev.groundwork.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.catalog.Catalog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResourceTypeTest {
  private static final ResourceType SUBNETWORK = Catalog.standard().get("compute.Subnetwork");
  private static final ResourceType SECRET = Catalog.standard().get("secretmanager.Secret");

  @Test
  void stating_a_fact_leaves_the_type_before_it_as_it_was() {
    ResourceType topic = ResourceType.named("pubsub.Topic");

    ResourceType later = topic.required("name").holdsData();

    assertThat(topic.required()).isEmpty();
    assertThat(topic.isHoldingData()).isFalse();
    assertThat(later.required()).containsExactly("name");
    assertThat(later.service()).isEqualTo("pubsub");
    assertThat(later.kind()).isEqualTo("Topic");
  }

  @Test
  void relative_names_have_no_version() {
    assertThat(SUBNETWORK.relativeName())
        .isEqualTo("projects/{project}/regions/{region}/subnetworks/{name}");
    assertThat(SECRET.relativeName()).isEqualTo("projects/{project}/secrets/{name}");
    assertThat(Catalog.standard().get("storage.Bucket").relativeName()).isEqualTo("b/{name}");
    assertThat(Catalog.standard().get("sql.User").relativeName())
        .isEqualTo("projects/{project}/instances/{instance}/users/{name}");
  }

  @Test
  void the_last_parameter_is_the_resources_own_name() {
    assertThat(SUBNETWORK.parameters()).containsExactly("project", "region", "name");
    assertThat(Catalog.standard().get("iam.ServiceAccount").parameters())
        .containsExactly("project", "name");
    assertThat(Catalog.standard().get("storage.Bucket").parameters())
        .containsExactly("project", "name");
    assertThat(Catalog.standard().get("cloudresourcemanager.Project").parameters())
        .containsExactly("project");
    assertThat(Catalog.standard().get("secretmanager.SecretVersion").parameters())
        .containsExactly("project", "secret", "version");
    assertThat(Catalog.standard().get("postgres.Migration").parameters())
        .containsExactly("project", "instance", "database", "folder");
    assertThat(Catalog.standard().get("servicenetworking.Connection").scope())
        .containsExactly("project", "network");
  }

  @Test
  void what_was_listed_tells_its_path() {
    assertThat(
            SUBNETWORK.identify(
                Map.of("project", "p", "region", "r"), Value.fields().with("name", "s")))
        .contains(Map.of("project", "p", "region", "r", "name", "s"));
    assertThat(
            SECRET.identify(
                Map.of("project", "p"), Value.fields().with("name", "projects/123/secrets/db")))
        .contains(Map.of("project", "p", "name", "db"));
    assertThat(
            Catalog.standard()
                .get("iam.ServiceAccount")
                .identify(
                    Map.of("project", "p"),
                    Value.fields().with("email", "run@p.iam.gserviceaccount.com")))
        .contains(Map.of("project", "p", "name", "run"));
    assertThat(
            Catalog.standard()
                .get("servicenetworking.Connection")
                .identify(
                    Map.of("project", "p", "network", "n"),
                    Value.fields().with("network", "projects/123/global/networks/n")))
        .contains(Map.of("project", "p", "network", "n"));
  }

  @Test
  void a_wide_listing_tells_the_region_by_its_link() {
    Value.Fields listed =
        Value.fields()
            .with("name", "s")
            .with(
                "region", "https://www.googleapis.com/compute/v1/projects/p/regions/europe-west1");

    assertThat(SUBNETWORK.identify(Map.of("project", "p"), listed))
        .contains(Map.of("project", "p", "region", "europe-west1", "name", "s"));
  }

  @Test
  void what_is_none_of_the_type_tells_no_path() {
    assertThat(
            Catalog.standard()
                .get("iam.ServiceAccount")
                .identify(
                    Map.of("project", "p"),
                    Value.fields().with("email", "1-compute@developer.gserviceaccount.com")))
        .isEmpty();
    assertThat(SECRET.identify(Map.of("project", "p"), Value.fields())).isEmpty();
  }

  @Test
  void predictions_leave_out_what_only_the_cloud_knows() {
    assertThat(SECRET.predictions(Map.of("project", "p", "name", "s")))
        .containsExactly(Map.entry("id", "projects/p/secrets/s"));
    assertThat(SECRET.predictions(Map.of("project", "p", "name", "s", "projectNumber", "12")))
        .containsEntry("name", "projects/12/secrets/s");
    assertThat(
            Catalog.standard()
                .get("secretmanager.SecretVersion")
                .predictions(Map.of("project", "p", "secret", "s")))
        .isEmpty();
    assertThat(
            Catalog.standard()
                .get("sql.Instance")
                .predictions(Map.of("project", "p", "name", "db")))
        .containsEntry("kind", "sql#instance");
  }

  @Test
  void a_resource_is_there_only_in_the_states_that_count() {
    ResourceType project = Catalog.standard().get("cloudresourcemanager.Project");
    ResourceType billing = Catalog.standard().get("cloudbilling.ProjectBillingInfo");

    assertThat(project.isThere(Value.fields().with("state", "ACTIVE"))).isTrue();
    assertThat(project.isThere(Value.fields().with("state", "DELETE_REQUESTED"))).isFalse();
    assertThat(billing.isThere(Value.fields().with("billingEnabled", true))).isTrue();
    assertThat(billing.isThere(Value.fields())).isFalse();
    assertThat(SECRET.isThere(Value.fields())).isTrue();
  }

  @Test
  void a_field_can_change_by_the_update_or_by_a_call_of_its_own() {
    ResourceType address = Catalog.standard().get("compute.GlobalAddress");

    assertThat(SUBNETWORK.isChangeable("logConfig.enable")).isTrue();
    assertThat(SUBNETWORK.isChangeable("network")).isFalse();
    assertThat(address.isChangeable("labels.env")).isTrue();
    assertThat(address.isChangeable("address")).isFalse();
    assertThat(Catalog.standard().get("compute.Route").isChangeable("priority")).isFalse();
    assertThat(Catalog.standard().get("iam.ServiceAccount").isChangeable("displayName")).isTrue();
    assertThat(Catalog.standard().get("postgres.Migration").isChangeable("scripts")).isTrue();
    assertThat(Catalog.standard().get("postgres.Migration").isDeletable()).isFalse();
  }

  @Test
  void permissions_on_another_resource_are_not_asked_of_the_project() {
    ResourceType project = Catalog.standard().get("cloudresourcemanager.Project");

    assertThat(project.permissions(Action.CREATE)).isEmpty();
    assertThat(project.permissionsElsewhere(Action.CREATE)).containsOnlyKeys("parent");
  }

  @Test
  void without_a_statement_actions_take_a_second_and_time_out_after_twenty_minutes() {
    assertThat(ResourceType.named("a.B").typical(Action.CREATE)).isEqualTo(Duration.ofSeconds(1));
    assertThat(ResourceType.named("a.B").timeout(Action.CREATE)).isEqualTo(Duration.ofMinutes(20));
  }

  @Test
  void names_follow_googles_rules() {
    ResourceType.Naming network = Catalog.standard().get("compute.Network").naming().orElseThrow();
    ResourceType.Naming bucket = Catalog.standard().get("storage.Bucket").naming().orElseThrow();
    ResourceType.Naming api = Catalog.standard().get("serviceusage.Service").naming().orElseThrow();

    assertThat(List.of("main", "a", "a-1")).allMatch(network::allows);
    assertThat(List.of("Main", "1a", "a-", "", "a".repeat(64))).noneMatch(network::allows);
    assertThat(List.of("abc", "my.bucket.example.com", "a_b-c")).allMatch(bucket::allows);
    assertThat(List.of("ab", "google-x", "192.168.1.1", "A-b-c")).noneMatch(bucket::allows);
    assertThat(api.allows("sqladmin.googleapis.com")).isTrue();
    assertThat(api.allows("sqladmin")).isFalse();
    assertThat(Catalog.standard().get("sql.User").naming()).isEmpty();
  }
}
