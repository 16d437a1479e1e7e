package dev.groundwork.catalog.secretmanager;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a secret. Others in the role are left alone.
public final class SecretIamMember {
  private SecretIamMember() {}

  private static final String SECRET = "v1/projects/{project}/secrets/{secret}";

  public static final ResourceType TYPE =
      ResourceType.named("secretmanager.SecretIamMember")
          .summary("One member in one role on a secret; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("secretmanager.googleapis.com", SECRET + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(SECRET + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(SECRET + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("secret", "secretmanager.Secret", "name")
          .goesWith("secret")
          .permissions(
              CREATE, "secretmanager.secrets.getIamPolicy", "secretmanager.secrets.setIamPolicy")
          .permissions(
              DELETE, "secretmanager.secrets.getIamPolicy", "secretmanager.secrets.setIamPolicy")
          .permissions(READ, "secretmanager.secrets.getIamPolicy")
          .permissions(LIST, "secretmanager.secrets.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_secret_manager_secret_iam_member")
          .from(
              "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/setIamPolicy");
}
