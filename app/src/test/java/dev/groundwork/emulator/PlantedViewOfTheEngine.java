package dev.groundwork.emulator;

/// Lets the emulator see the engine, for ArchitectureTest.
public final class PlantedViewOfTheEngine {
  dev.groundwork.plan.@org.jspecify.annotations.Nullable Plan plan;
}
