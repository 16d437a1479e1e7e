package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.Optional;

/// What is special about subscriptions.
final class Subscriptions implements Behavior {
  static final String TYPE = "pubsub.Subscription";
  private static final int SHORTEST = 10;
  private static final int LONGEST = 600;

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Topics.checkName(edit);
    Fields sent = edit.ask().body();
    Fields body = wanted;
    if (Numbers.of(body, "ackDeadlineSeconds", 0) == 0) {
      body = body.with("ackDeadlineSeconds", SHORTEST);
    }
    boolean neverExpires =
        sent.get("expirationPolicy").map(p -> p.equals(Fields.EMPTY)).orElse(false);
    if (body.text("expirationPolicy.ttl").isEmpty()) {
      body =
          body.with(
              "expirationPolicy",
              neverExpires ? Fields.EMPTY : Fields.EMPTY.with("ttl", "2678400s"));
    }
    if (body.get("retryPolicy").isPresent()) {
      body =
          body.with(
                  "retryPolicy.minimumBackoff",
                  body.text("retryPolicy.minimumBackoff").orElse("10s"))
              .with(
                  "retryPolicy.maximumBackoff",
                  body.text("retryPolicy.maximumBackoff").orElse("600s"));
    }
    if (body.get("deadLetterPolicy").isPresent()
        && Numbers.of(body, "deadLetterPolicy.maxDeliveryAttempts", 0) == 0) {
      body = body.with("deadLetterPolicy.maxDeliveryAttempts", 5);
    }
    check(edit, body);
    return body.with("state", "ACTIVE");
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    check(edit, after);
    return after;
  }

  private static void check(Edit edit, Fields body) {
    for (String field : new String[] {"topic", "deadLetterPolicy.deadLetterTopic"}) {
      Optional<String> topic = body.text(field).filter(t -> !t.equals(Topics.GONE));
      if (topic.isPresent() && edit.transaction().get(Topics.HOST + "/" + topic.get()).isEmpty()) {
        throw Refusals.absent(topic.get()).asException();
      }
    }
    int deadline = Numbers.of(body, "ackDeadlineSeconds", SHORTEST);
    if (deadline < SHORTEST || deadline > LONGEST) {
      throw Refusals.deadline(deadline).asException();
    }
    int attempts = Numbers.of(body, "deadLetterPolicy.maxDeliveryAttempts", 5);
    if (attempts < 5 || attempts > 100) {
      throw Refusals.deadLetters(attempts).asException();
    }
    String filter = body.text("filter").orElse("");
    if (!filter.isEmpty() && AttributeFilter.parse(filter).isEmpty()) {
      throw Refusals.filter(filter).asException();
    }
  }

  @Override
  public void delete(Edit edit, Entry current) {
    edit.transaction()
        .under(Messages.prefix(edit.key()))
        .forEach(e -> edit.transaction().drop(e.key()));
  }

  @Override
  public Fields show(Entry entry) {
    return entry.body().get("pushConfig").isPresent()
        ? entry.body()
        : entry.body().with("pushConfig", Fields.EMPTY);
  }

  /// The topics are looked for here, in Pub/Sub's own words.
  @Override
  public boolean refusesMissing(String field) {
    return !field.equals("topic") && !field.equals("deadLetterPolicy.deadLetterTopic");
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusals.absent(relativeName));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusals.present(relativeName));
  }

  static boolean isPushed(Fields body) {
    return body.text("pushConfig.pushEndpoint").filter(p -> !p.isEmpty()).isPresent();
  }

  /// How long a message waits before it is delivered again after a failure; empty when the
  /// subscription says nothing: at once.
  static Optional<Duration> backoff(Fields body, int attempts) {
    if (!(body.get("retryPolicy").orElse(new Value.Null()) instanceof Fields policy)) {
      return Optional.empty();
    }
    Duration wait =
        Numbers.duration(policy, "minimumBackoff")
            .orElse(Duration.ofSeconds(10))
            .multipliedBy(1L << Math.min(attempts - 1, 20));
    Duration longest = Numbers.duration(policy, "maximumBackoff").orElse(Duration.ofMinutes(10));
    return Optional.of(wait.compareTo(longest) > 0 ? longest : wait);
  }
}
