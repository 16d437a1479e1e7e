package dev.groundwork.component;

/// Parses YAML outside of blueprint, for ArchitectureTest.
public final class PlantedParserOfYaml {
  String settings() {
    return org.snakeyaml.engine.v2.api.LoadSettings.builder().build().getLabel();
  }
}
