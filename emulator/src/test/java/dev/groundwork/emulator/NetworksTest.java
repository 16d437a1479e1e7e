package dev.groundwork.emulator;

import static dev.groundwork.emulator.GoogleCloud.COMPUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.emulator.GoogleCloud.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Networks, what is in them, and what holds them.
class NetworksTest {
  private static final String HOST = "compute.googleapis.com";
  private static final String GLOBAL = COMPUTE + "p-one-1/global/";
  private static final String REGION = COMPUTE + "p-one-1/regions/us-central1/";
  private static final String NET = "projects/p-one-1/global/networks/net";

  @TempDir private Path folder;
  private GoogleCloud cloud;

  @BeforeEach
  void begin() {
    cloud = new GoogleCloud(folder);
    cloud.project("p-one-1", "compute");
  }

  @AfterEach
  void end() {
    cloud.close();
  }

  private void network(boolean auto) {
    cloud.compute(
        "p-one-1/global/networks", "{\"name\": \"net\", \"autoCreateSubnetworks\": " + auto + "}");
  }

  private Said subnetwork(String name, String range) {
    Said said =
        cloud.post(
            REGION + "subnetworks",
            "{\"name\": \""
                + name
                + "\", \"network\": \""
                + NET
                + "\", \"ipCidrRange\": \""
                + range
                + "\"}");
    if (said.status() == 200) {
      cloud.operation(HOST, said);
    }
    return said;
  }

  private Said range(String name, String address) {
    String asked = address.isEmpty() ? "" : "\"address\": \"" + address + "\", ";
    Said said =
        cloud.post(
            GLOBAL + "addresses",
            "{\"name\": \""
                + name
                + "\", "
                + asked
                + "\"addressType\": \"INTERNAL\", \"purpose\": \"VPC_PEERING\", \"prefixLength\": 16, \"network\": \""
                + NET
                + "\"}");
    if (said.status() == 200) {
      cloud.operation(HOST, said);
    }
    return said;
  }

  /// The error of the operation that deletes the network.
  private String deletionError() {
    Fields operation = cloud.operation(HOST, cloud.delete(GLOBAL + "networks/net"));
    return operation.fields("error").items("errors").stream()
        .map(e -> ((Fields) e).text("message").orElse(""))
        .findFirst()
        .orElse("");
  }

  @Test
  void enabling_compute_makes_the_default_network() {
    Fields network = cloud.get(GLOBAL + "networks/default").body();
    assertThat(network.flag("autoCreateSubnetworks")).isTrue();
    assertThat(network.items("subnetworks")).hasSizeGreaterThan(30);
    assertThat(cloud.get(REGION + "subnetworks/default").body().text("ipCidrRange"))
        .contains("10.128.0.0/20");
    assertThat(cloud.get(GLOBAL + "firewalls").body().items("items")).hasSize(4);
    assertThat(
            cloud
                .get(
                    "iam.googleapis.com/v1/projects/-/serviceAccounts/"
                        + cloud.number("p-one-1")
                        + "-compute@developer.gserviceaccount.com")
                .status())
        .isEqualTo(200);
  }

  @Test
  void a_network_in_custom_mode_begins_empty() {
    network(false);
    assertThat(cloud.get(GLOBAL + "networks/net").body().items("subnetworks")).isEmpty();
    subnetwork("a", "10.1.0.0/24");
    assertThat(cloud.get(GLOBAL + "networks/net").body().items("subnetworks"))
        .containsExactly(
            Value.of(
                "https://www.googleapis.com/compute/v1/projects/p-one-1/regions/us-central1/subnetworks/a"));
  }

  @Test
  void a_network_has_a_route_to_the_internet_and_to_each_subnetwork() {
    network(false);
    subnetwork("a", "10.1.0.0/24");
    List<String> ranges =
        cloud.get(GLOBAL + "routes").body().items("items").stream()
            .map(Fields.class::cast)
            .filter(r -> r.text("network").orElse("").endsWith("/net"))
            .map(r -> r.text("destRange").orElse(""))
            .toList();
    assertThat(ranges).containsExactlyInAnyOrder("0.0.0.0/0", "10.1.0.0/24");
  }

  @Test
  void ranges_of_a_network_never_overlap() {
    network(false);
    subnetwork("a", "10.1.0.0/24");
    Said said = subnetwork("b", "10.1.0.128/25");
    assertThat(said.status()).isEqualTo(400);
    assertThat(said.message())
        .isEqualTo(
            "Invalid IPCidrRange: 10.1.0.128/25 conflicts with existing subnetwork 'a' in region 'us-central1'.");
    assertThat(subnetwork("b", "10.1.1.0/24").status()).isEqualTo(200);
  }

  @Test
  void a_subnetwork_grows_but_never_shrinks() {
    network(false);
    subnetwork("a", "10.1.0.0/24");
    assertThat(
            cloud
                .post(
                    REGION + "subnetworks/a/expandIpCidrRange",
                    "{\"ipCidrRange\": \"10.1.0.0/25\"}")
                .status())
        .isEqualTo(400);
    cloud.operation(
        HOST,
        cloud.post(
            REGION + "subnetworks/a/expandIpCidrRange", "{\"ipCidrRange\": \"10.1.0.0/20\"}"));
    assertThat(cloud.get(REGION + "subnetworks/a").body().text("ipCidrRange"))
        .contains("10.1.0.0/20");
  }

  @Test
  void a_patch_of_a_subnetwork_must_carry_its_fingerprint_of_now() {
    network(false);
    subnetwork("a", "10.1.0.0/24");
    String fingerprint =
        cloud.get(REGION + "subnetworks/a").body().text("fingerprint").orElseThrow();
    String body = "{\"privateIpGoogleAccess\": true, \"fingerprint\": \"%s\"}";
    assertThat(cloud.patch(REGION + "subnetworks/a", body.formatted("AAAA")).status())
        .isEqualTo(412);
    assertThat(cloud.patch(REGION + "subnetworks/a", body.formatted(fingerprint)).status())
        .isEqualTo(200);
  }

  @Test
  void a_reserved_range_is_taken_from_what_is_free() {
    network(false);
    subnetwork("a", "10.0.0.0/16");
    range("one", "");
    range("two", "");
    String one = cloud.get(GLOBAL + "addresses/one").body().text("address").orElseThrow();
    String two = cloud.get(GLOBAL + "addresses/two").body().text("address").orElseThrow();
    assertThat(cloud.get(GLOBAL + "addresses/one").body().text("networkTier")).contains("PREMIUM");
    assertThat(List.of(one, two))
        .doesNotHaveDuplicates()
        .doesNotContain("10.0.0.0")
        .allMatch(a -> a.endsWith(".0.0"));
  }

  @Test
  void a_reserved_range_may_not_overlap_a_subnetwork_nor_the_other_way_round() {
    network(false);
    subnetwork("a", "10.60.1.0/24");
    assertThat(range("r", "10.60.0.0").status()).isEqualTo(400);
    assertThat(range("r", "10.61.0.0").status()).isEqualTo(200);
    assertThat(subnetwork("b", "10.61.1.0/24").message())
        .contains("conflicts with reserved range 'r'");
  }

  @Test
  void a_regional_address_lies_inside_its_subnetwork() {
    network(false);
    subnetwork("a", "10.1.0.0/24");
    String inside =
        "{\"name\": \"i\", \"addressType\": \"INTERNAL\", \"subnetwork\": \"projects/p-one-1/regions/us-central1/subnetworks/a\"%s}";
    assertThat(
            cloud
                .post(REGION + "addresses", inside.formatted(", \"address\": \"10.2.0.9\""))
                .status())
        .isEqualTo(400);
    cloud.compute("p-one-1/regions/us-central1/addresses", inside.formatted(""));
    assertThat(cloud.get(REGION + "addresses/i").body().text("address")).contains("10.1.0.2");
  }

  @Test
  void a_network_that_is_used_is_not_deleted() {
    network(false);
    cloud.compute(
        "p-one-1/global/firewalls",
        "{\"name\": \"f\", \"network\": \""
            + NET
            + "\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}");
    assertThat(deletionError())
        .isEqualTo(
            "The network resource 'projects/p-one-1/global/networks/net' is already being used by 'projects/p-one-1/global/firewalls/f'");
    assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(200);
    cloud.operation(HOST, cloud.delete(GLOBAL + "firewalls/f"));
    assertThat(deletionError()).isEmpty();
    assertThat(cloud.get(GLOBAL + "networks/net").status()).isEqualTo(404);
  }

  @Test
  void what_google_made_with_a_network_goes_with_it() {
    network(true);
    assertThat(cloud.get(REGION + "subnetworks/net").status()).isEqualTo(200);
    assertThat(deletionError()).isEmpty();
    assertThat(cloud.get(REGION + "subnetworks/net").status()).isEqualTo(404);
    assertThat(cloud.get(GLOBAL + "routes").body().items("items"))
        .noneMatch(r -> ((Fields) r).text("network").orElse("").endsWith("/net"));
  }

  @Test
  void a_router_takes_a_nat_gateway_and_completes_it() {
    network(false);
    cloud.compute(
        "p-one-1/regions/us-central1/routers", "{\"name\": \"r\", \"network\": \"" + NET + "\"}");
    cloud.operation(
        HOST,
        cloud.patch(
            REGION + "routers/r",
            "{\"nats\": [{\"name\": \"n\", \"sourceSubnetworkIpRangesToNat\": \"ALL_SUBNETWORKS_ALL_IP_RANGES\"}]}"));
    Fields nat = (Fields) cloud.get(REGION + "routers/r").body().items("nats").getFirst();
    assertThat(nat.text("natIpAllocateOption")).contains("AUTO_ONLY");
    assertThat(
            cloud
                .patch(
                    REGION + "routers/r",
                    "{\"nats\": [{\"name\": \"n\", \"sourceSubnetworkIpRangesToNat\": \"LIST_OF_SUBNETWORKS\"}]}")
                .status())
        .isEqualTo(400);
  }

  @Test
  void an_aggregated_list_has_every_scope() {
    cloud.compute("p-one-1/regions/us-central1/addresses", "{\"name\": \"here\"}");
    cloud.compute("p-one-1/global/addresses", "{\"name\": \"everywhere\"}");
    Fields items = cloud.get(COMPUTE + "p-one-1/aggregated/addresses").body().fields("items");
    assertThat(items.fields("regions/us-central1").items("addresses")).hasSize(1);
    assertThat(items.fields("global").items("addresses")).hasSize(1);
  }

  @Test
  void a_resource_that_is_being_created_cannot_be_referred_to() {
    try (GoogleCloud slow =
        new GoogleCloud(folder.resolve("slow"), new Emulator.Options(true, 1))) {
      slow.post(GoogleCloud.CRM + "/v3/projects", "{\"projectId\": \"p-one-1\"}");
      advance(slow, "PT1M");
      slow.put(
          "cloudbilling.googleapis.com/v1/projects/p-one-1/billingInfo",
          "{\"billingAccountName\": \"billingAccounts/1\"}");
      slow.post(
          GoogleCloud.USAGE + "/v1/projects/p-one-1/services/compute.googleapis.com:enable", "");
      advance(slow, "PT1M");
      slow.post(GLOBAL + "networks", "{\"name\": \"net\", \"autoCreateSubnetworks\": false}");
      String firewall =
          "{\"name\": \"f\", \"network\": \""
              + NET
              + "\", \"allowed\": [{\"IPProtocol\": \"tcp\"}]}";
      assertThat(slow.post(GLOBAL + "firewalls", firewall).reason()).isEqualTo("resourceNotReady");
      advance(slow, "PT1M");
      assertThat(slow.post(GLOBAL + "firewalls", firewall).status()).isEqualTo(200);
    }
  }

  private static void advance(GoogleCloud cloud, String by) {
    assertThat(cloud.post("emulator/v1/clock:advance", "{\"by\": \"" + by + "\"}").status())
        .isEqualTo(200);
  }
}
