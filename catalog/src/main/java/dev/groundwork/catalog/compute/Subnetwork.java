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

/// A regional range of addresses of a VPC network. The range can grow and never shrink.
public final class Subnetwork {
  private Subnetwork() {}

  private static final String COLLECTION =
      "compute/v1/projects/{project}/regions/{region}/subnetworks";
  private static final String SELF = COLLECTION + "/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Subnetwork")
          .summary("A regional range of addresses of a VPC network.")
          .shaped("google.cloud.compute.v1.Subnetwork")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", SELF)
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(SELF).guardedBy("fingerprint"))
          .fieldUpdatedBy(
              "ipCidrRange", Call.post(SELF + "/expandIpCidrRange").sendingOnly("ipCidrRange"))
          .fieldUpdatedBy(
              "privateIpGoogleAccess",
              Call.post(SELF + "/setPrivateIpGoogleAccess").sendingOnly("privateIpGoogleAccess"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .alsoListedBy(
              Call.get("compute/v1/projects/{project}/aggregated/subnetworks"),
              "items.*.subnetworks",
              "maxResults")
          .operations(Operations.COMPUTE)
          .required("network")
          .immutable(
              "name",
              "description",
              "network",
              "region",
              "reservedInternalRange",
              "internalIpv6Prefix",
              "externalIpv6Prefix",
              "resolveSubnetMask",
              "params")
          .outputOnly(
              "kind",
              "id",
              "creationTimestamp",
              "selfLink",
              "gatewayAddress",
              "fingerprint",
              "state",
              "ipv6CidrRange",
              "ipv6GceEndpoint",
              "region")
          .defaults("purpose", "PRIVATE")
          .defaults("stackType", "IPV4_ONLY")
          .defaults("privateIpGoogleAccess", false)
          .defaults("privateIpv6GoogleAccess", "DISABLE_GOOGLE_ACCESS")
          .defaults("allowSubnetCidrRoutesOverlap", false)
          .serverSets(
              "ipCidrRange",
              "secondaryIpRanges",
              "internalIpv6Prefix",
              "externalIpv6Prefix",
              "logConfig.aggregationInterval",
              "logConfig.flowSampling",
              "logConfig.metadata",
              "logConfig.filterExpr")
          .writeOnly("params")
          .references("network", "compute.Network", "selfLink")
          .predicts("kind", "compute#subnetwork")
          .predicts("name", "{name}")
          .predicts(
              "region", "https://www.googleapis.com/compute/v1/projects/{project}/regions/{region}")
          .predicts("selfLink", "https://www.googleapis.com/" + SELF)
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .stamps("fingerprint", Stamp.ETAG)
          .compares("network", Sameness.LINK)
          .compares("region", Sameness.LINK)
          .compares("logConfig.metadataFields", Sameness.SET)
          .compares("ipCidrRange", Sameness.RANGE)
          .compares("secondaryIpRanges.ipCidrRange", Sameness.RANGE)
          .permissions("compute.subnetworks")
          .permissions(CREATE, "compute.networks.updatePolicy", "compute.subnetworks.create")
          .permissions(
              UPDATE,
              "compute.subnetworks.expandIpCidrRange",
              "compute.subnetworks.get",
              "compute.subnetworks.setPrivateIpGoogleAccess",
              "compute.subnetworks.update")
          .takes(CREATE, ofSeconds(20))
          .takes(UPDATE, ofSeconds(20))
          .takes(DELETE, ofSeconds(20))
          .knownToTerraformAs("google_compute_subnetwork")
          .knownToAssetInventoryAs("compute.googleapis.com/Subnetwork")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/subnetworks");
}
