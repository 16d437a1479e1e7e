package dev.groundwork.catalog.postgres;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;

/// The schema of a database, brought up to date by the versioned SQL scripts of one folder, each
/// once, in order, with history. Leaving it out of the description only forgets it: a schema is not
/// taken back.
public final class Migration {
  private Migration() {}

  public static final ResourceType TYPE =
      ResourceType.named("postgres.Migration")
          .summary("Brings a database's schema up to date by versioned SQL scripts.")
          .shaped("groundwork.postgres.Migration")
          .carriedOutBy(Surface.POSTGRES)
          .standsAt(
              "projects/{project}/instances/{instance}/databases/{database}/migrations/{+folder}")
          .required("user", "password", "folder", "scripts")
          .immutable("folder")
          .onlyGrows("scripts")
          .sensitive("password")
          .references("instance", "sql.Instance", "name")
          .references("database", "sql.Database", "name")
          .references("user", "sql.User", "name")
          .goesWith("database")
          .takes(CREATE, ofSeconds(20))
          .takes(UPDATE, ofSeconds(20))
          .from("https://documentation.red-gate.com/flyway");
}
