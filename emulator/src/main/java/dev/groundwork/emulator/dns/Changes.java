package dev.groundwork.emulator.dns;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Changes of a zone's records: all of one, or nothing.
final class Changes {
  private static final String TYPE = "dns.Change";

  private final ControlPlane plane;

  Changes(ControlPlane plane) {
    this.plane = plane;
  }

  static String prefix(String zone) {
    return zone + "/changes/";
  }

  Reply create(Ask ask, Entry zone) {
    return plane
        .store()
        .change(transaction -> {
          remove(transaction, zone, ask.body().items("deletions"));
          List<Value> additions = add(transaction, zone, ask.body().items("additions"));
          int id = transaction.under(prefix(zone.key())).size() + 1;
          Fields change =
              Fields.EMPTY
                  .with("kind", "dns#change")
                  .with("id", Integer.toString(id))
                  .with("startTime", Times.millis(plane.clock().instant()))
                  .with("status", "done");
          change =
              additions.isEmpty() ? change : change.with("additions", new Value.Items(additions));
          change =
              ask.body().items("deletions").isEmpty()
                  ? change
                  : change.with("deletions", new Value.Items(ask.body().items("deletions")));
          transaction.put(Entry.of(prefix(zone.key()) + "%012d".formatted(id), TYPE, change));
          return Reply.ok(change.with("status", "pending"));
        });
  }

  private static void remove(Transaction transaction, Entry zone, List<Value> deletions) {
    int at = 0;
    for (Value value : deletions) {
      Fields record = value instanceof Fields f ? f : Fields.EMPTY;
      Optional<Entry> there = transaction.get(Records.key(zone.key(), record));
      boolean same =
          there
              .filter(e ->
                  e.body().items("rrdatas").equals(record.items("rrdatas"))
                      && e.body().get("ttl").equals(record.get("ttl")))
              .isPresent();
      if (there.isEmpty()) {
        throw Refusal.notFound(
                "The 'entity.change.deletions["
                    + at
                    + "]' resource named '"
                    + label(record)
                    + "' does not exist.")
            .asException();
      }
      if (!same) {
        throw Refusal.stale("Precondition not met for 'entity.change.deletions[" + at + "]'")
            .asException();
      }
      transaction.drop(there.get().key());
      at++;
    }
  }

  private static List<Value> add(Transaction transaction, Entry zone, List<Value> additions) {
    List<Value> made = new java.util.ArrayList<>();
    for (Value value : additions) {
      Fields record = value instanceof Fields f ? f : Fields.EMPTY;
      String where = "entity.change.additions[" + made.size() + "]";
      if (transaction.get(Records.key(zone.key(), record)).isPresent()) {
        throw present(where, record).asException();
      }
      Records.check(transaction, zone, record, where);
      made.add(Records.put(transaction, zone.key(), record));
    }
    return made;
  }

  static Refusal present(String where, Fields record) {
    return Refusal.alreadyExists(
        "The resource '" + where + "' named '" + label(record) + "' already exists");
  }

  private static String label(Fields record) {
    return record.text("name").orElse("") + " (" + record.text("type").orElse("") + ")";
  }

  Reply get(Ask ask, Entry zone) {
    String id = ask.path("change");
    return plane.store().under(prefix(zone.key())).stream()
        .filter(e -> e.body().text("id").orElse("").equals(id))
        .map(e -> Reply.ok(e.body()))
        .findFirst()
        .orElseThrow(() ->
            Refusal.notFound(
                    "The 'parameters.changeId' resource named '" + id + "' does not exist.")
                .asException());
  }

  Reply list(Ask ask, Entry zone) {
    Paging.Page page =
        Paging.page(ask, "maxResults", 1000, plane.store().under(prefix(zone.key())));
    List<Value> items = page.entries().reversed().stream().<Value>map(Entry::body).toList();
    Fields body =
        Fields.EMPTY
            .with("kind", "dns#changesListResponse")
            .with("changes", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }
}
