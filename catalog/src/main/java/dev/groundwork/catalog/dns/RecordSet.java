package dev.groundwork.catalog.dns;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import java.util.List;

/// The records of one name and type in a zone. The name is whole, with the final dot.
public final class RecordSet {
  private RecordSet() {}

  private static final String COLLECTION =
      "dns/v1/projects/{project}/managedZones/{managedZone}/rrsets";

  private static final String BALANCERS = ".internalLoadBalancers";

  public static final ResourceType TYPE =
      ResourceType.named("dns.RecordSet")
          .summary("The DNS records of one name and type in a zone.")
          .shaped("dns.v1.ResourceRecordSet")
          .reachedAt("dns.googleapis.com", COLLECTION + "/{name}/{recordType}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}").with("type", "{recordType}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}/{recordType}"))
          .listedBy(Call.get(COLLECTION), "rrsets", "maxResults")
          .identifiedBy("name", "{name}")
          .outputOnly("kind", "signatureRrdatas")
          .also(RecordSet::balancers)
          .references("managedZone", "dns.ManagedZone", "name")
          .predicts("kind", "dns#resourceRecordSet")
          .predicts("name", "{name}")
          .predicts("type", "{recordType}")
          .compares("rrdatas", Sameness.SET)
          .compares("name", Sameness.CASELESS)
          .permissions("dns.resourceRecordSets")
          .permissions(CREATE, "dns.changes.create", "dns.resourceRecordSets.create")
          .permissions(
              UPDATE,
              "dns.changes.create",
              "dns.resourceRecordSets.get",
              "dns.resourceRecordSets.update")
          .permissions(DELETE, "dns.changes.create", "dns.resourceRecordSets.delete")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(2))
          .takes(DELETE, ofSeconds(2))
          .knownToTerraformAs("google_dns_record_set")
          .knownToAssetInventoryAs("dns.googleapis.com/ResourceRecordSet")
          .from("https://cloud.google.com/dns/docs/reference/rest/v1/resourceRecordSets");

  /// Everywhere that a policy names load balancers.
  private static ResourceType balancers(ResourceType type) {
    ResourceType stated = type;
    for (String policy :
        List.of(
            "routingPolicy.geo.items.healthCheckedTargets",
            "routingPolicy.wrr.items.healthCheckedTargets",
            "routingPolicy.primaryBackup.primaryTargets",
            "routingPolicy.primaryBackup.backupGeoTargets.items.healthCheckedTargets")) {
      stated =
          stated
              .allows(policy + BALANCERS + ".ipProtocol", "tcp", "udp", "undefined")
              .allows(
                  policy + BALANCERS + ".loadBalancerType",
                  "none",
                  "globalL7ilb",
                  "regionalL4ilb",
                  "regionalL7ilb")
              .references(policy + BALANCERS + ".networkUrl", "compute.Network", "selfLink");
    }
    return stated;
  }
}
