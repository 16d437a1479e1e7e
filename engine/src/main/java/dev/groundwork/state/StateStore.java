package dev.groundwork.state;

import java.util.List;

/// Where the state of one system in one environment is kept: a snapshot, and a journal of what has happened since. Used by
/// one thread at a time, under a lease.
public interface StateStore {

  /// The snapshot with the finished part of the journal applied, and the intents that have no outcome.
  Loaded load();

  /// Appends one record and makes it durable before returning.
  void append(JournalRecord record);

  /// Writes a new snapshot and empties the journal.
  void compact(State state);

  /// What was found.
  ///
  /// @param open the last `Intent` or `Began` of each address that has no outcome after it, in order of the journal
  record Loaded(State state, List<JournalRecord> open) {
    public Loaded {
      open = List.copyOf(open);
    }
  }
}
