package dev.groundwork.apply;

import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.resource.Action;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// What goes wrong, by a seed. Passing faults pass after a few tries; final ones stay for as long
/// as they are asked for.
final class Faults {
  private static final int IN_A_ROW = 3;
  private static final List<Kind> FINAL =
      List.of(Kind.INVALID, Kind.PERMISSION, Kind.QUOTA, Kind.NAME_RESERVED, Kind.OTHER);

  private final Random random;
  private double passing;
  private double lasting;
  private final Map<String, Integer> inARow = new HashMap<>();
  private final Map<String, Kind> finals = new HashMap<>();
  private final Set<String> spared = new HashSet<>();
  private final Set<String> failedLate = new HashSet<>();

  /// What becomes of one call.
  sealed interface Fault {
    record None() implements Fault {}

    /// It is not done.
    record Refuse(Kind kind) implements Fault {}

    /// It is done, but the answer says otherwise or does not come.
    record DoAndRefuse(Kind kind) implements Fault {}
  }

  Faults(Random random) {
    this.random = random;
  }

  /// @param passing how often a call goes wrong in a way that passes
  /// @param lasting how many of the resources fail for good, as long as this lasts
  void set(double passing, double lasting) {
    this.passing = passing;
    this.lasting = lasting;
    inARow.clear();
    finals.clear();
    spared.clear();
    failedLate.clear();
  }

  Fault next(String key, Action action) {
    boolean writes = action != Action.READ && action != Action.LIST;
    if (writes && lasting > 0 && !spared.contains(key)) {
      if (!finals.containsKey(key) && random.nextDouble() >= lasting) {
        spared.add(key);
      } else {
        return new Fault.Refuse(
            finals.computeIfAbsent(key, _ -> FINAL.get(random.nextInt(FINAL.size()))));
      }
    }
    if (passing == 0
        || random.nextDouble() >= passing
        || inARow.merge(key + action, 1, Integer::sum) > IN_A_ROW) {
      inARow.remove(key + action);
      return new Fault.None();
    }
    return switch (action) {
      case READ, LIST -> pick(Kind.LOST, Kind.UNAVAILABLE, Kind.RATE_LIMITED);
      case CREATE ->
          random.nextInt(3) == 0
              ? done(Kind.LOST, Kind.UNAVAILABLE)
              : pick(Kind.LOST, Kind.UNAVAILABLE, Kind.RATE_LIMITED, Kind.NOT_YET, Kind.BUSY);
      case UPDATE ->
          random.nextInt(3) == 0
              ? done(Kind.LOST, Kind.UNAVAILABLE)
              : pick(
                  Kind.LOST,
                  Kind.UNAVAILABLE,
                  Kind.RATE_LIMITED,
                  Kind.CHANGED_MEANWHILE,
                  Kind.BUSY);
      case DELETE ->
          random.nextInt(3) == 0
              ? done(Kind.LOST, Kind.UNAVAILABLE)
              : pick(
                  Kind.LOST,
                  Kind.UNAVAILABLE,
                  Kind.RATE_LIMITED,
                  Kind.CHANGED_MEANWHILE,
                  Kind.BUSY);
    };
  }

  private Fault pick(Kind... kinds) {
    return new Fault.Refuse(kinds[random.nextInt(kinds.length)]);
  }

  private Fault done(Kind... kinds) {
    return new Fault.DoAndRefuse(kinds[random.nextInt(kinds.length)]);
  }

  /// Whether the operation that begins now ends badly.
  boolean failsLate(String key, Action action) {
    return lasting > 0 && random.nextDouble() < lasting && failedLate.add(key + action);
  }

  long lasting(long typicalMillis) {
    return passing == 0
        ? typicalMillis
        : Math.round(typicalMillis * (0.2 + 1.6 * random.nextDouble()));
  }
}
