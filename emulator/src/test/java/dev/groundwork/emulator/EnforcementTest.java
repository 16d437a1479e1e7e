package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.resource.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Permissions: who is refused, who is allowed, and why.
class EnforcementTest {
  private static final String ANA = "ana@example.com";
  private static final String PROJECT = "cloudresourcemanager.googleapis.com/v1/projects/p-one-1";
  private static final String SECRET = GoogleCloud.SECRETS + "p-one-1/secrets/a";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "iam", "secretmanager");
    cloud.post(
        GoogleCloud.SECRETS + "p-one-1/secrets?secretId=a",
        "{\"replication\": {\"automatic\": {}}}");
    cloud.post(SECRET + ":addVersion", "{\"payload\": {\"data\": \"c2VjcmV0\"}}");
    cloud.post("emulator/v1/iam", "{\"mode\": \"enforce\"}");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private GoogleCloud as(String account) {
    return cloud.as(
        cloud
            .post("emulator/v1/token", "{\"account\": \"" + account + "\"}")
            .body()
            .text("token")
            .orElseThrow());
  }

  private void bind(String resource, String role, String member) {
    bind(resource, role, member, "");
  }

  private void bind(String resource, String role, String member, String condition) {
    String conditional =
        condition.isEmpty()
            ? ""
            : ", \"condition\": {\"title\": \"t\", \"expression\": \""
                + condition.replace("\"", "\\\"")
                + "\"}";
    Said said =
        cloud.post(
            resource + ":setIamPolicy",
            "{\"policy\": {\"version\": 3, \"bindings\": [{\"role\": \""
                + role
                + "\", \"members\": [\""
                + member
                + "\"]"
                + conditional
                + "}]}}");
    assertThat(said.status()).as(said.message()).isEqualTo(200);
  }

  @Test
  void the_owner_may_do_everything_without_a_token_and_with_the_one_of_the_environment() {
    assertThat(cloud.get(SECRET).status()).isEqualTo(200);
    assertThat(cloud.as("emulator").get(SECRET).status()).isEqualTo(200);
  }

  @Test
  void a_caller_without_a_role_is_refused_in_the_services_words() {
    Said said = as(ANA).get(SECRET);
    assertThat(said.status()).isEqualTo(403);
    assertThat(said.canonical()).isEqualTo("PERMISSION_DENIED");
    assertThat(said.message())
        .isEqualTo(
            "Permission 'secretmanager.secrets.get' denied for resource 'projects/p-one-1/secrets/a' (or it may not exist).");
    Value.Fields detail = (Value.Fields) said.body().fields("error").items("details").getFirst();
    assertThat(detail.text("reason")).contains("IAM_PERMISSION_DENIED");
    assertThat(detail.text("metadata.permission")).contains("secretmanager.secrets.get");
  }

  @Test
  void a_role_on_the_resource_itself_allows_what_is_in_it_and_no_more() {
    bind(SECRET, "roles/secretmanager.secretAccessor", "user:" + ANA);
    GoogleCloud ana = as(ANA);
    assertThat(ana.get(SECRET + "/versions/latest:access").status()).isEqualTo(200);
    assertThat(ana.get(SECRET).status()).isEqualTo(403);
    assertThat(ana.post(SECRET + ":addVersion", "{\"payload\": {}}").status()).isEqualTo(403);
    assertThat(as("ben@example.com").get(SECRET + "/versions/latest:access").status())
        .isEqualTo(403);
  }

  @Test
  void a_role_on_the_project_its_folder_or_its_organization_is_inherited() {
    bind(PROJECT, "roles/viewer", "user:" + ANA);
    assertThat(as(ANA).get(SECRET).status()).isEqualTo(200);
    assertThat(as("ben@example.com").get(SECRET).status()).isEqualTo(403);
    bind(
        "cloudresourcemanager.googleapis.com/v3/organizations/1",
        "roles/secretmanager.viewer",
        "user:ben@example.com");
    assertThat(as("ben@example.com").get(SECRET).status()).isEqualTo(200);
  }

  @Test
  void a_condition_on_the_name_and_on_the_time_is_held() {
    bind(
        PROJECT,
        "roles/secretmanager.viewer",
        "user:" + ANA,
        "resource.name.startsWith(\"projects/"
            + cloud.number("p-one-1")
            + "/secrets/a\") && request.time < timestamp(\"2026-01-15T13:00:00Z\")");
    cloud.post(
        GoogleCloud.SECRETS + "p-one-1/secrets?secretId=b",
        "{\"replication\": {\"automatic\": {}}}");
    GoogleCloud ana = as(ANA);
    assertThat(ana.get(SECRET).status()).isEqualTo(200);
    assertThat(ana.get(GoogleCloud.SECRETS + "p-one-1/secrets/b").status()).isEqualTo(403);
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT1H\"}");
    assertThat(as(ANA).get(SECRET).status()).isEqualTo(403);
  }

  @Test
  void an_unknown_or_expired_token_is_no_caller() {
    assertThat(cloud.as("ya29.nonsense").get(SECRET).status()).isEqualTo(401);
    GoogleCloud ana = as(ANA);
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT1H\"}");
    assertThat(ana.get(SECRET).status()).isEqualTo(401);
    cloud.post("emulator/v1/iam", "{\"mode\": \"off\"}");
    assertThat(cloud.as("ya29.nonsense").get(SECRET).status()).isEqualTo(200);
  }

  @Test
  void audit_lets_pass_and_notes() {
    cloud.post("emulator/v1/iam", "{\"mode\": \"audit\"}");
    assertThat(as(ANA).get(SECRET).status()).isEqualTo(200);
    List<Value> findings = cloud.get("emulator/v1/iam").body().items("findings");
    assertThat(findings).hasSize(1);
    Value.Fields finding = (Value.Fields) findings.getFirst();
    assertThat(finding.text("caller")).contains("user:" + ANA);
    assertThat(finding.text("permission")).contains("secretmanager.secrets.get");
    assertThat(finding.flag("refused")).isFalse();
  }

  @Test
  void the_mode_outlives_a_restart() {
    cloud.close();
    cloud = new GoogleCloud(folder);
    assertThat(cloud.get("emulator/v1/status").body().text("iam")).contains("enforce");
    assertThat(cloud.post("emulator/v1/iam", "{\"mode\": \"strict\"}").status()).isEqualTo(400);
  }

  @Test
  void tests_of_permissions_are_honest_in_every_mode() {
    cloud.post("emulator/v1/iam", "{\"mode\": \"off\"}");
    bind(PROJECT, "roles/secretmanager.viewer", "user:" + ANA);
    String asked =
        "{\"permissions\": [\"secretmanager.secrets.get\", \"secretmanager.secrets.create\"]}";
    assertThat(as(ANA).post(PROJECT + ":testIamPermissions", asked).body().items("permissions"))
        .containsExactly(Value.of("secretmanager.secrets.get"));
    assertThat(cloud.post(PROJECT + ":testIamPermissions", asked).body().items("permissions"))
        .hasSize(2);
  }

  @Test
  void who_acts_for_a_service_account_needs_its_leave() {
    String accounts = "iam.googleapis.com/v1/projects/p-one-1/serviceAccounts";
    String runner = "runner@p-one-1.iam.gserviceaccount.com";
    cloud.post(accounts, "{\"accountId\": \"runner\"}");
    String credentials =
        "iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            + runner
            + ":generateAccessToken";
    Said refused = as(ANA).post(credentials, "{\"scope\": [\"x\"]}");
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.message())
        .isEqualTo(
            "Permission 'iam.serviceAccounts.getAccessToken' denied on resource (or it may not exist).");
    bind(accounts + "/" + runner, "roles/iam.serviceAccountTokenCreator", "user:" + ANA);
    Said granted = as(ANA).post(credentials, "{\"scope\": [\"x\"]}");
    assertThat(granted.status()).isEqualTo(200);
    bind(SECRET, "roles/secretmanager.secretAccessor", "serviceAccount:" + runner);
    GoogleCloud impersonated = cloud.as(granted.body().text("accessToken").orElseThrow());
    assertThat(impersonated.get(SECRET + "/versions/latest:access").status()).isEqualTo(200);
    cloud.post(accounts + "/" + runner + ":disable", "{}");
    assertThat(impersonated.get(SECRET + "/versions/latest:access").status()).isEqualTo(401);
  }

  @Test
  void who_makes_a_project_owns_it() {
    bind(
        "cloudresourcemanager.googleapis.com/v3/organizations/1",
        "roles/resourcemanager.projectCreator",
        "user:" + ANA);
    String json = "{\"projectId\": \"p-two-2\", \"parent\": \"organizations/1\"}";
    assertThat(as("ben@example.com").post(GoogleCloud.CRM + "/v3/projects", json).status())
        .isEqualTo(403);
    assertThat(as(ANA).post(GoogleCloud.CRM + "/v3/projects", json).status()).isEqualTo(200);
    cloud.emulator.plane().advance(java.time.Duration.ofMinutes(1));
    assertThat(as(ANA).get(GoogleCloud.CRM + "/v1/projects/p-two-2").status()).isEqualTo(200);
  }

  @Test
  void other_services_ask_the_same_question() {
    bind(PROJECT, "roles/run.invoker", "allAuthenticatedUsers");
    var access = cloud.emulator.plane().access();
    String service = "run.googleapis.com/projects/p-one-1/locations/europe-west1/services/s";
    assertThat(access.mayCall(Caller.of(ANA), "run.routes.invoke", service)).isTrue();
    assertThat(access.mayCall(Caller.of(ANA), "run.services.delete", service)).isFalse();
    assertThat(access.mayCall(new Caller.Nobody(), "run.routes.invoke", service)).isFalse();
  }

  @Test
  void editors_of_a_project_are_what_buckets_take_them_for() {
    cloud.post(
        "storage.googleapis.com/storage/v1/b?project=p-one-1", "{\"name\": \"bucket-of-p-one\"}");
    bind(PROJECT, "roles/viewer", "user:" + ANA);
    GoogleCloud ana = as(ANA);
    assertThat(ana.get("storage.googleapis.com/storage/v1/b/bucket-of-p-one/o").status())
        .isEqualTo(200);
    assertThat(ana.delete("storage.googleapis.com/storage/v1/b/bucket-of-p-one").status())
        .isEqualTo(403);
  }
}
