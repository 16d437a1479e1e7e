package dev.groundwork.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsTest {
  private static final String RINGS =
      "cloudkms.googleapis.com/v1/projects/shop-project/locations/us-central1/keyRings";
  private static final String KEYS = RINGS + "/ring/cryptoKeys";
  private static final String KEY = KEYS + "/key";
  private static final String PLAIN = "c2VjcmV0";

  @TempDir Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void open() {
    cloud = new GoogleCloud(folder);
    cloud.project("shop-project", "cloudkms");
    cloud.post(RINGS + "?keyRingId=ring", "{}");
    cloud.post(KEYS + "?cryptoKeyId=key", "{\"purpose\": \"ENCRYPT_DECRYPT\"}");
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Test
  void what_one_key_encrypts_no_other_key_decrypts() {
    cloud.post(KEYS + "?cryptoKeyId=other", "{\"purpose\": \"ENCRYPT_DECRYPT\"}");
    String ciphertext = encrypted();

    assertThat(ciphertext).doesNotContain(PLAIN);
    assertThat(decrypted(KEY, ciphertext).body().text("plaintext")).contains(PLAIN);
    assertThat(decrypted(KEYS + "/other", ciphertext).message())
        .isEqualTo("Decryption failed: verify that 'name' refers to the correct CryptoKey.");
  }

  @Test
  void bytes_may_come_in_the_alphabet_that_is_safe_in_urls() {
    String ciphertext = encrypted().replace('+', '-').replace('/', '_');

    assertThat(decrypted(KEY, ciphertext).body().text("plaintext")).contains(PLAIN);
  }

  @Test
  void what_was_encrypted_can_be_read_after_a_restart_and_the_material_is_in_no_file()
      throws IOException {
    String ciphertext = encrypted();
    cloud.close();
    cloud = new GoogleCloud(folder);

    assertThat(decrypted(KEY, ciphertext).body().text("plaintext")).contains(PLAIN);
    try (Stream<Path> files = Files.walk(folder.resolve("store"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
            .doesNotContain("\"secret\"", PLAIN);
      }
    }
  }

  @Test
  void a_key_rotates_on_the_clock_and_old_versions_still_decrypt() {
    String old = encrypted();
    cloud.patch(
        KEY + "?updateMask=rotationPeriod,nextRotationTime",
        "{\"rotationPeriod\": \"86400s\", \"nextRotationTime\": \"2026-01-16T00:00:00Z\"}");

    cloud.emulator.plane().advance(Duration.ofDays(2));

    Fields key = cloud.get(KEY).body();
    assertThat(key.text("primary.name").orElse("")).endsWith("/cryptoKeyVersions/3");
    assertThat(key.text("nextRotationTime")).contains("2026-01-18T00:00:00.000000Z");
    assertThat(decrypted(KEY, old).body().flag("usedPrimary")).isFalse();
    assertThat(decrypted(KEY, encrypted()).body().flag("usedPrimary")).isTrue();
  }

  @Test
  void a_version_is_destroyed_after_its_time_and_can_be_restored_before() {
    String ciphertext = encrypted();
    cloud.post(KEY + "/cryptoKeyVersions/1:destroy", "{}");
    assertThat(decrypted(KEY, ciphertext).message())
        .endsWith("is not enabled, current state is: DESTROY_SCHEDULED.");

    cloud.post(KEY + "/cryptoKeyVersions/1:restore", "{}");
    cloud.patch(KEY + "/cryptoKeyVersions/1?updateMask=state", "{\"state\": \"ENABLED\"}");
    assertThat(decrypted(KEY, ciphertext).status()).isEqualTo(200);

    cloud.post(KEY + "/cryptoKeyVersions/1:destroy", "{}");
    cloud.emulator.plane().advance(Duration.ofDays(31));
    assertThat(cloud.get(KEY + "/cryptoKeyVersions/1").body().text("state")).contains("DESTROYED");
    assertThat(cloud.post(KEY + "/cryptoKeyVersions/1:restore", "{}").status()).isEqualTo(400);
  }

  @Test
  void sums_that_do_not_fit_and_names_that_are_taken_are_refused() {
    assertThat(
            cloud
                .post(
                    KEY + ":encrypt",
                    "{\"plaintext\": \"" + PLAIN + "\", \"plaintextCrc32c\": \"1\"}")
                .status())
        .isEqualTo(400);
    assertThat(cloud.post(RINGS + "?keyRingId=ring", "{}").message()).endsWith("already exists.");
    assertThat(cloud.get(KEYS + "/none").message())
        .isEqualTo(
            "CryptoKey projects/shop-project/locations/us-central1/keyRings/ring/cryptoKeys/none not found.");
    assertThat(List.of(cloud.delete(RINGS + "/ring").status(), cloud.delete(KEY).status()))
        .doesNotContain(200);
  }

  private String encrypted() {
    return cloud
        .post(KEY + ":encrypt", "{\"plaintext\": \"" + PLAIN + "\"}")
        .body()
        .text("ciphertext")
        .orElseThrow();
  }

  private GoogleCloud.Said decrypted(String key, String ciphertext) {
    return cloud.post(key + ":decrypt", "{\"ciphertext\": \"" + ciphertext + "\"}");
  }
}
