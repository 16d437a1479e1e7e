package dev.groundwork.catalog.compute;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A route of a VPC network. Has exactly one `nextHop…`; cannot change.
public final class Route {
  private Route() {}

  private static final String COLLECTION = "compute/v1/projects/{project}/global/routes";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Route")
          .summary("A route of a VPC network.")
          .shaped("google.cloud.compute.v1.Route")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.COMPUTE, CREATE, DELETE)
          .required("network", "destRange")
          .immutable(
              "name",
              "description",
              "network",
              "destRange",
              "priority",
              "tags",
              "nextHopGateway",
              "nextHopInstance",
              "nextHopIp",
              "nextHopVpnTunnel",
              "nextHopIlb",
              "params")
          .outputOnly(
              "kind",
              "id",
              "creationTimestamp",
              "selfLink",
              "nextHopNetwork",
              "nextHopPeering",
              "nextHopHub",
              "nextHopOrigin",
              "nextHopMed",
              "nextHopInterRegionCost",
              "routeType",
              "routeStatus",
              "asPaths",
              "warnings")
          .defaults("priority", 1000)
          .serverSets("nextHopIp")
          .writeOnly("params")
          .references("network", "compute.Network", "selfLink")
          .predicts("kind", "compute#route")
          .predicts("name", "{name}")
          .predicts("selfLink", "https://www.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .compares("network", Sameness.LINK)
          .compares("nextHopGateway", Sameness.LINK)
          .compares("nextHopInstance", Sameness.LINK)
          .compares("nextHopVpnTunnel", Sameness.LINK)
          .compares("nextHopIlb", Sameness.LINK)
          .compares("destRange", Sameness.RANGE)
          .compares("tags", Sameness.SET)
          .permissions("compute.routes")
          .permissions(CREATE, "compute.networks.updatePolicy", "compute.routes.create")
          .permissions(DELETE, "compute.networks.updatePolicy", "compute.routes.delete")
          .takes(CREATE, ofSeconds(15))
          .takes(DELETE, ofSeconds(15))
          .knownToTerraformAs("google_compute_route")
          .knownToAssetInventoryAs("compute.googleapis.com/Route")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/routes");
}
