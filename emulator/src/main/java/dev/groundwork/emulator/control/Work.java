package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import java.util.function.UnaryOperator;

/// What an operation does outside the store: boot a server, delete its files. Runs on a virtual
/// thread of its own and may wait as long as it likes. An exception ends the operation with an
/// internal error.
@FunctionalInterface
public interface Work {
  Outcome run() throws Exception;

  /// How it went.
  sealed interface Outcome {
    /// @param change made to the resource as it then is, before `Behavior.settled`
    record Done(UnaryOperator<Entry> change) implements Outcome {
      public Done() {
        this(UnaryOperator.identity());
      }
    }

    /// The operation ends with this error, and the resource is as it was before the operation.
    record Failed(Refusal refusal) implements Outcome {}

    /// The operation ends with this error, but what it changed stays: a service that stands and is
    /// not ready.
    record Flawed(UnaryOperator<Entry> change, Refusal refusal) implements Outcome {}
  }
}
