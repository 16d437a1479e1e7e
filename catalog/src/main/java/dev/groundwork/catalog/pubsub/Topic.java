package dev.groundwork.catalog.pubsub;

import static dev.groundwork.resource.Action.CREATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// A Pub/Sub topic: the named channel that publishers send messages to.
public final class Topic {
  private Topic() {}

  static final String NAME = "[A-Za-z][A-Za-z0-9._~%+-]{2,254}";
  static final String NAME_WORDS =
      "3 to 255 letters, digits and the characters . _ ~ % + -, starting with a letter";

  private static final String SELF = "v1/projects/{project}/topics/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("pubsub.Topic")
          .summary("A Pub/Sub topic: the named channel that publishers send messages to.")
          .shaped("google.pubsub.v1.Topic")
          .names(NAME, NAME_WORDS)
          .reachedAt("pubsub.googleapis.com", SELF)
          .createdBy(Call.put(SELF))
          .updatedBy(Call.patch(SELF).wrappedIn("topic").maskedInBody("updateMask"))
          .listedBy(Call.get("v1/projects/{project}/topics"), "topics")
          .immutable("tags")
          .serverSets("messageStoragePolicy")
          .writeOnly("tags")
          .references("kmsKeyName", "kms.CryptoKey", "id")
          .predicts("name", "projects/{project}/topics/{name}")
          .compares("messageRetentionDuration", Sameness.DURATION)
          .compares("messageStoragePolicy.allowedPersistenceRegions", Sameness.SET)
          .labels("labels")
          .permissions("pubsub.topics")
          .takes(CREATE, ofSeconds(1))
          .knownToTerraformAs("google_pubsub_topic")
          .knownToAssetInventoryAs("pubsub.googleapis.com/Topic")
          .meter("pubsub.throughput", "TiB")
          .from("https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics");
}
