package dev.groundwork.emulator.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads and changes that happen all together or not at all. Sees its own changes. Only one runs at
/// a time, so what it has read stays true until it ends; it must not wait for anything.
public final class Transaction {
  private final Store store;
  private final Map<String, Optional<Entry>> changes = new LinkedHashMap<>();
  private final List<Runnable> afterwards = new ArrayList<>();

  Transaction(Store store) {
    this.store = store;
  }

  public Optional<Entry> get(String key) {
    Optional<Entry> changed = changes.get(key);
    return changed != null ? changed : store.get(key);
  }

  /// All entries whose key begins with `prefix`, by key.
  public List<Entry> under(String prefix) {
    SortedMap<String, Entry> found = new TreeMap<>();
    store.under(prefix).forEach(entry -> found.put(entry.key(), entry));
    changes.forEach((key, entry) -> {
      if (key.startsWith(prefix)) {
        entry.ifPresentOrElse(e -> found.put(key, e), () -> found.remove(key));
      }
    });
    return List.copyOf(found.values());
  }

  /// Stores an entry, new or in place of the one with its key, and gives it a new revision.
  public Entry put(Entry entry) {
    Entry stamped =
        new Entry(entry.key(), entry.type(), entry.body(), entry.hidden(), store.nextRevision());
    changes.put(entry.key(), Optional.of(stamped));
    return stamped;
  }

  public void drop(String key) {
    changes.put(key, Optional.empty());
  }

  /// Runs `then` once the changes are stored, before another transaction begins; it must not wait
  /// either. Not run when the transaction fails.
  public void afterwards(Runnable then) {
    afterwards.add(then);
  }

  List<Runnable> afterwards() {
    return afterwards;
  }

  Map<String, Optional<Entry>> changes() {
    return changes;
  }
}
