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

/// A reserved global address, or, with purpose `VPC_PEERING`, a range that Google's managed
/// services take addresses from.
public final class GlobalAddress {
  private GlobalAddress() {}

  private static final String COLLECTION = "compute/v1/projects/{project}/global/addresses";

  public static final ResourceType TYPE =
      ResourceType.named("compute.GlobalAddress")
          .summary("A reserved global address, or a range reserved for Google's managed services.")
          .shaped("google.cloud.compute.v1.Address")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .fieldUpdatedBy(
              "labels",
              Call.post(COLLECTION + "/{name}/setLabels")
                  .sendingOnly("labels")
                  .guardedBy("labelFingerprint"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.COMPUTE)
          .immutable(
              "name",
              "description",
              "address",
              "prefixLength",
              "addressType",
              "purpose",
              "network",
              "ipVersion",
              "networkTier",
              "ipCollection",
              "ipv6EndpointType",
              "subnetwork")
          .outputOnly(
              "kind",
              "id",
              "creationTimestamp",
              "selfLink",
              "status",
              "users",
              "region",
              "labelFingerprint")
          .serverSets("address", "prefixLength", "addressType", "networkTier")
          .references("network", "compute.Network", "selfLink")
          .predicts("kind", "compute#address")
          .predicts("name", "{name}")
          .predicts("selfLink", "https://www.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .stamps("labelFingerprint", Stamp.ETAG)
          .compares("network", Sameness.LINK)
          .compares("subnetwork", Sameness.LINK)
          .labels("labels")
          .permissions("compute.globalAddresses")
          .permissions(
              CREATE,
              "compute.globalAddresses.create",
              "compute.globalAddresses.createInternal",
              "compute.networks.use")
          .permissions(UPDATE, "compute.globalAddresses.setLabels")
          .permissions(
              DELETE, "compute.globalAddresses.delete", "compute.globalAddresses.deleteInternal")
          .takes(CREATE, ofSeconds(5))
          .takes(UPDATE, ofSeconds(5))
          .takes(DELETE, ofSeconds(5))
          .knownToTerraformAs("google_compute_global_address")
          .knownToAssetInventoryAs("compute.googleapis.com/GlobalAddress")
          .meter("compute.staticAddress", "hour")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/globalAddresses");
}
