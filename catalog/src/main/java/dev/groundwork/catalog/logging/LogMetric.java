package dev.groundwork.catalog.logging;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// Counts the log entries that its filter takes, or collects a number out of each. Monitoring knows
/// it as the metric `logging.googleapis.com/user/{name}`.
public final class LogMetric {
  private LogMetric() {}

  private static final String PATH = "v2/projects/{project}/metrics/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("logging.LogMetric")
          .summary("A metric that counts log entries, or takes a number out of each.")
          .shaped("google.logging.v2.LogMetric")
          .names(
              "[A-Za-z0-9_.,+!*',()%/-]{1,100}",
              "at most 100 letters, digits and characters of _-.,+!*',()%/")
          .reachedAt("logging.googleapis.com", PATH)
          .createdBy(Call.post("v2/projects/{project}/metrics"))
          .updatedBy(Call.put(PATH))
          .listedBy(Call.get("v2/projects/{project}/metrics"), "metrics")
          .required("name", "filter")
          .outputOnly(
              "metricDescriptor.name",
              "metricDescriptor.type",
              "metricDescriptor.description",
              "metricDescriptor.monitoredResourceTypes")
          .immutable("metricDescriptor.labels.key", "metricDescriptor.labels.valueType")
          .serverSets("metricDescriptor")
          .compares("metricDescriptor.labels", Sameness.SET)
          .references("bucketName", "logging.LogBucket", "id")
          .predicts("name", "{name}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .permissions("logging.logMetrics")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_logging_metric")
          .knownToAssetInventoryAs("logging.googleapis.com/LogMetric")
          .from("https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics")
          .from("https://cloud.google.com/logging/docs/logs-based-metrics");
}
