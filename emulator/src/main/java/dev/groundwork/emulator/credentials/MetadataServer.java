package dev.groundwork.emulator.credentials;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.HttpFront;
import java.net.InetAddress;

/// A metadata server for one identity, at an address of its own: what an instance of a service is
/// given as `GCE_METADATA_HOST`, so that Google's libraries in it are who it runs as.
public final class MetadataServer implements AutoCloseable {
  private final HttpFront front;

  /// Listens at once, on any free port of the loopback address.
  public MetadataServer(ControlPlane plane, Machine machine) {
    MetadataAnswers answers = new MetadataAnswers(plane, () -> machine);
    front = new HttpFront(InetAddress.getLoopbackAddress(), 0, answers::answer);
  }

  /// `127.0.0.1:PORT`.
  public String address() {
    return "127.0.0.1:" + front.port();
  }

  @Override
  public void close() {
    front.close();
  }
}
