package dev.groundwork.catalog.pubsub;

import static dev.groundwork.resource.Action.CREATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// A Pub/Sub subscription: keeps the messages of one topic until its reader has acknowledged them,
/// or pushes them to an address.
public final class Subscription {
  private Subscription() {}

  private static final String SELF = "v1/projects/{project}/subscriptions/{name}";

  public static final ResourceType TYPE =
      ResourceType.named("pubsub.Subscription")
          .summary("A Pub/Sub subscription: the messages of one topic, for one reader.")
          .shaped("google.pubsub.v1.Subscription")
          .names(Topic.NAME, Topic.NAME_WORDS)
          .reachedAt("pubsub.googleapis.com", SELF)
          .createdBy(Call.put(SELF))
          .updatedBy(Call.patch(SELF).wrappedIn("subscription").maskedInBody("updateMask"))
          .listedBy(Call.get("v1/projects/{project}/subscriptions"), "subscriptions")
          .required("topic")
          .immutable("topic", "filter", "enableMessageOrdering", "tags")
          .writeOnly("tags")
          .defaults("messageRetentionDuration", "604800s")
          .serverSets(
              "ackDeadlineSeconds",
              "cloudStorageConfig.maxDuration",
              "cloudStorageConfig.textConfig",
              "expirationPolicy",
              "retryPolicy.maximumBackoff",
              "retryPolicy.minimumBackoff")
          .references("topic", "pubsub.Topic", "id")
          .references("deadLetterPolicy.deadLetterTopic", "pubsub.Topic", "id")
          .references("pushConfig.oidcToken.serviceAccountEmail", "iam.ServiceAccount", "email")
          .references("cloudStorageConfig.bucket", "storage.Bucket", "name")
          .predicts("name", "projects/{project}/subscriptions/{name}")
          .compares("messageRetentionDuration", Sameness.DURATION)
          .compares("expirationPolicy.ttl", Sameness.DURATION)
          .compares("retryPolicy.minimumBackoff", Sameness.DURATION)
          .compares("retryPolicy.maximumBackoff", Sameness.DURATION)
          .labels("labels")
          .permissions("pubsub.subscriptions")
          .permissions(CREATE, "pubsub.subscriptions.create")
          .permissionsOn("topic", CREATE, "pubsub.topics.attachSubscription")
          .takes(CREATE, ofSeconds(1))
          .knownToTerraformAs("google_pubsub_subscription")
          .knownToAssetInventoryAs("pubsub.googleapis.com/Subscription")
          .meter("pubsub.throughput", "TiB")
          .from("https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions");
}
