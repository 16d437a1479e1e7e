package dev.groundwork.emulator.pubsub;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Snapshots: which messages of a subscription were not acknowledged at one time.
final class Snapshots {
  static final String TYPE = "pubsub.Snapshot";
  private static final Duration LIFE = Duration.ofDays(7);

  private final ControlPlane plane;
  private final Messages messages;

  Snapshots(ControlPlane plane, Messages messages) {
    this.plane = plane;
    this.messages = messages;
  }

  static String key(Ask ask) {
    return Topics.HOST + "/projects/" + ask.path("project") + "/snapshots/" + ask.path("name");
  }

  private static String name(String key) {
    return key.substring(Topics.HOST.length() + 1);
  }

  Reply create(Ask ask) {
    String key = key(ask);
    String subscription = ask.body().text("subscription").orElse("");
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(key).isPresent()) {
            throw Refusals.present(key).asException();
          }
          Entry of =
              transaction
                  .get(Topics.HOST + "/" + subscription)
                  .orElseThrow(() -> Refusals.absent(subscription).asException());
          Fields body =
              Fields.EMPTY
                  .with("name", name(key))
                  .with("topic", of.body().text("topic").orElse(""))
                  .with("expireTime", Times.micros(plane.clock().instant().plus(LIFE)));
          body =
              ask.body().fields("labels").isEmpty()
                  ? body
                  : body.with("labels", ask.body().fields("labels"));
          Fields hidden =
              Fields.EMPTY
                  .with("unacked", Value.texts(messages.unacknowledged(transaction, of)))
                  .with("last", Messages.last(transaction));
          transaction.put(Entry.of(key, TYPE, body).withHidden(hidden));
          return Reply.ok(body);
        });
  }

  Reply get(Ask ask) {
    return Reply.ok(require(plane.store().get(key(ask)), key(ask)).body());
  }

  Reply list(Ask ask) {
    String prefix = Topics.HOST + "/projects/" + ask.path("project") + "/snapshots/";
    Paging.Page page = Paging.page(ask, "pageSize", 100, plane.store().under(prefix));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("snapshots", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  Reply update(Ask ask) {
    String key = key(ask);
    String mask = ask.body().text("updateMask").orElseGet(() -> ask.queryOr("updateMask", ""));
    return plane
        .store()
        .change(transaction -> {
          Entry snapshot = require(transaction.get(key), key);
          Fields after =
              Masks.apply(snapshot.body(), ask.body().fields("snapshot"), Masks.paths(mask));
          transaction.put(snapshot.withBody(after));
          return Reply.ok(after);
        });
  }

  Reply delete(Ask ask) {
    String key = key(ask);
    return plane
        .store()
        .change(transaction -> {
          require(transaction.get(key), key);
          transaction.drop(key);
          return Reply.empty();
        });
  }

  static Entry require(Optional<Entry> found, String key) {
    return found
        .filter(e -> e.type().equals(TYPE))
        .orElseThrow(() -> Refusals.absent(key).asException());
  }
}
