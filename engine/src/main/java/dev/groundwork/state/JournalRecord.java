package dev.groundwork.state;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Address;
import java.util.Map;

/// One line of the journal. An intent is written before its call, its outcome after it; what a killed run left open is an
/// intent without outcome.
public sealed interface JournalRecord {
  Address address();

  /// About to call.
  ///
  /// @param path the parameters of the resource's path as far as known
  /// @param requestId sent with the call, so that a repeat is told from a second
  record Intent(Address address, Action action, Map<String, String> path, String requestId) implements JournalRecord {}

  /// The cloud has begun an operation of this name.
  record Began(Address address, Action action, Map<String, String> path, String operation) implements JournalRecord {}

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
