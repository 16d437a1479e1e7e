package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Notification channels, as they are described, and the kinds that there are.
final class Channels implements Behavior {
  static final String TYPE = "monitoring.NotificationChannel";

  /// Labels that are shown masked.
  private static final Set<String> SECRET = Set.of("auth_token", "password", "service_key");

  /// The kinds and the labels that each must have.
  private static final SortedMap<String, List<String>> KINDS =
      new TreeMap<>(
          java.util.Map.of(
              "email", List.of("email_address"),
              "webhook_tokenauth", List.of("url"),
              "webhook_basicauth", List.of("url", "username", "password"),
              "slack", List.of("channel_name"),
              "pagerduty", List.of("service_key"),
              "sms", List.of("number"),
              "pubsub", List.of("topic"),
              "google_chat", List.of("space")));

  private final ControlPlane plane;

  Channels(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Fields record = record();
    return complete(wanted)
        .with("creationRecord", record)
        .with("mutationRecords", Value.list(record));
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    Fields kept = after;
    // a masked secret that comes back is no new secret
    for (String secret : SECRET) {
      if (after.text("labels." + secret).orElse("").matches("\\*+.*")
          && before.text("labels." + secret).isPresent()) {
        kept = kept.with("labels." + secret, before.text("labels." + secret).orElseThrow());
      }
    }
    List<Value> records = new ArrayList<>(before.items("mutationRecords"));
    records.add(record());
    return complete(kept).with("mutationRecords", new Value.Items(records));
  }

  private Fields record() {
    return Fields.EMPTY
        .with("mutateTime", Times.micros(plane.clock().instant()))
        .with("mutatedBy", plane.caller());
  }

  private static Fields complete(Fields channel) {
    String type = channel.text("type").orElse("");
    List<String> needed = KINDS.get(type);
    if (needed == null) {
      throw Refusal.invalid(
              "Field notification_channel.type had an invalid value: \""
                  + type
                  + "\" is not a known notification channel type.")
          .asException();
    }
    for (String label : needed) {
      if (channel.fields("labels").text(label).orElse("").isEmpty()) {
        throw Refusal.invalid(
                "Field \"notification_channel.labels['"
                    + label
                    + "']\" is missing; it is required for channels of type \""
                    + type
                    + "\".")
            .asException();
      }
    }
    String url = channel.text("labels.url").orElse("");
    if (type.startsWith("webhook") && !url.matches("https?://[^/]+.*")) {
      throw Refusal.invalid(
              "Field \"notification_channel.labels['url']\" had an invalid value of \""
                  + url
                  + "\": must be a URL.")
          .asException();
    }
    return channel.get("enabled").isEmpty() ? channel.with("enabled", true) : channel;
  }

  @Override
  public Fields show(Entry entry) {
    Fields shown = entry.body();
    for (String secret : SECRET) {
      Optional<String> value = shown.text("labels." + secret);
      if (value.isPresent()) {
        shown = shown.with("labels." + secret, "*".repeat(Math.max(6, value.get().length())));
      }
    }
    return shown;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    boolean force = edit.ask().query("force").orElse("").equals("true");
    String name = current.body().text("name").orElse("");
    for (Entry policy :
        edit.transaction()
            .under(Monitoring.HOST + "/projects/" + edit.path("project") + "/alertPolicies/")) {
      if (policy.body().items("notificationChannels").contains(Value.of(name))) {
        if (!force) {
          throw Refusal.precondition(
                  "The channel "
                      + name
                      + " is referenced by one or more alerting policies. Remove it from them, or set force.")
              .asException();
        }
        List<Value> others =
            policy.body().items("notificationChannels").stream()
                .filter(c -> !c.equals(Value.of(name)))
                .toList();
        edit.transaction()
            .put(
                policy.withBody(
                    policy.body().with("notificationChannels", new Value.Items(others))));
      }
    }
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(
        Refusal.notFound(
            "Could not find notification channel " + relativeName.replaceFirst(".*/", "") + "."));
  }

  /// `notificationChannelDescriptors`
  static Reply kinds(Ask ask) {
    List<Value> all = new ArrayList<>();
    KINDS.keySet().forEach(type -> all.add(kind(ask.path("project"), type)));
    return Reply.ok(Fields.EMPTY.with("channelDescriptors", new Value.Items(all)));
  }

  static Reply kind(Ask ask) {
    if (!KINDS.containsKey(ask.path("type"))) {
      throw Refusal.notFound("Could not find channel descriptor " + ask.path("type") + ".")
          .asException();
    }
    return Reply.ok(kind(ask.path("project"), ask.path("type")));
  }

  private static Fields kind(String project, String type) {
    List<Value> labels =
        KINDS.getOrDefault(type, List.of()).stream()
            .<Value>map(l -> Fields.EMPTY.with("key", l))
            .toList();
    return Fields.EMPTY
        .with("name", "projects/" + project + "/notificationChannelDescriptors/" + type)
        .with("type", type)
        .with("displayName", type)
        .with("labels", new Value.Items(labels));
  }
}
