package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// How well a service is to work: an indicator, a goal, and the period over which it is reached.
public final class ServiceLevelObjective {
  private ServiceLevelObjective() {}

  private static final String SERVICE = "v3/projects/{project}/services/{service}";
  private static final String PATH = SERVICE + "/serviceLevelObjectives/{objective}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.ServiceLevelObjective")
          .summary("How well a service is to work, over which period.")
          .shaped("google.monitoring.v3.ServiceLevelObjective")
          .names("[a-zA-Z0-9-]{1,63}", "at most 63 letters, digits and hyphens")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(
              Call.post(SERVICE + "/serviceLevelObjectives?serviceLevelObjectiveId={objective}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(SERVICE + "/serviceLevelObjectives"), "serviceLevelObjectives")
          .required("goal")
          .outputOnly("name")
          .references("service", "monitoring.Service", "name")
          .compares("serviceLevelIndicator.basicSli.location", Sameness.SET)
          .compares("serviceLevelIndicator.basicSli.method", Sameness.SET)
          .compares("serviceLevelIndicator.basicSli.version", Sameness.SET)
          .compares(
              "serviceLevelIndicator.windowsBased.goodTotalRatioThreshold.basicSliPerformance.location",
              Sameness.SET)
          .compares(
              "serviceLevelIndicator.windowsBased.goodTotalRatioThreshold.basicSliPerformance.method",
              Sameness.SET)
          .compares(
              "serviceLevelIndicator.windowsBased.goodTotalRatioThreshold.basicSliPerformance.version",
              Sameness.SET)
          .compares("rollingPeriod", Sameness.DURATION)
          .goesWith("service")
          .labels("userLabels")
          .permissions("monitoring.slos")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_slo")
          .from(
              "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services.serviceLevelObjectives");
}
