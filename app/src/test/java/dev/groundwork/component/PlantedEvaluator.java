package dev.groundwork.component;

import dev.cel.bundle.Cel;

/// Uses CEL outside of blueprint, for ArchitectureTest.
public interface PlantedEvaluator {
  Cel evaluator();
}
