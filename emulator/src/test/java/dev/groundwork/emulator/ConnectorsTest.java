package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connectors of Serverless VPC Access.
class ConnectorsTest {
  private static final String CONNECTORS =
      "vpcaccess.googleapis.com/v1/projects/p-one-1/locations/us-central1/connectors";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "compute", "vpcaccess");
    cloud.compute("p-one-1/global/networks", "{\"name\": \"n\", \"autoCreateSubnetworks\": false}");
    subnet("small", "10.8.0.0/28");
    subnet("large", "10.9.0.0/24");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private void subnet(String name, String range) {
    cloud.compute(
        "p-one-1/regions/us-central1/subnetworks",
        "{\"name\": \""
            + name
            + "\", \"network\": \"projects/p-one-1/global/networks/n\", \"ipCidrRange\": \""
            + range
            + "\"}");
  }

  private Said create(String body) {
    return cloud.post(CONNECTORS + "?connectorId=c", body);
  }

  private Fields made(String body) {
    return cloud.operation("vpcaccess.googleapis.com", create(body));
  }

  @Test
  void a_connector_in_a_subnet_is_ready_and_holds_it() {
    Fields operation = made("{\"subnet\": {\"name\": \"small\"}}");
    assertThat(operation.text("metadata.method"))
        .contains("google.cloud.vpcaccess.v1.VpcAccessService.CreateConnector");
    Fields connector = cloud.get(CONNECTORS + "/c").body();
    assertThat(connector.text("state")).contains("READY");
    assertThat(connector.at("minInstances")).contains(Value.of(2));
    assertThat(connector.at("maxInstances")).contains(Value.of(10));
    String subnet = COMPUTE + "p-one-1/regions/us-central1/subnetworks/small";
    assertThat(cloud.delete(subnet).message()).contains("already being used by");
    cloud.operation("vpcaccess.googleapis.com", cloud.delete(CONNECTORS + "/c"));
    assertThat(cloud.delete(subnet).status()).isEqualTo(200);
  }

  @Test
  void a_range_of_its_own_must_be_free() {
    made("{\"network\": \"n\", \"ipCidrRange\": \"10.10.0.0/28\"}");
    assertThat(cloud.get(CONNECTORS + "/c").body().text("state")).contains("READY");
    cloud.operation("vpcaccess.googleapis.com", cloud.delete(CONNECTORS + "/c"));
    Fields clash = made("{\"network\": \"n\", \"ipCidrRange\": \"10.9.0.16/28\"}");
    assertThat(clash.text("error.message"))
        .contains(
            "Operation failed: Invalid IP CIDR range was provided. It conflicts with an existing subnetwork. Please delete the connector manually.");
    assertThat(cloud.get(CONNECTORS + "/c").body().text("state")).contains("ERROR");
  }

  @Test
  void what_cannot_be_is_refused_at_once() {
    assertThat(create("{\"network\": \"n\", \"ipCidrRange\": \"10.10.0.0/24\"}").message())
        .contains("/28");
    assertThat(create("{\"subnet\": {\"name\": \"large\"}}").message()).contains("/28");
    assertThat(create("{\"subnet\": {\"name\": \"none\"}}").status()).isEqualTo(404);
    assertThat(create("{\"network\": \"n\"}").status()).isEqualTo(400);
    assertThat(
            create("{\"subnet\": {\"name\": \"small\"}, \"minInstances\": 5, \"maxInstances\": 4}")
                .message())
        .contains("min_instances");
  }

  @Test
  void instances_can_be_added_but_not_taken_away() {
    made("{\"subnet\": {\"name\": \"small\"}, \"minInstances\": 3, \"maxInstances\": 5}");
    Said more =
        cloud.patch(
            CONNECTORS + "/c?updateMask=minInstances,maxInstances",
            "{\"minInstances\": 4, \"maxInstances\": 6}");
    cloud.operation("vpcaccess.googleapis.com", more);
    assertThat(cloud.get(CONNECTORS + "/c").body().at("maxInstances")).contains(Value.of(6));
    assertThat(
            cloud
                .patch(
                    CONNECTORS + "/c?updateMask=minInstances,maxInstances",
                    "{\"minInstances\": 2, \"maxInstances\": 6}")
                .message())
        .contains("can be increased but not decreased");
  }
}
