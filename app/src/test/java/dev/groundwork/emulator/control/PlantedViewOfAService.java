package dev.groundwork.emulator.control;

/// Lets what all services share see one of them, for ArchitectureTest.
public final class PlantedViewOfAService {
  dev.groundwork.emulator.compute.@org.jspecify.annotations.Nullable Compute compute;
}
