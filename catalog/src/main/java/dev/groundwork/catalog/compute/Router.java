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

/// A Cloud Router, with its NAT gateways inside as `nats`: an update writes the whole list.
public final class Router {
  private Router() {}

  private static final String COLLECTION = "compute/v1/projects/{project}/regions/{region}/routers";
  private static final String SELF = COLLECTION + "/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Router")
          .summary("A Cloud Router, with its NAT gateways.")
          .shaped("google.cloud.compute.v1.Router")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", SELF)
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(SELF))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .alsoListedBy(
              Call.get("compute/v1/projects/{project}/aggregated/routers"),
              "items.*.routers",
              "maxResults")
          .operations(Operations.COMPUTE)
          .required("network")
          .immutable("name", "network", "region", "encryptedInterconnectRouter", "params")
          .outputOnly("kind", "id", "creationTimestamp", "selfLink", "region")
          .defaults("encryptedInterconnectRouter", false)
          .serverSets(
              "bgp.identifierRange",
              "bgp.keepaliveInterval",
              "bgp.advertiseMode",
              "nats.natIps",
              "nats.drainNatIps",
              "nats.minPortsPerVm",
              "nats.enableDynamicPortAllocation",
              "nats.endpointTypes",
              "nats.enableEndpointIndependentMapping",
              "nats.autoNetworkTier",
              "nats.type",
              "nats.udpIdleTimeoutSec",
              "nats.icmpIdleTimeoutSec",
              "nats.tcpEstablishedIdleTimeoutSec",
              "nats.tcpTransitoryIdleTimeoutSec",
              "nats.tcpTimeWaitTimeoutSec",
              "nats.rules.action")
          .sensitive("md5AuthenticationKeys.key")
          .writeOnly("params")
          .references("network", "compute.Network", "selfLink")
          .references("nats.subnetworks.name", "compute.Subnetwork", "selfLink")
          .references("nats.natIps", "compute.Address", "selfLink")
          .references("nats.drainNatIps", "compute.Address", "selfLink")
          .references("nats.rules.action.sourceNatActiveIps", "compute.Address", "selfLink")
          .references("nats.rules.action.sourceNatDrainIps", "compute.Address", "selfLink")
          .references("nats.nat64Subnetworks.name", "compute.Subnetwork", "selfLink")
          .references("nats.rules.action.sourceNatActiveRanges", "compute.Subnetwork", "selfLink")
          .references("nats.rules.action.sourceNatDrainRanges", "compute.Subnetwork", "selfLink")
          .predicts("kind", "compute#router")
          .predicts("name", "{name}")
          .predicts(
              "region", "https://www.googleapis.com/compute/v1/projects/{project}/regions/{region}")
          .predicts("selfLink", "https://www.googleapis.com/" + SELF)
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .compares("network", Sameness.LINK)
          .compares("region", Sameness.LINK)
          .compares("nats.subnetworks.name", Sameness.LINK)
          .compares("nats.nat64Subnetworks.name", Sameness.LINK)
          .compares("nats.natIps", Sameness.SET)
          .compares("nats.drainNatIps", Sameness.SET)
          .compares("nats.rules", Sameness.SET)
          .compares("nats.rules.action.sourceNatActiveIps", Sameness.SET)
          .compares("nats.rules.action.sourceNatActiveRanges", Sameness.SET)
          .compares("nats.rules.action.sourceNatDrainIps", Sameness.SET)
          .compares("nats.rules.action.sourceNatDrainRanges", Sameness.SET)
          .compares("nats.nat64Subnetworks", Sameness.SET)
          .compares("nats.subnetworks.secondaryIpRangeNames", Sameness.SET)
          .compares("nats.subnetworks.sourceIpRangesToNat", Sameness.SET)
          .compares("bgp.advertisedIpRanges", Sameness.SET)
          .compares("nats.subnetworks", Sameness.SET)
          .permissions("compute.routers")
          .permissions(CREATE, "compute.networks.updatePolicy", "compute.routers.create")
          .permissions(
              UPDATE,
              "compute.networks.updatePolicy",
              "compute.routers.get",
              "compute.routers.update")
          .permissions(DELETE, "compute.networks.updatePolicy", "compute.routers.delete")
          .takes(CREATE, ofSeconds(25))
          .takes(UPDATE, ofSeconds(25))
          .takes(DELETE, ofSeconds(25))
          .knownToTerraformAs("google_compute_router")
          .knownToAssetInventoryAs("compute.googleapis.com/Router")
          .meter("compute.natGateway", "hour")
          .meter("compute.natData", "GiB")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/routers");
}
