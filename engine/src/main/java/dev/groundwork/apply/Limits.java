package dev.groundwork.apply;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How hard services may be called.
///
/// @param parallelism calls at a time, of all services together
/// @param usual limits of a service that `services` does not name
/// @param services limits by the service's name, the part of a type's name before the dot
public record Limits(int parallelism, Service usual, SortedMap<String, Service> services) {
  public Limits {
    services = Collections.unmodifiableSortedMap(new TreeMap<>(services));
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism " + parallelism);
    }
  }

  /// Limits of one service.
  ///
  /// @param parallelism calls at a time
  /// @param perSecond calls per second in the long run; zero or less for no limit
  /// @param burst calls at once after a pause
  public record Service(int parallelism, double perSecond, int burst) {
    boolean isPaced() {
      return perSecond > 0;
    }
  }

  /// What Google's quotas bear: the default quotas of a project, with room for others.
  public static Limits ofGoogle() {
    return new Limits(
        32,
        new Service(16, 10, 20),
        new TreeMap<>(
            Map.of(
                "compute", new Service(16, 15, 30),
                "sql", new Service(8, 3, 10),
                "serviceusage", new Service(8, 2, 10),
                "cloudresourcemanager", new Service(8, 5, 10),
                "secretmanager", new Service(16, 10, 30))));
  }

  /// As many calls at a time, as fast as they are answered: for an emulator.
  public static Limits of(int parallelism) {
    return new Limits(parallelism, new Service(parallelism, 0, 0), new TreeMap<>());
  }

  /// The same, with no more calls at a time than this.
  public Limits atMost(int calls) {
    return new Limits(Math.min(calls, parallelism), usual, services);
  }

  Service of(String service) {
    return services.getOrDefault(service, usual);
  }
}
