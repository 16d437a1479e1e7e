package dev.groundwork.state;

import java.util.List;
import java.util.Optional;

/// Where the state of one system in one environment is kept: a snapshot, and a journal of what has
/// happened since. Used by one thread at a time, under a lease.
public interface StateStore {

  /// The snapshot with the finished part of the journal applied, and the intents that have no
  /// outcome; see `Journal`.
  Loaded load();

  /// Appends one record and makes it durable before returning.
  void append(JournalRecord record);

  /// Appends several, as if one by one, and makes them durable before returning: a store that can
  /// do that at once does.
  default void append(List<JournalRecord> records) {
    records.forEach(this::append);
  }

  /// Writes a new snapshot and empties the journal. Only called when no intent is open.
  void compact(State state);

  /// What was found.
  ///
  /// @param open the intents that have no outcome, in order of the journal
  record Loaded(State state, List<Open> open) {
    public Loaded {
      open = List.copyOf(open);
    }
  }

  /// An intent without outcome.
  ///
  /// @param operation the name of the operation that the cloud has begun for it, when it got that
  ///   far
  record Open(JournalRecord.Intent intent, Optional<String> operation) {}
}
