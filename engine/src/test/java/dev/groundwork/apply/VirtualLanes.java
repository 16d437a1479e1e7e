package dev.groundwork.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Supplier;

/// Lanes without threads: one thread does everything, and time passes only when everyone waits. The
/// same seed gives the same run.
final class VirtualLanes implements Lanes {
  private final Clock clock;
  private final Random random;
  private final int latencyMillis;
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
  private long number;

  /// Time that everyone shares, the cloud too.
  static final class Clock {
    private Duration now = Duration.ZERO;

    Duration now() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /// @param work what is still to be done; empty when only its answer is on the way
  private record Due(
      Duration at, long number, Optional<Supplier<Runnable>> work, Runnable answer) {}

  VirtualLanes(Clock clock, Random random, int latencyMillis) {
    this.clock = clock;
    this.random = random;
    this.latencyMillis = latencyMillis;
  }

  @Override
  public Duration now() {
    return clock.now();
  }

  private Duration later() {
    return clock.now().plusMillis(latencyMillis == 0 ? 0 : 1 + random.nextInt(latencyMillis));
  }

  @Override
  public void start(Supplier<Runnable> work) {
    due.add(new Due(later(), number++, Optional.of(work), () -> {}));
  }

  @Override
  public void post(Runnable forTheDecidingThread) {
    due.add(new Due(clock.now(), number++, Optional.empty(), forTheDecidingThread));
  }

  @Override
  public Optional<Runnable> next(Duration atMost) {
    Duration until = clock.now().plus(atMost);
    while (!due.isEmpty() && due.element().at().compareTo(until) <= 0) {
      Due next = due.remove();
      if (next.at().compareTo(clock.now) > 0) {
        clock.now = next.at();
      }
      if (next.work().isEmpty()) {
        return Optional.of(next.answer());
      }
      Runnable answer = next.work().get().get();
      due.add(new Due(later(), number++, Optional.empty(), answer));
    }
    clock.now = until;
    return Optional.empty();
  }

  /// The process is dead. Of the requests on their way some arrive all the same; no answer does.
  void die() {
    List<Due> underWay = new ArrayList<>(due);
    due.clear();
    underWay.sort(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    for (Due one : underWay) {
      if (one.work().isPresent() && random.nextBoolean()) {
        Runnable _ = one.work().get().get();
      }
    }
  }
}
