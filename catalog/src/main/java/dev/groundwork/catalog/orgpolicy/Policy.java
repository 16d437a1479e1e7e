package dev.groundwork.catalog.orgpolicy;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// What one constraint forbids or allows in a project. Named as its constraint:
/// `iam.disableServiceAccountKeyCreation`.
public final class Policy {
  private Policy() {}

  private static final String COLLECTION = "v2/projects/{project}/policies";
  private static final String PATH = COLLECTION + "/{constraint}";

  public static final ResourceType TYPE =
      ResourceType.named("orgpolicy.Policy")
          .summary(
              "What one constraint forbids or allows in a project, whatever anyone's permissions.")
          .shaped("google.cloud.orgpolicy.v2.Policy")
          .reachedAt("orgpolicy.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION).with("name", "projects/{project}/policies/{constraint}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "policies")
          .immutable("name")
          .outputOnly(
              "etag", "spec.etag", "spec.updateTime", "dryRunSpec.etag", "dryRunSpec.updateTime")
          .stamps("etag", Stamp.ETAG)
          .stamps("spec.etag", Stamp.ETAG)
          .stamps("spec.updateTime", Stamp.UPDATED)
          .permissions("orgpolicy.policies")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(2))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_org_policy_policy")
          .knownToAssetInventoryAs("orgpolicy.googleapis.com/Policy")
          .from(
              "https://cloud.google.com/resource-manager/docs/reference/orgpolicy/rest/v2/projects.policies");
}
