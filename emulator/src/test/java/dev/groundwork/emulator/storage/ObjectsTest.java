package dev.groundwork.emulator.storage;

import static dev.groundwork.emulator.storage.CloudStorage.bytes;
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

final class ObjectsTest {
  /// Of the nine digits, from the algorithms' own catalogues.
  private static final String DIGITS = "123456789";

  private static final String DIGITS_MD5 = "JfnnlDI7RTiF9RgfG2JNCw==";
  private static final String DIGITS_CRC32C = "4waSgw==";

  @TempDir Path folder;
  private CloudStorage storage;

  @BeforeEach
  void start() {
    storage = new CloudStorage(folder);
    storage.makeBucket("box", "{}");
  }

  @AfterEach
  void stop() {
    storage.close();
  }

  @Test
  void an_object_comes_back_byte_by_byte_with_its_sums() {
    Fields object = storage.upload("box", "dir/digits.txt", DIGITS).json();

    assertThat(object.text("size")).contains("9");
    assertThat(object.text("md5Hash")).contains(DIGITS_MD5);
    assertThat(object.text("crc32c")).contains(DIGITS_CRC32C);
    assertThat(object.text("contentType")).contains("text/plain");
    assertThat(object.text("id"))
        .contains("box/dir/digits.txt/" + object.text("generation").orElseThrow());
    Answer download = storage.get("b/box/o/dir%2Fdigits.txt?alt=media");
    assertThat(download.text()).isEqualTo(DIGITS);
    assertThat(download.header("X-Goog-Hash"))
        .isEqualTo("crc32c=" + DIGITS_CRC32C + ",md5=" + DIGITS_MD5);
    assertThat(storage.get("b/box/o/dir%2Fdigits.txt").json()).isEqualTo(object);
  }

  @Test
  void the_same_bytes_are_at_every_address_that_clients_use() {
    storage.upload("box", "a", DIGITS);

    for (String address :
        List.of(
            "/storage.googleapis.com/download/storage/v1/b/box/o/a?alt=media",
            "/download/storage/v1/b/box/o/a?alt=media",
            "/storage/v1/b/box/o/a?alt=media",
            "/storage.googleapis.com/box/a")) {
      assertThat(storage.send("GET", address, "", new byte[0]).text())
          .as(address)
          .isEqualTo(DIGITS);
    }
    assertThat(storage.send("GET", "/storage.googleapis.com/box/b", "", new byte[0]).text())
        .contains("<Code>NoSuchKey</Code>");
  }

  @Test
  void a_part_of_an_object_can_be_asked_for() {
    storage.upload("box", "a", DIGITS);

    Answer middle = storage.get("b/box/o/a?alt=media", "Range", "bytes=2-4");
    assertThat(middle.status()).isEqualTo(206);
    assertThat(middle.text()).isEqualTo("345");
    assertThat(middle.header("Content-Range")).isEqualTo("bytes 2-4/9");
    assertThat(storage.get("b/box/o/a?alt=media", "Range", "bytes=7-").text()).isEqualTo("89");
    assertThat(storage.get("b/box/o/a?alt=media", "Range", "bytes=-1").text()).isEqualTo("9");
    assertThat(storage.get("b/box/o/a?alt=media", "Range", "bytes=9-").status()).isEqualTo(416);
  }

  @Test
  void a_multipart_upload_brings_its_description_even_when_its_bytes_are_json() {
    String body =
        "--=b=\r\nContent-Type: application/json\r\n\r\n{\"name\": \"list.json\", \"metadata\": {\"from\": \"test\"}}\r\n"
            + "--=b=\r\nContent-Type: application/json\r\n\r\n[1,\r\n2]\r\n--=b=--";

    Answer object =
        storage.send(
            "POST",
            CloudStorage.uploads("box") + "?uploadType=multipart",
            "multipart/related; boundary=\"=b=\"",
            bytes(body));

    assertThat(object.text("metadata.from")).isEqualTo("test");
    assertThat(object.text("contentType")).isEqualTo("application/json");
    assertThat(storage.get("b/box/o/list.json?alt=media").text()).isEqualTo("[1,\r\n2]");
    assertThat(
            storage
                .send(
                    "POST",
                    CloudStorage.uploads("box") + "?uploadType=multipart",
                    "multipart/related; boundary=x",
                    bytes(body))
                .status())
        .isEqualTo(400);
  }

  @Test
  void an_upload_in_parts_goes_on_after_a_restart() {
    String address = begin("?uploadType=resumable&name=parts");
    Answer more = part(address, "bytes 0-3/*", "1234");
    assertThat(more.status()).isEqualTo(308);
    assertThat(more.header("Range")).isEqualTo("bytes=0-3");

    storage.restart();

    assertThat(part(address, "bytes */*", "").header("Range")).isEqualTo("bytes=0-3");
    assertThat(part(address, "bytes 6-8/9", "789").status()).as("a gap").isEqualTo(400);
    Answer object = part(address, "bytes 4-8/9", "56789");
    assertThat(object.text("md5Hash")).isEqualTo(DIGITS_MD5);
    assertThat(part(address, "bytes */9", "").json()).as("asked again").isEqualTo(object.json());
  }

  @Test
  void an_upload_that_is_cancelled_leaves_nothing() {
    String address = begin("?uploadType=resumable&name=never");
    part(address, "bytes 0-3/9", "1234");

    storage.send("DELETE", address, "", new byte[0]);

    assertThat(part(address, "bytes 4-8/9", "56789").status()).isEqualTo(404);
    assertThat(storage.files()).isZero();
  }

  private String begin(String query) {
    return storage
        .send("POST", CloudStorage.uploads("box") + query, "application/json", bytes("{}"))
        .header("Location");
  }

  private Answer part(String address, String range, String content) {
    return storage.send("PUT", address, "", bytes(content), "Content-Range", range);
  }

  @Test
  void an_upload_that_was_damaged_on_its_way_is_refused_and_leaves_nothing() {
    String described = "{\"name\": \"sum\", \"md5Hash\": \"" + DIGITS_MD5 + "\"}";
    String address =
        storage
            .send(
                "POST",
                CloudStorage.uploads("box") + "?uploadType=resumable",
                "application/json",
                bytes(described))
            .header("Location");
    assertThat(storage.send("PUT", address, "", bytes("damaged!!")).status()).isEqualTo(400);
    assertThat(storage.get("b/box/o/sum").status()).isEqualTo(404);
    assertThat(storage.files()).isZero();

    String again =
        storage
            .send(
                "POST",
                CloudStorage.uploads("box") + "?uploadType=resumable",
                "application/json",
                bytes(described))
            .header("Location");
    assertThat(storage.send("PUT", again, "", bytes(DIGITS)).status()).isEqualTo(200);
  }

  @Test
  void of_two_writers_who_both_expect_nothing_one_is_refused() {
    String path = CloudStorage.uploads("box") + "?uploadType=media&name=lock&ifGenerationMatch=0";

    Answer first = storage.send("POST", path, "text/plain", bytes("mine"));
    Answer second = storage.send("POST", path, "text/plain", bytes("no, mine"));

    assertThat(first.status()).isEqualTo(200);
    assertThat(second.refusal()).startsWith("412 conditionNotMet");
    assertThat(storage.get("b/box/o/lock?alt=media").text()).isEqualTo("mine");
    String next = path.replace("Match=0", "Match=" + first.text("generation"));
    assertThat(storage.send("POST", next, "text/plain", bytes("mine again")).status())
        .isEqualTo(200);
    assertThat(storage.files()).isEqualTo(1);
  }

  @Test
  void an_older_generation_stays_only_where_the_bucket_keeps_versions() {
    storage.makeBucket("history", "{\"versioning\": {\"enabled\": true}}");
    for (String bucket : List.of("box", "history")) {
      storage.upload(bucket, "a", "old");
      storage.upload(bucket, "a", "new");
    }

    assertThat(names(storage.get("b/box/o?versions=true"))).hasSize(1);
    Fields old = (Fields) storage.get("b/history/o?versions=true").json().items("items").getFirst();
    assertThat(old.text("timeDeleted")).isPresent();
    assertThat(
            storage
                .get("b/history/o/a?alt=media&generation=" + old.text("generation").orElseThrow())
                .text())
        .isEqualTo("old");
    assertThat(storage.get("b/history/o/a?alt=media").text()).isEqualTo("new");
    storage.delete("b/history/o/a");
    assertThat(storage.get("b/history/o/a").refusal())
        .isEqualTo("404 notFound: No such object: history/a");
    assertThat(names(storage.get("b/history/o?versions=true"))).containsExactly("a", "a");
    assertThat(names(storage.get("b/history/o"))).isEmpty();
    storage.delete("b/history/o/a?generation=" + old.text("generation").orElseThrow());
    assertThat(names(storage.get("b/history/o?versions=true"))).containsExactly("a");
  }

  @Test
  void a_list_folds_names_behind_a_delimiter_and_comes_in_pages() {
    List.of("a.txt", "logs/1", "logs/2", "logs/old/3", "z.txt")
        .forEach(name -> storage.upload("box", name, "x"));

    Answer top = storage.get("b/box/o?delimiter=/");
    assertThat(names(top)).containsExactly("a.txt", "z.txt");
    assertThat(top.json().items("prefixes")).containsExactly(Value.of("logs/"));
    Answer inner = storage.get("b/box/o?delimiter=/&prefix=logs/");
    assertThat(names(inner)).containsExactly("logs/1", "logs/2");
    assertThat(inner.json().items("prefixes")).containsExactly(Value.of("logs/old/"));

    Answer first = storage.get("b/box/o?delimiter=/&maxResults=2");
    assertThat(names(first)).containsExactly("a.txt");
    assertThat(first.json().items("prefixes")).containsExactly(Value.of("logs/"));
    Answer second =
        storage.get("b/box/o?delimiter=/&maxResults=2&pageToken=" + first.text("nextPageToken"));
    assertThat(names(second)).containsExactly("z.txt");
    assertThat(second.json().values()).doesNotContainKeys("prefixes", "nextPageToken");
    assertThat(names(storage.get("b/box/o?startOffset=logs/2&endOffset=z")))
        .containsExactly("logs/2", "logs/old/3");
  }

  private static List<String> names(Answer list) {
    return list.json().items("items").stream()
        .map(i -> ((Fields) i).text("name").orElseThrow())
        .toList();
  }

  @Test
  void a_description_can_change_while_the_bytes_stay() {
    Fields before = storage.upload("box", "a", DIGITS).json();

    Fields after =
        storage
            .patch(
                "b/box/o/a",
                "{\"contentType\": \"text/csv\", \"metadata\": {\"k\": \"v\"}, \"size\": \"1\"}")
            .json();

    assertThat(after.text("contentType")).contains("text/csv");
    assertThat(after.text("metageneration")).contains("2");
    assertThat(after.text("generation")).isEqualTo(before.text("generation"));
    assertThat(after.text("size")).contains("9");
    assertThat(storage.patch("b/box/o/a", "{\"metadata\": {\"k\": null}}").json().get("metadata"))
        .isEmpty();
  }

  @Test
  void a_copy_has_the_bytes_and_the_description_and_a_life_of_its_own() {
    storage.makeBucket("cold", "{\"storageClass\": \"NEARLINE\"}");
    storage.upload("box", "a", DIGITS);
    storage.patch("b/box/o/a", "{\"metadata\": {\"k\": \"v\"}}");

    Fields answer = storage.post("b/box/o/a/rewriteTo/b/cold/o/deep%2Fcopy", "").json();
    storage.delete("b/box/o/a");

    assertThat(answer.flag("done")).isTrue();
    assertThat(answer.text("resource.storageClass")).contains("NEARLINE");
    assertThat(answer.text("resource.metadata.k")).contains("v");
    assertThat(answer.text("resource.contentType")).contains("text/plain");
    assertThat(storage.get("b/cold/o/deep%2Fcopy?alt=media").text()).isEqualTo(DIGITS);
    assertThat(storage.post("b/box/o/a/rewriteTo/b/cold/o/again", "").refusal())
        .isEqualTo("404 notFound: No such object: box/a");
  }

  @Test
  void objects_put_together_have_all_bytes_in_order_and_no_md5() {
    storage.upload("box", "1", "123");
    storage.upload("box", "2", "456789");

    Fields whole =
        storage
            .post(
                "b/box/o/whole/compose",
                "{\"sourceObjects\": [{\"name\": \"1\"}, {\"name\": \"2\"}], \"destination\": {\"contentType\": \"text/plain\", \"md5Hash\": \"of-a-part\"}}")
            .json();

    assertThat(whole.text("crc32c")).contains(DIGITS_CRC32C);
    assertThat(whole.get("md5Hash")).isEmpty();
    assertThat(whole.get("componentCount")).contains(Value.of(2));
    assertThat(storage.get("b/box/o/whole?alt=media").text()).isEqualTo(DIGITS);
  }

  @Test
  void what_must_be_kept_can_be_neither_deleted_nor_overwritten_until_its_time_is_over() {
    storage.makeBucket("vault", "{\"retentionPolicy\": {\"retentionPeriod\": \"3600\"}}");
    assertThat(storage.upload("vault", "a", "x").text("retentionExpirationTime"))
        .isEqualTo("2026-03-01T13:00:00.000Z");

    assertThat(storage.delete("b/vault/o/a").refusal()).startsWith("403 retentionPolicyNotMet");
    assertThat(storage.upload("vault", "a", "y").status()).isEqualTo(403);
    storage.advance(Duration.ofHours(2));
    assertThat(storage.delete("b/vault/o/a").status()).isEqualTo(204);
  }

  @Test
  void an_object_under_a_hold_stays_until_the_hold_is_lifted() {
    storage.upload("box", "a", "x");
    storage.patch("b/box/o/a", "{\"temporaryHold\": true}");

    assertThat(storage.delete("b/box/o/a").status()).isEqualTo(403);
    storage.patch("b/box/o/a", "{\"temporaryHold\": false}");
    assertThat(storage.delete("b/box/o/a").status()).isEqualTo(204);
  }

  @Test
  void bytes_outlive_a_restart_and_go_with_their_object() {
    storage.upload("box", "a", DIGITS);

    storage.restart();

    assertThat(storage.get("b/box/o/a?alt=media").text()).isEqualTo(DIGITS);
    storage.delete("b/box/o/a");
    assertThat(storage.files()).isZero();
  }
}
