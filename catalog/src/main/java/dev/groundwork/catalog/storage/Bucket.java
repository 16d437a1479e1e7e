package dev.groundwork.catalog.storage;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A bucket of objects. Its name is unique in all of Google Cloud. Only an empty bucket can be
/// deleted.
public final class Bucket {
  private Bucket() {}

  public static final ResourceType TYPE =
      ResourceType.named("storage.Bucket")
          .summary("A bucket of objects.")
          .shaped("storage.v1.Bucket")
          .names(
              "(?!goog)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9]([-_a-z0-9]{1,61}|[-_.a-z0-9]{1,220})[a-z0-9]",
              "3 to 63 lower-case letters, digits, hyphens and underscores, starting and ending with a letter or digit and not starting with goog")
          .reachedAt("storage.googleapis.com", "storage/v1/b/{name}")
          .createdBy(Call.post("storage/v1/b?project={project}").with("name", "{name}"))
          .updatedBy(Call.patch("storage/v1/b/{name}"))
          .listedBy(Call.get("storage/v1/b?project={project}"), "items", "maxResults")
          .immutable(
              "name", "location", "customPlacementConfig.dataLocations", "hierarchicalNamespace")
          .outputOnly(
              "kind",
              "id",
              "selfLink",
              "etag",
              "generation",
              "metageneration",
              "timeCreated",
              "updated",
              "softDeleteTime",
              "hardDeleteTime",
              "projectNumber",
              "locationType",
              "owner",
              "objectRetention",
              "encryption.customerManagedEncryptionEnforcementConfig.effectiveTime",
              "encryption.customerSuppliedEncryptionEnforcementConfig.effectiveTime",
              "encryption.googleManagedEncryptionEnforcementConfig.effectiveTime",
              "satisfiesPZI",
              "satisfiesPZS",
              "autoclass.toggleTime",
              "autoclass.terminalStorageClassUpdateTime",
              "softDeletePolicy.effectiveTime",
              "retentionPolicy.effectiveTime",
              "iamConfiguration.bucketPolicyOnly",
              "iamConfiguration.uniformBucketLevelAccess.lockedTime")
          .defaults("location", "US")
          .defaults("storageClass", "STANDARD")
          .defaults("iamConfiguration.publicAccessPrevention", "inherited")
          .defaults("iamConfiguration.uniformBucketLevelAccess.enabled", false)
          .defaults("softDeletePolicy.retentionDurationSeconds", "604800")
          .serverSets(
              "rpo",
              "acl",
              "defaultObjectAcl",
              "versioning",
              "website",
              "autoclass.terminalStorageClass",
              "logging.logObjectPrefix",
              "lifecycle.rule.condition.isLive")
          .allows(
              "encryption.customerManagedEncryptionEnforcementConfig.restrictionMode",
              "NotRestricted",
              "FullyRestricted")
          .allows(
              "encryption.customerSuppliedEncryptionEnforcementConfig.restrictionMode",
              "NotRestricted",
              "FullyRestricted")
          .allows(
              "encryption.googleManagedEncryptionEnforcementConfig.restrictionMode",
              "NotRestricted",
              "FullyRestricted")
          .allows("iamConfiguration.publicAccessPrevention", "inherited", "unspecified", "enforced")
          .allows("ipFilter.mode", "Enabled", "Disabled")
          .allows("rpo", "DEFAULT", "ASYNC_TURBO")
          .allows(
              "storageClass",
              "STANDARD",
              "NEARLINE",
              "COLDLINE",
              "ARCHIVE",
              "MULTI_REGIONAL",
              "REGIONAL",
              "DURABLE_REDUCED_AVAILABILITY")
          .references("logging.logBucket", "storage.Bucket", "name")
          .references("ipFilter.vpcNetworkSources.network", "compute.Network", "id")
          .references("encryption.defaultKmsKeyName", "kms.CryptoKey", "id")
          .predicts("kind", "storage#bucket")
          .predicts("name", "{name}")
          .predicts("selfLink", "https://www.googleapis.com/storage/v1/b/{name}")
          .predicts("projectNumber", "{projectNumber}")
          .stamps("timeCreated", Stamp.CREATED)
          .stamps("updated", Stamp.UPDATED)
          .stamps("etag", Stamp.ETAG)
          .stamps("metageneration", Stamp.COUNTER)
          .stamps("generation", Stamp.NUMERIC_ID)
          .compares("ipFilter.vpcNetworkSources.network", Sameness.LINK)
          .compares("customPlacementConfig.dataLocations", Sameness.SET)
          .compares("location", Sameness.CASELESS)
          .compares("storageClass", Sameness.CASELESS)
          .holdsData()
          .labels("labels")
          .permissions("storage.buckets")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_storage_bucket")
          .knownToAssetInventoryAs("storage.googleapis.com/Bucket")
          .meter("storage.standard", "GiB-month")
          .meter("storage.classA", "operation")
          .meter("storage.classB", "operation")
          .from("https://cloud.google.com/storage/docs/json_api/v1/buckets");
}
