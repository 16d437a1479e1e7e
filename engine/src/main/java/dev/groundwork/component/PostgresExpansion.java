package dev.groundwork.component;

import dev.groundwork.component.Postgres.Database;
import dev.groundwork.component.Postgres.Login;
import dev.groundwork.component.Scripts.Script;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Check.Expectation.ScriptKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// A `Postgres` component to resources, checks and outputs.
final class PostgresExpansion {
  private static final int PASSWORD_LENGTH = 32;
  private static final String IAM_FLAG = "cloudsql.iam_authentication";

  private final Postgres server;
  private final Context context;
  private final String instanceName;
  private final Address instance;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final SortedMap<String, Value> outputs = new TreeMap<>();

  PostgresExpansion(Postgres server, Context context) {
    this.server = server;
    this.context = context;
    this.instanceName = server.name().orElse(context.component());
    this.instance = context.address("sql.Instance");
  }

  Expansion expand() {
    new PostgresRules(server, context, instanceName).apply();
    resources.add(instance());
    instanceChecks();
    outputs.put("instance", Value.of(instanceName));
    outputs.put("connectionName", new Value.Reference(instance, "connectionName"));
    outputs.put("host", new Value.Reference(instance, "ipAddresses.0.ipAddress"));
    outputs.put("port", Value.of(5432));
    SequencedMap<String, Place> owners = new LinkedHashMap<>();
    server
        .databases()
        .values()
        .forEach(database -> owners.putIfAbsent(database.user(), database.place()));
    owners.forEach(this::passwordUser);
    server
        .users()
        .forEach((name, user) -> {
          if (user.login() == Login.PASSWORD) {
            if (!owners.containsKey(name)) {
              passwordUser(name, user.place());
            }
          } else {
            iamUser(name, user);
          }
        });
    server.databases().forEach(this::database);
    return new Expansion(resources, checks, outputs);
  }

  private Resource instance() {
    Postgres.Disk disk = server.disk();
    Context.Part part =
        context
            .main("sql.Instance", context.place())
            .path("name", instanceName)
            .set("databaseVersion", "POSTGRES_" + server.version().replace('.', '_'))
            .set("region", context.region())
            .set("settings.tier", server.tier())
            // always said: from PostgreSQL 16 on Google's own choice is the dearer edition, which
            // has neither shared-core nor custom machine types
            .set("settings.edition", server.enterprisePlus() ? "ENTERPRISE_PLUS" : "ENTERPRISE")
            .set("settings.availabilityType", server.highAvailability() ? "REGIONAL" : "ZONAL")
            .set("settings.dataDiskSizeGb", String.valueOf(disk.sizeGib()))
            .set("settings.dataDiskType", disk.ssd() ? "PD_SSD" : "PD_HDD")
            .set("settings.storageAutoResize", disk.autoGrow());
    disk.most()
        .ifPresent(most -> part.set("settings.storageAutoResizeLimit", String.valueOf(most)));
    if (server.deletionProtection()) {
      part.set("settings.deletionProtectionEnabled", true);
    }
    part.set("settings.backupConfiguration", backups());
    part.set("settings.ipConfiguration.ipv4Enabled", server.network().isEmpty());
    server
        .network()
        .ifPresent(network -> part.set("settings.ipConfiguration.privateNetwork", network));
    part.set("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY");
    List<Value> flags = new ArrayList<>();
    flags()
        .forEach(
            (name, value) -> flags.add(Value.fields().with("name", name).with("value", value)));
    if (!flags.isEmpty()) {
      part.set("settings.databaseFlags", new Value.Items(flags));
    }
    return part.made();
  }

  private Value.Fields backups() {
    Postgres.Backups backups = server.backups();
    Value.Fields body = Value.fields().with("enabled", backups.enabled());
    if (!backups.enabled()) {
      return body;
    }
    body =
        body.with("backupRetentionSettings.retentionUnit", "COUNT")
            .with("backupRetentionSettings.retainedBackups", backups.keepDays())
            .with("pointInTimeRecoveryEnabled", backups.pointInTimeRecovery());
    if (backups.startTime().isPresent()) {
      body = body.with("startTime", backups.startTime().get());
    }
    if (backups.pointInTimeRecovery()) {
      long most = server.enterprisePlus() ? 35 : 7;
      body = body.with("transactionLogRetentionDays", Math.min(most, backups.keepDays()));
    }
    return body;
  }

  private SortedMap<String, String> flags() {
    SortedMap<String, String> flags = new TreeMap<>(server.flags());
    if (server.iamAuthentication()) {
      flags.putIfAbsent(IAM_FLAG, "on");
    }
    return flags;
  }

  private void instanceChecks() {
    String name = context.component();
    check(
        name + " runs", instance, new Expectation.FieldIs("state", List.of(Value.of("RUNNABLE"))));
    if (server.network().isPresent()) {
      check(
          name + " has no public address",
          instance,
          new Expectation.NoElement("ipAddresses", "type", "PRIMARY"));
    }
    check(
        name + " refuses connections without TLS by its settings",
        instance,
        new Expectation.FieldIs(
            "settings.ipConfiguration.sslMode",
            List.of(Value.of("ENCRYPTED_ONLY"), Value.of("TRUSTED_CLIENT_CERTIFICATE_REQUIRED"))));
    if (server.iamAuthentication()) {
      check(
          name + " lets IAM members log in",
          instance,
          new Expectation.ElementIs("settings.databaseFlags", "name", IAM_FLAG, "value", "on"));
    }
    if (server.backups().enabled()) {
      check(
          name + " makes backups",
          instance,
          new Expectation.FieldIs("settings.backupConfiguration.enabled", List.of(Value.of(true))));
      check(
          name + " keeps " + server.backups().keepDays() + " backups",
          instance,
          new Expectation.FieldIs(
              "settings.backupConfiguration.backupRetentionSettings.retainedBackups",
              List.of(Value.of(server.backups().keepDays()))));
    }
  }

  private Address secret(String user) {
    return context.address("secretmanager.Secret", user + "-password");
  }

  private Address version(String user) {
    return context.address("secretmanager.SecretVersion", user + "-password");
  }

  private void passwordUser(String user, Place where) {
    String secretName = instanceName + "-" + user + "-password";
    Resource secret =
        context
            .part("secretmanager.Secret", user + "-password", where)
            .path("name", secretName)
            .set("replication.automatic", Value.fields())
            .made();
    resources.add(secret);
    resources.add(
        context
            .part("secretmanager.SecretVersion", user + "-password", where)
            .path("secret", Context.link(secret.address()))
            .set("payload.data", new Value.Generated(PASSWORD_LENGTH))
            .made());
    resources.add(
        context
            .part("sql.User", user, where)
            .path("instance", Context.link(instance))
            .path("name", user)
            .set("password", new Value.Secret(secret.address()))
            .made());
    check(
        "the password of " + user + " is in Secret Manager",
        secret.address(),
        new Expectation.SecretHasValue());
  }

  private void iamUser(String name, Postgres.User user) {
    // Cloud SQL knows a service account without the ending that all of them share.
    String called =
        name.endsWith(".gserviceaccount.com")
            ? name.substring(0, name.length() - ".gserviceaccount.com".length())
            : name;
    resources.add(
        context
            .part("sql.User", name, user.place())
            .path("instance", Context.link(instance))
            .path("name", called)
            .set("type", "CLOUD_" + user.login().name())
            .made());
    check(
        name + " may log in to " + context.component(),
        context.address("sql.User", name),
        new Expectation.Exists());
  }

  private void database(String name, Database database) {
    Address owner = context.address("sql.User", database.user());
    // The owner is dropped after the database, since a user who owns anything cannot be dropped.
    Resource made =
        context
            .part("sql.Database", name, database.place())
            .path("instance", Context.link(instance))
            .path("name", name)
            .set("charset", database.charset())
            .set("collation", database.collation())
            .after(owner)
            .made();
    resources.add(made);
    Check.Database reached =
        new Check.Database(instance, name, database.user(), secret(database.user()));
    check(name + " takes connections over TLS only", instance, new Expectation.TlsOnly(reached));
    check(
        name
            + " has character set "
            + database.charset()
            + " and collation "
            + database.collation(),
        made.address(),
        new Expectation.Collation(reached, database.charset(), database.collation()));
    // The first database is what most users ask for; the others stand under their names.
    String prefix = outputs.containsKey("database") ? name + "." : "";
    outputs.put(prefix + "database", Value.of(name));
    outputs.put(prefix + "user", Value.of(database.user()));
    outputs.put(prefix + "password", new Value.Secret(secret(database.user())));
    Optional<Address> schema =
        database
            .migrations()
            .map(
                scripts -> scripted("postgres.Migration", name, database, scripts, made.address()));
    database
        .migrations()
        .flatMap(scripts -> context.scripts().in(scripts.folder()))
        .filter(scripts -> !scripts.isEmpty())
        .ifPresent(scripts -> schemaChecks(name, reached, schema.orElseThrow(), scripts));
    if (database.tenantSetting().isPresent()) {
      check(
          name + " keeps tenants apart",
          schema.orElse(made.address()),
          new Expectation.TenantsApart(reached, database.tenantSetting().get()));
    }
    database
        .seed()
        .ifPresent(scripts -> {
          Address seeded =
              scripted("postgres.Seed", name, database, scripts, schema.orElse(made.address()));
          context
              .scripts()
              .in(scripts.folder())
              .ifPresent(files -> seedChecks(name, reached, seeded, files));
        });
  }

  private Address scripted(
      String type, String name, Database database, Postgres.Scripted scripts, Address after) {
    Resource made =
        context
            .part(type, name, scripts.place())
            .path("instance", Context.link(instance))
            .path("database", Context.link(context.address("sql.Database", name)))
            .path("folder", scripts.folder())
            .set("user", Context.link(context.address("sql.User", database.user())))
            .set("password", new Value.Secret(secret(database.user())))
            .set(
                "scripts", Scripts.listed(context.scripts().in(scripts.folder()).orElse(List.of())))
            .after(version(database.user()))
            .after(after)
            .made();
    resources.add(made);
    return made.address();
  }

  private void schemaChecks(
      String name, Check.Database reached, Address subject, List<Script> scripts) {
    check(
        name + " has all migrations",
        subject,
        new Expectation.Migrated(reached, ScriptKind.MIGRATIONS, digests(scripts)));
    List<String> tables = SqlText.tables(scripts);
    if (!tables.isEmpty()) {
      check(
          name + " has the tables " + String.join(", ", tables),
          subject,
          new Expectation.Tables(reached, tables));
    }
  }

  private static SortedMap<String, String> digests(List<Script> scripts) {
    SortedMap<String, String> digests = new TreeMap<>();
    scripts.forEach(script -> digests.put(script.name(), script.sha256()));
    return digests;
  }

  private void seedChecks(
      String name, Check.Database reached, Address subject, List<Script> scripts) {
    check(
        name + " has all seeds",
        subject,
        new Expectation.Migrated(reached, ScriptKind.SEEDS, digests(scripts)));
    SqlText.filled(scripts)
        .forEach(table ->
            check(
                name + " has first data in " + table,
                subject,
                new Expectation.Rows(reached, table, 1)));
  }

  private void check(String name, Address subject, Expectation expectation) {
    checks.add(new Check(name, subject, expectation));
  }
}
