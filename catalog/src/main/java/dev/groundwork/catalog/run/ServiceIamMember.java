package dev.groundwork.catalog.run;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a service. Others in the role are left alone.
public final class ServiceIamMember {
  private ServiceIamMember() {}

  private static final String SERVICE =
      "v2/projects/{project}/locations/{location}/services/{service}";

  public static final ResourceType TYPE =
      ResourceType.named("run.ServiceIamMember")
          .summary("One member in one role on a service; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("run.googleapis.com", SERVICE + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(SERVICE + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(SERVICE + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("service", "run.Service", "name")
          .goesWith("service")
          .permissions(CREATE, "run.services.getIamPolicy", "run.services.setIamPolicy")
          .permissions(DELETE, "run.services.getIamPolicy", "run.services.setIamPolicy")
          .permissions(READ, "run.services.getIamPolicy")
          .permissions(LIST, "run.services.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_cloud_run_v2_service_iam_member")
          .from(
              "https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services/setIamPolicy");
}
