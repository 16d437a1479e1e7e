package dev.groundwork.catalog.servicenetworking;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;

/// A private connection of a network to Google's managed services: a peering that takes addresses
/// from reserved ranges. A network has at most one. Google wants the project's number in the
/// network's name.
public final class Connection {
  private Connection() {}

  private static final String COLLECTION =
      "v1/services/servicenetworking.googleapis.com/connections";
  private static final String NETWORK = "projects/{projectNumber}/global/networks/{network}";

  public static final ResourceType TYPE =
      ResourceType.named("servicenetworking.Connection")
          .summary("A private connection of a network to Google's managed services.")
          .shaped("servicenetworking.v1.Connection")
          .reachedAt(
              "servicenetworking.googleapis.com",
              COLLECTION + "/projects/{project}/global/networks/{network}")
          .createdBy(Call.post(COLLECTION).with("network", NETWORK))
          .readByListing()
          .updatedBy(
              Call.patch(COLLECTION + "/-?force=true")
                  .with("network", NETWORK)
                  .maskedInQuery("updateMask")
                  .sendingOnly("reservedPeeringRanges"))
          .deletedBy(
              Call.post(COLLECTION + "/servicenetworking-googleapis-com")
                  .withoutResource()
                  .with("consumerNetwork", NETWORK))
          .listedBy(Call.get(COLLECTION + "?network=" + NETWORK), "connections", "")
          .operations(Operations.LONG_RUNNING)
          .identifiedBy("network", "projects/{projectNumber}/global/networks/{network}")
          .required("reservedPeeringRanges")
          .immutable("network", "service")
          .outputOnly("peering", "service")
          .predicts("network", NETWORK)
          .predicts("service", "services/servicenetworking.googleapis.com")
          .predicts("peering", "servicenetworking-googleapis-com")
          .references("network", "compute.Network", "name")
          .references("reservedPeeringRanges", "compute.GlobalAddress", "name")
          .compares("network", Sameness.LINK)
          .compares("reservedPeeringRanges", Sameness.SET)
          .permissions(
              CREATE,
              "compute.globalAddresses.get",
              "compute.networks.addPeering",
              "servicenetworking.services.addPeering")
          .permissions(UPDATE, "servicenetworking.services.addPeering")
          .permissions(READ, "servicenetworking.services.get")
          .permissions(LIST, "servicenetworking.services.get")
          .permissions(DELETE, "servicenetworking.services.deleteConnection")
          .takes(CREATE, ofSeconds(75))
          .takes(UPDATE, ofSeconds(75))
          .takes(DELETE, ofSeconds(60))
          .knownToTerraformAs("google_service_networking_connection")
          .knownToAssetInventoryAs("servicenetworking.googleapis.com/Connection")
          .from(
              "https://cloud.google.com/service-infrastructure/docs/service-networking/reference/rest/v1/services.connections");
}
