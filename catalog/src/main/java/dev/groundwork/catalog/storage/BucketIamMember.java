package dev.groundwork.catalog.storage;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Membership;

/// One member in one role on a bucket. Others in the role are left alone.
public final class BucketIamMember {
  private BucketIamMember() {}

  private static final String BUCKET = "storage/v1/b/{bucket}";

  public static final ResourceType TYPE =
      ResourceType.named("storage.BucketIamMember")
          .summary("One member in one role on a bucket; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt(
              "storage.googleapis.com",
              "storage/v1/projects/{project}/buckets/{bucket}/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(BUCKET + "/iam?optionsRequestedPolicyVersion=3"),
              Call.put(BUCKET + "/iam"),
              Membership.WHOLE_POLICY)
          .immutable("condition")
          .references("bucket", "storage.Bucket", "name")
          .goesWith("bucket")
          .permissions(CREATE, "storage.buckets.getIamPolicy", "storage.buckets.setIamPolicy")
          .permissions(DELETE, "storage.buckets.getIamPolicy", "storage.buckets.setIamPolicy")
          .permissions(READ, "storage.buckets.getIamPolicy")
          .permissions(LIST, "storage.buckets.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_storage_bucket_iam_member")
          .from("https://cloud.google.com/storage/docs/json_api/v1/buckets/setIamPolicy");
}
