package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// What is special about topics.
final class Topics implements Behavior {
  static final String HOST = "pubsub.googleapis.com";
  static final String TYPE = "pubsub.Topic";
  static final String GONE = "_deleted-topic_";

  private static final String NAME = "(?!goog)[A-Za-z][A-Za-z0-9._~%+-]{2,254}";

  /// @throws dev.groundwork.emulator.control.Refused when nothing in Pub/Sub can be called so
  static void checkName(Edit edit) {
    if (!edit.name().matches(NAME)) {
      throw Refusals.name(edit.key().substring(HOST.length() + 1)).asException();
    }
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    checkName(edit);
    return wanted;
  }

  @Override
  public void delete(Edit edit, Entry current) {
    for (Entry subscription : subscriptions(edit.transaction(), edit.key())) {
      edit.transaction().put(subscription.withBody(subscription.body().with("topic", GONE)));
    }
  }

  /// The subscriptions to a topic, wherever they are.
  static List<Entry> subscriptions(Transaction transaction, String topic) {
    String name = topic.substring(HOST.length() + 1);
    return transaction.under(HOST + "/").stream()
        .filter(e -> e.type().equals(Subscriptions.TYPE))
        .filter(e -> e.body().text("topic").orElse("").equals(name))
        .toList();
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusals.absent(relativeName));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusals.present(relativeName));
  }
}
