package dev.groundwork.catalog.iam;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a service account: who may act as it. Others in the role are left
/// alone.
public final class ServiceAccountIamMember {
  private ServiceAccountIamMember() {}

  private static final String ACCOUNT = "v1/projects/{project}/serviceAccounts/{account}";
  private static final String GET = "iam.serviceAccounts.getIamPolicy";
  private static final String SET = "iam.serviceAccounts.setIamPolicy";

  public static final ResourceType TYPE =
      ResourceType.named("iam.ServiceAccountIamMember")
          .summary("One member in one role on a service account; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("iam.googleapis.com", ACCOUNT + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.post(ACCOUNT + ":getIamPolicy")
                  .withoutResource()
                  .with("options.requestedPolicyVersion", "3"),
              Call.post(ACCOUNT + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("account", "iam.ServiceAccount", "email")
          .goesWith("account")
          .permissions(CREATE, GET, SET)
          .permissions(DELETE, GET, SET)
          .permissions(READ, GET)
          .permissions(LIST, GET)
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_service_account_iam_member")
          .from(
              "https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/setIamPolicy");
}
