package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The private connection of a network to Google's managed services.
class PrivateServicesTest {
  private static final String HOST = "servicenetworking.googleapis.com";
  private static final String CONNECTIONS =
      HOST + "/v1/services/servicenetworking.googleapis.com/connections";

  @TempDir private Path folder;
  private GoogleCloud cloud;
  private String network = "";

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "compute", "servicenetworking");
    cloud.compute(
        "p-one-1/global/networks", "{\"name\": \"net\", \"autoCreateSubnetworks\": false}");
    network = "projects/" + cloud.number("p-one-1") + "/global/networks/net";
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private void range() {
    cloud.compute(
        "p-one-1/global/addresses",
        "{\"name\": \"r\", \"addressType\": \"INTERNAL\", \"purpose\": \"VPC_PEERING\", \"prefixLength\": 16, \"network\": \"projects/p-one-1/global/networks/net\"}");
  }

  private Said connect(String range) {
    return cloud.post(
        CONNECTIONS,
        "{\"network\": \"" + network + "\", \"reservedPeeringRanges\": [\"" + range + "\"]}");
  }

  private Fields disconnect() {
    return cloud.operation(
        HOST,
        cloud.post(
            CONNECTIONS + "/servicenetworking-googleapis-com",
            "{\"consumerNetwork\": \"" + network + "\"}"));
  }

  @Test
  void a_connection_needs_a_reserved_range() {
    assertThat(connect("r").status()).isEqualTo(400);
    range();
    assertThat(connect("r").status()).isEqualTo(200);
  }

  @Test
  void a_connected_network_shows_its_peering() {
    range();
    assertThat(cloud.get(COMPUTE + "p-one-1/global/networks/net").body().items("peerings"))
        .isEmpty();
    Fields done = cloud.operation(HOST, connect("r"));
    assertThat(done.text("response.peering")).contains("servicenetworking-googleapis-com");
    Fields peering =
        (Fields)
            cloud.get(COMPUTE + "p-one-1/global/networks/net").body().items("peerings").getFirst();
    assertThat(peering.text("state")).contains("ACTIVE");
    assertThat(cloud.get(CONNECTIONS + "?network=" + network).body().items("connections"))
        .hasSize(1);
  }

  @Test
  void a_second_connection_is_refused_and_an_update_is_not() {
    range();
    cloud.operation(HOST, connect("r"));
    assertThat(connect("r").status()).isEqualTo(400);
    assertThat(
            cloud
                .patch(
                    CONNECTIONS + "/-?updateMask=reservedPeeringRanges",
                    "{\"network\": \"" + network + "\", \"reservedPeeringRanges\": [\"r\"]}")
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_connection_in_use_stays() {
    range();
    cloud.operation(HOST, connect("r"));
    Fields instance =
        Fields.EMPTY
            .with("name", "db")
            .with(
                "settings.ipConfiguration.privateNetwork", "projects/p-one-1/global/networks/net");
    String key = "sqladmin.googleapis.com/projects/p-one-1/instances/db";
    cloud.emulator.plane().store().run(t -> t.put(Entry.of(key, "sql.Instance", instance)));
    Fields refused = disconnect();
    assertThat(refused.text("error.message").orElse(""))
        .contains(
            "Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.");
    assertThat(cloud.get(CONNECTIONS + "?network=" + network).body().items("connections"))
        .hasSize(1);

    cloud.emulator.plane().store().run(t -> t.drop(key));
    assertThat(disconnect().get("error")).isEmpty();
    assertThat(cloud.get(CONNECTIONS + "?network=" + network).body().items("connections"))
        .isEmpty();
    assertThat(cloud.get(COMPUTE + "p-one-1/global/networks/net").body().items("peerings"))
        .isEmpty();
  }

  @Test
  void a_connected_network_is_not_deleted() {
    range();
    cloud.operation(HOST, connect("r"));
    cloud.operation("compute.googleapis.com", cloud.delete(COMPUTE + "p-one-1/global/addresses/r"));
    Fields operation =
        cloud.operation(
            "compute.googleapis.com", cloud.delete(COMPUTE + "p-one-1/global/networks/net"));
    assertThat(((Fields) operation.fields("error").items("errors").getFirst()).text("code"))
        .contains("RESOURCE_IN_USE_BY_ANOTHER_RESOURCE");
    disconnect();
    assertThat(
            cloud
                .operation(
                    "compute.googleapis.com", cloud.delete(COMPUTE + "p-one-1/global/networks/net"))
                .get("error"))
        .isEmpty();
  }
}
