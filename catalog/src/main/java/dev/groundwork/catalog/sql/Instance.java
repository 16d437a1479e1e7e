package dev.groundwork.catalog.sql;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A Cloud SQL instance: a managed database server. One operation at a time; its name stays taken for a week after it is gone.
public final class Instance {
  private Instance() {}

  private static final String COLLECTION = "sql/v1beta4/projects/{project}/instances";

  public static final ResourceType TYPE =
      ResourceType.named("sql.Instance")
          .summary("A Cloud SQL instance: a managed database server.")
          .shaped("sqladmin.v1beta4.DatabaseInstance")
          .reachedAt("sqladmin.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").guardedBy("settings.settingsVersion"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.SQL)
          .required("databaseVersion", "settings.tier")
          .immutable("name", "region", "settings.collation", "diskEncryptionConfiguration", "masterInstanceName", "replicaConfiguration")
          .outputOnly(
              "kind",
              "project",
              "selfLink",
              "etag",
              "state",
              "createTime",
              "connectionName",
              "backendType",
              "currentDiskSize",
              "databaseInstalledVersion",
              "availableMaintenanceVersions",
              "upgradableDatabaseVersions",
              "ipAddresses",
              "ipv6Address",
              "dnsName",
              "dnsNames",
              "primaryDnsName",
              "writeEndpoint",
              "pscServiceAttachmentLink",
              "serverCaCert",
              "serviceAccountEmailAddress",
              "replicaNames",
              "failoverReplica.available",
              "satisfiesPzi",
              "scheduledMaintenance",
              "outOfDiskReport",
              "suspensionReason",
              "diskEncryptionStatus",
              "geminiConfig.entitled",
              "settings.kind",
              "settings.settingsVersion",
              "settings.effectiveAvailabilityType",
              "settings.backupConfiguration.kind",
              "settings.backupConfiguration.backupTier",
              "settings.backupConfiguration.transactionalLogStorageState")
          .defaults("instanceType", "CLOUD_SQL_INSTANCE")
          .defaults("backendType", "SECOND_GEN")
          .defaults("sqlNetworkArchitecture", "NEW_NETWORK_ARCHITECTURE")
          .defaults("settings.activationPolicy", "ALWAYS")
          .defaults("settings.availabilityType", "ZONAL")
          .defaults("settings.connectorEnforcement", "NOT_REQUIRED")
          .defaults("settings.dataDiskSizeGb", "10")
          .defaults("settings.dataDiskType", "PD_SSD")
          .defaults("settings.deletionProtectionEnabled", false)
          .defaults("settings.edition", "ENTERPRISE")
          .defaults("settings.pricingPlan", "PER_USE")
          .defaults("settings.replicationType", "SYNCHRONOUS")
          .defaults("settings.storageAutoResize", true)
          .defaults("settings.storageAutoResizeLimit", "0")
          .defaults("settings.ipConfiguration.ipv4Enabled", true)
          .defaults("settings.backupConfiguration.enabled", false)
          .defaults("settings.backupConfiguration.backupRetentionSettings.retainedBackups", 7)
          .defaults("settings.backupConfiguration.backupRetentionSettings.retentionUnit", "COUNT")
          .defaults("settings.backupConfiguration.transactionLogRetentionDays", 7)
          .serverSets(
              "region",
              "gceZone",
              "secondaryGceZone",
              "maintenanceVersion",
              "geminiConfig",
              "includeReplicasForMajorVersionUpgrade",
              "settings.authorizedGaeApplications",
              "settings.backupConfiguration.startTime",
              "settings.backupConfiguration.pointInTimeRecoveryEnabled",
              "settings.connectionPoolConfig",
              "settings.dataApiAccess",
              "settings.dataCacheConfig",
              "settings.dataDiskProvisionedIops",
              "settings.dataDiskProvisionedThroughput",
              "settings.insightsConfig",
              "settings.ipConfiguration.authorizedNetworks",
              "settings.ipConfiguration.pscConfig",
              "settings.ipConfiguration.requireSsl",
              "settings.ipConfiguration.sslMode",
              "settings.ipConfiguration.serverCaMode",
              "settings.locationPreference",
              "settings.readPoolAutoScaleConfig",
              "settings.replicationLagMaxSeconds")
          .sensitive("rootPassword", "replicaConfiguration.mysqlReplicaConfiguration.password")
          .references("settings.ipConfiguration.privateNetwork", "compute.Network", "id")
          .references("masterInstanceName", "sql.Instance", "name")
          .follows("settings.ipConfiguration.privateNetwork", "servicenetworking.Connection", "network")
          .predicts("kind", "sql#instance")
          .predicts("name", "{name}")
          .predicts("project", "{project}")
          .predicts("selfLink", "https://sqladmin.googleapis.com/" + COLLECTION + "/{name}")
          .predicts("settings.kind", "sql#settings")
          .predicts("settings.backupConfiguration.kind", "sql#backupConfiguration")
          .stamps("createTime", Stamp.CREATED)
          .stamps("etag", Stamp.ETAG)
          .stamps("settings.settingsVersion", Stamp.COUNTER)
          .compares("settings.ipConfiguration.privateNetwork", Sameness.LINK)
          .compares("settings.ipConfiguration.authorizedNetworks", Sameness.SET)
          .compares("settings.ipConfiguration.authorizedNetworks.value", Sameness.RANGE)
          .compares("settings.databaseFlags", Sameness.SET)
          .nameStaysTaken(ofDays(7))
          .holdsData()
          .labels("settings.userLabels")
          .permissions("cloudsql.instances")
          .permissions(UPDATE, "cloudsql.instances.get", "cloudsql.instances.update")
          .takes(CREATE, ofMinutes(6))
          .takes(UPDATE, ofMinutes(3))
          .takes(DELETE, ofSeconds(90))
          .timesOut(CREATE, ofMinutes(90))
          .timesOut(UPDATE, ofMinutes(90))
          .timesOut(DELETE, ofMinutes(90))
          .knownToTerraformAs("google_sql_database_instance")
          .knownToAssetInventoryAs("sqladmin.googleapis.com/Instance")
          .meter("sql.instance", "hour")
          .meter("sql.storage", "GiB-month")
          .meter("sql.backup", "GiB-month")
          .from("https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/instances");
}
