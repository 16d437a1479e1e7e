package dev.groundwork.catalog.vpcaccess;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofMinutes;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;

/// A connector: machines through which serverless services reach a network. It stands in a /28 that
/// it makes for itself in the network (`network` and `ipCidrRange`), or in a subnet of that size
/// (`subnet`).
public final class Connector {
  private Connector() {}

  private static final String COLLECTION = "v1/projects/{project}/locations/{region}/connectors";

  public static final ResourceType TYPE =
      ResourceType.named("vpcaccess.Connector")
          .summary("Machines through which serverless services reach a network.")
          .shaped("google.cloud.vpcaccess.v1.Connector")
          .names(
              "[a-z]([-a-z0-9]{0,23}[a-z0-9])?",
              "1 to 25 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen")
          .reachedAt("vpcaccess.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?connectorId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "connectors")
          .operations(Operations.LONG_RUNNING)
          .immutable("network", "ipCidrRange", "minThroughput", "maxThroughput", "subnet")
          .defaults("machineType", "e2-micro")
          .serverSets(
              "network",
              "minThroughput",
              "maxThroughput",
              "minInstances",
              "maxInstances",
              "subnet.projectId")
          .allows("machineType", "f1-micro", "e2-micro", "e2-standard-4")
          .references("network", "compute.Network", "name")
          .references("subnet.name", "compute.Subnetwork", "name")
          .references("subnet.projectId", "cloudresourcemanager.Project", "projectId")
          .compares("network", Sameness.LINK)
          .compares("ipCidrRange", Sameness.RANGE)
          .permissions("vpcaccess.connectors")
          .takes(CREATE, ofMinutes(2))
          .takes(UPDATE, ofMinutes(2))
          .takes(DELETE, ofMinutes(2))
          .knownToTerraformAs("google_vpc_access_connector")
          .knownToAssetInventoryAs("vpcaccess.googleapis.com/Connector")
          .meter("vpcaccess.instance", "hour")
          .from(
              "https://cloud.google.com/vpc/docs/reference/vpcaccess/rest/v1/projects.locations.connectors");
}
