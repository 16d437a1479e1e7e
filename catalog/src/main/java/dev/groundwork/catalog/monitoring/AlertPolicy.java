package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// When somebody is told, and who: conditions over metrics and logs, and the channels that are
/// told. Google names the policy and each of its conditions.
public final class AlertPolicy {
  private AlertPolicy() {}

  private static final String PATH = "v3/projects/{project}/alertPolicies/{policy}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.AlertPolicy")
          .summary(
              "Conditions over metrics and logs, and the channels that are told when they are met.")
          .shaped("google.monitoring.v3.AlertPolicy")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(Call.post("v3/projects/{project}/alertPolicies"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get("v3/projects/{project}/alertPolicies"), "alertPolicies")
          .serverNamed()
          .required("displayName", "combiner", "conditions")
          .outputOnly("name", "creationRecord", "mutationRecord", "validity", "conditions.name")
          .defaults("enabled", true)
          .serverSets("documentation.mimeType")
          .references("notificationChannels", "monitoring.NotificationChannel", "name")
          .compares("notificationChannels", Sameness.SET)
          .compares("conditions.conditionThreshold.duration", Sameness.DURATION)
          .compares("conditions.conditionThreshold.aggregations.alignmentPeriod", Sameness.DURATION)
          .compares("conditions.conditionAbsent.duration", Sameness.DURATION)
          .compares("conditions.conditionAbsent.aggregations.alignmentPeriod", Sameness.DURATION)
          .compares("alertStrategy.autoClose", Sameness.DURATION)
          .labels("userLabels")
          .permissions("monitoring.alertPolicies")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_alert_policy")
          .knownToAssetInventoryAs("monitoring.googleapis.com/AlertPolicy")
          .from("https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.alertPolicies")
          .from("https://cloud.google.com/monitoring/alerts/concepts-indepth");
}
