package dev.groundwork.catalog.compute;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A VPC network. Global; its subnetworks are regional.
public final class Network {
  private Network() {}

  private static final String COLLECTION = "compute/v1/projects/{project}/global/networks";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Network")
          .summary("A VPC network: global, with subnetworks in regions.")
          .shaped("google.cloud.compute.v1.Network")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.COMPUTE)
          .required("autoCreateSubnetworks")
          .immutable(
              "name",
              "description",
              "autoCreateSubnetworks",
              "internalIpv6Range",
              "networkProfile",
              "params",
              "IPv4Range")
          .outputOnly(
              "kind",
              "id",
              "creationTimestamp",
              "selfLink",
              "selfLinkWithId",
              "gatewayIPv4",
              "subnetworks",
              "peerings",
              "firewallPolicy")
          .defaults("routingConfig.routingMode", "REGIONAL")
          .defaults("routingConfig.bgpBestPathSelectionMode", "LEGACY")
          .defaults("networkFirewallPolicyEnforcementOrder", "AFTER_CLASSIC_FIREWALL")
          .serverSets(
              "mtu",
              "internalIpv6Range",
              "routingConfig.bgpAlwaysCompareMed",
              "routingConfig.bgpInterRegionCost")
          .writeOnly("params")
          .predicts("kind", "compute#network")
          .predicts("name", "{name}")
          .predicts("selfLink", "https://www.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .stamps("selfLinkWithId", Stamp.LINK_WITH_ID)
          .compares("subnetworks", Sameness.SET)
          .permissions("compute.networks")
          .takes(CREATE, ofSeconds(15))
          .takes(UPDATE, ofSeconds(15))
          .takes(DELETE, ofSeconds(15))
          .knownToTerraformAs("google_compute_network")
          .knownToAssetInventoryAs("compute.googleapis.com/Network")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/networks");
}
