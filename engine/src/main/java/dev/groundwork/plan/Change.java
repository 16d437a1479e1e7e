package dev.groundwork.plan;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.state.Recorded;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What is to happen to one resource, and why. In `desired`, references to what is known already
/// are resolved, and `Resource.needs` names everything that must stand first, said or derived.
public sealed interface Change {
  Address address();

  /// Why, a sentence each.
  List<String> reasons();

  /// `+`: it is not there.
  ///
  /// @param vanished whether it was there once, and was deleted behind the description's back
  record Create(Resource desired, boolean vanished, List<String> reasons) implements Change {
    public Create {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `~`: fields differ.
  ///
  /// @param recorded what an apply left; without desired fields when the resource was made by
  ///   someone else
  /// @param observed what is there, with its etag and fingerprints, without secrets
  /// @param differences by dotted path
  record Update(
      Resource desired,
      Recorded recorded,
      Value.Fields observed,
      SortedMap<String, Difference> differences,
      List<String> reasons)
      implements Change {
    public Update {
      differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
      reasons = List.copyOf(reasons);
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `-/+`: fields differ that cannot change, or what it stands on is replaced.
  ///
  /// @param fixed the paths of the differences that cannot be made in place
  /// @param goesWith the resource that takes this one with it when it is deleted, when that is to
  ///   be deleted too
  record Replace(
      Resource desired,
      Recorded recorded,
      Value.Fields observed,
      SortedMap<String, Difference> differences,
      SortedSet<String> fixed,
      Optional<Address> goesWith,
      List<String> reasons)
      implements Change {
    public Replace {
      fixed = Collections.unmodifiableSortedSet(new TreeSet<>(fixed));
      differences = Collections.unmodifiableSortedMap(new TreeMap<>(differences));
      reasons = List.copyOf(reasons);
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// `-`: the description has it no more.
  ///
  /// @param goesWith the resource that takes this one with it when it is deleted, when that is to
  ///   be deleted too
  record Delete(
      ResourceType type,
      Recorded recorded,
      Value.Fields observed,
      Optional<Address> goesWith,
      List<String> reasons)
      implements Change {
    public Delete {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Address address() {
      return recorded.address();
    }
  }

  /// Nothing is called: it is there as described, but was not recorded, and is taken over.
  record Adopt(Resource desired, Recorded recorded, List<String> reasons) implements Change {
    public Adopt {
      reasons = List.copyOf(reasons);
    }

    @Override
    public Address address() {
      return desired.address();
    }
  }

  /// Nothing is called: the record is dropped, because the resource is gone, or is left to itself.
  record Forget(Address address, List<String> reasons) implements Change {
    public Forget {
      reasons = List.copyOf(reasons);
    }
  }

  /// As described already.
  ///
  /// @param recorded what is known of it now; written only where a record is there already and says
  ///   something else
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
  /// @param from what is there; empty when absent, or when it cannot be seen
  /// @param to what is wanted; empty when it is to go; may hold references known only after apply
  /// @param drift whether it was changed behind the description's back: what is there is not what
  ///   was recorded
  record Difference(Optional<Value> from, Optional<Value> to, boolean drift) {}
}
