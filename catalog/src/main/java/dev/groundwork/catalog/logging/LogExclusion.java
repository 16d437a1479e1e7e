package dev.groundwork.catalog.logging;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// Entries that the `_Default` sink of the project leaves out.
public final class LogExclusion {
  private LogExclusion() {}

  private static final String PATH = "v2/projects/{project}/exclusions/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("logging.LogExclusion")
          .summary("Log entries that are not kept.")
          .shaped("google.logging.v2.LogExclusion")
          .names(
              "[A-Za-z0-9][A-Za-z0-9_.-]{0,99}",
              "at most 100 letters, digits, hyphens, underscores and periods, starting with a letter or digit")
          .reachedAt("logging.googleapis.com", PATH)
          .createdBy(Call.post("v2/projects/{project}/exclusions"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get("v2/projects/{project}/exclusions"), "exclusions")
          .required("name", "filter")
          .immutable("name")
          .predicts("name", "{name}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .permissions("logging.exclusions")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_logging_project_exclusion")
          .from("https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions");
}
