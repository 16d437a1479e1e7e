package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The fleets of all revisions that have been asked for anything.
final class Fleets implements Agenda.Timed {
  private final ControlPlane plane;
  private final Launcher launcher;
  private final Map<String, Fleet> fleets = new TreeMap<>();

  Fleets(ControlPlane plane, Launcher launcher) {
    this.plane = plane;
    this.launcher = launcher;
  }

  /// The fleet of a revision.
  ///
  /// @param service the place of its service
  /// @param revision its body
  Fleet fleet(Place service, String name, Fields revision) {
    synchronized (fleets) {
      return fleets.computeIfAbsent(
          service.revisionKey(name), _ -> fleetOf(service, name, revision));
    }
  }

  private Fleet fleetOf(Place service, String name, Fields revision) {
    Launcher.Order order =
        new Launcher.Order(
            service,
            name,
            revision,
            Map.of(
                "K_SERVICE", service.name(),
                "K_REVISION", name,
                "K_CONFIGURATION", service.name()));
    Optional<Probe> liveness = Probe.of(order.container(), "livenessProbe");
    int concurrency = Templates.number(revision, "maxInstanceRequestConcurrency", 80);
    Fleet.Limits limits =
        new Fleet.Limits(
            concurrency == 0 ? 80 : concurrency,
            Templates.number(revision, "scaling.minInstanceCount", 0),
            Templates.number(revision, "scaling.maxInstanceCount", 100),
            Duration.ofSeconds(Templates.seconds(revision, "timeout", 300)),
            liveness.map(Probe::period),
            liveness.map(Probe::threshold).orElse(3));
    return new Fleet(limits, () -> launcher.serve(order), plane.clock());
  }

  /// Ends what runs of a revision; it begins anew when it is asked for again.
  void drop(String revisionKey) {
    Fleet fleet;
    synchronized (fleets) {
      fleet = fleets.remove(revisionKey);
    }
    if (fleet != null) {
      fleet.close();
    }
  }

  /// How many instances of a revision run.
  int size(String revisionKey) {
    synchronized (fleets) {
      Fleet fleet = fleets.get(revisionKey);
      return fleet == null ? 0 : fleet.size();
    }
  }

  private List<Fleet> all() {
    synchronized (fleets) {
      return List.copyOf(fleets.values());
    }
  }

  @Override
  public Optional<Instant> next() {
    return all().stream().flatMap(f -> f.next().stream()).min(Instant::compareTo);
  }

  @Override
  public void happen(Instant due) {
    Instant now = plane.clock().instant();
    all().forEach(fleet -> fleet.happen(now));
  }

  void close() {
    List<Fleet> ending;
    synchronized (fleets) {
      ending = List.copyOf(fleets.values());
      fleets.clear();
    }
    List<Thread> threads = ending.stream().map(f -> Thread.ofVirtual().start(f::close)).toList();
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
