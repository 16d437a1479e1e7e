package dev.groundwork.catalog.pubsub;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a topic. Others in the role are left alone.
public final class TopicIamMember {
  private TopicIamMember() {}

  private static final String TOPIC = "v1/projects/{project}/topics/{topic}";

  public static final ResourceType TYPE =
      ResourceType.named("pubsub.TopicIamMember")
          .summary("One member in one role on a topic; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("pubsub.googleapis.com", TOPIC + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(TOPIC + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(TOPIC + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("topic", "pubsub.Topic", "name")
          .goesWith("topic")
          .permissions(CREATE, "pubsub.topics.getIamPolicy", "pubsub.topics.setIamPolicy")
          .permissions(DELETE, "pubsub.topics.getIamPolicy", "pubsub.topics.setIamPolicy")
          .permissions(READ, "pubsub.topics.getIamPolicy")
          .permissions(LIST, "pubsub.topics.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_pubsub_topic_iam_member")
          .from(
              "https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/setIamPolicy");
}
