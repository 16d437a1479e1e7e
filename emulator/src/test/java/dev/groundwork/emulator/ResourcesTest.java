package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds for every type alike, shown with secrets, networks and firewall rules.
class ResourcesTest {
  private static final String AUTOMATIC = "{\"replication\": {\"automatic\": {}}}";
  private static final String GLOBAL = GoogleCloud.COMPUTE + "p-one-1/global/";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "compute", "secretmanager");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said secret(String name, String body) {
    return cloud.post(SECRETS + "p-one-1/secrets?secretId=" + name, body);
  }

  @Test
  void what_is_created_can_be_read() {
    Said created = secret("a", AUTOMATIC);
    assertThat(created.status()).isEqualTo(200);
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").body()).isEqualTo(created.body());
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/b").status()).isEqualTo(404);
  }

  @Test
  void the_project_may_be_named_by_its_number() {
    secret("a", AUTOMATIC);
    assertThat(cloud.get(SECRETS + cloud.number("p-one-1") + "/secrets/a").status()).isEqualTo(200);
  }

  @Test
  void a_name_is_taken_once() {
    secret("a", AUTOMATIC);
    Said again = secret("a", AUTOMATIC);
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.canonical()).isEqualTo("ALREADY_EXISTS");
  }

  @Test
  void an_unknown_field_is_refused_with_its_place() {
    Said said = secret("a", "{\"replication\": {\"automatic\": {}, \"manual\": 1}, \"labls\": {}}");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message())
        .contains("Unknown name \"manual\" at 'replication': Cannot find field.")
        .contains("Unknown name \"labls\": Cannot find field.");
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(404);
  }

  @Test
  void a_value_of_the_wrong_type_is_refused() {
    assertThat(
            secret("a", "{\"replication\": {\"automatic\": {}}, \"labels\": {\"a\": 5}}").message())
        .isEqualTo("Invalid value at 'labels[0].value' (TYPE_STRING), 5");
    assertThat(secret("a", "{\"replication\": []}").status()).isEqualTo(400);
    assertThat(
            secret("a", "{\"replication\": {\"automatic\": {}}, \"labels\": {\"a\": \"5\"}}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void text_that_is_no_json_is_refused() {
    assertThat(secret("a", "{\"replication\"").status()).isEqualTo(400);
  }

  @Test
  void a_missing_required_field_is_refused() {
    Said said =
        cloud.post(
            GLOBAL + "firewalls", "{\"name\": \"f\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message()).isEqualTo("Required field 'resource.network' not specified");
    assertThat(said.reason()).isEqualTo("required");
  }

  @Test
  void what_only_google_sets_is_ignored_when_sent() {
    secret("a", "{\"replication\": {\"automatic\": {}}, \"createTime\": \"1999-01-01T00:00:00Z\"}");
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").body().text("createTime"))
        .contains("2026-01-15T12:00:00.000000Z");
  }

  @Test
  void defaults_stand_where_nothing_was_sent() {
    cloud.compute(
        "p-one-1/global/firewalls",
        "{\"name\": \"f\", \"network\": \"global/networks/default\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}"
            .replace("global/networks", "projects/p-one-1/global/networks"));
    Fields rule = cloud.get(GLOBAL + "firewalls/f").body();
    assertThat(rule.text("direction")).contains("INGRESS");
    assertThat(rule.items("sourceRanges")).hasSize(1);
    assertThat(rule.text("network"))
        .contains("https://www.googleapis.com/compute/v1/projects/p-one-1/global/networks/default");
  }

  @Test
  void a_reference_to_nothing_is_refused() {
    Said said =
        cloud.post(
            GLOBAL + "firewalls",
            "{\"name\": \"f\", \"network\": \"projects/p-one-1/global/networks/none\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}");
    assertThat(said.status()).isEqualTo(404);
    assertThat(said.message())
        .isEqualTo("The resource 'projects/p-one-1/global/networks/none' was not found");
  }

  @Test
  void an_immutable_field_cannot_change() {
    secret("a", AUTOMATIC);
    Said said =
        cloud.patch(
            SECRETS + "p-one-1/secrets/a?updateMask=replication",
            "{\"replication\": {\"userManaged\": {\"replicas\": [{\"location\": \"us-east1\"}]}}}");
    assertThat(said.status()).isEqualTo(400);
    assertThat(
            cloud.patch(SECRETS + "p-one-1/secrets/a?updateMask=replication", AUTOMATIC).status())
        .isEqualTo(200);
  }

  @Test
  void a_mask_says_what_changes_and_what_goes() {
    secret(
        "a",
        "{\"replication\": {\"automatic\": {}}, \"labels\": {\"x\": \"1\"}, \"annotations\": {\"y\": \"1\"}}");
    Fields changed =
        cloud
            .patch(
                SECRETS + "p-one-1/secrets/a?updateMask=labels,version_aliases",
                "{\"annotations\": {\"z\": \"2\"}, \"versionAliases\": {\"v\": \"1\"}}")
            .body();
    assertThat(changed.get("labels")).isEmpty();
    assertThat(changed.text("annotations.y")).contains("1");
    assertThat(changed.text("versionAliases.v")).contains("1");
  }

  @Test
  void without_a_mask_fields_are_merged_and_null_removes() {
    cloud.compute(
        "p-one-1/global/firewalls",
        "{\"name\": \"f\", \"network\": \"projects/p-one-1/global/networks/default\", \"description\": \"d\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}");
    cloud.operation(
        "compute.googleapis.com",
        cloud.patch(GLOBAL + "firewalls/f", "{\"priority\": 5, \"description\": null}"));
    Fields rule = cloud.get(GLOBAL + "firewalls/f").body();
    assertThat(rule.get("description")).isEmpty();
    assertThat(rule.get("priority")).contains(dev.groundwork.resource.Value.of(5));
    assertThat(rule.items("allowed")).hasSize(1);
  }

  @Test
  void a_stale_etag_is_refused() {
    String etag = secret("a", AUTOMATIC).body().text("etag").orElseThrow();
    String path = SECRETS + "p-one-1/secrets/a?updateMask=labels";
    assertThat(
            cloud.patch(path, "{\"etag\": \"" + etag + "\", \"labels\": {\"x\": \"1\"}}").status())
        .isEqualTo(200);
    Said second = cloud.patch(path, "{\"etag\": \"" + etag + "\", \"labels\": {\"x\": \"2\"}}");
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.canonical()).isEqualTo("ABORTED");
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").body().text("labels.x")).contains("1");
  }

  @Test
  void of_many_changes_with_one_etag_one_wins() throws Exception {
    String etag = secret("a", AUTOMATIC).body().text("etag").orElseThrow();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String body = "{\"etag\": \"" + etag + "\", \"labels\": {\"x\": \"" + i + "\"}}";
        answers.add(
            threads.submit(
                () -> cloud.patch(SECRETS + "p-one-1/secrets/a?updateMask=labels", body).status()));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnly(200, 409).containsOnlyOnce(200);
    }
  }

  @Test
  void a_stale_fingerprint_is_refused_in_computes_words() {
    cloud.compute("p-one-1/global/addresses", "{\"name\": \"a\"}");
    String path = GLOBAL + "addresses/a/setLabels";
    String fingerprint =
        cloud.get(GLOBAL + "addresses/a").body().text("labelFingerprint").orElseThrow();
    assertThat(
            cloud
                .post(path, "{\"labels\": {\"x\": \"1\"}, \"labelFingerprint\": \"AAAA\"}")
                .reason())
        .isEqualTo("conditionNotMet");
    assertThat(
            cloud
                .post(
                    path,
                    "{\"labels\": {\"x\": \"1\"}, \"labelFingerprint\": \"" + fingerprint + "\"}")
                .status())
        .isEqualTo(200);
    assertThat(cloud.get(GLOBAL + "addresses/a").body().text("labels.x")).contains("1");
  }

  @Test
  void a_list_comes_in_pages_that_neither_repeat_nor_hide() {
    for (int i = 0; i < 5; i++) {
      secret("s" + i, AUTOMATIC);
    }
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      Fields page = cloud.get(SECRETS + "p-one-1/secrets?pageSize=2&pageToken=" + token).body();
      page.items("secrets")
          .forEach(s -> seen.add(((Fields) s).text("name").orElseThrow().replaceAll(".*/", "")));
      token = page.text("nextPageToken").orElse("");
      // added before, removed behind: neither disturbs the pages to come
      secret("r" + seen.size(), AUTOMATIC);
    } while (!token.isEmpty());
    assertThat(seen).containsExactly("s0", "s1", "s2", "s3", "s4");
  }

  @Test
  void a_page_token_of_ones_own_making_is_refused() {
    assertThat(cloud.get(SECRETS + "p-one-1/secrets?pageToken=%21%21").status()).isEqualTo(400);
  }

  @Test
  void a_list_can_be_filtered() {
    Fields list =
        cloud.get(GLOBAL + "firewalls?filter=name%20eq%20%22default-allow-(ssh%7Crdp)%22").body();
    assertThat(list.items("items")).hasSize(2);
    assertThat(
            cloud.get(GLOBAL + "firewalls?filter=name%3Ddefault-allow-icmp").body().items("items"))
        .hasSize(1);
    assertThat(cloud.get(GLOBAL + "firewalls").body().items("items")).hasSize(4);
  }

  @Test
  void enums_come_and_go_as_numbers_when_asked_for() {
    secret("a", AUTOMATIC);
    Fields version =
        cloud
            .post(
                SECRETS + "p-one-1/secrets/a:addVersion?$alt=json;enum-encoding=int",
                "{\"payload\": {\"data\": \"eA==\"}}")
            .body();
    assertThat(version.get("state")).contains(dev.groundwork.resource.Value.of(1));
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a/versions/1").body().text("state"))
        .contains("ENABLED");
  }

  @Test
  void deleting_takes_it_away() {
    secret("a", AUTOMATIC);
    assertThat(cloud.delete(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(200);
    assertThat(cloud.get(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(404);
    assertThat(cloud.delete(SECRETS + "p-one-1/secrets/a").status()).isEqualTo(404);
  }
}
