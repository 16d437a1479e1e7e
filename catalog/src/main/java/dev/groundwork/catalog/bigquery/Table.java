package dev.groundwork.catalog.bigquery;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A BigQuery table, view, materialized view or external table. Columns can be added and made
/// nullable, nothing else of a schema changes. A list of tables shows a part of each, so that each
/// is read by itself.
public final class Table {
  private Table() {}

  private static final String COLLECTION =
      "bigquery/v2/projects/{project}/datasets/{dataset}/tables";

  public static final ResourceType TYPE =
      ResourceType.named("bigquery.Table")
          .summary("A BigQuery table or view.")
          .shaped("bigquery.v2.Table")
          .names(
              "[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]{1,1024}",
              "at most 1024 letters, digits, underscores, dashes and spaces")
          .reachedAt("bigquery.googleapis.com", COLLECTION + "/{name}")
          .createdBy(
              Call.post(COLLECTION)
                  .with("tableReference.projectId", "{project}")
                  .with("tableReference.datasetId", "{dataset}")
                  .with("tableReference.tableId", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}"))
          .immutable(
              "tableReference",
              "biglakeConfiguration",
              "encryptionConfiguration",
              "externalDataConfiguration.schema",
              "materializedView.query",
              "materializedView.allowNonIncrementalDefinition",
              "rangePartitioning.field",
              "tableReplicationInfo",
              "timePartitioning.field",
              "timePartitioning.type")
          .outputOnly(
              "kind",
              "id",
              "selfLink",
              "etag",
              "creationTime",
              "lastModifiedTime",
              "location",
              "type",
              "cloneDefinition",
              "materializedViewStatus",
              "materializedView.lastRefreshTime",
              "numActiveLogicalBytes",
              "numActivePhysicalBytes",
              "numBytes",
              "numCurrentPhysicalBytes",
              "numLongTermBytes",
              "numLongTermLogicalBytes",
              "numLongTermPhysicalBytes",
              "numPartitions",
              "numPhysicalBytes",
              "numRows",
              "numTimeTravelPhysicalBytes",
              "numTotalLogicalBytes",
              "numTotalPhysicalBytes",
              "partitionDefinition",
              "replicas",
              "restrictions",
              "snapshotDefinition",
              "streamingBuffer")
          .serverSets(
              "expirationTime",
              "maxStaleness",
              "schema",
              "externalDataConfiguration.schema",
              "view.useLegacySql",
              "timePartitioning.expirationMs")
          .allows("timePartitioning.type", "DAY", "HOUR", "MONTH", "YEAR")
          .allows("biglakeConfiguration.fileFormat", "PARQUET")
          .allows("biglakeConfiguration.tableFormat", "ICEBERG")
          .allows("externalDataConfiguration.compression", "NONE", "GZIP")
          .allows("externalDataConfiguration.csvOptions.encoding", "UTF-8", "ISO-8859-1")
          .allows("externalDataConfiguration.csvOptions.sourceColumnMatch", "POSITION", "NAME")
          .allows("externalDataConfiguration.decimalTargetTypes", "NUMERIC", "BIGNUMERIC", "STRING")
          .allows(
              "externalDataConfiguration.fileSetSpecType",
              "FILE_SET_SPEC_TYPE_FILE_SYSTEM_MATCH",
              "FILE_SET_SPEC_TYPE_NEW_LINE_DELIMITED_MANIFEST")
          .allows("externalDataConfiguration.jsonExtension", "GEOJSON")
          .allows(
              "externalDataConfiguration.jsonOptions.encoding",
              "UTF-8",
              "UTF-16BE",
              "UTF-16LE",
              "UTF-32BE",
              "UTF-32LE")
          .allows("externalDataConfiguration.metadataCacheMode", "AUTOMATIC", "MANUAL")
          .allows("externalDataConfiguration.objectMetadata", "DIRECTORY", "SIMPLE")
          .allows(
              "externalDataConfiguration.sourceFormat",
              "CSV",
              "GOOGLE_SHEETS",
              "NEWLINE_DELIMITED_JSON",
              "AVRO",
              "ICEBERG",
              "DATASTORE_BACKUP",
              "PARQUET",
              "ORC",
              "BIGTABLE",
              "DELTA_LAKE")
          .references("dataset", "bigquery.Dataset", "datasetReference.datasetId")
          .references("encryptionConfiguration.kmsKeyName", "kms.CryptoKey", "id")
          .predicts("kind", "bigquery#table")
          .predicts("id", "{project}:{dataset}.{name}")
          .predicts("selfLink", "https://bigquery.googleapis.com/" + COLLECTION + "/{name}")
          .predicts("tableReference.projectId", "{project}")
          .predicts("tableReference.datasetId", "{dataset}")
          .predicts("tableReference.tableId", "{name}")
          .also(Table::columns)
          .compares("externalDataConfiguration.decimalTargetTypes", Sameness.SET)
          .stamps("etag", Stamp.ETAG)
          .holdsData()
          .labels("labels")
          .permissions("bigquery.tables")
          .permissions(UPDATE, "bigquery.tables.get", "bigquery.tables.update")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_bigquery_table")
          .knownToAssetInventoryAs("bigquery.googleapis.com/Table")
          .meter("bigquery.activeStorage", "GiB-month")
          .from("https://cloud.google.com/bigquery/docs/reference/rest/v2/tables")
          .from("https://cloud.google.com/bigquery/docs/managing-table-schemas");

  /// A schema as it is described, and as Google shows it; records hold records.
  private static ResourceType columns(ResourceType type) {
    ResourceType compared = type;
    String fields = "schema.fields";
    for (int depth = 0; depth < 4; depth++) {
      compared =
          compared
              .compares(fields + ".type", Sameness.SQL_TYPE)
              .absentMeans(fields + ".mode", "NULLABLE");
      fields = fields + ".fields";
    }
    return compared;
  }
}
