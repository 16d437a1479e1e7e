package dev.groundwork.plan;

import java.time.Instant;

/// Asks the clock inside the engine, for ArchitectureTest.
public final class PlantedUserOfTheClock {
  Instant now() {
    return Instant.now();
  }
}
