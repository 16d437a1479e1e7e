package dev.groundwork.apply;

import dev.groundwork.cloud.Cloud;
import dev.groundwork.diagnostic.Diagnostic;
import java.time.Duration;
import java.util.function.Function;

/// What one piece of work does next. Work is a chain of turns: each call's answer decides the next.
sealed interface Turn {

  /// Asks the cloud, and goes on with what it answers.
  ///
  /// @param after how long to wait before the call
  /// @param isRetry whether the call was refused before, so that giving up loses nothing
  /// @param ask blocks; runs elsewhere
  /// @param then runs on the deciding thread
  record Call<R>(Duration after, boolean isRetry, Function<Cloud, R> ask, Function<R, Turn> then)
      implements Turn {}

  /// It is done.
  record Done() implements Turn {}

  /// It cannot be done, or not now.
  record Failed(Diagnostic diagnostic) implements Turn {}

  static <R> Turn call(Function<Cloud, R> ask, Function<R, Turn> then) {
    return new Call<>(Duration.ZERO, false, ask, then);
  }
}
