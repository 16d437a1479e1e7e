package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The messages of all subscriptions: one entry for each message in each subscription, under a
/// number that grows. All times are those of the emulated clock.
///
/// An entry's hidden fields say when it may be delivered (`available`), how often it was
/// (`attempts`), and whether it has been acknowledged (`acked`) and is kept for a seek only.
final class Messages {
  private static final String TYPE = "pubsub.Message";
  private static final Duration KEPT = Duration.ofDays(7);

  private final ControlPlane plane;

  Messages(ControlPlane plane) {
    this.plane = plane;
  }

  /// One delivery.
  record Delivery(String ackId, int attempt, Fields message, String key) {}

  /// What the keys of a subscription's messages begin with.
  static String prefix(String subscription) {
    return "pubsub-message/" + subscription + "/";
  }

  /// Publishes to everyone who has subscribed by now.
  ///
  /// @return the messages' ids
  List<String> publish(Transaction transaction, String topic, List<Fields> messages) {
    List<Entry> subscriptions = Topics.subscriptions(transaction, topic);
    List<String> ids = new ArrayList<>();
    Instant now = plane.clock().instant();
    for (Fields sent : messages) {
      String id = number(transaction);
      Fields message = sent.with("messageId", id).with("publishTime", Times.micros(now));
      for (Entry subscription : subscriptions) {
        if (!subscription.body().flag("detached") && takes(subscription.body(), message)) {
          transaction.put(
              Entry.of(
                      prefix(subscription.key()) + "%020d".formatted(Long.parseLong(id)),
                      TYPE,
                      message)
                  .withHidden(
                      Fields.EMPTY.with("available", now.toString()).with("attempts", "0")));
        }
      }
      ids.add(id);
    }
    return ids;
  }

  private static boolean takes(Fields subscription, Fields message) {
    Optional<Predicate<Fields>> filter =
        subscription.text("filter").filter(f -> !f.isEmpty()).flatMap(AttributeFilter::parse);
    return filter.map(f -> f.test(message.fields("attributes"))).orElse(true);
  }

  private String number(Transaction transaction) {
    String key = "pubsub-counter";
    long next =
        1
            + transaction
                .get(key)
                .map(e -> Long.parseLong(e.body().text("last").orElse("0")))
                .orElse(10_000_000_000_000_000L);
    transaction.put(
        Entry.of(key, "pubsub.Counter", Fields.EMPTY.with("last", Long.toString(next))));
    return Long.toString(next);
  }

  /// Takes out what can be delivered now. What is not acknowledged in time can be taken again; what
  /// was taken too often goes to the topic for dead letters.
  List<Delivery> take(Transaction transaction, Entry subscription, int most) {
    Instant now = plane.clock().instant();
    Fields body = subscription.body();
    Duration deadline = Duration.ofSeconds(Numbers.of(body, "ackDeadlineSeconds", 10));
    boolean ordered = body.flag("enableMessageOrdering");
    Set<String> held = new HashSet<>();
    List<Delivery> taken = new ArrayList<>();
    for (Entry message : standing(transaction, subscription)) {
      String order = ordered ? message.body().text("orderingKey").orElse("") : "";
      boolean waits = available(message).isAfter(now) || held.contains(order);
      if (waits || taken.size() >= most) {
        hold(held, order);
        continue;
      }
      int attempt = 1 + attempts(message);
      if (isDead(body, attempt)) {
        bury(transaction, subscription, message);
        continue;
      }
      String ackId = ackId(message, attempt);
      transaction.put(
          message.withHidden(
              message
                  .hidden()
                  .with("available", now.plus(deadline).toString())
                  .with("attempts", Integer.toString(attempt))));
      taken.add(new Delivery(ackId, attempt, message.body(), message.key()));
      hold(held, order);
    }
    return taken;
  }

  private static void hold(Set<String> held, String order) {
    if (!order.isEmpty()) {
      held.add(order);
    }
  }

  private static boolean isDead(Fields subscription, int attempt) {
    return subscription.text("deadLetterPolicy.deadLetterTopic").isPresent()
        && attempt > Numbers.of(subscription, "deadLetterPolicy.maxDeliveryAttempts", 5);
  }

  private void bury(Transaction transaction, Entry subscription, Entry message) {
    String name = subscription.key().substring(Topics.HOST.length() + 1);
    String[] parts = name.split("/", -1);
    Fields dead =
        message
            .body()
            .without("messageId")
            .without("publishTime")
            .with(
                "attributes",
                message
                    .body()
                    .fields("attributes")
                    .with("CloudPubSubDeadLetterSourceSubscription", parts[parts.length - 1])
                    .with("CloudPubSubDeadLetterSourceSubscriptionProject", parts[1])
                    .with(
                        "CloudPubSubDeadLetterSourceDeliveryCount",
                        Integer.toString(attempts(message)))
                    .with(
                        "CloudPubSubDeadLetterSourceTopicPublishTime",
                        message.body().text("publishTime").orElse("")));
    String topic =
        Topics.HOST
            + "/"
            + subscription.body().text("deadLetterPolicy.deadLetterTopic").orElseThrow();
    transaction.drop(message.key());
    if (transaction.get(topic).isPresent()) {
      publish(transaction, topic, List.of(dead));
    }
  }

  /// Messages that are neither acknowledged nor too old, oldest first; the others go.
  private List<Entry> standing(Transaction transaction, Entry subscription) {
    Instant oldest =
        plane
            .clock()
            .instant()
            .minus(Numbers.duration(subscription.body(), "messageRetentionDuration").orElse(KEPT));
    List<Entry> standing = new ArrayList<>();
    for (Entry message : transaction.under(prefix(subscription.key()))) {
      if (published(message).isBefore(oldest)) {
        transaction.drop(message.key());
      } else if (!message.hidden().flag("acked")) {
        standing.add(message);
      }
    }
    return standing;
  }

  /// When the first message can be delivered; empty when none waits.
  Optional<Instant> next(String subscription) {
    return plane.store().under(prefix(subscription)).stream()
        .filter(m -> !m.hidden().flag("acked"))
        .map(Messages::available)
        .min(java.util.Comparator.naturalOrder());
  }

  void acknowledge(Transaction transaction, Entry subscription, List<String> ackIds) {
    boolean kept = keepsAcknowledged(transaction, subscription);
    for (String ackId : ackIds) {
      find(transaction, subscription, ackId)
          .ifPresent(message -> {
            if (kept) {
              transaction.put(message.withHidden(message.hidden().with("acked", true)));
            } else {
              transaction.drop(message.key());
            }
          });
    }
  }

  /// What has been acknowledged is needed as long as someone may seek back to it.
  private static boolean keepsAcknowledged(Transaction transaction, Entry subscription) {
    String topic = subscription.body().text("topic").orElse("");
    return subscription.body().flag("retainAckedMessages")
        || transaction.under(Topics.HOST + "/").stream()
            .anyMatch(e ->
                e.type().equals(Snapshots.TYPE) && e.body().text("topic").orElse("").equals(topic));
  }

  /// Gives messages more time, or, with none, back.
  void extend(Transaction transaction, Entry subscription, List<String> ackIds, int seconds) {
    Instant now = plane.clock().instant();
    for (String ackId : ackIds) {
      find(transaction, subscription, ackId)
          .ifPresent(message -> {
            Duration wait =
                seconds > 0
                    ? Duration.ofSeconds(seconds)
                    : Subscriptions.backoff(subscription.body(), attempts(message))
                        .orElse(Duration.ZERO);
            postpone(transaction, message, now.plus(wait));
          });
    }
  }

  void postpone(Transaction transaction, Entry message, Instant until) {
    transaction.put(message.withHidden(message.hidden().with("available", until.toString())));
  }

  /// Makes every message acknowledged that was published before the time, and no other.
  void seek(Transaction transaction, Entry subscription, Instant time) {
    mark(transaction, subscription, message -> published(message).isBefore(time));
  }

  /// Makes every message unacknowledged that was so when the snapshot was made, or came later.
  void seek(Transaction transaction, Entry subscription, Set<String> unacked, long last) {
    mark(
        transaction,
        subscription,
        message -> {
          String number = number(message);
          return !unacked.contains(number) && Long.parseLong(number) <= last;
        });
  }

  private void mark(Transaction transaction, Entry subscription, Predicate<Entry> acked) {
    String now = plane.clock().instant().toString();
    for (Entry message : transaction.under(prefix(subscription.key()))) {
      Fields hidden = message.hidden().with("available", now).with("acked", acked.test(message));
      transaction.put(message.withHidden(hidden));
    }
  }

  /// The numbers of a subscription's messages that are not acknowledged.
  List<String> unacknowledged(Transaction transaction, Entry subscription) {
    return standing(transaction, subscription).stream().map(Messages::number).toList();
  }

  /// The number of the newest message of all.
  static String last(Transaction transaction) {
    return transaction.get("pubsub-counter").flatMap(e -> e.body().text("last")).orElse("0");
  }

  private static String number(Entry message) {
    return message.body().text("messageId").orElse("0");
  }

  private static Optional<Entry> find(Transaction transaction, Entry subscription, String ackId) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(ackId), StandardCharsets.UTF_8);
      return text.matches("\\d{20}:\\d+")
          ? transaction.get(prefix(subscription.key()) + text.substring(0, 20))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String ackId(Entry message, int attempt) {
    String text = message.key().substring(message.key().lastIndexOf('/') + 1) + ":" + attempt;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static int attempts(Entry message) {
    return Integer.parseInt(message.hidden().text("attempts").orElse("0"));
  }

  private static Instant available(Entry message) {
    return Instant.parse(message.hidden().text("available").orElseThrow());
  }

  private static Instant published(Entry message) {
    return Instant.parse(message.body().text("publishTime").orElseThrow());
  }

  /// As a pull shows it.
  static Value shown(Delivery delivery, Fields subscription) {
    Fields shown = Fields.EMPTY.with("ackId", delivery.ackId()).with("message", delivery.message());
    return subscription.get("deadLetterPolicy").isPresent()
        ? shown.with("deliveryAttempt", delivery.attempt())
        : shown;
  }
}
