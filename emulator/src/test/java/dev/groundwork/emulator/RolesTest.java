package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Custom roles, and what policies may hold.
class RolesTest {
  private static final String ROLES = "iam.googleapis.com/v1/projects/p-one-1/roles";
  private static final String PROJECT = "cloudresourcemanager.googleapis.com/v1/projects/p-one-1";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "iam", "secretmanager");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said create(String id, String permission) {
    return cloud.post(
        ROLES,
        "{\"roleId\": \""
            + id
            + "\", \"role\": {\"title\": \"T\", \"includedPermissions\": [\""
            + permission
            + "\"], \"stage\": \"GA\"}}");
  }

  private Said bind(String role, String member) {
    return cloud.post(
        PROJECT + ":setIamPolicy",
        "{\"policy\": {\"bindings\": [{\"role\": \""
            + role
            + "\", \"members\": [\""
            + member
            + "\"]}]}}");
  }

  @Test
  void a_role_is_made_read_changed_deleted_and_brought_back() {
    assertThat(create("reader", "secretmanager.secrets.get").body().text("name"))
        .contains("projects/p-one-1/roles/reader");
    assertThat(create("reader", "secretmanager.secrets.get").status()).isEqualTo(409);
    assertThat(
            cloud
                .patch(ROLES + "/reader?updateMask=title", "{\"title\": \"Other\"}")
                .body()
                .text("title"))
        .contains("Other");
    assertThat(cloud.delete(ROLES + "/reader").body().flag("deleted")).isTrue();
    assertThat(cloud.get(ROLES).body().items("roles")).isEmpty();
    assertThat(cloud.get(ROLES + "?showDeleted=true").body().items("roles")).hasSize(1);
    Said again = create("reader", "secretmanager.secrets.get");
    assertThat(again.status()).isEqualTo(400);
    assertThat(again.message())
        .isEqualTo(
            "You can't create a role with role_id (reader) where there is an existing role with that role_id in a deleted state.");
    assertThat(cloud.post(ROLES + "/reader:undelete", "{}").status()).isEqualTo(200);
    assertThat(cloud.get(ROLES + "/reader").body().text("title")).contains("Other");
  }

  @Test
  void
      a_deleted_role_cannot_be_brought_back_after_a_week_and_its_name_is_free_after_thirty_days_more() {
    create("reader", "secretmanager.secrets.get");
    cloud.delete(ROLES + "/reader");
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT170H\"}");
    assertThat(cloud.post(ROLES + "/reader:undelete", "{}").status()).isEqualTo(404);
    assertThat(create("reader", "secretmanager.secrets.get").status()).isEqualTo(400);
    cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT720H\"}");
    assertThat(create("reader", "secretmanager.secrets.get").status()).isEqualTo(200);
  }

  @Test
  void a_permission_that_is_none_is_refused() {
    Said said = create("reader", "secretmanager.secrets.fetch");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message()).isEqualTo("Permission secretmanager.secrets.fetch is not valid.");
    assertThat(said.reason()).isEqualTo("badRequest");
  }

  @Test
  void a_role_that_does_not_exist_cannot_be_granted() {
    assertThat(bind("roles/secretmanager.reader", "user:a@example.com").message())
        .isEqualTo("Role roles/secretmanager.reader is not supported for this resource.");
    assertThat(bind("projects/p-one-1/roles/none", "user:a@example.com").message())
        .isEqualTo(
            "Role (projects/p-one-1/roles/none) does not exist in the resource's hierarchy.");
    assertThat(bind("viewer", "user:a@example.com").message()).startsWith("Role name must be");
    create("reader", "secretmanager.secrets.get");
    assertThat(bind("projects/p-one-1/roles/reader", "user:a@example.com").status()).isEqualTo(200);
  }

  @Test
  void a_member_of_a_wrong_form_cannot_be_granted_a_role() {
    assertThat(bind("roles/viewer", "a@example.com").message())
        .isEqualTo(
            "The member a@example.com is of an unknown type. Please set a valid type prefix for the member.");
    assertThat(bind("roles/viewer", "user:a").status()).isEqualTo(400);
    assertThat(bind("roles/viewer", "group:g@example.com").status()).isEqualTo(200);
  }

  @Test
  void
      a_service_account_that_is_not_there_cannot_be_granted_a_role_and_one_that_goes_leaves_its_trace() {
    String member = "serviceAccount:runner@p-one-1.iam.gserviceaccount.com";
    Said refused = bind("roles/viewer", member);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message())
        .isEqualTo("Service account runner@p-one-1.iam.gserviceaccount.com does not exist.");
    String accounts = "iam.googleapis.com/v1/projects/p-one-1/serviceAccounts";
    String unique =
        cloud.post(accounts, "{\"accountId\": \"runner\"}").body().text("uniqueId").orElseThrow();
    assertThat(bind("roles/viewer", member).status()).isEqualTo(200);
    cloud.delete(accounts + "/runner@p-one-1.iam.gserviceaccount.com");
    assertThat(cloud.post(PROJECT + ":getIamPolicy", "{}").body().toString())
        .contains("deleted:" + member + "?uid=" + unique);
  }

  @Test
  void a_policy_changed_meanwhile_is_not_overwritten() {
    String etag = cloud.post(PROJECT + ":getIamPolicy", "{}").body().text("etag").orElseThrow();
    bind("roles/viewer", "user:a@example.com");
    Said said =
        cloud.post(
            PROJECT + ":setIamPolicy",
            "{\"policy\": {\"etag\": \"" + etag + "\", \"bindings\": []}}");
    assertThat(said.status()).isEqualTo(409);
    assertThat(said.canonical()).isEqualTo("ABORTED");
  }

  @Test
  void a_policy_holds_so_many_members_and_a_condition_that_can_be_read() {
    StringBuilder many = new StringBuilder("user:u0@example.com");
    for (int i = 1; i <= 1500; i++) {
      many.append("\", \"user:u").append(i).append("@example.com");
    }
    assertThat(bind("roles/viewer", many.toString()).message())
        .isEqualTo(
            "The number of members in the policy (1,501) is larger than the maximum allowed size 1,500.");
    Said said =
        cloud.post(
            PROJECT + ":setIamPolicy",
            "{\"policy\": {\"version\": 3, \"bindings\": [{\"role\": \"roles/browser\", \"members\": [\"user:a@example.com\"], \"condition\": {\"title\": \"t\", \"expression\": \"request.time <\"}}]}}");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message()).startsWith("Condition expression compilation failed");
  }

  @Test
  void googles_roles_can_be_looked_at() {
    Said role = cloud.get("iam.googleapis.com/v1/roles/secretmanager.secretAccessor");
    assertThat(role.body().items("includedPermissions").toString())
        .contains("secretmanager.versions.access");
    assertThat(cloud.get("iam.googleapis.com/v1/roles/none.none").status()).isEqualTo(404);
  }

  @Test
  void an_organization_policy_forbids_keys() {
    cloud.project("p-two-2", "iam", "orgpolicy");
    String accounts = "iam.googleapis.com/v1/projects/p-two-2/serviceAccounts";
    cloud.post(accounts, "{\"accountId\": \"runner\"}");
    String keys = accounts + "/runner@p-two-2.iam.gserviceaccount.com/keys";
    assertThat(cloud.post(keys, "{}").status()).isEqualTo(200);
    Said policy =
        cloud.post(
            "orgpolicy.googleapis.com/v2/projects/p-two-2/policies",
            "{\"name\": \"projects/p-two-2/policies/iam.disableServiceAccountKeyCreation\", \"spec\": {\"rules\": [{\"enforce\": true}]}}");
    assertThat(policy.status()).as(policy.toString()).isEqualTo(200);
    Said refused = cloud.post(keys, "{}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).isEqualTo("Key creation is not allowed on this service account.");
  }

  @Test
  void a_budget_is_kept_with_its_billing_account() {
    String budgets =
        "billingbudgets.googleapis.com/v1/billingAccounts/012345-6789AB-CDEF01/budgets";
    Said made =
        cloud.post(
            budgets,
            "{\"displayName\": \"b\", \"amount\": {\"specifiedAmount\": {\"units\": \"500\"}}}");
    assertThat(made.status()).as(made.toString()).isEqualTo(200);
    String name = made.body().text("name").orElseThrow();
    assertThat(name).startsWith("billingAccounts/012345-6789AB-CDEF01/budgets/");
    assertThat(cloud.get(budgets).body().items("budgets")).hasSize(1);
    assertThat(cloud.delete("billingbudgets.googleapis.com/v1/" + name).status()).isEqualTo(200);
  }
}
