package dev.groundwork.catalog.postgres;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;

/// First data of a database: the SQL scripts of one folder, each carried out once. Leaving it out
/// of the description only forgets it: rows are not taken back.
public final class Seed {
  private Seed() {}

  public static final ResourceType TYPE =
      ResourceType.named("postgres.Seed")
          .summary("Puts first data into a database by SQL scripts, once.")
          .shaped("groundwork.postgres.Seed")
          .carriedOutBy(Surface.POSTGRES)
          .standsAt("projects/{project}/instances/{instance}/databases/{database}/seeds/{+folder}")
          .required("user", "password", "folder", "scripts")
          .immutable("folder")
          .onlyGrows("scripts")
          .sensitive("password")
          .references("instance", "sql.Instance", "name")
          .references("database", "sql.Database", "name")
          .references("user", "sql.User", "name")
          .goesWith("database")
          .takes(CREATE, ofSeconds(5))
          .takes(UPDATE, ofSeconds(5))
          .from("https://documentation.red-gate.com/flyway");
}
