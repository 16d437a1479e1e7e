package dev.groundwork.catalog.iam;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A role of a project's own: the permissions that its members have. What is deleted can be brought
/// back for seven days; its name stays taken for thirty more.
public final class CustomRole {
  private CustomRole() {}

  private static final String COLLECTION = "v1/projects/{project}/roles";
  private static final String PATH = COLLECTION + "/{role}";

  public static final ResourceType TYPE =
      ResourceType.named("iam.CustomRole")
          .summary("A role of a project's own: the permissions that its members have.")
          .shaped("google.iam.admin.v1.Role")
          .names("[a-zA-Z0-9_.]{3,64}", "3 to 64 letters, digits, underscores and periods")
          .reachedAt("iam.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION).wrappedIn("role").with("roleId", "{role}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION + "?view=FULL&showDeleted=true"), "roles")
          .restoredBy(Call.post(PATH + ":undelete").withoutResource())
          .existsWhile("deleted", "", "false")
          .nameStaysTaken(ofDays(37))
          .required("title", "includedPermissions")
          .outputOnly("name", "deleted", "etag")
          .predicts("name", "projects/{project}/roles/{role}")
          .stamps("etag", Stamp.ETAG)
          .serverSets("stage")
          .compares("includedPermissions", Sameness.SET)
          .permissions("iam.roles")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_project_iam_custom_role")
          .knownToAssetInventoryAs("iam.googleapis.com/Role")
          .from("https://cloud.google.com/iam/docs/reference/rest/v1/projects.roles")
          .from("https://cloud.google.com/iam/docs/creating-custom-roles");
}
