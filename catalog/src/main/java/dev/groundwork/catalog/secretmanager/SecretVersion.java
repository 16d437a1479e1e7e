package dev.groundwork.catalog.secretmanager;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// One value of a secret. Google numbers it, from 1 upwards; it cannot change, and destroying it
/// leaves its number behind.
public final class SecretVersion {
  private SecretVersion() {}

  private static final String SECRET = "v1/projects/{project}/secrets/{secret}";

  public static final ResourceType TYPE =
      ResourceType.named("secretmanager.SecretVersion")
          .summary("One value of a secret.")
          .shaped("google.cloud.secretmanager.v1.SecretVersion")
          .describedAs("google.cloud.secretmanager.v1.AddSecretVersionRequest")
          .reachedAt("secretmanager.googleapis.com", SECRET + "/versions/{version}")
          .createdBy(Call.post(SECRET + ":addVersion"))
          .deletedBy(Call.post(SECRET + "/versions/{version}:destroy").withoutResource())
          .listedBy(Call.get(SECRET + "/versions"), "versions")
          .serverNamed()
          .required("payload.data")
          .immutable("payload")
          .outputOnly("parent")
          .sensitive("payload.data")
          .writeOnly("payload")
          .references("secret", "secretmanager.Secret", "name")
          .predicts("name", "projects/{projectNumber}/secrets/{secret}/versions/{version}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("etag", Stamp.ETAG)
          .existsWhile("state", "ENABLED", "DISABLED")
          .goesWith("secret")
          .holdsData()
          .permissions(CREATE, "secretmanager.versions.add")
          .permissions(READ, "secretmanager.versions.get")
          .permissions(LIST, "secretmanager.versions.list")
          .permissions(DELETE, "secretmanager.versions.destroy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_secret_manager_secret_version")
          .knownToAssetInventoryAs("secretmanager.googleapis.com/SecretVersion")
          .meter("secretmanager.version", "version-month")
          .from(
              "https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets.versions");
}
