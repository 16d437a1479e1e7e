package dev.groundwork.emulator.control;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Lets what is on the agenda happen, one thing at a time, as the emulated clock goes or is
/// advanced.
final class Timekeeper implements AutoCloseable {
  /// How late something may be while the clock goes by itself.
  private static final Duration BEAT = Duration.ofMillis(200);

  /// So often nothing is due at one time, unless it has not understood that it has happened.
  private static final int MANY = 10_000;

  private static final System.Logger LOG = System.getLogger("dev.groundwork.emulator");

  private final Agenda agenda = new Agenda();
  private final EmulatorClock clock;
  private final Runnable settle;
  private final ReentrantLock one = new ReentrantLock();
  private final Condition ended = one.newCondition();
  private boolean running;

  /// @param settle what follows from time alone, after each thing that happens
  Timekeeper(EmulatorClock clock, Runnable settle) {
    this.clock = clock;
    this.settle = settle;
  }

  Agenda agenda() {
    return agenda;
  }

  void start() {
    one.lock();
    try {
      running = true;
    } finally {
      one.unlock();
    }
    Thread.ofVirtual().name("timekeeper").start(this::beat);
  }

  private void beat() {
    one.lock();
    try {
      while (running) {
        settle.run();
        Instant now = clock.instant();
        Optional<Agenda.Due> due = agenda.first(now);
        // what is due over and over must not keep the thread for ever
        for (int i = 0; i < MANY && due.isPresent(); i++) {
          happen(due.get(), now);
          clock.letGo();
          due = agenda.first(now);
        }
        if (ended.await(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      one.unlock();
    }
  }

  /// Moves the clock ahead, by way of everything that is due until then.
  void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back");
    }
    one.lock();
    try {
      Instant target = clock.instant().plus(by);
      Instant last = Instant.MIN;
      int again = 0;
      for (Optional<Agenda.Due> due = agenda.first(target);
          due.isPresent() && again < MANY;
          due = agenda.first(target)) {
        again = due.get().at().equals(last) ? again + 1 : 0;
        last = due.get().at();
        happen(due.get(), clock.instant());
        settle.run();
      }
      clock.letGo(target);
    } finally {
      one.unlock();
    }
  }

  /// @param now time does not go back to what is late
  private void happen(Agenda.Due due, Instant now) {
    clock.hold(due.at().isAfter(now) ? due.at() : now);
    try {
      due.what().happen(due.at());
    } catch (RuntimeException e) {
      // one thing that fails must not stop the clock for all others
      LOG.log(System.Logger.Level.ERROR, "what was due at " + due.at() + " failed", e);
    }
  }

  @Override
  public void close() {
    one.lock();
    try {
      running = false;
      ended.signalAll();
    } finally {
      one.unlock();
    }
  }
}
