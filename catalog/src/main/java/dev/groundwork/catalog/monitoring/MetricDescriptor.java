package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// What a metric of the user's own measures: its kind, the type of its values, its unit and labels.
/// Creating one again changes it.
public final class MetricDescriptor {
  private MetricDescriptor() {}

  private static final String COLLECTION = "v3/projects/{project}/metricDescriptors";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.MetricDescriptor")
          .summary("What a metric of the user's own measures.")
          .shaped("google.api.MetricDescriptor")
          .reachedAt("monitoring.googleapis.com", COLLECTION + "/{+metric}")
          .createdBy(Call.post(COLLECTION).with("type", "{metric}"))
          .updatedBy(Call.post(COLLECTION).with("type", "{metric}"))
          .listedBy(Call.get(COLLECTION), "metricDescriptors")
          .required("metricKind", "valueType")
          .immutable("type", "labels", "metricKind", "valueType", "launchStage")
          .serverSets("labels.valueType")
          .writeOnly("launchStage", "metadata")
          .outputOnly("name", "monitoredResourceTypes")
          .compares("labels", Sameness.SET)
          .permissions("monitoring.metricDescriptors")
          .permissions(UPDATE, "monitoring.metricDescriptors.create")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_metric_descriptor")
          .from(
              "https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.metricDescriptors");
}
