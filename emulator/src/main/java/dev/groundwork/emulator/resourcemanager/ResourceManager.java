package dev.groundwork.emulator.resourcemanager;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;

/// Resource Manager, see the package.
public final class ResourceManager implements Service {
  static final String HOST = "cloudresourcemanager.googleapis.com";

  private final ControlPlane plane;

  public ResourceManager(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    new ProjectRoutes(plane).install(into);
    new FolderRoutes(plane).install(into);
    new TagRoutes(plane).install(into);
  }
}
