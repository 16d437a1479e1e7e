package dev.groundwork.component;

import dev.groundwork.diagnostic.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What Cloud SQL asks of several fields together, so that it is known before the first call.
///
/// @see <a href="https://cloud.google.com/sql/docs/postgres/instance-settings">Cloud SQL, instance
///   settings</a>
final class PostgresRules {
  private static final int LONGEST_NAME_WITH_PROJECT = 98;
  private static final Pattern CUSTOM = Pattern.compile("db-custom-(\\d+)-(\\d+)");

  private final Postgres server;
  private final Context context;
  private final String name;

  PostgresRules(Postgres server, Context context, String name) {
    this.server = server;
    this.context = context;
    this.name = name;
  }

  void apply() {
    nameLength();
    tier();
    availability();
    disk();
    iamFlag();
    builtIn();
  }

  private void nameLength() {
    int length = context.project().length() + name.length();
    if (length > LONGEST_NAME_WITH_PROJECT) {
      error(
          "name",
          "the project's id and the name `"
              + name
              + "` have "
              + length
              + " characters together; Cloud SQL allows "
              + LONGEST_NAME_WITH_PROJECT
              + ".",
          "choose a shorter `name`.");
    }
  }

  private void tier() {
    boolean shared = server.tier().equals("db-f1-micro") || server.tier().equals("db-g1-small");
    boolean plusTier =
        server.tier().startsWith("db-perf-optimized-") || server.tier().startsWith("db-c4a-");
    if (server.enterprisePlus() && (shared || CUSTOM.matcher(server.tier()).matches())) {
      error(
          "tier",
          "the edition `enterprise-plus` has no machine type `" + server.tier() + "`.",
          "choose one such as `db-perf-optimized-N-2`.");
    } else if (!server.enterprisePlus() && plusTier) {
      error(
          "tier",
          "the machine type `" + server.tier() + "` belongs to the edition `enterprise-plus`.",
          "add `edition: enterprise-plus`.");
    }
    Matcher custom = CUSTOM.matcher(server.tier());
    if (custom.matches()) {
      custom(Long.parseLong(custom.group(1)), Long.parseLong(custom.group(2)));
    }
  }

  /// One processor or an even number up to 96; 0.9 to 6.5 GiB each, in steps of 256 MiB, 3.75 GiB
  /// at least.
  private void custom(long processors, long memoryMib) {
    if (processors < 1 || processors > 96 || (processors > 1 && processors % 2 != 0)) {
      error(
          "tier",
          "`" + server.tier() + "` asks for " + processors + " processors.",
          "choose 1 or an even number up to 96.");
    } else if (memoryMib < 3840
        || memoryMib % 256 != 0
        || memoryMib * 10 < processors * 1024 * 9
        || memoryMib * 10 > processors * 1024 * 65) {
      long least = Math.max(3840, (processors * 1024 * 9 / 10 + 255) / 256 * 256);
      long most = processors * 1024 * 65 / 10 / 256 * 256;
      error(
          "tier",
          "`" + server.tier() + "` asks for " + memoryMib + " MiB of memory.",
          "choose a multiple of 256 from " + least + " to " + most + ".");
    }
  }

  private void availability() {
    Postgres.Backups backups = server.backups();
    if (server.highAvailability() && !(backups.enabled() && backups.pointInTimeRecovery())) {
      error(
          "highAvailability",
          "high availability needs backups with point-in-time recovery, which are switched off.",
          "remove `enabled: false` and `pointInTimeRecovery: false` from `backups`.");
    } else if (!backups.enabled() && backups.pointInTimeRecovery()) {
      error(
          "backups",
          "point-in-time recovery needs backups, which are switched off.",
          "remove `enabled: false`.");
    }
  }

  private void disk() {
    Postgres.Disk disk = server.disk();
    if (disk.most().isPresent() && disk.most().get() < disk.sizeGib()) {
      error(
          "disk",
          "`maxGib` (" + disk.most().get() + ") is less than `sizeGib` (" + disk.sizeGib() + ").",
          "");
    }
  }

  private void iamFlag() {
    String flag = server.flags().get("cloudsql.iam_authentication");
    if (flag != null && !flag.equals("on") && server.iamAuthentication()) {
      error(
          "flags",
          "the flag `cloudsql.iam_authentication` says other than `iamAuthentication`.",
          "remove the flag and write `iamAuthentication: false`.");
    }
  }

  private void builtIn() {
    server
        .databases()
        .forEach((database, settings) -> {
          if (database.equals("postgres")
              || database.startsWith("template")
              || database.equals("cloudsqladmin")) {
            context.error(
                Code.INVALID_VALUE,
                settings.place(),
                "every server has a database `" + database + "` already.",
                "choose another name.");
          }
          if (settings.user().equals("cloudsqladmin") || settings.user().startsWith("pg_")) {
            context.error(
                Code.INVALID_VALUE,
                settings.place(),
                "the user `" + settings.user() + "` belongs to the server itself.",
                "choose another name.");
          }
          if (settings.rowLevelSecurityWithoutSchema()) {
            context.error(
                Code.MISSING_FIELD,
                settings.place(),
                "the database `"
                    + database
                    + "` has row-level security but no `migrations` to enable it.",
                "add `migrations: database/migrations`.");
          }
        });
  }

  private void error(String field, String message, String fix) {
    context.error(Code.INVALID_VALUE, server.given().place(field), message, fix);
  }
}
