package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.SECRETS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value.Fields;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Google's misbehaviour on demand.
class FaultsTest {
  @TempDir private Path folder;

  private GoogleCloud cloud(String name, long seed) {
    GoogleCloud cloud = new GoogleCloud(folder.resolve(name), new Emulator.Options(false, seed));
    cloud.project("p-one-1", "secretmanager");
    return cloud;
  }

  private static void fault(GoogleCloud cloud, String json) {
    assertThat(cloud.post("emulator/v1/faults", json).status()).isEqualTo(200);
  }

  /// What 40 requests are answered under a fault that strikes every third or so.
  private List<Integer> statuses(String name, long seed) {
    try (GoogleCloud cloud = cloud(name, seed)) {
      fault(
          cloud,
          "{\"kind\": \"UNAVAILABLE\", \"host\": \"secretmanager.googleapis.com\", \"probability\": 0.3}");
      List<Integer> statuses = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        statuses.add(cloud.get(SECRETS + "p-one-1/secrets").status());
      }
      return statuses;
    }
  }

  @Test
  void one_seed_gives_one_misbehaviour_and_another_another() {
    List<Integer> first = statuses("a", 5);
    assertThat(first).contains(200, 503);
    assertThat(statuses("b", 5)).isEqualTo(first);
    assertThat(statuses("c", 6)).isNotEqualTo(first);
  }

  @Test
  void a_rate_limit_says_when_to_come_again() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      fault(
          cloud,
          "{\"kind\": \"RATE_LIMITED\", \"host\": \"secretmanager.googleapis.com\", \"count\": 1}");
      Said refused = cloud.get(SECRETS + "p-one-1/secrets");
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.canonical()).isEqualTo("RESOURCE_EXHAUSTED");
      assertThat(cloud.get(SECRETS + "p-one-1/secrets").status()).isEqualTo(200);
    }
  }

  @Test
  void a_fault_strikes_only_what_it_names() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      fault(cloud, "{\"kind\": \"UNAVAILABLE\", \"method\": \"POST\", \"path\": \"*/secrets\"}");
      assertThat(
              cloud
                  .post(
                      SECRETS + "p-one-1/secrets?secretId=s",
                      "{\"replication\": {\"automatic\": {}}}")
                  .status())
          .isEqualTo(503);
      assertThat(cloud.get(SECRETS + "p-one-1/secrets").status()).isEqualTo(200);
    }
  }

  @Test
  void after_a_lost_reply_the_work_is_done() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      fault(
          cloud,
          "{\"kind\": \"LOST_REPLY\", \"method\": \"POST\", \"path\": \"*/secrets\", \"count\": 1}");
      assertThatThrownBy(() ->
              cloud.post(
                  SECRETS + "p-one-1/secrets?secretId=s", "{\"replication\": {\"automatic\": {}}}"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(cloud.get(SECRETS + "p-one-1/secrets/s").status()).isEqualTo(200);
    }
  }

  @Test
  void after_a_lost_request_it_is_not() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      fault(
          cloud,
          "{\"kind\": \"LOST_REQUEST\", \"method\": \"POST\", \"path\": \"*/secrets\", \"count\": 1}");
      assertThatThrownBy(() ->
              cloud.post(
                  SECRETS + "p-one-1/secrets?secretId=s", "{\"replication\": {\"automatic\": {}}}"))
          .isInstanceOf(UncheckedIOException.class);
      assertThat(cloud.get(SECRETS + "p-one-1/secrets/s").status()).isEqualTo(404);
    }
  }

  @Test
  void faults_are_listed_with_how_often_they_struck_and_can_be_removed() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      fault(cloud, "{\"kind\": \"INTERNAL\", \"host\": \"secretmanager.googleapis.com\"}");
      assertThat(cloud.get(SECRETS + "p-one-1/secrets").status()).isEqualTo(500);
      Fields listed = (Fields) cloud.get("emulator/v1/faults").body().items("faults").getFirst();
      assertThat(listed.get("struck")).contains(dev.groundwork.resource.Value.of(1));
      assertThat(cloud.delete("emulator/v1/faults/1").status()).isEqualTo(200);
      assertThat(cloud.get(SECRETS + "p-one-1/secrets").status()).isEqualTo(200);
    }
  }

  @Test
  void a_fault_that_makes_no_sense_is_refused() {
    try (GoogleCloud cloud = cloud("a", 1)) {
      assertThat(cloud.post("emulator/v1/faults", "{\"kind\": \"RAIN\"}").status()).isEqualTo(400);
      assertThat(
              cloud
                  .post("emulator/v1/faults", "{\"kind\": \"DELAY\", \"probability\": 2}")
                  .status())
          .isEqualTo(400);
    }
  }
}
