package dev.groundwork.catalog.iam;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;

/// A pool of identities that other providers vouch for: programs outside of Google Cloud that need
/// no key. What is deleted can be brought back for thirty days, and its name stays taken.
public final class WorkloadIdentityPool {
  private WorkloadIdentityPool() {}

  private static final String COLLECTION =
      "v1/projects/{project}/locations/global/workloadIdentityPools";
  private static final String PATH = COLLECTION + "/{pool}";

  public static final ResourceType TYPE =
      ResourceType.named("iam.WorkloadIdentityPool")
          .summary("A pool of identities that other providers vouch for.")
          .shaped("iam.v1.WorkloadIdentityPool")
          .names(
              "(?!gcp-)[a-z0-9-]{4,32}",
              "4 to 32 lower-case letters, digits and hyphens, not starting with gcp-")
          .reachedAt("iam.googleapis.com", PATH)
          .createdBy(Call.post(COLLECTION + "?workloadIdentityPoolId={pool}"))
          .updatedBy(Call.patch(PATH).maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "workloadIdentityPools")
          .restoredBy(Call.post(PATH + ":undelete").withoutResource())
          .existsWhile("state", "ACTIVE")
          .nameStaysTaken(ofDays(30))
          .operations(Operations.LONG_RUNNING)
          .outputOnly("name", "state", "expireTime")
          .permissions("iam.workloadIdentityPools")
          .takes(CREATE, ofSeconds(4))
          .takes(UPDATE, ofSeconds(4))
          .takes(DELETE, ofSeconds(4))
          .knownToTerraformAs("google_iam_workload_identity_pool")
          .knownToAssetInventoryAs("iam.googleapis.com/WorkloadIdentityPool")
          .from(
              "https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools");
}
