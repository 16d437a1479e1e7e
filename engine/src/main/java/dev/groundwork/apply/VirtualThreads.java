package dev.groundwork.apply;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// A virtual thread for each piece of work.
public final class VirtualThreads implements Lanes {
  private final LongSupplier nanoTime;
  private final LinkedBlockingQueue<Runnable> ended = new LinkedBlockingQueue<>();

  /// @param nanoTime a clock that never goes back, `System::nanoTime`
  public VirtualThreads(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public Duration now() {
    return Duration.ofNanos(nanoTime.getAsLong());
  }

  @Override
  public void start(Supplier<Runnable> work) {
    Thread.startVirtualThread(() -> {
      try {
        ended.add(work.get());
      } catch (RuntimeException | Error bug) {
        ended.add(() -> {
          throw bug;
        });
      }
    });
  }

  @Override
  public void post(Runnable forTheDecidingThread) {
    ended.add(forTheDecidingThread);
  }

  @Override
  public Optional<Runnable> next(Duration atMost) throws InterruptedException {
    return Optional.ofNullable(ended.poll(atMost.toNanos(), TimeUnit.NANOSECONDS));
  }
}
