package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is special about one resource type; every method's default is nothing special. The generic
/// handlers have by then checked the body against Google's shape, the project, the API, required
/// and immutable fields, references and etags.
///
/// Methods that take an `Edit` run inside its transaction: they may read and change the store
/// through it, must not wait, and throw `Refused` to refuse; then nothing at all is changed.
public interface Behavior {

  /// The parameter that names the resource, when neither path nor query nor the body's `name` says
  /// it.
  default Optional<String> name(Ask ask) {
    return Optional.empty();
  }

  /// The parameters of a resource's path, where a client may also call it otherwise: a trigger by
  /// its id.
  default Map<String, String> path(Map<String, String> asked) {
    return asked;
  }

  /// What was sent to create a resource, with what the service takes for granted, before anything
  /// is checked.
  default Fields received(Ask ask, Fields sent) {
    return sent;
  }

  /// Completes and checks a resource about to be created.
  ///
  /// @param wanted what was sent, with defaults and stamps
  /// @return what is stored; clients see it at once
  default Fields create(Edit edit, Fields wanted) {
    return wanted;
  }

  /// Completes and checks a change.
  ///
  /// @param before as stored
  /// @param after with the change made
  default Fields update(Edit edit, Fields before, Fields after) {
    return after;
  }

  /// Checks a deletion; `Refused` when something still uses the resource.
  default void delete(Edit edit, Entry current) {}

  /// What an operation has to do outside the store, while it runs; empty when nothing. Also asked
  /// after a restart for an operation that had not ended: the work must stand being done twice.
  default Optional<Work> work(Operation operation) {
    return Optional.empty();
  }

  /// The last check, when the operation's time has come: it ends with what this refuses, and
  /// nothing is changed. For what the service accepts at first and finds out later.
  default void ending(Transaction transaction, Operation operation, Entry now) {}

  /// The operation has ended well: what of that shows in the resource or others.
  ///
  /// @param now the resource; gone from the store already when it was deleted
  /// @return what to store; ignored when it was deleted
  default Entry settled(Transaction transaction, Operation operation, Entry now) {
    return now;
  }

  /// What operations call an action, where it is not what the service usually calls it.
  default Optional<String> verb(Action action) {
    return Optional.empty();
  }

  /// What a client is shown.
  default Fields show(Entry entry) {
    return entry.body();
  }

  /// As `show`, in a list.
  default List<Fields> show(List<Entry> entries) {
    return entries.stream().map(this::show).toList();
  }

  /// The refusal of a read, change or deletion of a resource that is not there.
  default Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.empty();
  }

  /// The refusal to create what is there already.
  default Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.empty();
  }

  /// Whether a PATCH that names no fields replaces the whole, rather than changing what it holds.
  default boolean isReplacedByPatch() {
    return false;
  }

  /// Whether a reference that leads nowhere is refused at once; a service may find out later.
  default boolean refusesMissing(String field) {
    return true;
  }

  /// AIP-151's metadata of an operation on the resource, with its `@type`: asked when the operation
  /// begins and again when it ends.
  ///
  /// @param target the resource as it then is; before a deletion takes it, when it is deleted
  default Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.empty();
  }

  /// AIP-151's response of an operation that has ended well, with its `@type`, where it is not the
  /// resource, or nothing for a deletion.
  default Optional<Fields> response(Operation operation, Entry target) {
    return Optional.empty();
  }
}
