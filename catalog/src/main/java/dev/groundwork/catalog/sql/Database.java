package dev.groundwork.catalog.sql;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A database of a Cloud SQL instance. PostgreSQL cannot change the character set or collation of a
/// database once made.
public final class Database {
  private Database() {}

  private static final String COLLECTION =
      "sql/v1beta4/projects/{project}/instances/{instance}/databases";

  public static final ResourceType TYPE =
      ResourceType.named("sql.Database")
          .summary("A database of a Cloud SQL instance.")
          .shaped("sqladmin.v1beta4.Database")
          .reachedAt("sqladmin.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.put(COLLECTION + "/{name}"))
          .listedBy(Call.get(COLLECTION), "items", "")
          .operations(Operations.SQL)
          .absentAlsoAs(403)
          .immutable("name", "instance", "project", "charset", "collation")
          .outputOnly("kind", "selfLink", "etag")
          .serverSets("charset", "collation")
          .references("instance", "sql.Instance", "name")
          .predicts("kind", "sql#database")
          .predicts("name", "{name}")
          .predicts("instance", "{instance}")
          .predicts("project", "{project}")
          .predicts("selfLink", "https://sqladmin.googleapis.com/" + COLLECTION + "/{name}")
          .stamps("etag", Stamp.ETAG)
          .compares("charset", Sameness.CASELESS)
          .goesWith("instance")
          .holdsData()
          .permissions("cloudsql.databases")
          .takes(CREATE, ofSeconds(3))
          .takes(UPDATE, ofSeconds(3))
          .takes(DELETE, ofSeconds(3))
          .knownToTerraformAs("google_sql_database")
          .from("https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/databases");
}
