package dev.groundwork.catalog.logging;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// Sends the entries that its filter takes to a log bucket, a Cloud Storage bucket, a BigQuery
/// dataset, a Pub/Sub topic or another project. `_Required` and `_Default` are in every project
/// from its beginning and cannot be deleted.
///
/// The sink writes as its `writerIdentity`, which needs a role on the destination.
public final class LogSink {
  private LogSink() {}

  private static final String PATH = "v2/projects/{project}/sinks/{name}";
  private static final String COLLECTION = "v2/projects/{project}/sinks";
  private static final String OWN_IDENTITY = "?uniqueWriterIdentity=true";

  public static final ResourceType TYPE =
      ResourceType.named("logging.LogSink")
          .summary("Sends log entries on: to a bucket, a dataset, a topic or another project.")
          .shaped("google.logging.v2.LogSink")
          .names(
              "_Default|_Required|[A-Za-z0-9][A-Za-z0-9_.-]{0,99}",
              "at most 100 letters, digits, hyphens, underscores and periods, starting with a letter or digit")
          .reachedAt("logging.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION + OWN_IDENTITY).with("name", "{name}"))
          .updatedBy(Call.patch(PATH + OWN_IDENTITY).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "sinks")
          .required("name", "destination")
          .immutable("name")
          .outputOnly("exclusions.createTime", "exclusions.updateTime")
          .serverSets("bigqueryOptions")
          .predicts("name", "{name}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .permissions("logging.sinks")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_logging_project_sink")
          .knownToAssetInventoryAs("logging.googleapis.com/LogSink")
          .from("https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.sinks")
          .from("https://cloud.google.com/logging/docs/export/configure_export_v2");
}
