package dev.groundwork.catalog.iam;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;

/// One who vouches for the identities of a pool: whose tokens are taken, what of them becomes an
/// attribute, and which are turned away.
public final class WorkloadIdentityPoolProvider {
  private WorkloadIdentityPoolProvider() {}

  private static final String COLLECTION =
      "v1/projects/{project}/locations/global/workloadIdentityPools/{pool}/providers";
  private static final String PATH = COLLECTION + "/{provider}";

  public static final ResourceType TYPE =
      ResourceType.named("iam.WorkloadIdentityPoolProvider")
          .summary("One whose tokens a workload identity pool takes.")
          .shaped("iam.v1.WorkloadIdentityPoolProvider")
          .names(
              "(?!gcp-)[a-z0-9-]{4,32}",
              "4 to 32 lower-case letters, digits and hyphens, not starting with gcp-")
          .reachedAt("iam.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION + "?workloadIdentityPoolProviderId={provider}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "workloadIdentityPoolProviders")
          .restoredBy(Call.post(PATH + ":undelete").withoutResource())
          .existsWhile("state", "ACTIVE")
          .nameStaysTaken(ofDays(30))
          .operations(Operations.LONG_RUNNING)
          .outputOnly("name", "state", "expireTime")
          .references("pool", "iam.WorkloadIdentityPool", "name")
          .goesWith("pool")
          .permissions("iam.workloadIdentityPoolProviders")
          .takes(CREATE, ofSeconds(4))
          .takes(UPDATE, ofSeconds(4))
          .takes(DELETE, ofSeconds(4))
          .knownToTerraformAs("google_iam_workload_identity_pool_provider")
          .knownToAssetInventoryAs("iam.googleapis.com/WorkloadIdentityPoolProvider")
          .from(
              "https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools.providers");
}
