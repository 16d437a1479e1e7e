package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// Charts and texts on one page. A change sends the whole page, with the etag last read.
public final class Dashboard {
  private Dashboard() {}

  private static final String PATH = "v1/projects/{project}/dashboards/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.Dashboard")
          .summary("Charts, tables and texts on one page.")
          .shaped("google.monitoring.dashboard.v1.Dashboard")
          .names(
              "[A-Za-z0-9_.-]{1,64}",
              "at most 64 letters, digits, hyphens, underscores and periods")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(
              Call.post("v1/projects/{project}/dashboards")
                  .with("name", "projects/{project}/dashboards/{name}"))
          .updatedBy(Call.patch(PATH).guardedBy("etag"))
          .listedBy(Call.get("v1/projects/{project}/dashboards"), "dashboards")
          .outputOnly("etag")
          .predicts("name", "projects/{projectNumber}/dashboards/{name}")
          .stamps("etag", Stamp.ETAG)
          .permissions("monitoring.dashboards")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_dashboard")
          .knownToAssetInventoryAs("monitoring.googleapis.com/Dashboard")
          .from("https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards");
}
