package dev.groundwork.emulator.credentials;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Service;
import java.util.List;

/// The services that hand out tokens and what verifies them.
public final class Credentials {
  private Credentials() {}

  /// All of them.
  public static List<Service> all(ControlPlane plane) {
    Grants grants = new Grants(plane);
    return List.of(
        new OAuth(plane, grants),
        new PublicKeys(plane, grants),
        new Discovery(),
        new AccountCredentials(plane),
        new TokenExchange(plane),
        new Metadata(plane));
  }
}
