package dev.groundwork.emulator.compute;

import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.Links;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.function.Predicate;

/// Who uses a resource of Compute: a resource that is used cannot be deleted.
final class Users {
  private Users() {}

  /// The first resource of the project, by name, that names `selfLink` anywhere.
  ///
  /// @param counts which resources count as users
  static Optional<Entry> find(
      Transaction transaction, String project, String selfLink, Predicate<Entry> counts) {
    return transaction.under(Names.key("projects/" + project + "/")).stream()
        .filter(e -> !Busy.isBeingDeleted(e) && counts.test(e))
        .filter(e ->
            !e.body().text("selfLink").equals(Optional.of(selfLink))
                && mentions(e.body(), selfLink))
        .findFirst();
  }

  private static boolean mentions(Fields body, String link) {
    return body.values().entrySet().stream()
        .anyMatch(e -> !e.getKey().equals("selfLink") && contains(e.getValue(), link));
  }

  private static boolean contains(Value value, String link) {
    return switch (value) {
      case Value.Text(var text) -> text.equals(link);
      case Value.Items(var items) -> items.stream().anyMatch(i -> contains(i, link));
      case Fields fields -> fields.values().values().stream().anyMatch(v -> contains(v, link));
      default -> false;
    };
  }

  /// @param kind as the message names it, `network`
  static Refusal inUse(String kind, String relativeName, String userName) {
    return Refusal.inUse(
        "The "
            + kind
            + " resource '"
            + relativeName
            + "' is already being used by '"
            + userName
            + "'");
  }

  /// @throws dev.groundwork.emulator.control.Refused when something uses it
  static void refuse(
      Transaction transaction, String project, String kind, Entry used, Predicate<Entry> counts) {
    String link = used.body().text("selfLink").orElse("");
    find(transaction, project, link, counts)
        .ifPresent(user -> {
          throw inUse(kind, Names.relative(used.key()), Names.relative(user.key())).asException();
        });
  }

  /// Whether a resource names this one by one field.
  static boolean names(Entry entry, String field, String link) {
    return Links.texts(entry.body(), field).contains(link);
  }
}
