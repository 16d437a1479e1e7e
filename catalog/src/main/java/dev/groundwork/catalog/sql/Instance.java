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

/// A Cloud SQL instance: a managed database server. One operation at a time; its name stays taken
/// for a week after it is gone.
public final class Instance {
  private Instance() {}

  private static final String COLLECTION = "sql/v1beta4/projects/{project}/instances";

  private static final String[] VERSIONS = {
    "POSTGRES_9_6",
    "POSTGRES_10",
    "POSTGRES_11",
    "POSTGRES_12",
    "POSTGRES_13",
    "POSTGRES_14",
    "POSTGRES_15",
    "POSTGRES_16",
    "POSTGRES_17",
    "POSTGRES_18",
    "POSTGRES_19",
    "POSTGRES_20",
    "MYSQL_5_1",
    "MYSQL_5_5",
    "MYSQL_5_6",
    "MYSQL_5_7",
    "MYSQL_8_0",
    "MYSQL_8_0_18",
    "MYSQL_8_0_26",
    "MYSQL_8_0_27",
    "MYSQL_8_0_28",
    "MYSQL_8_0_29",
    "MYSQL_8_0_30",
    "MYSQL_8_0_31",
    "MYSQL_8_0_32",
    "MYSQL_8_0_33",
    "MYSQL_8_0_34",
    "MYSQL_8_0_35",
    "MYSQL_8_0_36",
    "MYSQL_8_0_37",
    "MYSQL_8_0_39",
    "MYSQL_8_0_40",
    "MYSQL_8_0_41",
    "MYSQL_8_0_42",
    "MYSQL_8_0_43",
    "MYSQL_8_0_44",
    "MYSQL_8_0_45",
    "MYSQL_8_0_46",
    "MYSQL_8_4",
    "MYSQL_9_7",
    "SQLSERVER_2017_ENTERPRISE",
    "SQLSERVER_2017_EXPRESS",
    "SQLSERVER_2017_STANDARD",
    "SQLSERVER_2017_WEB",
    "SQLSERVER_2019_ENTERPRISE",
    "SQLSERVER_2019_EXPRESS",
    "SQLSERVER_2019_STANDARD",
    "SQLSERVER_2019_WEB",
    "SQLSERVER_2022_ENTERPRISE",
    "SQLSERVER_2022_EXPRESS",
    "SQLSERVER_2022_STANDARD",
    "SQLSERVER_2022_WEB",
    "SQLSERVER_2025_ENTERPRISE",
    "SQLSERVER_2025_EXPRESS",
    "SQLSERVER_2025_STANDARD"
  };

  public static final ResourceType TYPE =
      ResourceType.named("sql.Instance")
          .summary("A Cloud SQL instance: a managed database server.")
          .shaped("sqladmin.v1beta4.DatabaseInstance")
          .names(
              "[a-z]([-a-z0-9]{0,83}[a-z0-9])?",
              "at most 85 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("sqladmin.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").guardedBy("settings.settingsVersion"))
          .listedBy(Call.get(COLLECTION), "items", "maxResults")
          .operations(Operations.SQL)
          .required("databaseVersion", "settings.tier")
          .immutable(
              "name",
              "region",
              "settings.collation",
              "diskEncryptionConfiguration",
              "masterInstanceName",
              "replicaConfiguration")
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
              "replicationCluster.drReplica",
              "geminiConfig.entitled",
              "settings.kind",
              "settings.settingsVersion",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.consumerNetworkStatus",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.instanceAutoDnsStatus",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.ipAddress",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.serviceConnectionPolicy",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.serviceConnectionPolicyCreationResult",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.status",
              "settings.ipConfiguration.pscConfig.pscAutoConnections.writeEndpointAutoDnsStatus",
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
              "diskEncryptionConfiguration.kmsKeyName",
              "masterInstanceName",
              "nodeCount",
              "replicaConfiguration",
              "replicationCluster",
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
              "settings.replicationLagMaxSeconds",
              "settings.userLabels")
          .allows("databaseVersion", VERSIONS)
          .allows(
              "instanceType",
              "CLOUD_SQL_INSTANCE",
              "GREEN_INSTANCE",
              "ON_PREMISES_INSTANCE",
              "READ_POOL_INSTANCE",
              "READ_REPLICA_INSTANCE")
          .allows("sqlNetworkArchitecture", "NEW_NETWORK_ARCHITECTURE", "OLD_NETWORK_ARCHITECTURE")
          .allows("settings.activationPolicy", "ALWAYS", "NEVER", "ON_DEMAND")
          .allows(
              "settings.activeDirectoryConfig.mode",
              "CUSTOMER_MANAGED_ACTIVE_DIRECTORY",
              "MANAGED_ACTIVE_DIRECTORY",
              "SELF_MANAGED_ACTIVE_DIRECTORY")
          .allows("settings.backupConfiguration.backupRetentionSettings.retentionUnit", "COUNT")
          .allows("settings.connectorEnforcement", "NOT_REQUIRED", "REQUIRED")
          .allows("settings.dataApiAccess", "ALLOW_DATA_API", "DISALLOW_DATA_API")
          .allows(
              "settings.dataDiskType",
              "HYPERDISK_BALANCED",
              "OBSOLETE_LOCAL_SSD",
              "PD_HDD",
              "PD_SSD")
          .allows("settings.edition", "DEVELOPER", "ENTERPRISE", "ENTERPRISE_PLUS")
          .allows(
              "settings.ipConfiguration.serverCaMode",
              "CUSTOMER_MANAGED_CAS_CA",
              "GOOGLE_MANAGED_CAS_CA",
              "GOOGLE_MANAGED_INTERNAL_CA")
          .allows(
              "settings.ipConfiguration.serverCertificateRotationMode",
              "AUTOMATIC_ROTATION_DURING_MAINTENANCE",
              "NO_AUTOMATIC_ROTATION")
          .allows(
              "settings.ipConfiguration.sslMode",
              "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
              "ENCRYPTED_ONLY",
              "TRUSTED_CLIENT_CERTIFICATE_REQUIRED")
          .allows("settings.maintenanceWindow.updateTrack", "canary", "stable", "week5")
          .allows("settings.passwordValidationPolicy.complexity", "COMPLEXITY_DEFAULT")
          .allows("settings.pricingPlan", "PACKAGE", "PER_USE")
          .allows("settings.availabilityType", "ZONAL", "REGIONAL")
          .sensitive("rootPassword", "replicaConfiguration.mysqlReplicaConfiguration.password")
          .references("settings.ipConfiguration.privateNetwork", "compute.Network", "id")
          .references("diskEncryptionConfiguration.kmsKeyName", "kms.CryptoKey", "id")
          .references("masterInstanceName", "sql.Instance", "name")
          .follows(
              "settings.ipConfiguration.privateNetwork", "servicenetworking.Connection", "network")
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
          .compares("settings.connectionPoolConfig.flags", Sameness.SET)
          .compares("settings.ipConfiguration.customSubjectAlternativeNames", Sameness.SET)
          .compares("settings.ipConfiguration.pscConfig.allowedConsumerProjects", Sameness.SET)
          .compares("settings.readPoolAutoScaleConfig.targetMetrics", Sameness.SET)
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
