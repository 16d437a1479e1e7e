package dev.groundwork.catalog.sql;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Stamp;

/// A user of a Cloud SQL instance. Google never shows its password again. `host` is for MySQL only,
/// where it belongs to the name.
public final class User {
  private User() {}

  private static final String COLLECTION =
      "sql/v1beta4/projects/{project}/instances/{instance}/users";
  private static final String ONE = COLLECTION + "?name={name}&host={host?}";

  public static final ResourceType TYPE =
      ResourceType.named("sql.User")
          .summary("A user of a Cloud SQL instance.")
          .shaped("sqladmin.v1beta4.User")
          .reachedAt("sqladmin.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .readByListing()
          .updatedBy(Call.put(ONE).with("name", "{name}"))
          .deletedBy(Call.delete(ONE))
          .listedBy(Call.get(COLLECTION), "items", "")
          .operations(Operations.SQL)
          .immutable("name", "instance", "project", "host", "type")
          .outputOnly(
              "kind",
              "etag",
              "dualPasswordType",
              "iamEmail",
              "iamStatus",
              "passwordPolicy.status",
              "sqlserverUserDetails")
          .serverSets("host")
          .absentMeans("type", "BUILT_IN")
          .allows(
              "type",
              "BUILT_IN",
              "CLOUD_IAM_USER",
              "CLOUD_IAM_SERVICE_ACCOUNT",
              "CLOUD_IAM_GROUP",
              "CLOUD_IAM_GROUP_USER",
              "CLOUD_IAM_GROUP_SERVICE_ACCOUNT",
              "CLOUD_IAM_WORKFORCE_IDENTITY",
              "ENTRAID_USER")
          .sensitive("password")
          .references("instance", "sql.Instance", "name")
          .predicts("kind", "sql#user")
          .predicts("name", "{name}")
          .predicts("instance", "{instance}")
          .predicts("project", "{project}")
          .stamps("etag", Stamp.ETAG)
          .goesWith("instance")
          .permissions("cloudsql.users")
          .takes(CREATE, ofSeconds(3))
          .takes(UPDATE, ofSeconds(3))
          .takes(DELETE, ofSeconds(3))
          .knownToTerraformAs("google_sql_user")
          .from("https://cloud.google.com/sql/docs/postgres/admin-api/rest/v1beta4/users");
}
