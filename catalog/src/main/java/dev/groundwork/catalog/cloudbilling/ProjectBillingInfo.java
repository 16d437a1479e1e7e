package dev.groundwork.catalog.cloudbilling;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.READ;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// The link between a project and the billing account that pays for it. Every project has one,
/// linked or not.
public final class ProjectBillingInfo {
  private ProjectBillingInfo() {}

  private static final String PATH = "v1/projects/{project}/billingInfo";

  public static final ResourceType TYPE =
      ResourceType.named("cloudbilling.ProjectBillingInfo")
          .summary("The billing account that pays for a project.")
          .shaped("google.cloud.billing.v1.ProjectBillingInfo")
          .reachedAt("cloudbilling.googleapis.com", PATH)
          .enabledAs("")
          .createdBy(Call.put(PATH))
          .updatedBy(Call.put(PATH))
          .deletedBy(Call.put(PATH).withoutResource().with("billingAccountName", ""))
          .required("billingAccountName")
          .outputOnly("name", "projectId", "billingEnabled")
          .predicts("name", "projects/{project}/billingInfo")
          .predicts("projectId", "{project}")
          .existsWhile("billingEnabled", "true")
          .permissions(CREATE, "resourcemanager.projects.createBillingAssignment")
          .permissions(UPDATE, "resourcemanager.projects.createBillingAssignment")
          .permissions(DELETE, "resourcemanager.projects.deleteBillingAssignment")
          .permissions(READ, "resourcemanager.projects.get")
          .permissionsOn("billingAccountName", CREATE, "billing.resourceAssociations.create")
          .takes(CREATE, ofSeconds(3))
          .takes(UPDATE, ofSeconds(3))
          .takes(DELETE, ofSeconds(3))
          .from("https://cloud.google.com/billing/docs/reference/rest/v1/ProjectBillingInfo");
}
