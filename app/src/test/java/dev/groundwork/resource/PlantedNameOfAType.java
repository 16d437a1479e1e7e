package dev.groundwork.resource;

/// Names a concrete type outside of the catalog, for ArchitectureTest.
public final class PlantedNameOfAType {
  String name() {
    return dev.groundwork.catalog.secretmanager.Secret.TYPE.name();
  }
}
