package dev.groundwork.component;

/// How Google lets things be called.
public final class Naming {
  private Naming() {}

  /// Networks, subnets, addresses, routers, firewall rules.
  public static final Kind.Text COMPUTE =
      Kind.Text.of(
          "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
          "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  /// Service accounts.
  static final Kind.Text ACCOUNT =
      Kind.Text.of(
          "[a-z][-a-z0-9]{4,28}[a-z0-9]",
          "6 to 30 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  /// Projects: the same rule as for service accounts.
  static final Kind.Text PROJECT = ACCOUNT;

  /// Cloud SQL instances; project and name together have at most 98 characters.
  static final Kind.Text SQL_INSTANCE =
      Kind.Text.of(
          "[a-z]([-a-z0-9]{0,83}[a-z0-9])?",
          "at most 85 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  /// Cloud Run's services.
  static final Kind.Text SERVICE =
      Kind.Text.of(
          "[a-z]([-a-z0-9]{0,47}[a-z0-9])?",
          "1 to 49 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  static final Kind.Text BUCKET =
      Kind.Text.of(
          "(?!goog)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9]([-_a-z0-9]{1,61}|[-_.a-z0-9]{1,220})[a-z0-9]",
          "3 to 63 lower-case letters, digits, hyphens and underscores, starting and ending with a letter or digit and not starting with `goog`");

  static final Kind.Text SECRET =
      Kind.Text.of("[A-Za-z0-9_-]{1,255}", "at most 255 letters, digits, hyphens and underscores");

  /// Memorystore instances.
  static final Kind.Text REDIS =
      Kind.Text.of(
          "[a-z]([-a-z0-9]{0,38}[a-z0-9])?",
          "at most 40 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  /// Connectors to networks.
  static final Kind.Text CONNECTOR =
      Kind.Text.of(
          "[a-z][-a-z0-9]{0,23}[a-z0-9]",
          "at most 25 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen");

  /// PostgreSQL databases and users: what needs no quotes.
  static final Kind.Text POSTGRES =
      Kind.Text.of(
          "[a-z_][a-z0-9_]{0,62}",
          "at most 63 lower-case letters, digits and underscores, not starting with a digit");

  /// Users of a database: a role, or the e-mail address of an IAM member.
  static final Kind.Text POSTGRES_USER =
      Kind.Text.of(
          "[a-z_][a-z0-9_]{0,62}|[^@\\s]+@[^@\\s]+",
          "a name of lower-case letters, digits and underscores, or the e-mail address of an IAM user");

  public static final Kind.Text REGION =
      Kind.Text.of("[a-z]+(-[a-z]+)+\\d+", "a region such as `us-central1`");

  public static final Kind.Text ZONE =
      Kind.Text.of("[a-z]+(-[a-z]+)+\\d+-[a-z]", "a zone such as `us-central1-a`");

  static final Kind.Text ROLE =
      Kind.Text.of(
          "roles/[A-Za-z0-9.]+|(projects|organizations)/[^/]+/roles/[A-Za-z0-9_.]+",
          "a role such as `roles/cloudsql.client`");

  static final Kind.Text TAG = COMPUTE;

  public static final Kind.Text LABEL_KEY =
      Kind.Text.of(
          "[a-z][-_a-z0-9]{0,62}",
          "1 to 63 lower-case letters, digits, hyphens and underscores, starting with a letter");

  public static final Kind.Text LABEL_VALUE =
      Kind.Text.of(
          "[-_a-z0-9]{0,63}", "at most 63 lower-case letters, digits, hyphens and underscores");
}
