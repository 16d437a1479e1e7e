package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Regions;
import dev.groundwork.emulator.sql.Version.Engine;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What Cloud SQL refuses in an instance's description.
final class Rules {
  private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");
  private static final long LEAST_DISK_GIB = 10;
  private static final long MOST_DISK_GIB = 65536;

  private Rules() {}

  /// @throws dev.groundwork.emulator.control.Refused at the first rule that is broken
  static Version version(Fields body) {
    String name =
        body.text("databaseVersion")
            .filter(v -> !v.isEmpty())
            .orElseThrow(() -> Refusals.missing("databaseVersion").asException());
    return Version.find(name)
        .orElseThrow(() -> Refusals.invalid("databaseVersion (" + name + ").").asException());
  }

  /// Rules for a new instance and a changed one.
  static void check(InstanceKey key, Fields body, Version version) {
    if (!NAME.matcher(key.name()).matches() || key.toString().length() > 98) {
      throw Refusals.invalid("instance name (" + key.name() + ").").asException();
    }
    String region = body.text("region").orElse("");
    if (!Regions.ALL.contains(region)) {
      throw Refusals.invalid("Invalid region: " + region + ".").asException();
    }
    String zone = body.text("settings.locationPreference.zone").orElse("");
    if (!zone.startsWith(region + "-")) {
      throw Refusal.invalid("The Compute Engine zone is in a different geographical region.")
          .withReason("errorGceZoneRegion")
          .asException();
    }
    String tier =
        body.text("settings.tier")
            .filter(t -> !t.isEmpty())
            .orElseThrow(() -> Refusals.missing("settings.tier").asException());
    refuse(Tier.refusal(tier, version, body.text("settings.edition").orElse("ENTERPRISE")));
    disk(body);
    network(body);
    backups(body, version);
    flags(body, version);
  }

  private static void disk(Fields body) {
    long size = diskGib(body);
    if (size < LEAST_DISK_GIB || size > MOST_DISK_GIB) {
      throw Refusals.invalid(
              "Disk size must be between " + LEAST_DISK_GIB + " GB and " + MOST_DISK_GIB + " GB.")
          .asException();
    }
  }

  static long diskGib(Fields body) {
    return Long.parseLong(
        body.text("settings.dataDiskSizeGb").orElse(String.valueOf(LEAST_DISK_GIB)));
  }

  private static void network(Fields body) {
    boolean reachable =
        body.flag("settings.ipConfiguration.ipv4Enabled")
            || body.text("settings.ipConfiguration.privateNetwork")
                .filter(n -> !n.isEmpty())
                .isPresent()
            || body.flag("settings.ipConfiguration.pscConfig.pscEnabled");
    if (!reachable) {
      throw Refusals.invalid(
              "At least one of Public IP or Private IP or PSC connectivity must be enabled.")
          .asException();
    }
    for (Value network : body.items("settings.ipConfiguration.authorizedNetworks")) {
      String value = network instanceof Fields f ? f.text("value").orElse("") : "";
      if (!value.matches("\\d{1,3}(\\.\\d{1,3}){3}(/\\d{1,2})?")) {
        throw Refusals.invalid("Invalid value for authorized networks: " + value + ".")
            .asException();
      }
    }
  }

  private static void backups(Fields body, Version version) {
    Fields backups = body.fields("settings.backupConfiguration");
    long days = number(backups, "transactionLogRetentionDays").orElse(7L);
    long most = body.text("settings.edition").orElse("").equals("ENTERPRISE_PLUS") ? 35 : 7;
    if (days < 1 || days > most) {
      throw Refusals.invalid(
              "The number of transaction log retention days must be between 1 and " + most + ".")
          .asException();
    }
    boolean recovery =
        backups.flag("pointInTimeRecoveryEnabled") || backups.flag("binaryLogEnabled");
    if (recovery && !backups.flag("enabled")) {
      throw Refusals.invalid("Automated backups must be enabled to enable point-in-time recovery.")
          .asException();
    }
    if (version.engine() == Engine.POSTGRES && backups.flag("binaryLogEnabled")) {
      throw Refusals.invalid("Binary log is not supported for PostgreSQL.").asException();
    }
  }

  private static void flags(Fields body, Version version) {
    if (version.engine() != Engine.POSTGRES) {
      return;
    }
    int major = version.served().orElse(0);
    Completion.flags(body)
        .forEach((name, value) -> {
          Flags.Flag flag = Flags.find(name).orElseThrow(() -> Refusals.flagName().asException());
          if (major != 0 && (major < flag.since() || major > flag.until())) {
            throw Refusals.flagName().asException();
          }
          if (!flag.takes(value)) {
            throw Refusals.flagValue(
                    "Failed to set "
                        + name
                        + ": "
                        + value
                        + " is out of range or of the wrong type.")
                .asException();
          }
        });
  }

  /// Rules that hold between what an instance was and what it is to be.
  static void checkChange(Fields before, Fields after) {
    for (String field :
        List.of(
            "name",
            "region",
            "project",
            "settings.collation",
            "diskEncryptionConfiguration.kmsKeyName",
            "masterInstanceName")) {
      if (!before.at(field).equals(after.at(field))) {
        throw Refusals.invalid(
                "The field " + field + " cannot be changed once the instance is created.")
            .asException();
      }
    }
    if (diskGib(after) < diskGib(before)) {
      throw Refusals.invalid(
              "Disk resize only allows increasing the size: from "
                  + diskGib(before)
                  + " GB to "
                  + diskGib(after)
                  + " GB is not allowed.")
          .asException();
    }
    if (before.text("settings.ipConfiguration.privateNetwork").isPresent()
        && after.text("settings.ipConfiguration.privateNetwork").isEmpty()) {
      throw Refusals.invalid("Private IP cannot be disabled once it is enabled.").asException();
    }
    versions(Rules.version(before), Rules.version(after));
  }

  private static void versions(Version before, Version after) {
    if (before.equals(after)) {
      return;
    }
    if (!before.upgrades().contains(after)) {
      throw Refusals.invalid(
              "Cannot change the database version from "
                  + before.name()
                  + " to "
                  + after.name()
                  + ".")
          .asException();
    }
    if (before.served().isPresent()) {
      throw Refusals.notHere(
              "does not upgrade a PostgreSQL to another major version; create a new instance.")
          .asException();
    }
  }

  private static Optional<Long> number(Fields body, String path) {
    return body.at(path)
        .map(v ->
            v instanceof Value.Num(var n)
                ? n.longValue()
                : Long.parseLong(body.text(path).orElse("0")));
  }

  private static void refuse(Optional<Refusal> refusal) {
    if (refusal.isPresent()) {
      throw refusal.get().asException();
    }
  }
}
