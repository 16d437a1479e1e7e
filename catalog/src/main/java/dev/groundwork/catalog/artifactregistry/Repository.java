package dev.groundwork.catalog.artifactregistry;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Stamp;

/// A place for images or packages of one format. Its format, its mode and its key are chosen for
/// good; deleting it deletes all that was pushed to it.
public final class Repository {
  private Repository() {}

  private static final String COLLECTION =
      "v1/projects/{project}/locations/{location}/repositories";

  public static final ResourceType TYPE =
      ResourceType.named("artifactregistry.Repository")
          .summary("A place for images or packages of one format.")
          .shaped("google.devtools.artifactregistry.v1.Repository")
          .names(
              "[a-z]([a-z0-9-]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen")
          .reachedAt("artifactregistry.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?repositoryId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "repositories")
          .operations(Operations.LONG_RUNNING, CREATE, DELETE)
          .required("format")
          .immutable(
              "format",
              "kmsKeyName",
              "mavenConfig.allowSnapshotOverwrites",
              "mavenConfig.versionPolicy",
              "mode",
              "remoteRepositoryConfig.aptRepository",
              "remoteRepositoryConfig.commonRepository",
              "remoteRepositoryConfig.description",
              "remoteRepositoryConfig.dockerRepository",
              "remoteRepositoryConfig.mavenRepository",
              "remoteRepositoryConfig.npmRepository",
              "remoteRepositoryConfig.pythonRepository",
              "remoteRepositoryConfig.yumRepository")
          .defaults("mode", "STANDARD_REPOSITORY")
          .serverSets("mavenConfig.versionPolicy", "vulnerabilityScanningConfig")
          .writeOnly("remoteRepositoryConfig.disableUpstreamValidation")
          .references("kmsKeyName", "kms.CryptoKey", "id")
          .references(
              "virtualRepositoryConfig.upstreamPolicies.repository",
              "artifactregistry.Repository",
              "id")
          .references(
              "remoteRepositoryConfig.upstreamCredentials.usernamePasswordCredentials.passwordSecretVersion",
              "secretmanager.SecretVersion",
              "name")
          .predicts("name", "projects/{project}/locations/{location}/repositories/{name}")
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .holdsData()
          .labels("labels")
          .permissions("artifactregistry.repositories")
          .takes(CREATE, ofSeconds(5))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(5))
          .knownToTerraformAs("google_artifact_registry_repository")
          .knownToAssetInventoryAs("artifactregistry.googleapis.com/Repository")
          .meter("artifactregistry.storage", "GiB-month")
          .from(
              "https://cloud.google.com/artifact-registry/docs/reference/rest/v1/projects.locations.repositories");
}
