package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.OutgoingCalls;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.pubsub.Messages.Delivery;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Pub/Sub over REST: publish, pull, acknowledge, push, seek.
public final class PubSub implements Service {
  private static final String TOPIC = "v1/projects/{project}/topics/{name}";
  private static final String SUBSCRIPTION = "v1/projects/{project}/subscriptions/{name}";
  private static final String SNAPSHOT = "v1/projects/{project}/snapshots/{name}";

  /// How long a pull waits for a message, unless it asks for an answer at once.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final ControlPlane plane;
  private final Messages messages;
  private final Snapshots snapshots;
  private final OutgoingCalls calls;
  private final ReentrantLock arrivals = new ReentrantLock();
  private final Condition arrived = arrivals.newCondition();

  public PubSub(ControlPlane plane) {
    this.plane = plane;
    messages = new Messages(plane);
    snapshots = new Snapshots(plane, messages);
    calls = new OutgoingCalls(plane);
  }

  @Override
  public String host() {
    return Topics.HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior(Topics.TYPE, new Topics());
    into.behavior(Subscriptions.TYPE, new Subscriptions());
    into.route(Verb.POST, TOPIC + ":publish", this::publish);
    into.route(Verb.GET, TOPIC + "/subscriptions", ask -> attached(ask, Subscriptions.TYPE));
    into.route(Verb.GET, TOPIC + "/snapshots", ask -> attached(ask, Snapshots.TYPE));
    into.route(Verb.POST, SUBSCRIPTION + ":pull", this::pull);
    into.route(Verb.POST, SUBSCRIPTION + ":acknowledge", this::acknowledge);
    into.route(Verb.POST, SUBSCRIPTION + ":modifyAckDeadline", this::modifyAckDeadline);
    into.route(Verb.POST, SUBSCRIPTION + ":modifyPushConfig", this::modifyPushConfig);
    into.route(Verb.POST, SUBSCRIPTION + ":seek", this::seek);
    into.route(Verb.POST, SUBSCRIPTION + ":detach", this::detach);
    into.route(Verb.PUT, SNAPSHOT, snapshots::create);
    into.route(Verb.GET, SNAPSHOT, snapshots::get);
    into.route(Verb.PATCH, SNAPSHOT, snapshots::update);
    into.route(Verb.DELETE, SNAPSHOT, snapshots::delete);
    into.route(Verb.GET, "v1/projects/{project}/snapshots", snapshots::list);
    plane.agenda().add(new Pushes(plane, messages, calls));
  }

  private static String key(Ask ask, String collection) {
    return Topics.HOST
        + "/projects/"
        + ask.path("project")
        + "/"
        + collection
        + "/"
        + ask.path("name");
  }

  private Reply publish(Ask ask) {
    String topic = key(ask, "topics");
    List<Fields> sent = new ArrayList<>();
    for (Value value : ask.body().items("messages")) {
      Fields message = value instanceof Fields f ? f : Fields.EMPTY;
      if (message.text("data").orElse("").isEmpty() && message.fields("attributes").isEmpty()) {
        throw Refusals.emptyMessage().asException();
      }
      // some clients write the alphabet that is safe in URLs
      String data = message.text("data").orElse("").replace('-', '+').replace('_', '/');
      Fields clean = message.without("messageId").without("publishTime");
      sent.add(data.isEmpty() ? clean : clean.with("data", data));
    }
    if (sent.isEmpty()) {
      throw Refusals.noMessages().asException();
    }
    List<String> ids =
        plane
            .store()
            .change(transaction -> {
              if (transaction.get(topic).isEmpty()) {
                throw Refusals.absent(topic).asException();
              }
              return messages.publish(transaction, topic, sent);
            });
    arrivals.lock();
    try {
      arrived.signalAll();
    } finally {
      arrivals.unlock();
    }
    return Reply.ok(Fields.EMPTY.with("messageIds", Value.texts(ids)));
  }

  private Reply attached(Ask ask, String type) {
    String topic = key(ask, "topics");
    if (plane.store().get(topic).isEmpty()) {
      throw Refusals.absent(topic).asException();
    }
    String name = topic.substring(Topics.HOST.length() + 1);
    List<String> names =
        plane.store().under(Topics.HOST + "/").stream()
            .filter(e -> e.type().equals(type) && e.body().text("topic").orElse("").equals(name))
            .map(e -> e.key().substring(Topics.HOST.length() + 1))
            .toList();
    String field = type.equals(Snapshots.TYPE) ? "snapshots" : "subscriptions";
    return Reply.ok(names.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with(field, Value.texts(names)));
  }

  private Reply pull(Ask ask) {
    String key = key(ask, "subscriptions");
    int most = Numbers.of(ask.body(), "maxMessages", 0);
    if (most < 1) {
      throw Refusals.count(most).asException();
    }
    Fields subscription =
        plane.store().get(key).orElseThrow(() -> Refusals.absent(key).asException()).body();
    if (Subscriptions.isPushed(subscription)) {
      throw Refusals.isPushed(key).asException();
    }
    List<Delivery> taken = take(key, most);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (taken.isEmpty()
        && !ask.body().flag("returnImmediately")
        && System.nanoTime() < end
        && waitForArrival()) {
      taken = take(key, most);
    }
    List<Value> shown = taken.stream().map(d -> Messages.shown(d, subscription)).toList();
    return Reply.ok(
        shown.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("receivedMessages", new Value.Items(shown)));
  }

  private List<Delivery> take(String key, int most) {
    return plane
        .store()
        .change(transaction ->
            messages.take(
                transaction,
                transaction.get(key).orElseThrow(() -> Refusals.absent(key).asException()),
                most));
  }

  /// Also looks after a while whether time has brought a message back.
  @SuppressWarnings("WaitNotInLoop") // who asks, asks in a loop
  private boolean waitForArrival() {
    arrivals.lock();
    try {
      boolean signalled = arrived.await(250, TimeUnit.MILLISECONDS);
      return signalled || !Thread.currentThread().isInterrupted();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      arrivals.unlock();
    }
  }

  private Reply acknowledge(Ask ask) {
    change(ask, (t, subscription) -> messages.acknowledge(t, subscription, ackIds(ask)));
    return Reply.empty();
  }

  private Reply modifyAckDeadline(Ask ask) {
    int seconds = Numbers.of(ask.body(), "ackDeadlineSeconds", 0);
    if (seconds < 0 || seconds > 600) {
      throw Refusals.deadline(seconds).asException();
    }
    change(ask, (t, subscription) -> messages.extend(t, subscription, ackIds(ask), seconds));
    return Reply.empty();
  }

  private Reply modifyPushConfig(Ask ask) {
    change(
        ask,
        (t, subscription) ->
            t.put(
                subscription.withBody(
                    subscription.body().with("pushConfig", ask.body().fields("pushConfig")))));
    return Reply.empty();
  }

  private Reply detach(Ask ask) {
    change(
        ask,
        (t, subscription) -> {
          t.under(Messages.prefix(subscription.key())).forEach(m -> t.drop(m.key()));
          t.put(subscription.withBody(subscription.body().with("detached", true)));
        });
    return Reply.empty();
  }

  private Reply seek(Ask ask) {
    Optional<String> snapshot = ask.body().text("snapshot");
    change(
        ask,
        (t, subscription) -> {
          if (snapshot.isPresent()) {
            String key = Topics.HOST + "/" + snapshot.get();
            Entry found = Snapshots.require(t.get(key), key);
            HashSet<String> unacked = new HashSet<>();
            found.hidden().items("unacked").forEach(v -> unacked.add(((Value.Text) v).value()));
            long last = Long.parseLong(found.hidden().text("last").orElse("0"));
            messages.seek(t, subscription, unacked, last);
          } else {
            messages.seek(t, subscription, Instant.parse(ask.body().text("time").orElse("")));
          }
        });
    return Reply.empty();
  }

  private static List<String> ackIds(Ask ask) {
    return ask.body().items("ackIds").stream()
        .flatMap(v -> Stream.of(v).filter(Value.Text.class::isInstance))
        .map(v -> ((Value.Text) v).value())
        .toList();
  }

  /// What is done to a subscription that is there.
  @FunctionalInterface
  private interface Change {
    void make(Transaction transaction, Entry subscription);
  }

  private void change(Ask ask, Change change) {
    String key = key(ask, "subscriptions");
    plane
        .store()
        .run(transaction ->
            change.make(
                transaction,
                transaction.get(key).orElseThrow(() -> Refusals.absent(key).asException())));
  }

  @Override
  public void close() {
    calls.close();
  }
}
