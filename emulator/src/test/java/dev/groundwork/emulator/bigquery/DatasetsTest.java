package dev.groundwork.emulator.bigquery;

import static dev.groundwork.emulator.bigquery.Warehouse.DATASETS;
import static dev.groundwork.emulator.bigquery.Warehouse.PROJECT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.bigquery.Warehouse.Said;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Datasets and who may see them.
class DatasetsTest {
  @TempDir private Path folder;

  private Warehouse bigquery;

  @BeforeEach
  void open() {
    bigquery = new Warehouse(folder);
  }

  @AfterEach
  void close() {
    bigquery.close();
  }

  @Test
  void a_dataset_is_in_the_us_and_open_to_the_project_unless_said_otherwise() {
    Said made = bigquery.dataset("usage");

    assertThat(made.status()).isEqualTo(200);
    assertThat(made.text("location")).isEqualTo("US");
    assertThat(made.text("id")).isEqualTo(PROJECT + ":usage");
    assertThat(made.body().items("access"))
        .extracting(entry -> ((Fields) entry).text("role").orElse(""))
        .containsExactlyInAnyOrder("OWNER", "OWNER", "READER", "WRITER");
    assertThat(bigquery.get(DATASETS + "/usage").text("maxTimeTravelHours")).isEqualTo("168");
  }

  @Test
  void is_refused_in_googles_words() {
    bigquery.dataset("usage");

    Said twice = bigquery.dataset("usage");
    assertThat(twice.status()).isEqualTo(409);
    assertThat(twice.reason()).isEqualTo("duplicate");
    assertThat(twice.message()).isEqualTo("Already Exists: Dataset " + PROJECT + ":usage");

    Said absent = bigquery.get(DATASETS + "/usages");
    assertThat(absent.status()).isEqualTo(404);
    assertThat(absent.message()).isEqualTo("Not found: Dataset " + PROJECT + ":usages");

    assertThat(bigquery.dataset("with-dash").message())
        .startsWith("Invalid dataset ID \"with-dash\".");
    Said nowhere =
        bigquery.post(DATASETS, "{'datasetReference': {'datasetId': 'm'}, 'location': 'mars-1'}");
    assertThat(nowhere.message())
        .isEqualTo("Invalid value for location: mars-1 is not a valid value");
  }

  @Test
  void its_location_stays() {
    bigquery.dataset("usage");

    Said moved = bigquery.patch(DATASETS + "/usage", "{'location': 'EU'}");

    assertThat(moved.status()).isEqualTo(400);
    assertThat(bigquery.get(DATASETS + "/usage").text("location")).isEqualTo("US");
  }

  @Test
  void an_access_list_shows_roles_and_members_as_google_does() {
    bigquery.dataset("usage");

    Said changed =
        bigquery.patch(
            DATASETS + "/usage",
            "{'access': [{'role': 'roles/bigquery.dataViewer', 'iamMember': 'user:ann@example.com'}, {'role': 'OWNER', 'specialGroup': 'projectOwners'}]}");

    assertThat(changed.text("access.0.role")).isEqualTo("READER");
    assertThat(changed.text("access.0.userByEmail")).isEqualTo("ann@example.com");
    assertThat(changed.body().items("access")).hasSize(2);
  }

  @Test
  void a_service_account_that_is_not_there_gets_no_access() {
    bigquery.dataset("usage");

    Said refused =
        bigquery.patch(
            DATASETS + "/usage",
            "{'access': [{'role': 'READER', 'userByEmail': 'gone@"
                + PROJECT
                + ".iam.gserviceaccount.com'}]}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.message()).endsWith("gserviceaccount.com does not exist.");
  }

  @Test
  void a_change_made_from_an_old_etag_is_refused() {
    String etag = bigquery.dataset("usage").text("etag");

    Said first = bigquery.patchMatching(etag, DATASETS + "/usage", "{'description': 'one'}");
    Said second = bigquery.patchMatching(etag, DATASETS + "/usage", "{'description': 'two'}");

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.status()).isEqualTo(412);
    assertThat(second.reason()).isEqualTo("conditionNotMet");
  }

  @Test
  void a_replacement_takes_away_what_is_not_sent_but_not_who_may_see_it() {
    bigquery.post(
        DATASETS,
        "{'datasetReference': {'datasetId': 'usage'}, 'description': 'd', 'labels': {'a': 'b'}}");

    Said replaced = bigquery.put(DATASETS + "/usage", "{'friendlyName': 'Usage'}");

    assertThat(replaced.body().get("description")).isEmpty();
    assertThat(replaced.body().items("access")).hasSize(4);
    assertThat(replaced.text("friendlyName")).isEqualTo("Usage");
  }

  @Test
  void a_list_shows_a_part_of_each_and_is_filtered_by_labels() {
    bigquery.post(DATASETS, "{'datasetReference': {'datasetId': 'one'}, 'labels': {'team': 'a'}}");
    bigquery.post(DATASETS, "{'datasetReference': {'datasetId': 'two'}, 'labels': {'team': 'b'}}");

    Said all = bigquery.get(DATASETS);
    assertThat(all.body().items("datasets")).hasSize(2);
    assertThat(((Fields) all.body().items("datasets").getFirst()).get("access")).isEmpty();
    Said some = bigquery.get(DATASETS + "?filter=labels.team:b");
    assertThat(some.text("datasets.0.datasetReference.datasetId")).isEqualTo("two");
    assertThat(some.body().items("datasets")).hasSize(1);
  }

  @Test
  void goes_with_its_tables_only_when_asked() {
    bigquery.dataset("usage");
    bigquery.table("usage", "events", "name:STRING");

    Said refused = bigquery.delete(DATASETS + "/usage");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.reason()).isEqualTo("resourceInUse");
    assertThat(refused.message()).isEqualTo("Dataset " + PROJECT + ":usage is still in use");

    assertThat(bigquery.delete(DATASETS + "/usage?deleteContents=true").status()).isEqualTo(204);
    assertThat(bigquery.get(DATASETS + "/usage/tables/events").status()).isEqualTo(404);
  }

  @Test
  void its_tables_expire_on_the_clock() {
    bigquery.post(
        DATASETS,
        "{'datasetReference': {'datasetId': 'usage'}, 'defaultTableExpirationMs': '3600000'}");
    bigquery.table("usage", "events", "name:STRING");

    bigquery.advance(Duration.ofMinutes(59));
    assertThat(bigquery.get(DATASETS + "/usage/tables/events").status()).isEqualTo(200);
    bigquery.advance(Duration.ofMinutes(2));

    assertThat(bigquery.get(DATASETS + "/usage/tables/events").status()).isEqualTo(404);
    assertThat(bigquery.get(DATASETS + "/usage/tables").text("totalItems")).isEmpty();
    assertThat(bigquery.delete(DATASETS + "/usage").status()).isEqualTo(204);
  }
}
