package dev.groundwork.apply;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.resource.Action;
import java.time.Duration;

/// What to do about a refusal. A pure function: the same situation and the same random number give
/// the same answer.
public final class Retry {
  private static final int TRIES = 12;

  private Retry() {}

  /// Where a call was refused.
  ///
  /// @param action what was tried
  /// @param tries how often a call of this step was refused in this way, this time included
  /// @param elapsed since the step's first call
  /// @param limit after which the step has taken too long
  /// @param isServerNamed whether Google chooses the name, so that a second creation would be a
  ///   second resource
  /// @param isOnNewGround whether something it needs was made in this run, which may not be visible
  ///   everywhere yet
  /// @param areUsersGoing whether something that used it was deleted in this run
  public record Situation(
      Action action,
      int tries,
      Duration elapsed,
      Duration limit,
      boolean isServerNamed,
      boolean isOnNewGround,
      boolean areUsersGoing) {}

  /// What to do.
  public sealed interface Then {
    /// The same call again, after a wait.
    record Again(Duration pause) implements Then {}

    /// It may have been done, or what was read is old: read after a wait, and decide by that.
    record Look(Duration pause) implements Then {}

    /// Nothing helps.
    record GiveUp() implements Then {}
  }

  /// @param random from 0 to below 1
  public static Then after(Refusal refusal, Situation at, double random) {
    Duration hinted = refusal.retryAfter().orElse(Duration.ZERO);
    return switch (refusal.kind()) {
      case RATE_LIMITED ->
          again(at, longer(hinted, wait(at, 1_000, 2, 60_000, random)), Integer.MAX_VALUE);
      case UNAVAILABLE -> {
        Duration wait = longer(hinted, wait(at, 500, 2, 30_000, random));
        // a failed answer does not say that nothing was done
        yield at.action() == Action.CREATE && at.isServerNamed()
            ? look(at, wait, TRIES)
            : again(at, wait, TRIES);
      }
      case LOST -> {
        Duration wait = wait(at, 200, 2, 30_000, random);
        yield isReading(at) ? again(at, wait, TRIES) : look(at, wait, TRIES);
      }
      case CHANGED_MEANWHILE -> {
        Duration wait = wait(at, 100, 2, 5_000, random);
        yield at.action() == Action.CREATE || isReading(at)
            ? again(at, wait, TRIES)
            : look(at, wait, TRIES);
      }
      case BUSY ->
          again(at, longer(hinted, wait(at, 1_000, 1.5, 30_000, random)), Integer.MAX_VALUE);
      case NOT_YET -> {
        Duration wait = wait(at, 500, 1.5, 15_000, random);
        yield at.action() == Action.CREATE
            ? look(at, wait, Integer.MAX_VALUE)
            : again(at, wait, Integer.MAX_VALUE);
      }
      case ALREADY_EXISTS ->
          at.action() == Action.CREATE
              ? look(at, at.tries() == 1 ? Duration.ZERO : wait(at, 500, 2, 5_000, random), 4)
              : new Then.GiveUp();
      case IN_USE ->
          at.action() == Action.DELETE && at.areUsersGoing()
              ? again(at, wait(at, 2_000, 1.5, 30_000, random), Integer.MAX_VALUE)
              : new Then.GiveUp();
      case NOT_FOUND, API_DISABLED, PERMISSION ->
          at.isOnNewGround()
              ? again(at, wait(at, 1_000, 1.5, 15_000, random), Integer.MAX_VALUE)
              : new Then.GiveUp();
      case NAME_RESERVED, UNAUTHENTICATED, QUOTA, INVALID, OTHER -> new Then.GiveUp();
    };
  }

  private static boolean isReading(Situation at) {
    return at.action() == Action.READ || at.action() == Action.LIST;
  }

  private static Then again(Situation at, Duration wait, int tries) {
    return isOver(at, wait, tries) ? new Then.GiveUp() : new Then.Again(wait);
  }

  private static Then look(Situation at, Duration wait, int tries) {
    return isOver(at, wait, tries) ? new Then.GiveUp() : new Then.Look(wait);
  }

  private static boolean isOver(Situation at, Duration wait, int tries) {
    return at.tries() >= tries || at.elapsed().plus(wait).compareTo(at.limit()) > 0;
  }

  /// Grows by `factor` with each try up to a cap; spread over half to one and a half of it, so that
  /// many do not come back at once.
  private static Duration wait(
      Situation at, double firstMillis, double factor, double capMillis, double random) {
    double grown =
        Math.min(capMillis, firstMillis * Math.pow(factor, Math.min(30, at.tries() - 1)));
    return Duration.ofMillis(Math.round(grown * (0.5 + random)));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /// How long to wait before asking again how an operation stands: soon at first, and never more
  /// than a twentieth of the time it has taken already, within limits.
  ///
  /// @param asked how often it was asked
  public static Duration beforePoll(int asked, Duration elapsed) {
    long early = Math.min(1_000, 50L << Math.min(asked, 5));
    return Duration.ofMillis(Math.min(15_000, Math.max(early, elapsed.toMillis() / 20)));
  }
}
