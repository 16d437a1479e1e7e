package dev.groundwork.catalog.logging;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// Where log entries are kept, and for how long. Every project has `_Required` and `_Default` in
/// the location `global` from its beginning. Deleting one is a request: the bucket waits for seven
/// days, its name taken meanwhile, and can be brought back.
public final class LogBucket {
  private LogBucket() {}

  private static final String PATH =
      "v2/projects/{project}/locations/{location}/buckets/{bucketId}";
  private static final String COLLECTION = "v2/projects/{project}/locations/{location}/buckets";

  public static final ResourceType TYPE =
      ResourceType.named("logging.LogBucket")
          .summary("Where log entries are kept, and for how many days.")
          .shaped("google.logging.v2.LogBucket")
          .names(
              "_Default|_Required|[A-Za-z0-9][A-Za-z0-9_.-]{0,99}",
              "at most 100 letters, digits, hyphens, underscores and periods, starting with a letter or digit")
          .reachedAt("logging.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION + "?bucketId={bucketId}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "buckets")
          .restoredBy(Call.post(PATH + ":undelete").withoutResource())
          .defaults("retentionDays", 30)
          .serverSets("description")
          .outputOnly("cmekSettings.kmsKeyVersionName")
          .compares("indexConfigs", Sameness.SET)
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .existsWhile("lifecycleState", "ACTIVE", "CREATING", "UPDATING")
          .nameStaysTaken(ofDays(7))
          .holdsData()
          .permissions("logging.buckets")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_logging_project_bucket_config")
          .knownToAssetInventoryAs("logging.googleapis.com/LogBucket")
          .meter("logging.ingestion", "GiB")
          .meter("logging.retention", "GiB-month")
          .from(
              "https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.locations.buckets")
          .from("https://cloud.google.com/logging/docs/buckets");
}
