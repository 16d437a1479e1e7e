package dev.groundwork.emulator.run;

import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.process.Children.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A process of this machine in place of a container.
final class ProcessInstance implements Instance {
  private static final Duration BETWEEN = Duration.ofMillis(25);

  private final Children children;
  private final Child child;
  private final int port;
  private final Optional<Probe> liveness;

  private ProcessInstance(Children children, Child child, int port, Optional<Probe> liveness) {
    this.children = children;
    this.child = child;
    this.port = port;
    this.liveness = liveness;
  }

  static ProcessInstance of(Children children, Child child, int port, Optional<Probe> liveness) {
    return new ProcessInstance(children, child, port, liveness);
  }

  /// A port that nobody listens on now.
  static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Waits until the startup probe succeeds. It is asked more often than it says, so that a start
  /// takes no longer than it needs.
  ///
  /// @param shownPort the container's port, for the message
  /// @throws NotStarted when the process ends before, or the probe's time is over; it is gone then
  void awaitReady(Probe startup, int shownPort) throws NotStarted {
    long deadline = System.nanoTime() + startup.patience().toNanos();
    while (child.isAlive() && System.nanoTime() < deadline) {
      if (startup.succeeds(port)) {
        return;
      }
      try {
        if (child.process().waitFor(BETWEEN.toMillis(), TimeUnit.MILLISECONDS)) {
          break;
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    String ended =
        child.isAlive()
            ? ""
            : " The process ended with status " + child.process().exitValue() + ".";
    stop(Fleet.GRACE);
    throw new NotStarted(
        Problem.revision(
            "HEALTH_CHECK_CONTAINER_ERROR",
            "The user-provided container failed to start and listen on the port defined provided by the PORT="
                + shownPort
                + " environment variable within the allocated timeout. This can happen when the container port is misconfigured or if the timeout is too short. The health check timeout can be extended. Logs for this revision might contain more information."
                + ended));
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public boolean isAlive() {
    return child.isAlive();
  }

  @Override
  public boolean isHealthy() {
    return isAlive() && liveness.map(p -> p.succeeds(port)).orElse(true);
  }

  @Override
  public void stop(Duration grace) {
    children.stop(child, grace);
  }
}
