package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// The faults in force. The same seed, faults and requests give the same misbehaviour: each fault
/// draws from a sequence of its own, one number for each request that fits it.
public final class Faults {
  /// What has struck the request being handled and waits until it begins an operation.
  private static final ScopedValue<Refusal> LATE = ScopedValue.newInstance();

  private final long seed;
  private final SortedMap<Integer, Armed> armed = new TreeMap<>();
  private int last;

  private static final class Armed {
    final Fault fault;
    final Random random;
    int struck;

    Armed(Fault fault, Random random) {
      this.fault = fault;
      this.random = random;
    }

    boolean strikes() {
      if (fault.count() > 0 && struck >= fault.count()) {
        return false;
      }
      boolean strikes = random.nextDouble() < fault.probability();
      struck += strikes ? 1 : 0;
      return strikes;
    }
  }

  /// A fault in force.
  ///
  /// @param id to remove it by
  /// @param struck how often it has struck
  public record InForce(int id, Fault fault, int struck) {}

  public Faults(long seed) {
    this.seed = seed;
  }

  /// The seed, to be shown, so that a run can be repeated.
  public long seed() {
    return seed;
  }

  /// @return its id
  public synchronized int add(Fault fault) {
    last++;
    armed.put(last, new Armed(fault, new Random(seed + 31L * last)));
    return last;
  }

  /// @return whether there was one of that id
  public synchronized boolean remove(int id) {
    return armed.remove(id) != null;
  }

  public synchronized void clear() {
    armed.clear();
    last = 0;
  }

  public synchronized List<InForce> list() {
    List<InForce> all = new ArrayList<>();
    armed.forEach((id, a) -> all.add(new InForce(id, a.fault, a.struck)));
    return Collections.unmodifiableList(all);
  }

  /// The faults that strike this request, in the order they were added.
  synchronized List<Fault> striking(Request request) {
    return armed.values().stream()
        .filter(a -> a.fault.fits(request) && a.strikes())
        .map(a -> a.fault)
        .toList();
  }

  /// The refusal with which an operation begun now ends.
  static Optional<Refusal> late() {
    return LATE.isBound() ? Optional.of(LATE.get()) : Optional.empty();
  }

  static <T> T beginningOperationsThatFail(java.util.function.Supplier<T> handling) {
    Refusal refusal =
        new Refusal(
            500,
            "INTERNAL",
            "internalError",
            "Internal error. Please try again or contact Google Support.",
            List.of());
    return ScopedValue.where(LATE, refusal).call(handling::get);
  }

  /// How long the answer to a request waits.
  static Duration delay(List<Fault> striking) {
    return striking.stream()
        .filter(f -> f.kind() == Fault.Kind.DELAY)
        .map(Fault::delay)
        .reduce(Duration.ZERO, Duration::plus);
  }
}
