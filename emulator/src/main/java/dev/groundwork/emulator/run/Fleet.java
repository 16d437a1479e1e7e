package dev.groundwork.emulator.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// The instances of one revision: started when requests need them, up to a limit, and ended when
/// they have been idle for a while. Waiting, idling, probing and time-outs go by the emulated
/// clock.
final class Fleet {
  /// How long an instance that answers nothing stays.
  static final Duration IDLE = Duration.ofMinutes(15);

  /// How long a request waits for an instance that has room.
  static final Duration PATIENCE = Duration.ofSeconds(10);

  /// What a process has to end by itself.
  static final Duration GRACE = Duration.ofSeconds(10);

  private final Limits limits;
  private final Starter starter;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private final List<Instance.Slot> places = new ArrayList<>();
  private final List<Instant> waiting = new ArrayList<>();
  private final List<Turn> turns = new ArrayList<>();
  private int starting;
  private boolean closed;

  /// @param concurrency requests that one instance answers at a time
  /// @param min instances that stay although idle
  /// @param max instances at most
  /// @param timeout how long one request may take
  /// @param probe time between two liveness probes; empty when there is none
  /// @param threshold probes in a row that may fail
  record Limits(
      int concurrency,
      int min,
      int max,
      Duration timeout,
      Optional<Duration> probe,
      int threshold) {}

  /// Starts an instance and waits until it is ready.
  interface Starter {
    Instance start() throws NotStarted;
  }

  /// No instance had room for a request in time.
  static final class Full extends Exception {
    private static final long serialVersionUID = 1;
  }

  /// One request's place in an instance.
  final class Turn implements AutoCloseable {
    private final Instance.Slot place;
    private final Instant deadline;
    private Runnable cut = () -> {};
    private volatile boolean late;

    private Turn(Instance.Slot place, Instant deadline) {
      this.place = place;
      this.deadline = deadline;
    }

    int port() {
      return place.instance.port();
    }

    /// Whether the request took too long, and was cut.
    boolean isLate() {
      return late;
    }

    /// What ends the request when it takes too long.
    void cutBy(Runnable how) {
      lock.lock();
      try {
        cut = how;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      leave(this);
    }
  }

  Fleet(Limits limits, Starter starter, Clock clock) {
    this.limits = limits;
    this.starter = starter;
    this.clock = clock;
  }

  /// A place for one request, in an instance that may have to be started first.
  ///
  /// @throws Full when there is no room for too long
  /// @throws NotStarted when a new instance does not become ready
  Turn enter() throws Full, NotStarted, InterruptedException {
    Instant deadline = clock.instant().plus(PATIENCE);
    lock.lockInterruptibly();
    try {
      waiting.add(deadline);
      while (!closed) {
        dropDead();
        Optional<Instance.Slot> free =
            places.stream().filter(p -> p.busy < limits.concurrency()).findFirst();
        if (free.isPresent()) {
          return take(free.get());
        }
        if (places.size() + starting < limits.max()) {
          return take(startOne());
        }
        if (!clock.instant().isBefore(deadline)) {
          throw new Full();
        }
        // the clock signals too, when it is advanced
        boolean _ = room.await(1, TimeUnit.SECONDS);
      }
      throw new Full();
    } finally {
      waiting.remove(deadline);
      lock.unlock();
    }
  }

  private Turn take(Instance.Slot place) {
    place.busy++;
    Turn turn = new Turn(place, clock.instant().plus(limits.timeout()));
    turns.add(turn);
    return turn;
  }

  private void leave(Turn turn) {
    lock.lock();
    try {
      if (turns.remove(turn)) {
        turn.place.busy--;
        turn.place.idleSince = clock.instant();
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private Instance.Slot startOne() throws NotStarted {
    starting++;
    lock.unlock();
    Instance instance;
    try {
      instance = starter.start();
    } finally {
      lock.lock();
      starting--;
      room.signalAll();
    }
    Instance.Slot place = new Instance.Slot(instance, clock.instant());
    limits.probe().ifPresent(p -> place.nextProbe = clock.instant().plus(p));
    if (closed) {
      stop(List.of(place));
      throw new NotStarted(Problem.common("REVISION_FAILED", "The revision is being deleted."));
    }
    places.add(place);
    return place;
  }

  private void dropDead() {
    places.removeIf(p -> p.busy == 0 && !p.instance.isAlive());
  }

  /// Starts as many as must always run, and at least `least` for now.
  void warm(int least) throws NotStarted {
    lock.lock();
    try {
      dropDead();
      while (!closed
          && places.size() + starting < Math.max(least, Math.min(limits.min(), limits.max()))) {
        startOne();
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      dropDead();
      return places.size();
    } finally {
      lock.unlock();
    }
  }

  /// The next time at which something is due.
  Optional<Instant> next() {
    lock.lock();
    try {
      Stream<Instant> idle =
          places.size() > limits.min()
              ? places.stream().filter(p -> p.busy == 0).map(p -> p.idleSince.plus(IDLE))
              : Stream.empty();
      Stream<Instant> probes =
          limits.probe().isPresent() ? places.stream().map(p -> p.nextProbe) : Stream.empty();
      return Stream.of(
              waiting.stream(),
              turns.stream().filter(t -> !t.late).map(t -> t.deadline),
              idle,
              probes)
          .flatMap(s -> s)
          .min(Instant::compareTo);
    } finally {
      lock.unlock();
    }
  }

  /// Does what is due by now.
  void happen(Instant now) {
    List<Instance.Slot> ending = new ArrayList<>();
    lock.lock();
    try {
      waiting.removeIf(deadline -> !deadline.isAfter(now));
      room.signalAll();
      for (Turn turn : List.copyOf(turns)) {
        if (!turn.late && !turn.deadline.isAfter(now)) {
          turn.late = true;
          turn.cut.run();
        }
      }
      for (Instance.Slot place : List.copyOf(places)) {
        boolean idle = place.busy == 0 && !place.idleSince.plus(IDLE).isAfter(now);
        if (idle && places.size() > limits.min()) {
          places.remove(place);
          ending.add(place);
        } else if (isSick(place, now)) {
          places.remove(place);
          ending.add(place);
        }
      }
    } finally {
      lock.unlock();
    }
    stop(ending);
    if (!ending.isEmpty() && limits.min() > 0) {
      Thread.ofVirtual().start(this::rewarm);
    }
  }

  private boolean isSick(Instance.Slot place, Instant now) {
    if (limits.probe().isEmpty() || place.nextProbe.isAfter(now)) {
      return false;
    }
    place.nextProbe = now.plus(limits.probe().get());
    place.failures = place.instance.isHealthy() ? 0 : place.failures + 1;
    return place.failures >= limits.threshold();
  }

  private void rewarm() {
    try {
      warm(0);
    } catch (NotStarted e) {
      // tried again by the next request
    }
  }

  private static void stop(List<Instance.Slot> ending) {
    List<Thread> threads =
        ending.stream()
            .map(place -> Thread.ofVirtual().start(() -> place.instance.stop(GRACE)))
            .toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /// Ends all instances and takes no more requests.
  void close() {
    List<Instance.Slot> ending;
    lock.lock();
    try {
      closed = true;
      ending = List.copyOf(places);
      places.clear();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    stop(ending);
  }
}
