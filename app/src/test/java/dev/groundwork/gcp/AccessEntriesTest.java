package dev.groundwork.gcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.gcp.Policies.Member;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value.Fields;
import org.junit.jupiter.api.Test;

/// A dataset's access list, changed one entry at a time.
class AccessEntriesTest {
  private static final Fields DATASET =
      parsed(
          """
          {"etag": "e", "access": [
            {"role": "OWNER", "specialGroup": "projectOwners"},
            {"role": "READER", "userByEmail": "Ann@example.com"},
            {"view": {"projectId": "p", "datasetId": "d", "tableId": "v"}}]}
          """);

  @Test
  void a_role_is_found_under_both_its_names_and_a_person_in_any_case() {
    assertThat(AccessEntries.find(DATASET, "READER", "user:ann@example.com")).isPresent();
    assertThat(AccessEntries.find(DATASET, "roles/bigquery.dataViewer", "user:ann@example.com"))
        .isPresent();
    assertThat(AccessEntries.find(DATASET, "WRITER", "user:ann@example.com")).isEmpty();
    assertThat(AccessEntries.find(DATASET, "AUTHORIZED", "view:p.d.v")).isPresent();
  }

  @Test
  void adding_leaves_the_others_alone() {
    Member robot = new Member("WRITER", "serviceAccount:r@p.iam.gserviceaccount.com", Fields.EMPTY);

    Fields written = AccessEntries.with(DATASET, robot);

    assertThat(written.items("access"))
        .startsWith(DATASET.items("access").toArray(dev.groundwork.resource.Value[]::new))
        .hasSize(4);
    assertThat(written.text("access.3.userByEmail")).contains("r@p.iam.gserviceaccount.com");
    assertThat(AccessEntries.has(written, robot)).isTrue();
  }

  @Test
  void removing_takes_that_entry_only() {
    Member ann = new Member("roles/bigquery.dataViewer", "user:ann@example.com", Fields.EMPTY);

    Fields written = AccessEntries.without(DATASET, ann);

    assertThat(written.items("access")).hasSize(2);
    assertThat(AccessEntries.has(written, ann)).isFalse();
  }

  @Test
  void a_view_and_a_dataset_are_let_in_without_a_role() {
    Fields view =
        AccessEntries.with(
            Fields.EMPTY, new Member("AUTHORIZED", "view:my.org:p.d.t", Fields.EMPTY));
    Fields dataset =
        AccessEntries.with(Fields.EMPTY, new Member("AUTHORIZED", "dataset:p.d", Fields.EMPTY));

    assertThat(view.text("access.0.view.projectId")).contains("my.org:p");
    assertThat(view.text("access.0.view.tableId")).contains("t");
    assertThat(view.at("access.0.role")).isEmpty();
    assertThat(dataset.text("access.0.dataset.dataset.datasetId")).contains("d");
    assertThat(dataset.text("access.0.dataset.targetTypes.0")).contains("VIEWS");
  }

  private static Fields parsed(String json) {
    try {
      return Json.parseFields(json);
    } catch (Json.Malformed e) {
      throw new IllegalArgumentException(e);
    }
  }
}
