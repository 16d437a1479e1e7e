package dev.groundwork.catalog.bigquery;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Membership;

/// One entry of a dataset's access list. Others in the list are left alone.
///
/// The member is written as in IAM's policies (`user:`, `serviceAccount:`, `group:`, `domain:`,
/// `allUsers`, `specialGroup:projectReaders`); what a view, a routine or another dataset may read
/// has the role `AUTHORIZED` and a member like `view:project.dataset.table`.
public final class DatasetAccess {
  private DatasetAccess() {}

  private static final String DATASET = "bigquery/v2/projects/{project}/datasets/{dataset}";

  public static final ResourceType TYPE =
      ResourceType.named("bigquery.DatasetAccess")
          .summary("One entry of a dataset's access list; other entries are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("bigquery.googleapis.com", DATASET + "/access/{+role}/{+member}")
          .memberOf(
              Call.get(DATASET + "?accessPolicyVersion=3"),
              Call.patch(DATASET + "?accessPolicyVersion=3").withoutResource(),
              Membership.ACCESS_LIST)
          .immutable("condition")
          .references("dataset", "bigquery.Dataset", "datasetReference.datasetId")
          .goesWith("dataset")
          .permissions(CREATE, "bigquery.datasets.get", "bigquery.datasets.update")
          .permissions(DELETE, "bigquery.datasets.get", "bigquery.datasets.update")
          .permissions(READ, "bigquery.datasets.get")
          .permissions(LIST, "bigquery.datasets.get")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_bigquery_dataset_access")
          .from("https://cloud.google.com/bigquery/docs/control-access-to-resources-iam")
          .from("https://cloud.google.com/bigquery/docs/reference/rest/v2/datasets");
}
