package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Service accounts.
class AccountsTest {
  private static final String ACCOUNTS = "iam.googleapis.com/v1/projects/p-one-1/serviceAccounts";
  private static final String ONE = ACCOUNTS + "/runner@p-one-1.iam.gserviceaccount.com";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "iam");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said create(String id) {
    return cloud.post(
        ACCOUNTS,
        "{\"accountId\": \"" + id + "\", \"serviceAccount\": {\"displayName\": \"Runner\"}}");
  }

  @Test
  void an_account_is_found_by_email_and_by_unique_id_in_its_project_or_in_any() {
    String unique = create("runner").body().text("uniqueId").orElseThrow();
    assertThat(cloud.get(ONE).body().text("displayName")).contains("Runner");
    assertThat(cloud.get(ACCOUNTS + "/" + unique).status()).isEqualTo(200);
    assertThat(cloud.get("iam.googleapis.com/v1/projects/-/serviceAccounts/" + unique).status())
        .isEqualTo(200);
  }

  @Test
  void an_unknown_account_is_refused_in_iams_words() {
    Said said = cloud.get(ONE);
    assertThat(said.status()).isEqualTo(404);
    assertThat(said.message()).isEqualTo("Unknown service account");
    assertThat(said.reason()).isEqualTo("notFound");
    assertThat(said.canonical()).isEqualTo("NOT_FOUND");
  }

  @Test
  void an_id_is_taken_once_and_must_be_well_formed() {
    assertThat(create("runner").status()).isEqualTo(200);
    assertThat(create("runner").status()).isEqualTo(409);
    assertThat(create("x").status()).isEqualTo(400);
  }

  @Test
  void names_can_change_and_emails_cannot() {
    create("runner");
    assertThat(
            cloud
                .patch(
                    ONE,
                    "{\"serviceAccount\": {\"displayName\": \"Other\"}, \"updateMask\": \"displayName\"}")
                .body()
                .text("displayName"))
        .contains("Other");
    assertThat(
            cloud
                .patch(ONE, "{\"serviceAccount\": {\"email\": \"x\"}, \"updateMask\": \"email\"}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void an_account_has_a_policy_of_its_own() {
    create("runner");
    cloud.post(
        ONE + ":setIamPolicy",
        "{\"policy\": {\"bindings\": [{\"role\": \"roles/iam.serviceAccountUser\", \"members\": [\"user:a@example.com\"]}]}}");
    assertThat(cloud.post(ONE + ":getIamPolicy", "{}").body().items("bindings")).hasSize(1);
    cloud.delete(ONE);
    create("runner");
    assertThat(cloud.post(ONE + ":getIamPolicy", "{}").body().items("bindings")).isEmpty();
  }

  @Test
  void the_private_half_of_a_key_is_shown_once() {
    create("runner");
    Fields key = cloud.post(ONE + "/keys", "{}").body();
    assertThat(key.text("privateKeyData")).isPresent();
    Fields listed = (Fields) cloud.get(ONE + "/keys").body().items("keys").getFirst();
    assertThat(listed.get("privateKeyData")).isEmpty();
  }

  @Test
  void the_list_has_every_account_of_the_project() {
    create("runner");
    create("walker");
    assertThat(cloud.get(ACCOUNTS).body().items("accounts")).hasSize(2);
  }
}
