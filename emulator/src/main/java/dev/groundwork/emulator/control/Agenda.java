package dev.groundwork.emulator.control;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// What is to happen at certain times of the emulated clock: jobs that fire, probes, retries, ends
/// of retention. Each service that has such things adds itself once. Everything happens in the
/// order of its time, one after another, whether the clock goes by itself or is advanced, and while
/// it happens the clock shows that time.
public final class Agenda {
  private final List<Timed> all = new CopyOnWriteArrayList<>();

  /// Something that knows when it wants to be called next.
  public interface Timed {
    /// The next time; empty when there is none. Asked often, so it should be quick. A time that has
    /// passed means at once.
    Optional<Instant> next();

    /// Its time has come. Afterwards `next` says another time, or it is called again and again.
    ///
    /// @param due what `next` said
    void happen(Instant due);
  }

  /// Of two with the same time, the one added first happens first.
  public void add(Timed timed) {
    all.add(timed);
  }

  /// One thing that is to happen.
  record Due(Instant at, Timed what) {}

  /// The first of all that is due by then.
  Optional<Due> first(Instant by) {
    return all.stream()
        .flatMap(timed -> timed.next().stream().map(at -> new Due(at, timed)))
        .filter(due -> !due.at().isAfter(by))
        .min(Comparator.comparing(Due::at));
  }
}
