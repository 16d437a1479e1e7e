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

/// A reserved regional address, external or inside a subnetwork.
public final class Address {
  private Address() {}

  private static final String COLLECTION =
      "compute/v1/projects/{project}/regions/{region}/addresses";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Address")
          .summary("A reserved regional address.")
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
          .alsoListedBy(
              Call.get("compute/v1/projects/{project}/aggregated/addresses"),
              "items.*.addresses",
              "maxResults")
          .operations(Operations.COMPUTE)
          .immutable(
              "region",
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
          .defaults("networkTier", "PREMIUM")
          .serverSets("address", "prefixLength", "addressType", "purpose", "subnetwork")
          .references("network", "compute.Network", "selfLink")
          .references("subnetwork", "compute.Subnetwork", "selfLink")
          .predicts("kind", "compute#address")
          .predicts("name", "{name}")
          .predicts(
              "region", "https://www.googleapis.com/compute/v1/projects/{project}/regions/{region}")
          .predicts("selfLink", "https://www.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .stamps("labelFingerprint", Stamp.ETAG)
          .compares("network", Sameness.LINK)
          .compares("subnetwork", Sameness.LINK)
          .labels("labels")
          .permissions("compute.addresses")
          .permissions(
              CREATE,
              "compute.addresses.create",
              "compute.addresses.createInternal",
              "compute.subnetworks.use")
          .permissions(UPDATE, "compute.addresses.setLabels")
          .permissions(DELETE, "compute.addresses.delete", "compute.addresses.deleteInternal")
          .takes(CREATE, ofSeconds(5))
          .takes(UPDATE, ofSeconds(5))
          .takes(DELETE, ofSeconds(5))
          .knownToTerraformAs("google_compute_address")
          .knownToAssetInventoryAs("compute.googleapis.com/Address")
          .meter("compute.staticAddress", "hour")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/addresses");
}
