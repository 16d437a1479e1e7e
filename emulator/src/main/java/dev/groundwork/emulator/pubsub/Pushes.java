package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.OutgoingCalls;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.pubsub.Messages.Delivery;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Delivers the messages of push subscriptions by HTTP, again and again until they are taken.
final class Pushes implements Agenda.Timed {
  /// Answers that acknowledge a message.
  private static final Set<Integer> TAKEN = Set.of(102, 200, 201, 202, 204);

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final ControlPlane plane;
  private final Messages messages;
  private final OutgoingCalls calls;

  Pushes(ControlPlane plane, Messages messages, OutgoingCalls calls) {
    this.plane = plane;
    this.messages = messages;
    this.calls = calls;
  }

  @Override
  public Optional<Instant> next() {
    return pushed().stream()
        .flatMap(s -> messages.next(s.key()).stream())
        .min(Comparator.naturalOrder());
  }

  @Override
  public void happen(Instant due) {
    for (Entry subscription : pushed()) {
      if (messages.next(subscription.key()).filter(at -> !at.isAfter(due)).isPresent()) {
        List<Delivery> deliveries = plane.store().change(t -> messages.take(t, subscription, 100));
        deliveries.forEach(delivery -> deliver(subscription, delivery));
      }
    }
  }

  private List<Entry> pushed() {
    return plane.store().under(Topics.HOST + "/").stream()
        .filter(e -> e.type().equals(Subscriptions.TYPE) && Subscriptions.isPushed(e.body()))
        .toList();
  }

  private void deliver(Entry subscription, Delivery delivery) {
    boolean taken = push(subscription, delivery);
    Instant now = plane.clock().instant();
    plane
        .store()
        .run(t -> {
          if (taken) {
            messages.acknowledge(t, subscription, List.of(delivery.ackId()));
          } else {
            Duration wait =
                Subscriptions.backoff(subscription.body(), delivery.attempt())
                    .orElseGet(() -> slowly(delivery.attempt()));
            t.get(delivery.key()).ifPresent(m -> messages.postpone(t, m, now.plus(wait)));
          }
        });
  }

  /// One second, two, four … up to a minute.
  private static Duration slowly(int attempts) {
    Duration wait = Duration.ofSeconds(1L << Math.min(attempts - 1, 6));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private boolean push(Entry subscription, Delivery delivery) {
    Fields config = subscription.body().fields("pushConfig");
    String endpoint = config.text("pushEndpoint").orElseThrow();
    boolean bare = config.get("noWrapper").isPresent();
    Map<String, String> headers = new TreeMap<>();
    headers.put("user-agent", "CloudPubSub-Google");
    if (!bare) {
      headers.put("content-type", "application/json");
    } else if (config.flag("noWrapper.writeMetadata")) {
      headers.put("x-goog-pubsub-message-id", delivery.message().text("messageId").orElse(""));
      headers.put("x-goog-pubsub-subscription-name", name(subscription));
      headers.put("x-goog-pubsub-publish-time", delivery.message().text("publishTime").orElse(""));
      delivery
          .message()
          .fields("attributes")
          .values()
          .forEach((key, value) -> {
            if (value instanceof Value.Text(var text)) {
              headers.put(key.toLowerCase(java.util.Locale.ROOT), text);
            }
          });
    }
    config
        .text("oidcToken.serviceAccountEmail")
        .flatMap(plane.accounts()::find)
        .ifPresent(account ->
            headers.put(
                "authorization",
                "Bearer "
                    + plane
                        .issuer()
                        .idToken(
                            account.email(),
                            account.uniqueId(),
                            config.text("oidcToken.audience").orElse(endpoint))));
    Payload body =
        bare
            ? new Payload(Base64.getDecoder().decode(delivery.message().text("data").orElse("")))
            : Payload.of(Json.write(wrapped(subscription, delivery)));
    Duration limit = Duration.ofSeconds(Numbers.of(subscription.body(), "ackDeadlineSeconds", 10));
    return calls.send("POST", URI.create(endpoint), headers, body, limit)
            instanceof OutgoingCalls.Answered(int status)
        && TAKEN.contains(status);
  }

  private static Fields wrapped(Entry subscription, Delivery delivery) {
    Fields message =
        delivery
            .message()
            .with("message_id", delivery.message().text("messageId").orElse(""))
            .with("publish_time", delivery.message().text("publishTime").orElse(""));
    Fields wrapped = Fields.EMPTY.with("message", message).with("subscription", name(subscription));
    return subscription.body().get("deadLetterPolicy").isPresent()
        ? wrapped.with("deliveryAttempt", delivery.attempt())
        : wrapped;
  }

  private static String name(Entry subscription) {
    return subscription.key().substring(Topics.HOST.length() + 1);
  }
}
