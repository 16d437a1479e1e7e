package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Regions;
import dev.groundwork.emulator.sql.Version.Engine;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;

/// What Cloud SQL makes of an instance's description: what follows from what was asked, and the
/// defaults that depend on the database. Doing it twice changes nothing.
final class Completion {
  private Completion() {}

  /// @param body with the defaults that hold for every instance
  static Fields of(Fields body, Version version) {
    Fields whole = identity(body, version);
    Fields settings = settings(whole.fields("settings"), version, whole.text("region").orElse(""));
    whole = whole.with("settings", settings);
    return zones(whole);
  }

  private static Fields identity(Fields body, Version version) {
    Fields whole = body;
    String region = body.text("region").filter(r -> !r.isEmpty()).orElse("us-central1");
    whole =
        whole
            .with("region", region)
            .with(
                "connectionName",
                body.text("project").orElse("") + ":" + region + ":" + body.text("name").orElse(""))
            .with("backendType", "SECOND_GEN")
            .with(
                "instanceType",
                body.text("masterInstanceName").isPresent()
                    ? "READ_REPLICA_INSTANCE"
                    : "CLOUD_SQL_INSTANCE")
            .with("sqlNetworkArchitecture", "NEW_NETWORK_ARCHITECTURE")
            .with("satisfiesPzi", !version.name().startsWith("SQLSERVER_2017"))
            .with("databaseInstalledVersion", version.installed());
    // one of its own version may be asked for
    String maintenance =
        body.text("maintenanceVersion")
            .filter(m -> m.startsWith(version.installed() + ".R"))
            .orElse(version.maintenance());
    whole = whole.with("maintenanceVersion", maintenance);
    List<Value> upgrades =
        version.upgrades().stream()
            .<Value>map(v ->
                Fields.EMPTY
                    .with("majorVersion", v.major())
                    .with("name", v.name())
                    .with("displayName", v.title()))
            .toList();
    whole =
        upgrades.isEmpty()
            ? whole.without("upgradableDatabaseVersions")
            : whole.with("upgradableDatabaseVersions", new Value.Items(upgrades));
    switch (version.engine()) {
      case POSTGRES ->
          whole =
              gemini(
                  whole,
                  "entitled",
                  "googleVacuumMgmtEnabled",
                  "oomSessionCancelEnabled",
                  "activeQueryEnabled",
                  "indexAdvisorEnabled");
      case MYSQL -> {
        whole = gemini(whole, "entitled", "activeQueryEnabled", "indexAdvisorEnabled");
        // the recommender needs more than a version that is no longer supported has
        whole =
            whole.with(
                "geminiConfig.flagRecommenderEnabled", !version.name().startsWith("MYSQL_5"));
        whole =
            whole.with(
                "includeReplicasForMajorVersionUpgrade",
                body.flag("includeReplicasForMajorVersionUpgrade"));
      }
      case SQLSERVER -> {}
    }
    for (String key : body.text("diskEncryptionConfiguration.kmsKeyName").stream().toList()) {
      whole = whole.with("diskEncryptionConfiguration.kind", "sql#diskEncryptionConfiguration");
      whole =
          whole.with(
              "diskEncryptionStatus",
              Fields.EMPTY
                  .with("kind", "sql#diskEncryptionStatus")
                  .with("kmsKeyVersionName", key + "/cryptoKeyVersions/1"));
    }
    return whole;
  }

  private static Fields gemini(Fields body, String... switches) {
    Fields whole = body;
    for (String one : switches) {
      whole = whole.with("geminiConfig." + one, body.flag("geminiConfig." + one));
    }
    return whole;
  }

  private static Fields settings(Fields given, Version version, String region) {
    Fields s = given.with("kind", "sql#settings");
    s = missing(s, "authorizedGaeApplications", Value.list());
    s = network(s);
    s = backups(s, version);
    s = missing(s, "locationPreference.zone", Value.of(Regions.zones(region).getFirst()));
    s = s.with("locationPreference.kind", "sql#locationPreference");
    s =
        s.fields("maintenanceWindow").isEmpty()
            ? s
            : s.with("maintenanceWindow.kind", "sql#maintenanceWindow");
    if (version.engine() == Engine.MYSQL) {
      s = missing(s, "replicationLagMaxSeconds", Value.of(31_536_000L));
    }
    if (!s.fields("sqlServerAuditConfig").isEmpty()) {
      s = s.with("sqlServerAuditConfig.kind", "sql#sqlServerAuditConfig");
      s = missing(s, "sqlServerAuditConfig.retentionInterval", Value.of("0s"));
      s = missing(s, "sqlServerAuditConfig.uploadInterval", Value.of("0s"));
    }
    return s;
  }

  /// Two fields say what encryption is asked; the newer one counts where both are given.
  private static Fields network(Fields settings) {
    Fields s = missing(settings, "ipConfiguration.authorizedNetworks", Value.list());
    s =
        s.with(
            "ipConfiguration.authorizedNetworks",
            new Value.Items(
                s.items("ipConfiguration.authorizedNetworks").stream()
                    .<Value>map(n -> n instanceof Fields f ? f.with("kind", "sql#aclEntry") : n)
                    .toList()));
    boolean old = s.flag("ipConfiguration.requireSsl");
    String mode =
        s.text("ipConfiguration.sslMode")
            .filter(m -> !m.equals("SSL_MODE_UNSPECIFIED"))
            .orElse(
                old ? "TRUSTED_CLIENT_CERTIFICATE_REQUIRED" : "ALLOW_UNENCRYPTED_AND_ENCRYPTED");
    s = s.with("ipConfiguration.sslMode", mode);
    s = s.with("ipConfiguration.requireSsl", mode.equals("TRUSTED_CLIENT_CERTIFICATE_REQUIRED"));
    return missing(s, "ipConfiguration.serverCaMode", Value.of("GOOGLE_MANAGED_INTERNAL_CA"));
  }

  private static Fields backups(Fields settings, Version version) {
    String at = "backupConfiguration.";
    Fields s = settings.with(at + "kind", "sql#backupConfiguration");
    s = missing(s, at + "startTime", Value.of("12:00"));
    s = missing(s, at + "backupRetentionSettings.retentionUnit", Value.of("COUNT"));
    s = s.with(at + "backupTier", "STANDARD");
    if (version.engine() != Engine.MYSQL) {
      s = s.without(at + "binaryLogEnabled");
    }
    boolean archives = s.flag(at + "pointInTimeRecoveryEnabled");
    s =
        archives
            ? s.with(at + "replicationLogArchivingEnabled", true)
            : s.without(at + "replicationLogArchivingEnabled");
    return s.with(
        at + "transactionalLogStorageState",
        archives || s.flag(at + "binaryLogEnabled")
            ? "CLOUD_STORAGE"
            : "TRANSACTIONAL_LOG_STORAGE_STATE_UNSPECIFIED");
  }

  private static Fields zones(Fields body) {
    String zone = body.text("settings.locationPreference.zone").orElse("");
    Fields whole = body.with("gceZone", zone);
    if (!body.text("settings.availabilityType").orElse("").equals("REGIONAL")) {
      return whole.without("secondaryGceZone").without("failoverReplica");
    }
    String other =
        body.text("settings.locationPreference.secondaryZone")
            .orElseGet(() ->
                Regions.zones(body.text("region").orElse("")).stream()
                    .filter(z -> !z.equals(zone))
                    .findFirst()
                    .orElse(zone));
    return whole
        .with("secondaryGceZone", other)
        .with("failoverReplica", Fields.EMPTY.with("available", true));
  }

  private static Fields missing(Fields body, String path, Value value) {
    return body.at(path).isPresent() ? body : body.with(path, value);
  }

  /// What is shown before the instance stands: none of what only a standing one has.
  static Fields unfinished(Fields body) {
    Fields shown = body;
    for (String field :
        List.of(
            "ipAddresses",
            "serverCaCert",
            "failoverReplica",
            "secondaryGceZone",
            "diskEncryptionStatus",
            "upgradableDatabaseVersions")) {
      shown = shown.without(field);
    }
    return shown;
  }

  /// The flags of an instance, by name.
  static Map<String, String> flags(Fields body) {
    Map<String, String> flags = new java.util.TreeMap<>();
    for (Value flag : body.items("settings.databaseFlags")) {
      if (flag instanceof Fields f) {
        flags.put(f.text("name").orElse(""), f.text("value").orElse(""));
      }
    }
    return flags;
  }
}
