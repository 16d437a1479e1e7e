package dev.groundwork.catalog.cloudresourcemanager;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a project. Others in the role are left alone.
public final class ProjectIamMember {
  private ProjectIamMember() {}

  public static final ResourceType TYPE =
      ResourceType.named("cloudresourcemanager.ProjectIamMember")
          .summary("One member in one role on a project; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt(
              "cloudresourcemanager.googleapis.com",
              "v3/projects/{project}/iamMembers/{+role}/{+member}")
          .enabledAs("")
          .memberOf(
              Call.post("v3/projects/{project}:getIamPolicy")
                  .withoutResource()
                  .with("options.requestedPolicyVersion", "3"),
              Call.post("v3/projects/{project}:setIamPolicy").withoutResource())
          .immutable("condition")
          .permissions(
              CREATE,
              "resourcemanager.projects.getIamPolicy",
              "resourcemanager.projects.setIamPolicy")
          .permissions(
              DELETE,
              "resourcemanager.projects.getIamPolicy",
              "resourcemanager.projects.setIamPolicy")
          .permissions(READ, "resourcemanager.projects.getIamPolicy")
          .permissions(LIST, "resourcemanager.projects.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_project_iam_member")
          .from(
              "https://cloud.google.com/resource-manager/reference/rest/v3/projects/setIamPolicy");
}
