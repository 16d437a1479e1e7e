package dev.groundwork.apply;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The port to time and to threads: one thread decides, and what blocks runs elsewhere. With a
/// virtual clock and one thread in place of many, a run is the same every time.
public interface Lanes {

  /// Time passed since some fixed moment.
  Duration now();

  /// Begins work elsewhere. What it returns comes out of `next`, to be run by the deciding thread.
  void start(Supplier<Runnable> work);

  /// Hands something to the deciding thread; from any thread.
  void post(Runnable forTheDecidingThread);

  /// What came first of work begun and what was posted; empty when nothing did in time.
  ///
  /// @param atMost how long to wait; zero takes what is there
  /// @throws InterruptedException when the deciding thread is interrupted
  Optional<Runnable> next(Duration atMost) throws InterruptedException;
}
