package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// How somebody is told: an address for e-mail, a web hook, a room. What the channel needs stands
/// in `labels`; passwords and tokens among them are shown masked.
public final class NotificationChannel {
  private NotificationChannel() {}

  private static final String PATH = "v3/projects/{project}/notificationChannels/{channel}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.NotificationChannel")
          .summary("How somebody is told of an incident: an e-mail address, a web hook, a room.")
          .shaped("google.monitoring.v3.NotificationChannel")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(Call.post("v3/projects/{project}/notificationChannels"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get("v3/projects/{project}/notificationChannels"), "notificationChannels")
          .serverNamed()
          .required("type")
          .immutable("type")
          .outputOnly("name", "verificationStatus", "creationRecord", "mutationRecords")
          .defaults("enabled", true)
          .sensitive("labels.auth_token", "labels.password", "labels.service_key")
          .labels("userLabels")
          .permissions("monitoring.notificationChannels")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_notification_channel")
          .knownToAssetInventoryAs("monitoring.googleapis.com/NotificationChannel")
          .from(
              "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.notificationChannels");
}
