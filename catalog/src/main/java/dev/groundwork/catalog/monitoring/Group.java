package dev.groundwork.catalog.monitoring;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// Monitored resources that belong together because a filter says so.
public final class Group {
  private Group() {}

  private static final String PATH = "v3/projects/{project}/groups/{group}";

  public static final ResourceType TYPE =
      ResourceType.named("monitoring.Group")
          .summary("Monitored resources that belong together because a filter takes them.")
          .shaped("google.monitoring.v3.Group")
          .reachedAt("monitoring.googleapis.com", PATH)
          .createdBy(Call.post("v3/projects/{project}/groups"))
          .updatedBy(Call.put(PATH))
          .listedBy(Call.get("v3/projects/{project}/groups"), "group")
          .serverNamed()
          .required("displayName", "filter")
          .outputOnly("name")
          .references("parentName", "monitoring.Group", "name")
          .permissions("monitoring.groups")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_monitoring_group")
          .from("https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.groups");
}
