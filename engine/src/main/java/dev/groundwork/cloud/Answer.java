package dev.groundwork.cloud;

import dev.groundwork.resource.Value;
import java.util.Map;

/// What the cloud says to one call.
public sealed interface Answer {

  /// The resource as it now is.
  ///
  /// @param path the parameters of its path, with the name that Google chose where it did
  /// @param observed its fields as Google shows them
  record Present(Map<String, String> path, Value.Fields observed) implements Answer {
    public Present {
      path = java.util.Collections.unmodifiableSortedMap(new java.util.TreeMap<>(path));
    }
  }

  /// There is no such resource; after a delete, it is gone.
  record Absent() implements Answer {}

  /// Begun, not finished: poll.
  record Working(Operation operation) implements Answer {}

  /// Refused, or not known to have been done.
  record Refused(Refusal refusal) implements Answer {}
}
