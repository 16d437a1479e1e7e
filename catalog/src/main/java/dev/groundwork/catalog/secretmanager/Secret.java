package dev.groundwork.catalog.secretmanager;

import static dev.groundwork.resource.Action.CREATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;

/// A secret: a name, its replication and who may read it. The values are its versions.
public final class Secret {
  private Secret() {}

  public static final ResourceType TYPE =
      ResourceType.named("secretmanager.Secret")
          .summary("A secret's name, replication and labels; its values are versions.")
          .shaped("google.cloud.secretmanager.v1.Secret")
          .names("[A-Za-z0-9_-]{1,255}", "at most 255 letters, digits, hyphens and underscores")
          .reachedAt("secretmanager.googleapis.com", "v1/projects/{project}/secrets/{name}")
          .createdBy(Call.post("v1/projects/{project}/secrets?secretId={name}"))
          .updatedBy(Call.patch("v1/projects/{project}/secrets/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get("v1/projects/{project}/secrets"), "secrets")
          .required("replication")
          .immutable("replication")
          .serverSets("expireTime")
          .references("topics.name", "pubsub.Topic", "id")
          .references(
              "replication.automatic.customerManagedEncryption.kmsKeyName", "kms.CryptoKey", "id")
          .references(
              "replication.userManaged.replicas.customerManagedEncryption.kmsKeyName",
              "kms.CryptoKey",
              "id")
          .predicts("name", "projects/{projectNumber}/secrets/{name}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("etag", Stamp.ETAG)
          .holdsData()
          .labels("labels")
          .permissions("secretmanager.secrets")
          .takes(CREATE, ofSeconds(1))
          .knownToTerraformAs("google_secret_manager_secret")
          .knownToAssetInventoryAs("secretmanager.googleapis.com/Secret")
          .meter("secretmanager.version", "version-month")
          .from("https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets");
}
