package dev.groundwork.graph;

/// Breaks the order of packages, for ArchitectureTest.
public final class PlantedViewOfAPlan {
  dev.groundwork.plan.@org.jspecify.annotations.Nullable Plan plan;
}
