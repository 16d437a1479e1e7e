package dev.groundwork.component;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// A Pub/Sub topic with its subscriptions.
///
/// @param name empty for the component's own
/// @param keep how long messages are kept for those who subscribe later; empty for not at all
/// @param publishers the IAM members who may send messages
/// @param labels of the topic alone
public record Topic(
    Optional<String> name,
    Optional<Duration> keep,
    List<Value> publishers,
    SequencedMap<String, Subscription> subscriptions,
    SequencedMap<String, String> labels)
    implements Component {

  private static final String PUBLISH = "roles/pubsub.publisher";

  /// Who gets the messages.
  ///
  /// @param push the service that is called with each message; empty when messages are fetched
  /// @param identity as whom the service is called
  record Subscription(
      Duration ackDeadline,
      Duration keep,
      boolean ordered,
      Optional<String> filter,
      Optional<Value> push,
      String path,
      Optional<Value> identity) {}

  private static final Form SUBSCRIPTION =
      Form.of(
          "subscription",
          "Who gets the messages.",
          Field.of("ackDeadline", Spans.KIND, "The time to acknowledge a message, 10s to 10m.")
              .or("10s"),
          Field.of("keep", Spans.KIND, "How long messages wait for it.").or("7d"),
          Field.of(
                  "ordered",
                  new Kind.Flag(),
                  "Whether messages of one ordering key come in their order.")
              .or(false),
          Field.of(
              "filter", Kind.Text.ANY, "Which messages it gets: `attributes.kind = \"order\"`."),
          Field.of(
              "push",
              new Kind.Link("run.Service"),
              "The service that is called with each message; without it messages are fetched."),
          Field.of(
                  "path",
                  Kind.Text.of("/\\S*", "a path such as `/messages`"),
                  "The path of the service that is called.")
              .or("/"),
          Field.of(
              "identity",
              new Kind.Link("iam.ServiceAccount"),
              "As whom the service is called; it is allowed to."));

  static final Form FORM =
      Form.of(
          "topic",
          "A Pub/Sub topic with its subscriptions.",
          Field.of(
              "name",
              Kind.Text.of(
                  "(?!goog)[A-Za-z][-A-Za-z0-9._~%+]{2,254}",
                  "3 to 255 letters, digits and -._~%+, starting with a letter and not with `goog`"),
              "Its name at Google; by default the component's."),
          Field.of("keep", Spans.KIND, "How long messages are kept for those who subscribe later."),
          Field.of(
              "publishers",
              new Kind.ListOf(new Kind.Member()),
              "Who may send messages: IAM members, or `${identity}`."),
          Field.of(
              "subscriptions",
              new Kind.MapOf(Naming.COMPUTE, new Kind.Part(SUBSCRIPTION)),
              "Who gets the messages, by name."),
          Field.of(
              "labels",
              new Kind.MapOf(Naming.LABEL_KEY, Naming.LABEL_VALUE),
              "Labels of the topic alone."));

  static final ComponentType TYPE =
      ComponentType.of(FORM, "pubsub.Topic", Topic::from)
          .withParts(Map.of("subscriptions", "pubsub.Subscription"));

  static Topic from(Settings given) {
    SequencedMap<String, Subscription> subscriptions = new LinkedHashMap<>();
    given
        .parts("subscriptions")
        .forEach((name, part) ->
            subscriptions.put(
                name,
                new Subscription(
                    Spans.parse(part.text("ackDeadline")),
                    Spans.parse(part.text("keep")),
                    part.flag("ordered"),
                    part.maybeText("filter"),
                    part.value("push"),
                    part.text("path"),
                    part.value("identity"))));
    return new Topic(
        given.maybeText("name"),
        given.maybeText("keep").map(Spans::parse),
        given.values("publishers"),
        subscriptions,
        given.named("labels"));
  }

  @Override
  public Expansion expand(Context context) {
    String called = name.orElse(context.component());
    List<Resource> resources = new ArrayList<>();
    List<Check> checks = new ArrayList<>();
    Context.Part part = context.main("pubsub.Topic", context.place()).path("name", called);
    keep.ifPresent(span -> part.set("messageRetentionDuration", span.toSeconds() + "s"));
    labels.forEach((key, value) -> part.set("labels." + key, value));
    Resource topic = part.made();
    resources.add(topic);
    checks.add(
        new Check(context.component() + " is there", topic.address(), new Expectation.Exists()));
    for (Value publisher : new LinkedHashSet<>(publishers)) {
      publisher(context, topic, publisher, resources, checks);
    }
    subscriptions.forEach((name, subscription) ->
        subscription(context, topic, name, subscription, resources, checks));
    return new Expansion(resources, checks, new TreeMap<>(Map.of("name", Value.of(called))));
  }

  private static void publisher(
      Context context, Resource topic, Value member, List<Resource> resources, List<Check> checks) {
    String who = Context.called(member);
    Resource granted =
        context
            .part("pubsub.TopicIamMember", who, context.place())
            .path("topic", Context.link(topic.address()))
            .path("role", PUBLISH)
            .path("member", member)
            .made();
    resources.add(granted);
    checks.add(
        new Check(
            context.component() + " is open to " + who,
            granted.address(),
            new Expectation.Exists()));
    Members.accountOf(member)
        .ifPresent(account ->
            checks.add(
                new Check(
                    who + " may send to " + context.component(),
                    topic.address(),
                    new Expectation.Permitted(
                        account, new TreeSet<>(Set.of("pubsub.topics.publish")), true, false))));
  }

  private static void subscription(
      Context context,
      Resource topic,
      String name,
      Subscription said,
      List<Resource> resources,
      List<Check> checks) {
    Context.Part part =
        context
            .part("pubsub.Subscription", name, context.place())
            .path("name", name)
            .set("topic", Context.link(topic.address()))
            .set("ackDeadlineSeconds", said.ackDeadline().toSeconds())
            .set("messageRetentionDuration", said.keep().toSeconds() + "s");
    if (said.ordered()) {
      part.set("enableMessageOrdering", true);
    }
    said.filter().ifPresent(filter -> part.set("filter", filter));
    if (said.push().orElse(null) instanceof Value.Reference(var service, _)) {
      Value uri = new Value.Reference(service, "uri");
      part.set(
          "pushConfig.pushEndpoint",
          said.path().equals("/") ? uri : new Value.Template(List.of(uri, Value.of(said.path()))));
      said.identity()
          .ifPresent(who -> {
            part.set("pushConfig.oidcToken.serviceAccountEmail", Members.account(who))
                .set("pushConfig.oidcToken.audience", uri);
            resources.add(
                context
                    .part("run.ServiceIamMember", name, context.place())
                    .path("location", context.region())
                    .path("service", Context.link(service))
                    .path("role", "roles/run.invoker")
                    .path("member", Members.of(who))
                    .made());
          });
    }
    Resource made = part.made();
    resources.add(made);
    checks.add(
        new Check(
            context.component() + " has the subscription " + name,
            made.address(),
            new Expectation.Exists()));
  }
}
