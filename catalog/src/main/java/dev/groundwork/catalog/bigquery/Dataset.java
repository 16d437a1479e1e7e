package dev.groundwork.catalog.bigquery;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A BigQuery dataset: holds tables and views, in one location, and says who may see them. Only an
/// empty one is deleted. A list of datasets shows a part of each, so that each is read by itself.
public final class Dataset {
  private Dataset() {}

  private static final String COLLECTION = "bigquery/v2/projects/{project}/datasets";

  public static final ResourceType TYPE =
      ResourceType.named("bigquery.Dataset")
          .summary("A BigQuery dataset: holds tables and views.")
          .shaped("bigquery.v2.Dataset")
          .names("[A-Za-z0-9_]{1,1024}", "at most 1024 letters, digits and underscores")
          .reachedAt("bigquery.googleapis.com", COLLECTION + "/{name}")
          .readBy(Call.get(COLLECTION + "/{name}?accessPolicyVersion=3"))
          .createdBy(
              Call.post(COLLECTION + "?accessPolicyVersion=3")
                  .with("datasetReference.datasetId", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}?accessPolicyVersion=3"))
          .deletedBy(Call.delete(COLLECTION + "/{name}?deleteContents=false"))
          .immutable("datasetReference", "location", "externalDatasetReference")
          .outputOnly(
              "kind",
              "id",
              "selfLink",
              "etag",
              "creationTime",
              "lastModifiedTime",
              "type",
              "catalogSource",
              "linkedDatasetMetadata",
              "restrictions",
              "satisfiesPzi",
              "satisfiesPzs",
              "tags")
          .defaults("location", "US")
          .serverSets("access", "maxTimeTravelHours", "isCaseInsensitive", "storageBillingModel")
          .allows("storageBillingModel", "LOGICAL", "PHYSICAL")
          .allows("access.dataset.targetTypes", "VIEWS", "ROUTINES")
          .references("defaultEncryptionConfiguration.kmsKeyName", "kms.CryptoKey", "id")
          .predicts("kind", "bigquery#dataset")
          .predicts("id", "{project}:{name}")
          .predicts("selfLink", "https://bigquery.googleapis.com/" + COLLECTION + "/{name}")
          .predicts("datasetReference.projectId", "{project}")
          .predicts("datasetReference.datasetId", "{name}")
          .stamps("etag", Stamp.ETAG)
          .compares("location", Sameness.CASELESS)
          .compares("access", Sameness.SET)
          .holdsData()
          .labels("labels")
          .permissions("bigquery.datasets")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_bigquery_dataset")
          .knownToAssetInventoryAs("bigquery.googleapis.com/Dataset")
          .meter("bigquery.activeStorage", "GiB-month")
          .from("https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets");
}
