package dev.groundwork.cli;

/// Uses Flyway outside of sql, for ArchitectureTest.
public final class PlantedMigrator {
  org.flywaydb.core.@org.jspecify.annotations.Nullable Flyway flyway;
}
