package dev.groundwork.catalog.cloudbuild;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A build trigger: what is built, and the event that starts it: a push, a pull request, a message,
/// a call, or a person. Google gives it an id; its name is unique in project and location and
/// stands for the id in every call. Triggers of the location `global` and of regions are of one
/// kind.
public final class Trigger {
  private Trigger() {}

  private static final String COLLECTION = "v1/projects/{project}/locations/{location}/triggers";

  public static final ResourceType TYPE =
      ResourceType.named("cloudbuild.Trigger")
          .summary("A build trigger: what is built, and the event that starts it.")
          .shaped("google.devtools.cloudbuild.v1.BuildTrigger")
          .names(
              "[A-Za-z0-9]([A-Za-z0-9-]{0,62}[A-Za-z0-9])?",
              "1 to 64 letters, digits and hyphens, neither starting nor ending with a hyphen")
          .reachedAt("cloudbuild.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION).with("name", "{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "triggers")
          .outputOnly(
              "id",
              "resourceName",
              "pubsubConfig.state",
              "webhookConfig.state",
              "repositoryEventConfig.repositoryType",
              "github.installationId",
              "build.steps.timing")
          .serverSets("build.timeout", "triggerTemplate.projectId", "triggerTemplate.repoName")
          .references("serviceAccount", "iam.ServiceAccount", "id")
          .references("pubsubConfig.topic", "pubsub.Topic", "id")
          .references("pubsubConfig.serviceAccountEmail", "iam.ServiceAccount", "email")
          .references("webhookConfig.secret", "secretmanager.SecretVersion", "name")
          .references(
              "build.availableSecrets.secretManager.versionName",
              "secretmanager.SecretVersion",
              "name")
          .references("build.secrets.kmsKeyName", "kms.CryptoKey", "id")
          .references("build.source.storageSource.bucket", "storage.Bucket", "name")
          .references("build.logsBucket", "storage.Bucket", "name")
          .stamps("id", Stamp.UUID)
          .stamps("createTime", Stamp.CREATED)
          .compares("build.timeout", Sameness.DURATION)
          .compares("build.queueTtl", Sameness.DURATION)
          .compares("build.steps.timeout", Sameness.DURATION)
          .compares("serviceAccount", Sameness.LINK)
          .compares("tags", Sameness.SET)
          .permissions("cloudbuild.builds")
          .permissions(UPDATE, "cloudbuild.builds.create", "cloudbuild.builds.get")
          .permissions(DELETE, "cloudbuild.builds.create")
          .permissionsOn("serviceAccount", CREATE, "iam.serviceAccounts.actAs")
          .permissionsOn("serviceAccount", UPDATE, "iam.serviceAccounts.actAs")
          .takes(CREATE, ofSeconds(2))
          .takes(UPDATE, ofSeconds(2))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_cloudbuild_trigger")
          .knownToAssetInventoryAs("cloudbuild.googleapis.com/BuildTrigger")
          .meter("cloudbuild.minutes", "build-minute")
          .from(
              "https://cloud.google.com/build/docs/api/reference/rest/v1/projects.locations.triggers")
          .from("https://cloud.google.com/build/docs/automating-builds/create-manage-triggers");
}
