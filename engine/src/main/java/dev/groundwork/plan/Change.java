package dev.groundwork.plan;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.state.Recorded;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is to happen to one resource, and why.
public sealed interface Change {
  Address address();

  /// Why, a sentence each.
  List<String> reasons();

  /// `+`: it is not there.
  record Create(Resource desired, List<String> reasons) implements Change {
    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `~`: fields differ.
  ///
  /// @param observed what is there, with its etag and fingerprints
  /// @param differences by dotted path
  record Update(Resource desired, Recorded recorded, Value.Fields observed, SortedMap<String, Difference> differences, List<String> reasons)
      implements Change {
    public Update {
      differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `-/+`: fields differ that cannot change.
  record Replace(Resource desired, Recorded recorded, Value.Fields observed, SortedMap<String, Difference> differences, List<String> reasons)
      implements Change {
    public Replace {
      differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `-`: the description has it no more.
  record Delete(Recorded recorded, Value.Fields observed, List<String> reasons) implements Change {
    @Override
    public Address address() {
      return recorded.address();
    }
  }

  /// Nothing is called; only the record changes: a resource that was made but not recorded is taken over, or one that is gone
  /// is forgotten.
  ///
  /// @param keep what to record; empty to forget it
  record Note(Address address, Optional<Recorded> keep, List<String> reasons) implements Change {}

  /// As described already.
  record Keep(Resource desired, Recorded recorded) implements Change {
    @Override
    public Address address() {
      return desired.address();
    }

    @Override
    public List<String> reasons() {
      return List.of();
    }
  }

  /// `!`: cannot or must not be done.
  record Refused(Address address, List<Diagnostic> diagnostics) implements Change {
    public Refused {
      diagnostics = List.copyOf(diagnostics);
    }

    @Override
    public List<String> reasons() {
      return diagnostics.stream().map(Diagnostic::message).toList();
    }
  }

  /// One field that differs.
  ///
  /// @param from what is there; empty when absent
  /// @param to what is wanted; empty when it is to go; may hold references known only after apply
  /// @param drift whether it was changed behind the description's back: what is there is not what was recorded
  record Difference(Optional<Value> from, Optional<Value> to, boolean drift) {}
}
