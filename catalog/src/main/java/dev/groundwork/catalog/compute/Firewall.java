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

/// A firewall rule of a VPC network: what may go in or out. Either `allowed` or `denied`.
public final class Firewall {
  private Firewall() {}

  private static final String COLLECTION = "compute/v1/projects/{project}/global/firewalls";

  public static final ResourceType TYPE =
      ResourceType.named("compute.Firewall")
          .summary("A firewall rule of a VPC network.")
          .shaped("google.cloud.compute.v1.Firewall")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("compute.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.COMPUTE)
          .required("network")
          .immutable("name", "direction", "network", "params")
          .outputOnly("kind", "id", "creationTimestamp", "selfLink")
          .defaults("direction", "INGRESS")
          .defaults("priority", 1000)
          .defaults("disabled", false)
          .defaults("logConfig.enable", false)
          .serverSets("sourceRanges", "destinationRanges")
          .writeOnly("params")
          .references("network", "compute.Network", "selfLink")
          .references("sourceServiceAccounts", "iam.ServiceAccount", "email")
          .references("targetServiceAccounts", "iam.ServiceAccount", "email")
          .predicts("kind", "compute#firewall")
          .predicts("name", "{name}")
          .predicts("selfLink", "https://www.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("id", Stamp.NUMERIC_ID)
          .stamps("creationTimestamp", Stamp.CREATED)
          .compares("network", Sameness.LINK)
          .compares("sourceRanges", Sameness.SET)
          .compares("destinationRanges", Sameness.SET)
          .compares("sourceTags", Sameness.SET)
          .compares("targetTags", Sameness.SET)
          .compares("sourceServiceAccounts", Sameness.SET)
          .compares("targetServiceAccounts", Sameness.SET)
          .compares("allowed", Sameness.SET)
          .compares("denied", Sameness.SET)
          .compares("allowed.IPProtocol", Sameness.CASELESS)
          .compares("denied.IPProtocol", Sameness.CASELESS)
          .permissions("compute.firewalls")
          .permissions(CREATE, "compute.firewalls.create", "compute.networks.updatePolicy")
          .permissions(
              UPDATE,
              "compute.firewalls.get",
              "compute.firewalls.update",
              "compute.networks.updatePolicy")
          .permissions(DELETE, "compute.firewalls.delete", "compute.networks.updatePolicy")
          .takes(CREATE, ofSeconds(10))
          .takes(UPDATE, ofSeconds(10))
          .takes(DELETE, ofSeconds(10))
          .knownToTerraformAs("google_compute_firewall")
          .knownToAssetInventoryAs("compute.googleapis.com/Firewall")
          .from("https://cloud.google.com/compute/docs/reference/rest/v1/firewalls");
}
