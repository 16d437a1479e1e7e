package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What takes time.
class OperationsTest {
  private static final String GLOBAL = COMPUTE + "p-one-1/global/";
  private static final String NETWORK = "{\"name\": \"net\", \"autoCreateSubnetworks\": false}";

  @TempDir private Path folder;

  private GoogleCloud instant() {
    GoogleCloud cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "compute");
    return cloud;
  }

  /// A cloud in which everything takes as long as on the real one.
  private GoogleCloud realistic() {
    instant().close();
    return new GoogleCloud(folder, new Emulator.Options(true, 1));
  }

  private static void advance(GoogleCloud cloud, String by) {
    assertThat(cloud.post("emulator/v1/clock:advance", "{\"by\": \"" + by + "\"}").status())
        .isEqualTo(200);
  }

  private static Fields operation(GoogleCloud cloud, Said begun) {
    return cloud.get(GLOBAL + "operations/" + begun.body().text("name").orElseThrow()).body();
  }

  @Test
  void an_operation_is_pending_at_first_and_then_done() {
    try (GoogleCloud cloud = instant()) {
      Said begun = cloud.post(GLOBAL + "networks", NETWORK);
      assertThat(begun.body().text("status")).contains("RUNNING");
      assertThat(begun.body().text("operationType")).contains("insert");
      Fields done = operation(cloud, begun);
      assertThat(done.text("status")).contains("DONE");
      assertThat(done.text("endTime")).isPresent();
      assertThat(done.text("targetId"))
          .isEqualTo(cloud.get(GLOBAL + "networks/net").body().text("id"));
    }
  }

  @Test
  void realistic_operations_end_when_their_time_has_come() {
    try (GoogleCloud cloud = realistic()) {
      Said begun = cloud.post(GLOBAL + "networks", NETWORK);
      advance(cloud, "PT14S");
      assertThat(operation(cloud, begun).text("status")).contains("RUNNING");
      advance(cloud, "PT1S");
      assertThat(operation(cloud, begun).text("status")).contains("DONE");
    }
  }

  @Test
  void a_resource_stands_until_its_deletion_has_ended() {
    try (GoogleCloud cloud = realistic()) {
      cloud.post(GLOBAL + "networks", NETWORK);
      advance(cloud, "PT1M");
      cloud.delete(GLOBAL + "networks/net");
      assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(200);
      assertThat(cloud.delete(GLOBAL + "networks/net").reason()).isEqualTo("resourceNotReady");
      advance(cloud, "PT1M");
      assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(404);
    }
  }

  @Test
  void an_operation_goes_on_after_a_restart() {
    String name;
    try (GoogleCloud cloud = realistic()) {
      name = cloud.post(GLOBAL + "networks", NETWORK).body().text("name").orElseThrow();
    }
    try (GoogleCloud cloud = new GoogleCloud(folder, new Emulator.Options(true, 1))) {
      assertThat(cloud.get(GLOBAL + "operations/" + name).body().text("status"))
          .contains("RUNNING");
      advance(cloud, "PT1M");
      assertThat(cloud.get(GLOBAL + "operations/" + name).body().text("status")).contains("DONE");
      assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(200);
    }
  }

  @Test
  void the_clock_stays_where_it_was_advanced_to() {
    try (GoogleCloud cloud = instant()) {
      advance(cloud, "PT48H");
    }
    try (GoogleCloud cloud = new GoogleCloud(folder)) {
      assertThat(cloud.get("emulator/v1/clock").body().text("now"))
          .contains("2026-01-17T12:00:00Z");
    }
  }

  @Test
  void time_does_not_go_back() {
    try (GoogleCloud cloud = instant()) {
      assertThat(cloud.post("emulator/v1/clock:advance", "{\"by\": \"PT-1S\"}").status())
          .isEqualTo(400);
    }
  }

  @Test
  void a_creation_that_fails_late_leaves_nothing() {
    try (GoogleCloud cloud = instant()) {
      fault(cloud, "/compute/v1/projects/p-one-1/global/networks");
      Fields failed = operation(cloud, cloud.post(GLOBAL + "networks", NETWORK));
      assertThat(failed.text("status")).contains("DONE");
      assertThat(failed.fields("error").items("errors")).hasSize(1);
      assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(404);
      assertThat(operation(cloud, cloud.post(GLOBAL + "networks", NETWORK)).get("error")).isEmpty();
    }
  }

  @Test
  void a_change_or_deletion_that_fails_late_leaves_everything_as_it_was() {
    try (GoogleCloud cloud = instant()) {
      cloud.compute("p-one-1/global/networks", NETWORK);
      Fields before = cloud.get(GLOBAL + "networks/net").body();
      fault(cloud, "/compute/v1/projects/p-one-1/global/networks/net");
      operation(
          cloud,
          cloud.patch(
              GLOBAL + "networks/net", "{\"routingConfig\": {\"routingMode\": \"GLOBAL\"}}"));
      assertThat(cloud.get(GLOBAL + "networks/net").body()).isEqualTo(before);
      fault(cloud, "/compute/v1/projects/p-one-1/global/networks/net");
      operation(cloud, cloud.delete(GLOBAL + "networks/net"));
      assertThat(cloud.get(GLOBAL + "networks/net").body()).isEqualTo(before);
    }
  }

  private static void fault(GoogleCloud cloud, String path) {
    assertThat(
            cloud
                .post(
                    "emulator/v1/faults",
                    "{\"kind\": \"FAILS_LATE\", \"path\": \"" + path + "\", \"count\": 1}")
                .status())
        .isEqualTo(200);
  }
}
