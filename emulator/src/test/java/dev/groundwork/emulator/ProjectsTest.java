package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.CRM;
import static dev.groundwork.emulator.GoogleCloud.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Projects, their billing and their APIs.
class ProjectsTest {
  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  @Test
  void a_project_stands_when_its_operation_is_done() {
    Said begun =
        cloud.post(
            CRM + "/v3/projects",
            "{\"projectId\": \"p-one-1\", \"displayName\": \"One\", \"parent\": \"organizations/77\"}");
    assertThat(begun.body().flag("done")).isFalse();
    Fields done = cloud.operation(CRM, begun);
    assertThat(done.text("response.projectId")).contains("p-one-1");
    Fields project = cloud.get(CRM + "/v3/projects/p-one-1").body();
    assertThat(project.text("state")).contains("ACTIVE");
    assertThat(project.text("parent")).contains("organizations/77");
    assertThat(project.text("name").orElseThrow()).matches("projects/\\d{12}");
  }

  @Test
  void both_versions_of_the_api_show_one_project() {
    cloud.operation(
        CRM,
        cloud.post(
            CRM + "/v1/projects",
            "{\"projectId\": \"p-one-1\", \"name\": \"One\", \"parent\": {\"type\": \"organization\", \"id\": \"77\"}}"));
    assertThat(cloud.get(CRM + "/v3/projects/p-one-1").body().text("displayName")).contains("One");
    assertThat(cloud.get(CRM + "/v1/projects/p-one-1").body().text("parent.id")).contains("77");
  }

  @Test
  void a_stranger_is_not_told_whether_a_project_is_there() {
    Said said = cloud.get(CRM + "/v1/projects/nobody-1");
    assertThat(said.status()).isEqualTo(403);
    assertThat(said.message()).isEqualTo("The caller does not have permission");
  }

  @Test
  void a_deleted_project_keeps_its_id() {
    cloud.project("p-one-1");
    assertThat(
            cloud
                .delete(CRM + "/v3/projects/p-one-1")
                .body()
                .text("response.state")
                .or(() -> cloud.get(CRM + "/v3/projects/p-one-1").body().text("state")))
        .contains("DELETE_REQUESTED");
    assertThat(cloud.post(CRM + "/v3/projects", "{\"projectId\": \"p-one-1\"}").status())
        .isEqualTo(409);
    assertThat(cloud.post(CRM + "/v3/projects", "{\"projectId\": \"p-two-1\"}").status())
        .isEqualTo(200);
  }

  @Test
  void an_id_that_google_would_not_take_is_refused() {
    assertThat(cloud.post(CRM + "/v3/projects", "{\"projectId\": \"P\"}").status()).isEqualTo(400);
  }

  @Test
  void its_maker_owns_it_and_has_every_permission() {
    cloud.project("p-one-1");
    Fields policy = cloud.post(CRM + "/v3/projects/p-one-1:getIamPolicy", "{}").body();
    assertThat(((Fields) policy.items("bindings").getFirst()).text("role")).contains("roles/owner");
    assertThat(
            cloud
                .post(
                    CRM + "/v3/projects/p-one-1:testIamPermissions",
                    "{\"permissions\": [\"a.b.c\"]}")
                .body()
                .items("permissions"))
        .containsExactly(Value.of("a.b.c"));
  }

  @Test
  void a_policy_is_written_with_the_etag_last_read() {
    cloud.project("p-one-1");
    String path = CRM + "/v3/projects/p-one-1:setIamPolicy";
    String etag =
        cloud
            .post(CRM + "/v3/projects/p-one-1:getIamPolicy", "{}")
            .body()
            .text("etag")
            .orElseThrow();
    String policy =
        "{\"policy\": {\"etag\": \""
            + etag
            + "\", \"bindings\": [{\"role\": \"roles/viewer\", \"members\": [\"user:a@example.com\"]}]}}";
    assertThat(cloud.post(path, policy).status()).isEqualTo(200);
    Said again = cloud.post(path, policy);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.canonical()).isEqualTo("ABORTED");
  }

  @Test
  void a_member_of_no_known_kind_is_refused() {
    cloud.project("p-one-1");
    assertThat(
            cloud
                .post(
                    CRM + "/v3/projects/p-one-1:setIamPolicy",
                    "{\"policy\": {\"bindings\": [{\"role\": \"roles/viewer\", \"members\": [\"alice\"]}]}}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void an_api_that_is_not_enabled_refuses_with_googles_details() {
    cloud.project("p-one-1");
    Said said = cloud.get(GoogleCloud.SECRETS + "p-one-1/secrets");
    assertThat(said.status()).isEqualTo(403);
    assertThat(said.message())
        .startsWith(
            "Secret Manager API has not been used in project "
                + cloud.number("p-one-1")
                + " before or it is disabled.");
    List<Value> details = said.body().fields("error").items("details");
    assertThat(details)
        .anySatisfy(d -> assertThat(((Fields) d).text("reason")).contains("SERVICE_DISABLED"));
    assertThat(details)
        .anySatisfy(d ->
            assertThat(((Fields) d).text("metadata.service"))
                .contains("secretmanager.googleapis.com"));
    assertThat(details)
        .anySatisfy(d ->
            assertThat(((Fields) d).text("@type")).contains("type.googleapis.com/google.rpc.Help"));
  }

  @Test
  void an_api_is_enabled_when_the_operation_ends() {
    cloud.project("p-one-1");
    Said begun =
        cloud.post(USAGE + "/v1/projects/p-one-1/services/secretmanager.googleapis.com:enable", "");
    assertThat(begun.body().flag("done")).isFalse();
    cloud.operation(USAGE, begun);
    assertThat(cloud.get(GoogleCloud.SECRETS + "p-one-1/secrets").status()).isEqualTo(200);
    assertThat(
            cloud
                .get(USAGE + "/v1/projects/p-one-1/services/secretmanager.googleapis.com")
                .body()
                .text("state"))
        .contains("ENABLED");
  }

  @Test
  void a_disabled_api_refuses_again() {
    cloud.project("p-one-1", "secretmanager");
    cloud.post(USAGE + "/v1/projects/p-one-1/services/secretmanager.googleapis.com:disable", "");
    assertThat(cloud.get(GoogleCloud.SECRETS + "p-one-1/secrets").status()).isEqualTo(403);
  }

  @Test
  void some_apis_need_someone_to_pay() {
    cloud.operation(CRM, cloud.post(CRM + "/v3/projects", "{\"projectId\": \"p-poor-1\"}"));
    Said said =
        cloud.post(USAGE + "/v1/projects/p-poor-1/services/compute.googleapis.com:enable", "");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message())
        .contains(
            "Billing must be enabled for activation of service(s) 'compute.googleapis.com' to proceed.");
    assertThat(
            cloud
                .post(USAGE + "/v1/projects/p-poor-1/services/sqladmin.googleapis.com:enable", "")
                .status())
        .isEqualTo(200);
  }

  @Test
  void the_list_of_enabled_apis_has_a_new_one() {
    cloud.project("p-one-1", "dns");
    String list = USAGE + "/v1/projects/p-one-1/services?pageSize=200&filter=state:ENABLED";
    assertThat(cloud.get(list).body().items("services"))
        .anySatisfy(s -> assertThat(((Fields) s).text("config.title")).contains("Cloud DNS API"))
        .noneSatisfy(
            s -> assertThat(((Fields) s).text("config.name")).contains("redis.googleapis.com"));
  }

  @Test
  void billing_shows_who_pays() {
    cloud.project("p-one-1");
    assertThat(
            cloud
                .get("cloudbilling.googleapis.com/v1/projects/p-one-1/billingInfo")
                .body()
                .flag("billingEnabled"))
        .isTrue();
    cloud.put(
        "cloudbilling.googleapis.com/v1/projects/p-one-1/billingInfo",
        "{\"billingAccountName\": \"\"}");
    assertThat(
            cloud
                .get("cloudbilling.googleapis.com/v1/projects/p-one-1/billingInfo")
                .body()
                .flag("billingEnabled"))
        .isFalse();
  }
}
