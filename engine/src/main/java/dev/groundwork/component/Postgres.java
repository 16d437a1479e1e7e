package dev.groundwork.component;

import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A managed PostgreSQL server with its databases, users, schema migrations and first data. Takes
/// TLS connections only; has no public address when it stands in a network; makes its passwords
/// itself and keeps them in Secret Manager.
///
/// @param name empty for the component's own
/// @param version the major version, `14`
/// @param tier machine type in Cloud SQL's words, `db-f1-micro`
/// @param highAvailability whether a second server in another zone takes over
/// @param network the network that it stands in; empty for a public address that no network may
///   reach without a connector
/// @param iamAuthentication whether IAM members may log in
public record Postgres(
    Optional<String> name,
    String version,
    String tier,
    boolean enterprisePlus,
    Disk disk,
    boolean highAvailability,
    Optional<Value> network,
    Backups backups,
    SequencedMap<String, String> flags,
    boolean iamAuthentication,
    boolean deletionProtection,
    SequencedMap<String, Database> databases,
    SequencedMap<String, User> users,
    Settings given)
    implements Component {

  /// @param most size that growth stops at, in GiB; empty for no limit
  public record Disk(long sizeGib, boolean ssd, boolean autoGrow, Optional<Long> most) {}

  /// @param keepDays how many daily backups are kept
  /// @param startTime start of the daily window of four hours, UTC, `HH:MM`; empty for Google's
  ///   choice
  public record Backups(
      boolean enabled, long keepDays, Optional<String> startTime, boolean pointInTimeRecovery) {}

  /// @param user the user who owns the schema
  /// @param tenantSetting the session variable that holds the tenant; empty without row-level
  ///   security
  public record Database(
      Place place,
      String charset,
      String collation,
      String user,
      Optional<Scripted> migrations,
      Optional<Scripted> seed,
      Optional<String> tenantSetting) {

    boolean rowLevelSecurityWithoutSchema() {
      return tenantSetting.isPresent() && migrations.isEmpty();
    }
  }

  /// A folder of SQL scripts.
  public record Scripted(Place place, String folder) {}

  /// @param login `password`, or the kind of IAM member
  public record User(Place place, Login login) {}

  /// How a user logs in.
  public enum Login {
    PASSWORD,
    IAM_USER,
    IAM_SERVICE_ACCOUNT,
    IAM_GROUP
  }

  static final Form DISK =
      Form.of(
          "disk",
          "The server's disk.",
          Field.of(
                  "sizeGib",
                  new Kind.Whole(10, 65536),
                  "Its size, in GiB. It can grow and never shrink.")
              .or(10),
          Field.of("type", Kind.Choice.of("ssd", "hdd"), "What it is made of.").or("ssd"),
          Field.of("autoGrow", new Kind.Flag(), "Whether it grows when it fills up.").or(true),
          Field.of("maxGib", new Kind.Whole(10, 65536), "The size that growth stops at, in GiB."));

  static final Form BACKUPS =
      Form.of(
          "backups",
          "Automatic backups, one a day.",
          Field.of("enabled", new Kind.Flag(), "Whether backups are made.").or(true),
          Field.of("keepDays", new Kind.Whole(1, 365), "How many daily backups are kept.").or(7),
          Field.of(
              "startTime",
              Kind.Text.of(
                  "([01]\\d|2[0-3]):[0-5]\\d", "a time of day in UTC such as `03:00`, in quotes"),
              "Start of the daily window of four hours, in UTC."),
          Field.of(
              "pointInTimeRecovery",
              new Kind.Flag(),
              "Whether any moment of the last days can be restored; by default when there is high availability."));

  static final Form ROW_LEVEL_SECURITY =
      Form.of(
          "row-level security",
          "Each session sees the rows of one tenant only. The migrations enable it; verification proves it.",
          Field.of(
                  "tenant",
                  Kind.Text.of(
                      "[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*",
                      "the name of a session variable such as `app.tenant_id`"),
                  "The session variable that holds the tenant.")
              .must());

  static final Form DATABASE =
      Form.of(
          "database",
          "A database with its owner, its schema and its first data.",
          Field.of(
                  "charset",
                  Kind.Text.of("[A-Za-z0-9_]+", "the name of a character set such as `UTF8`"),
                  "Its character set.")
              .or("UTF8"),
          Field.of(
                  "collation",
                  Kind.Text.of("[A-Za-z0-9_.@-]+", "the name of a collation such as `en_US.UTF8`"),
                  "The order of text and the classes of characters.")
              .or("en_US.UTF8"),
          Field.of(
              "user",
              Naming.POSTGRES,
              "The user who owns the schema; by default named as the database."),
          Field.of(
              "migrations",
              Kind.Path.SCRIPTS,
              "The folder of the schema's SQL scripts, carried out once each, in order of their names."),
          Field.of(
              "seed",
              Kind.Path.SCRIPTS,
              "The folder of SQL scripts with first data, carried out once each, after the migrations."),
          Field.of(
              "rowLevelSecurity",
              new Kind.Part(ROW_LEVEL_SECURITY),
              "Tenants are kept apart by row-level security."));

  static final Form USER =
      Form.of(
          "user",
          "One more user of the server.",
          Field.of(
                  "login",
                  Kind.Choice.of("password", "iam-user", "iam-service-account", "iam-group"),
                  "How the user logs in: with a generated password, or as an IAM member.")
              .or("password"));

  private static final Kind.Text FLAG_NAME =
      Kind.Text.of("[a-z][a-z0-9_.]*", "the name of a database flag such as `max_connections`");

  static final Form FORM =
      Form.of(
          "postgres",
          "A managed PostgreSQL server with its databases, users, schema migrations and first data.",
          Field.of(
              "name",
              Naming.SQL_INSTANCE,
              "Its name at Google; by default the component's. A deleted name stays taken for a week."),
          Field.of(
                  "version",
                  new Kind.Scalar(
                      Kind.Text.of(
                          "9\\.6|1[0-8]",
                          "a major version of PostgreSQL that Cloud SQL offers: 9.6 or 10 to 18")),
                  "The major version of PostgreSQL.")
              .must(),
          Field.of(
                  "tier",
                  Kind.Text.of(
                      "db-[a-zA-Z0-9-]+",
                      "a machine type of Cloud SQL such as `db-f1-micro` or `db-custom-2-7680`"),
                  "The machine type.")
              .must(),
          Field.of(
                  "edition",
                  Kind.Choice.of("enterprise", "enterprise-plus"),
                  "The edition of Cloud SQL.")
              .or("enterprise"),
          Field.of("disk", new Kind.Part(DISK), "The server's disk."),
          Field.of(
                  "highAvailability",
                  new Kind.Flag(),
                  "Whether a second server in another zone takes over when the first fails.")
              .or(false),
          Field.of(
              "network",
              new Kind.Link("compute.Network"),
              "The network that the server stands in. With it the server has no public address."),
          Field.of("backups", new Kind.Part(BACKUPS), "Automatic backups."),
          Field.of(
              "flags",
              new Kind.MapOf(FLAG_NAME, new Kind.Scalar(Kind.Text.of("(?s).*", "text"))),
              "Database flags, by name."),
          Field.of("iamAuthentication", new Kind.Flag(), "Whether IAM members may log in.")
              .or(true),
          Field.of(
                  "deletionProtection",
                  new Kind.Flag(),
                  "Whether Google refuses to delete the server.")
              .or(false),
          Field.of(
              "databases",
              new Kind.MapOf(Naming.POSTGRES, new Kind.Part(DATABASE)),
              "Databases, by name."),
          Field.of(
              "users",
              new Kind.MapOf(Naming.POSTGRES_USER, new Kind.Part(USER)),
              "More users than the owners of the databases, by name or e-mail address."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "sql.Instance", Postgres::from)
          .withParts(Map.of("databases", "sql.Database", "users", "sql.User"))
          .withOutputs(Map.of("host", "ipAddresses.0.ipAddress"))
          .withSecrets(Postgres::passwordOf);

  /// `password` is that of the first database's owner, `users.NAME.password` and
  /// `databases.NAME.password` those of others.
  private static Optional<Address> passwordOf(
      String component, List<String> path, ComponentType.Written written) {
    Optional<String> user = Optional.empty();
    if (path.equals(List.of("password"))) {
      user = written.keys("databases").stream().findFirst().map(first -> owner(first, written));
    } else if (path.size() == 3 && path.get(2).equals("password")) {
      if (path.get(0).equals("users") && written.keys("users").contains(path.get(1))) {
        user = Optional.of(path.get(1));
      } else if (path.get(0).equals("databases")
          && written.keys("databases").contains(path.get(1))) {
        user = Optional.of(owner(path.get(1), written));
      }
    }
    return user.map(
        name -> new Address("secretmanager.Secret", component + "." + name + "-password"));
  }

  private static String owner(String database, ComponentType.Written written) {
    return written.text("databases", database, "user").orElse(database);
  }

  static Postgres from(Settings given) {
    Settings disk = given.part("disk");
    Settings backups = given.part("backups");
    boolean highAvailability = given.flag("highAvailability");
    SequencedMap<String, Database> databases = new LinkedHashMap<>();
    given
        .parts("databases")
        .forEach((name, database) -> databases.put(name, database(name, database)));
    SequencedMap<String, User> users = new LinkedHashMap<>();
    given
        .parts("users")
        .forEach((name, user) ->
            users.put(
                name,
                new User(
                    user.place(),
                    Login.valueOf(
                        user.text("login").toUpperCase(java.util.Locale.ROOT).replace('-', '_')))));
    return new Postgres(
        given.maybeText("name"),
        given.text("version"),
        given.text("tier"),
        given.text("edition").equals("enterprise-plus"),
        new Disk(
            disk.whole("sizeGib"),
            disk.text("type").equals("ssd"),
            disk.flag("autoGrow"),
            disk.maybeWhole("maxGib")),
        highAvailability,
        given.value("network"),
        new Backups(
            backups.flag("enabled"),
            backups.whole("keepDays"),
            backups.maybeText("startTime"),
            backups.has("pointInTimeRecovery")
                ? backups.flag("pointInTimeRecovery")
                : highAvailability),
        given.named("flags"),
        given.flag("iamAuthentication"),
        given.flag("deletionProtection"),
        databases,
        users,
        given);
  }

  private static Database database(String name, Settings given) {
    return new Database(
        given.place(),
        given.text("charset"),
        given.text("collation"),
        given.maybeText("user").orElse(name),
        scripted(given, "migrations"),
        scripted(given, "seed"),
        given.maybePart("rowLevelSecurity").map(security -> security.text("tenant")));
  }

  private static Optional<Scripted> scripted(Settings given, String field) {
    return given.maybeText(field).map(folder -> new Scripted(given.place(field), folder));
  }

  @Override
  public Expansion expand(Context context) {
    return new PostgresExpansion(this, context).expand();
  }
}
