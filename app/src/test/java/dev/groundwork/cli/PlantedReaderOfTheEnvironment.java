package dev.groundwork.cli;

import java.util.Map;

/// Reads the environment outside of main, for ArchitectureTest.
public final class PlantedReaderOfTheEnvironment {
  Map<String, String> all() {
    return System.getenv();
  }
}
