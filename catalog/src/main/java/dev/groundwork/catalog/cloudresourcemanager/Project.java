package dev.groundwork.catalog.cloudresourcemanager;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Stamp;

/// A project: what everything else lives in. Deleting it only marks it; Google purges it after 30
/// days, and its id can never be used again.
public final class Project {
  private Project() {}

  public static final ResourceType TYPE =
      ResourceType.named("cloudresourcemanager.Project")
          .summary("A project, in which everything else lives.")
          .shaped("google.cloud.resourcemanager.v3.Project")
          .names(
              "[a-z][-a-z0-9]{4,28}[a-z0-9]",
              "6 to 30 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("cloudresourcemanager.googleapis.com", "v3/projects/{project}")
          .enabledAs("")
          .createdBy(Call.post("v3/projects").with("projectId", "{project}"))
          .updatedBy(
              Call.patch("v3/projects/{project}")
                  .maskedInQuery("updateMask")
                  .sendingOnly("displayName", "labels"))
          .listedBy(Call.get("v3/projects:search"), "projects")
          .operations(Operations.LONG_RUNNING)
          .absentAlsoAs(403)
          .identifiedBy("projectId", "{project}")
          .immutable("projectId", "parent")
          .serverSets("displayName")
          .predicts("projectId", "{project}")
          .predicts("name", "projects/{projectNumber}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .stamps("etag", Stamp.ETAG)
          .existsWhile("state", "ACTIVE")
          .nameStaysTaken(ofDays(30))
          .restoredBy(Call.post("v3/projects/{project}:undelete").withoutResource())
          .holdsData()
          .labels("labels")
          .permissions("resourcemanager.projects")
          .permissionsOn("parent", CREATE, "resourcemanager.projects.create")
          .takes(CREATE, ofSeconds(15))
          .takes(UPDATE, ofSeconds(2))
          .takes(DELETE, ofSeconds(5))
          .timesOut(CREATE, ofMinutes(10))
          .knownToTerraformAs("google_project")
          .knownToAssetInventoryAs("cloudresourcemanager.googleapis.com/Project")
          .from("https://cloud.google.com/resource-manager/reference/rest/v3/projects");
}
