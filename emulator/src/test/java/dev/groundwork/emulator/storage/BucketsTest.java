package dev.groundwork.emulator.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.storage.CloudStorage.Answer;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BucketsTest {
  @TempDir Path folder;
  private CloudStorage storage;

  @BeforeEach
  void start() {
    storage = new CloudStorage(folder);
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  @Test
  void a_bucket_that_says_nothing_gets_what_google_takes_for_granted() {
    Fields bucket =
        storage
            .makeBucket("plain-bucket", "{\"lifecycle\": {\"rule\": []}, \"labels\": {}}")
            .json();

    assertThat(bucket.text("location")).contains("US");
    assertThat(bucket.text("storageClass")).contains("STANDARD");
    assertThat(bucket.text("metageneration")).contains("1");
    assertThat(bucket.text("timeCreated")).contains("2026-03-01T12:00:00.000Z");
    assertThat(bucket.text("softDeletePolicy.retentionDurationSeconds")).contains("604800");
    assertThat(bucket.text("softDeletePolicy.effectiveTime")).contains("2026-03-01T12:00:00.000Z");
    assertThat(bucket.text("iamConfiguration.publicAccessPrevention")).contains("inherited");
    assertThat(bucket.flag("iamConfiguration.uniformBucketLevelAccess.enabled")).isFalse();
    assertThat(bucket.values()).doesNotContainKeys("lifecycle", "labels", "acl");
    assertThat(storage.get("b/plain-bucket").json()).isEqualTo(bucket);
  }

  @ParameterizedTest
  @CsvSource({"eu,EU,multi-region", "europe-west3,EUROPE-WEST3,region", "nam4,NAM4,dual-region"})
  void a_location_is_written_large_and_has_a_type(String asked, String location, String type) {
    Fields bucket = storage.makeBucket("somewhere", "{\"location\": \"" + asked + "\"}").json();

    assertThat(bucket.text("location")).contains(location);
    assertThat(bucket.text("locationType")).contains(type);
    assertThat(bucket.get("rpo").isPresent()).isEqualTo(!type.equals("region"));
    assertThat(bucket.flag("satisfiesPZI")).isEqualTo(type.equals("region"));
  }

  @Test
  void a_place_that_is_none_is_refused() {
    assertThat(storage.makeBucket("nowhere", "{\"location\": \"atlantis\"}").refusal())
        .isEqualTo("400 invalid: The specified location constraint is not valid.");
  }

  @Test
  void a_name_is_taken_in_all_projects_at_once() {
    storage.makeBucket("wanted-by-all", "{}");

    assertThat(storage.makeBucket("wanted-by-all", "{}").refusal())
        .isEqualTo(
            "409 conflict: Your previous request to create the named bucket succeeded and you already own it.");
    assertThat(
            storage
                .post("b?project=" + CloudStorage.ANOTHER, "{\"name\": \"wanted-by-all\"}")
                .refusal())
        .startsWith("409 conflict: The requested bucket name is not available.");
    assertThat(
            storage
                .post("b?project=" + CloudStorage.ANOTHER, "{\"name\": \"wanted-by-one\"}")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "Large",
        "-first",
        "last-",
        "10.1.2.3",
        "googly",
        "my-google-bucket",
        "a..b",
        "sp ace"
      })
  void a_name_that_no_bucket_can_have_is_refused(String name) {
    assertThat(storage.makeBucket(name, "{}").refusal())
        .isEqualTo("400 invalid: Invalid bucket name: '" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "with_under-and.dot", "0starts-with-digit", "10.1.2.300x"})
  void a_name_by_the_rules_is_taken(String name) {
    assertThat(storage.makeBucket(name, "{}").status()).isEqualTo(200);
  }

  @Test
  void a_bucket_needs_a_project_that_is_there() {
    assertThat(storage.post("b", "{\"name\": \"homeless\"}").refusal())
        .isEqualTo("400 required: Required parameter: project");
    assertThat(storage.post("b?project=no-such-project", "{\"name\": \"homeless\"}").refusal())
        .isEqualTo("400 invalid: Unknown project id: no-such-project");
  }

  @Test
  void a_list_shows_a_projects_own_buckets_page_by_page() {
    List.of("pile-a", "pile-b", "pile-c", "other").forEach(name -> storage.makeBucket(name, "{}"));
    storage.post("b?project=" + CloudStorage.ANOTHER, "{\"name\": \"pile-z\"}");

    Answer first = storage.get("b?prefix=pile&maxResults=2&project=" + CloudStorage.MINE);
    Answer second =
        storage.get(
            "b?prefix=pile&maxResults=2&project="
                + CloudStorage.MINE
                + "&pageToken="
                + first.text("nextPageToken"));

    assertThat(names(first)).containsExactly("pile-a", "pile-b");
    assertThat(names(second)).containsExactly("pile-c");
    assertThat(second.json().get("nextPageToken")).isEmpty();
  }

  private static List<String> names(Answer list) {
    return list.json().items("items").stream()
        .map(i -> ((Fields) i).text("name").orElseThrow())
        .toList();
  }

  @Test
  void a_change_merges_counts_and_leaves_the_rest() {
    storage.makeBucket("changing", "{\"labels\": {\"team\": \"red\", \"stage\": \"dev\"}}");

    Fields changed =
        storage
            .patch(
                "b/changing",
                "{\"labels\": {\"team\": \"blue\", \"stage\": null}, \"versioning\": {\"enabled\": true}}")
            .json();

    assertThat(changed.fields("labels")).isEqualTo(Fields.EMPTY.with("team", "blue"));
    assertThat(changed.flag("versioning.enabled")).isTrue();
    assertThat(changed.text("metageneration")).contains("2");
    assertThat(changed.text("location")).contains("US");
  }

  @Test
  void a_replacement_takes_away_what_it_does_not_say_but_not_the_place() {
    storage.makeBucket("replaced", "{\"location\": \"EU\", \"labels\": {\"team\": \"red\"}}");

    Fields replaced = storage.put("b/replaced", "{\"storageClass\": \"NEARLINE\"}").json();

    assertThat(replaced.get("labels")).isEmpty();
    assertThat(replaced.text("storageClass")).contains("NEARLINE");
    assertThat(replaced.text("location")).contains("EU");
    assertThat(storage.put("b/replaced", "{\"location\": \"US\"}").status()).isEqualTo(400);
  }

  @Test
  void a_condition_on_the_metageneration_guards_changes_and_reads() {
    storage.makeBucket("guarded", "{}");
    storage.patch("b/guarded", "{\"labels\": {\"a\": \"1\"}}");

    assertThat(storage.patch("b/guarded?ifMetagenerationMatch=1", "{}").refusal())
        .isEqualTo(
            "412 conditionNotMet: At least one of the pre-conditions you specified did not hold.");
    assertThat(storage.delete("b/guarded?ifMetagenerationMatch=1").status()).isEqualTo(412);
    assertThat(storage.get("b/guarded?ifMetagenerationNotMatch=2").status()).isEqualTo(304);
    assertThat(storage.patch("b/guarded?ifMetagenerationMatch=2", "{}").status()).isEqualTo(200);
  }

  @Test
  void uniform_access_can_be_taken_back_for_90_days() {
    String uniform = "{\"iamConfiguration\": {\"uniformBucketLevelAccess\": {\"enabled\": %s}}}";
    Fields bucket = storage.makeBucket("uniform", uniform.formatted(true)).json();
    assertThat(bucket.text("iamConfiguration.uniformBucketLevelAccess.lockedTime"))
        .contains("2026-05-30T12:00:00.000Z");
    assertThat(bucket.fields("iamConfiguration.bucketPolicyOnly"))
        .isEqualTo(bucket.fields("iamConfiguration.uniformBucketLevelAccess"));

    assertThat(storage.patch("b/uniform", uniform.formatted(false)).status()).isEqualTo(200);
    storage.patch("b/uniform", uniform.formatted(true));
    storage.advance(Duration.ofDays(91));

    assertThat(storage.patch("b/uniform", uniform.formatted(false)).status()).isEqualTo(400);
  }

  @Test
  void autoclass_says_since_when_it_is_on_and_keeps_that_time() {
    Fields bucket = storage.makeBucket("classy", "{\"autoclass\": {\"enabled\": true}}").json();
    storage.advance(Duration.ofHours(1));
    Fields later = storage.patch("b/classy", "{\"labels\": {\"a\": \"1\"}}").json();
    Fields off = storage.patch("b/classy", "{\"autoclass\": {\"enabled\": false}}").json();

    assertThat(bucket.text("autoclass.terminalStorageClass")).contains("NEARLINE");
    assertThat(later.fields("autoclass")).isEqualTo(bucket.fields("autoclass"));
    assertThat(off.text("autoclass.toggleTime")).contains("2026-03-01T13:00:00.000Z");
  }

  @Test
  void only_an_empty_bucket_can_be_deleted() {
    storage.makeBucket("full", "{}");
    storage.upload("full", "a", "x");

    assertThat(storage.delete("b/full").refusal())
        .isEqualTo("409 conflict: The bucket you tried to delete is not empty.");
    storage.delete("b/full/o/a");
    assertThat(storage.delete("b/full").status()).isEqualTo(204);
    assertThat(storage.get("b/full").refusal())
        .isEqualTo("404 notFound: The specified bucket does not exist.");
  }

  @Test
  void a_managed_folder_keeps_its_bucket_from_being_deleted() {
    storage.makeBucket(
        "foldered", "{\"iamConfiguration\": {\"uniformBucketLevelAccess\": {\"enabled\": true}}}");
    assertThat(
            storage.post("b/foldered/managedFolders", "{\"name\": \"reports/2026\"}").text("name"))
        .isEqualTo("reports/2026/");

    assertThat(storage.delete("b/foldered").status()).isEqualTo(409);
    assertThat(storage.delete("b/foldered/managedFolders/reports%2F2026%2F").status())
        .isEqualTo(204);
    assertThat(storage.delete("b/foldered").status()).isEqualTo(204);
  }

  @Test
  void a_policy_begins_with_the_projects_own_people_and_is_guarded_by_its_etag() {
    storage.makeBucket("shared", "{}");
    Answer first = storage.get("b/shared/iam");
    assertThat(first.json().items("bindings"))
        .extracting(b -> ((Fields) b).text("role").orElseThrow())
        .containsExactly("roles/storage.legacyBucketOwner", "roles/storage.legacyBucketReader");
    assertThat(first.json().items("bindings").getLast())
        .isEqualTo(
            Fields.EMPTY
                .with("role", "roles/storage.legacyBucketReader")
                .with("members", Value.texts(List.of("projectViewer:" + CloudStorage.MINE))));

    String policy =
        "{\"etag\": \""
            + first.text("etag")
            + "\", \"bindings\": [{\"role\": \"roles/storage.admin\", \"members\": [\"user:a@example.com\"]}]}";
    assertThat(storage.put("b/shared/iam", policy).status()).isEqualTo(200);

    assertThat(storage.put("b/shared/iam", policy).status()).isEqualTo(412);
    assertThat(storage.get("b/shared/iam").json().items("bindings")).hasSize(1);
  }

  @Test
  void what_may_never_be_public_takes_no_public_member() {
    storage.makeBucket(
        "private", "{\"iamConfiguration\": {\"publicAccessPrevention\": \"enforced\"}}");
    storage.makeBucket("public", "{}");
    String policy =
        "{\"bindings\": [{\"role\": \"roles/storage.objectViewer\", \"members\": [\"allUsers\"]}]}";

    assertThat(storage.put("b/private/iam", policy).status()).isEqualTo(412);
    assertThat(storage.put("b/public/iam", policy).status()).isEqualTo(200);
  }

  @Test
  void permissions_asked_for_are_all_granted() {
    storage.makeBucket("asked", "{}");

    assertThat(
            storage
                .get(
                    "b/asked/iam/testPermissions?permissions=storage.buckets.get&permissions=storage.objects.list")
                .json()
                .items("permissions"))
        .containsExactly(Value.of("storage.buckets.get"), Value.of("storage.objects.list"));
    assertThat(
            storage.get("b/unasked/iam/testPermissions?permissions=storage.buckets.get").status())
        .isEqualTo(404);
  }
}
