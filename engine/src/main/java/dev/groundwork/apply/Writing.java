package dev.groundwork.apply;

import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.state.Journal;
import dev.groundwork.state.JournalRecord;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import dev.groundwork.state.StateStore;
import dev.groundwork.state.StateStore.Loaded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The journal as one run writes it: what is known at once, and made durable in batches.
final class Writing {
  private final StateStore store;
  private final Journal journal;
  private final List<JournalRecord> unwritten = new ArrayList<>();

  Writing(StateStore store, Loaded loaded) {
    this.store = store;
    this.journal = new Journal(loaded);
  }

  void add(JournalRecord record) {
    journal.add(record);
    unwritten.add(record);
  }

  /// Makes durable what was added.
  void flush() {
    if (!unwritten.isEmpty()) {
      store.append(List.copyOf(unwritten));
      unwritten.clear();
    }
  }

  Optional<Recorded> recorded(Address address) {
    return journal.recorded(address);
  }

  boolean isOpen(Address address) {
    return journal.isOpen(address);
  }

  /// The own names of the recorded resources of a type in one collection.
  SortedSet<String> claimed(ResourceType type, Map<String, String> scope) {
    SortedSet<String> names = new TreeSet<>();
    String own = type.parameters().getLast();
    for (Recorded recorded : journal.recorded(type.name())) {
      String name = recorded.path().get(own);
      if (name != null && recorded.path().entrySet().containsAll(scope.entrySet())) {
        names.add(name);
      }
    }
    return names;
  }

  /// The state now; written as a snapshot when nothing is left open.
  State close() {
    flush();
    Loaded now = journal.loaded();
    if (now.open().isEmpty()) {
      store.compact(now.state());
    }
    return now.state();
  }
}
