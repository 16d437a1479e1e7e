package dev.groundwork.cli;

import dev.groundwork.cli.TargetOption.TargetCloud;
import dev.groundwork.gcp.ApplicationDefault;
import dev.groundwork.gcp.EmulatedAddresses;
import dev.groundwork.gcp.EmulatorControl;
import dev.groundwork.gcp.EmulatorControl.Said;
import dev.groundwork.gcp.Endpoint;
import dev.groundwork.gcp.GoogleCloud;
import dev.groundwork.shape.Shapes;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A way to Google Cloud, real or emulated. An emulator that does not run is started.
///
/// @param clock this machine's
/// @param addresses from an address in Google's networks to where it is reached from here
record Connection(
    Clock clock,
    GoogleCloud google,
    UnaryOperator<InetSocketAddress> addresses,
    Optional<EmulatorControl> emulator)
    implements AutoCloseable {

  static Connection open(Surroundings surroundings, TargetCloud target, Shapes shapes)
      throws Stop, InterruptedException {
    return switch (target) {
      case GCP -> {
        ApplicationDefault credentials =
            new ApplicationDefault(surroundings.variable("GOOGLE_CLOUD_QUOTA_PROJECT"));
        yield new Connection(
            surroundings.clock(),
            google(new Endpoint.Google(credentials), shapes),
            UnaryOperator.identity(),
            Optional.empty());
      }
      case EMULATOR -> {
        Emulators emulators = new Emulators(surroundings);
        boolean ran = emulators.find().isPresent();
        RunningEmulator running = emulators.ensure(List.of());
        if (!ran) {
          surroundings.err().println("Started the emulator at " + running.url() + ".");
        }
        EmulatorControl control = new EmulatorControl(running.url());
        yield new Connection(
            surroundings.clock(),
            google(
                new Endpoint.Emulator(
                    running.url(), surroundings.variable("GOOGLE_OAUTH_ACCESS_TOKEN")),
                shapes),
            new EmulatedAddresses(control),
            Optional.of(control));
      }
    };
  }

  /// The cloud's time: an emulator's may have been moved ahead.
  Instant now() throws InterruptedException {
    if (emulator.isPresent() && emulator.get().get("clock") instanceof Said.Yes(var told)) {
      return told.text("now").map(Instant::parse).orElseGet(clock::instant);
    }
    return clock.instant();
  }

  private static GoogleCloud google(Endpoint endpoint, Shapes shapes) {
    return new GoogleCloud(endpoint, shapes, Thread::sleep);
  }

  @Override
  public void close() {
    google.close();
    emulator.ifPresent(EmulatorControl::close);
  }
}
