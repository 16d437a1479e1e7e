package dev.groundwork.catalog.dns;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// A zone: the records of one domain, for everyone or for some networks. Comes with its NS and SOA
/// records, and cannot go while it has others.
public final class ManagedZone {
  private ManagedZone() {}

  private static final String COLLECTION = "dns/v1/projects/{project}/managedZones";

  public static final ResourceType TYPE =
      ResourceType.named("dns.ManagedZone")
          .summary("A zone: the DNS records of one domain.")
          .shaped("dns.v1.ManagedZone")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "at most 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("dns.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}"))
          .listedBy(Call.get(COLLECTION), "managedZones", "maxResults")
          .required("dnsName", "description")
          .immutable("dnsName", "visibility", "reverseLookupConfig", "serviceDirectoryConfig")
          .outputOnly("kind", "id", "nameServers", "creationTime")
          .defaults("visibility", "public")
          .serverSets("cloudLoggingConfig", "dnssecConfig")
          .allows("visibility", "public", "private")
          .allows(
              "dnssecConfig.defaultKeySpecs.algorithm",
              "rsasha1",
              "rsasha256",
              "rsasha512",
              "ecdsap256sha256",
              "ecdsap384sha384")
          .allows("dnssecConfig.defaultKeySpecs.keyType", "keySigning", "zoneSigning")
          .allows("forwardingConfig.targetNameServers.forwardingPath", "default", "private")
          .allows("dnssecConfig.state", "off", "on", "transfer")
          .allows("dnssecConfig.nonExistence", "nsec", "nsec3")
          .references("privateVisibilityConfig.networks.networkUrl", "compute.Network", "selfLink")
          .references("peeringConfig.targetNetwork.networkUrl", "compute.Network", "selfLink")
          .predicts("kind", "dns#managedZone")
          .predicts("name", "{name}")
          .compares("privateVisibilityConfig.networks", Sameness.SET)
          .compares("privateVisibilityConfig.gkeClusters", Sameness.SET)
          .compares("forwardingConfig.targetNameServers", Sameness.SET)
          .compares("privateVisibilityConfig.networks.networkUrl", Sameness.LINK)
          .compares("peeringConfig.targetNetwork.networkUrl", Sameness.LINK)
          .labels("labels")
          .permissions("dns.managedZones")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(2))
          .takes(DELETE, ofSeconds(2))
          .knownToTerraformAs("google_dns_managed_zone")
          .knownToAssetInventoryAs("dns.googleapis.com/ManagedZone")
          .meter("dns.zone", "zone-month")
          .from("https://cloud.google.com/dns/docs/reference/rest/v1/managedZones");
}
