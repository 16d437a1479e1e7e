package dev.groundwork.catalog.logging;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// A part of a log bucket that can be read by those who may not read all of it. Every bucket has
/// `_AllLogs` and `_Default` from its beginning.
public final class LogView {
  private LogView() {}

  private static final String BUCKET =
      "v2/projects/{project}/locations/{location}/buckets/{bucket}";

  public static final ResourceType TYPE =
      ResourceType.named("logging.LogView")
          .summary("The part of a log bucket that its filter takes, readable by itself.")
          .shaped("google.logging.v2.LogView")
          .names(
              "_AllLogs|_Default|[A-Za-z0-9][A-Za-z0-9_.-]{0,99}",
              "at most 100 letters, digits, hyphens, underscores and periods")
          .reachedAt("logging.googleapis.com", BUCKET + "/views/{view}")
          .createdBy(Call.post(BUCKET + "/views?viewId={view}"))
          .updatedBy(Call.patch(BUCKET + "/views/{view}").maskedInQuery("updateMask"))
          .listedBy(Call.get(BUCKET + "/views"), "views")
          .references("bucket", "logging.LogBucket", "name")
          .outputOnly("name")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .goesWith("bucket")
          .permissions("logging.views")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_logging_log_view")
          .knownToAssetInventoryAs("logging.googleapis.com/LogView")
          .from(
              "https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets.views");
}
