package dev.groundwork.plan;

import java.nio.file.Path;

/// Reads files inside the engine, for ArchitectureTest.
public final class PlantedReaderOfFiles {
  Path here() {
    return Path.of("");
  }
}
