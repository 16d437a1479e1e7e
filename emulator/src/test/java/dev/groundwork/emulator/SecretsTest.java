package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Values of secrets.
class SecretsTest {
  private static final String SECRET = SECRETS + "p-one-1/secrets/s";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "secretmanager");
    cloud.post(SECRETS + "p-one-1/secrets?secretId=s", "{\"replication\": {\"automatic\": {}}}");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private Said add(String value) {
    String data = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    return cloud.post(SECRET + ":addVersion", "{\"payload\": {\"data\": \"" + data + "\"}}");
  }

  private String access(String version) {
    Said said = cloud.get(SECRET + "/versions/" + version + ":access");
    return said.body()
        .text("payload.data")
        .map(d -> new String(Base64.getDecoder().decode(d), StandardCharsets.UTF_8))
        .orElseGet(() -> said.status() + " " + said.canonical());
  }

  @Test
  void a_value_comes_back_with_its_checksum() {
    add("123456789");
    Fields payload = cloud.get(SECRET + "/versions/1:access").body().fields("payload");
    assertThat(payload.text("data")).contains("MTIzNDU2Nzg5");
    // the check value of CRC-32C
    assertThat(payload.text("dataCrc32c")).contains(Long.toString(0xE3069283L));
  }

  @Test
  void a_payload_that_does_not_fit_its_checksum_is_refused() {
    assertThat(
            cloud
                .post(
                    SECRET + ":addVersion",
                    "{\"payload\": {\"data\": \"MTIzNDU2Nzg5\", \"dataCrc32c\": \"1\"}}")
                .status())
        .isEqualTo(400);
    assertThat(
            cloud
                .post(
                    SECRET + ":addVersion",
                    "{\"payload\": {\"data\": \"MTIzNDU2Nzg5\", \"dataCrc32c\": \"3808858755\"}}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void latest_is_the_newest() {
    add("one");
    add("two");
    assertThat(access("latest")).isEqualTo("two");
    assertThat(access("1")).isEqualTo("one");
  }

  @Test
  void a_disabled_version_is_shown_but_not_read_until_it_is_enabled_again() {
    add("one");
    cloud.post(SECRET + "/versions/1:disable", "{}");
    assertThat(access("1")).isEqualTo("400 FAILED_PRECONDITION");
    assertThat(cloud.get(SECRET + "/versions/1").body().text("state")).contains("DISABLED");
    cloud.post(SECRET + "/versions/1:enable", "{}");
    assertThat(access("1")).isEqualTo("one");
  }

  @Test
  void a_destroyed_version_is_gone_for_good_and_its_number_too() {
    add("one");
    cloud.post(SECRET + "/versions/1:destroy", "{}");
    assertThat(cloud.post(SECRET + "/versions/1:enable", "{}").status()).isEqualTo(400);
    assertThat(access("1")).isEqualTo("400 FAILED_PRECONDITION");
    assertThat(add("two").body().text("name").orElse("")).endsWith("/versions/2");
  }

  @Test
  void versions_are_listed_newest_first() {
    add("one");
    add("two");
    assertThat(
            cloud.get(SECRET + "/versions").body().items("versions").stream()
                .map(v -> ((Fields) v).text("name").orElse("").replaceAll(".*/", "")))
        .containsExactly("2", "1");
  }

  @Test
  void a_value_survives_a_restart() {
    add("one");
    cloud.close();
    cloud = new GoogleCloud(folder);
    assertThat(access("latest")).isEqualTo("one");
  }

  @Test
  void no_file_holds_a_value_in_the_clear() throws IOException {
    String value = "correct horse battery staple";
    add(value);
    cloud.close();
    List<String> forms =
        List.of(value, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertThat(forms).noneMatch(bytes::contains);
      }
    }
    cloud = new GoogleCloud(folder);
  }

  @Test
  void only_its_owner_may_read_the_key() throws IOException {
    Path key = folder.resolve("secretmanager/key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
        .isEqualTo("rw-------");
  }

  @Test
  void a_deleted_secret_takes_its_values_with_it() {
    add("one");
    cloud.delete(SECRET);
    cloud.post(SECRETS + "p-one-1/secrets?secretId=s", "{\"replication\": {\"automatic\": {}}}");
    assertThat(access("1")).isEqualTo("404 NOT_FOUND");
    assertThat(add("two").body().text("name").orElse("")).endsWith("/versions/1");
  }
}
