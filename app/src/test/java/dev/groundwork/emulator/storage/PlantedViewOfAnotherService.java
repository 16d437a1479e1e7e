package dev.groundwork.emulator.storage;

/// Lets a service see another that is not listed for it, for ArchitectureTest.
public final class PlantedViewOfAnotherService {
  dev.groundwork.emulator.compute.@org.jspecify.annotations.Nullable Compute compute;
}
