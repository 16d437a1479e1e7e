package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// A probe that asks a server over HTTP, HTTPS or TCP from several places, again and again, whether
/// it answers as it should.
public final class UptimeCheckConfig {
  private UptimeCheckConfig() {}

  private static final String PATH = "v3/projects/{project}/uptimeCheckConfigs/{check}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.UptimeCheckConfig")
          .summary("A probe that asks a server again and again whether it answers as it should.")
          .shaped("google.monitoring.v3.UptimeCheckConfig")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(Call.post("v3/projects/{project}/uptimeCheckConfigs"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get("v3/projects/{project}/uptimeCheckConfigs"), "uptimeCheckConfigs")
          .serverNamed()
          .required("displayName", "timeout")
          .immutable(
              "checkerType",
              "httpCheck.requestMethod",
              "monitoredResource",
              "resourceGroup",
              "syntheticMonitor")
          .outputOnly("name")
          .defaults("period", "60s")
          .serverSets(
              "checkerType",
              "contentMatchers.jsonPathMatcher.jsonMatcher",
              "contentMatchers.matcher",
              "httpCheck.headers",
              "httpCheck.path",
              "httpCheck.port",
              "httpCheck.requestMethod")
          .sensitive("httpCheck.authInfo.password")
          .references("resourceGroup.groupId", "monitoring.Group", "name")
          .compares("period", Sameness.DURATION)
          .compares("timeout", Sameness.DURATION)
          .compares("selectedRegions", Sameness.SET)
          .labels("userLabels")
          .permissions("monitoring.uptimeCheckConfigs")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_uptime_check_config")
          .knownToAssetInventoryAs("monitoring.googleapis.com/UptimeCheckConfig")
          .from(
              "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.uptimeCheckConfigs")
          .from("https://cloud.google.com/monitoring/uptime-checks");
}
