package dev.groundwork.emulator.run;

import java.time.Duration;
import java.time.Instant;

/// One running copy of a revision's container: what answers requests.
interface Instance {
  /// Where it listens, on the loopback address.
  int port();

  boolean isAlive();

  /// Asks its liveness probe once.
  boolean isHealthy();

  /// Asks it to end, and ends it by force after `grace`. Waits until it has.
  void stop(Duration grace);

  /// An instance in its fleet.
  final class Slot {
    final Instance instance;
    int busy;
    int failures;
    Instant idleSince;
    Instant nextProbe;

    Slot(Instance instance, Instant now) {
      this.instance = instance;
      idleSince = now;
      nextProbe = now;
    }
  }
}
