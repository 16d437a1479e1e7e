package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// Something that others rely on, of which objectives can be stated: one that Monitoring knows by
/// itself (Cloud Run, GKE …), or a custom one that it knows by the user's metrics only.
public final class Service {
  private Service() {}

  private static final String PATH = "v3/projects/{project}/services/{service}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.Service")
          .summary("Something that others rely on and of which objectives are stated.")
          .shaped("google.monitoring.v3.Service")
          .names("[a-z0-9-]{1,63}", "at most 63 lower-case letters, digits and hyphens")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(Call.post("v3/projects/{project}/services?serviceId={service}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get("v3/projects/{project}/services"), "services")
          .outputOnly("name")
          .serverSets("telemetry")
          .labels("userLabels")
          .permissions("monitoring.services")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_custom_service")
          .from("https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services");
}
