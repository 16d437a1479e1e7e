package dev.groundwork.state;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// One line of the journal. An intent is written before its call, its outcome after it; what a
/// killed run left open is an intent without outcome.
public sealed interface JournalRecord {
  Address address();

  /// About to call. Holds all that a later run needs to finish the record of what this call may
  /// have done.
  ///
  /// @param wanted what will be recorded when it is done, but for the observed fields: before a
  ///   delete, what is recorded already
  /// @param strangers where Google chooses the name: the names in the collection before the call
  ///   that nothing recorded explains, so that the one that is new afterwards is known to be ours
  /// @param requestId sent with the call, so that a repeat is told from a second
  record Intent(Action action, Recorded wanted, SortedSet<String> strangers, String requestId)
      implements JournalRecord {
    public Intent {
      strangers = Collections.unmodifiableSortedSet(new TreeSet<>(strangers));
    }

    @Override
    public Address address() {
      return wanted.address();
    }
  }

  /// The cloud has begun an operation of this name for the last intent of the address.
  record Began(Address address, String operation) implements JournalRecord {}

  /// Done: the resource as it now is.
  record Stands(Recorded recorded) implements JournalRecord {
    @Override
    public Address address() {
      return recorded.address();
    }
  }

  /// Done: the resource is gone, or was forgotten.
  record Gone(Address address) implements JournalRecord {}

  /// Refused: nothing was changed as far as is known.
  record Failed(Address address, String reason) implements JournalRecord {}
}
