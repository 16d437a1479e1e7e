package dev.groundwork.cli;

/// Hears Ctrl-C.
public interface Interrupts {
  /// Never interrupted.
  Interrupts NONE = _ -> () -> {};

  /// Runs the action each time the user asks to stop, in place of ending the process.
  Registration on(Runnable action);

  /// Until closed.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
