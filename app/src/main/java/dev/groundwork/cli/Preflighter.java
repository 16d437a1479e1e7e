package dev.groundwork.cli;

import dev.groundwork.cloud.Cloud.Permissions;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Preflight;
import dev.groundwork.resource.Address;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Asks the cloud what a preflight wants to know, everything at the same time.
final class Preflighter {
  private final Session session;

  Preflighter(Session session) {
    this.session = session;
  }

  List<Diagnostic> check(Plan plan) throws InterruptedException {
    Preflight preflight = Preflight.of(plan);
    Map<String, Permissions> tested = new ConcurrentHashMap<>();
    Map<Address, String> taken = new ConcurrentHashMap<>();
    Instant now = session.connection().now();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      preflight
          .needed()
          .forEach(
              (resource, permissions) ->
                  threads.execute(() -> tested.put(resource, session.cloud().test(resource, new TreeSet<>(permissions.keySet())))));
      preflight
          .names()
          .forEach((address, target) -> threads.execute(() -> session.connection().google().reserved(target, now).ifPresent(why -> taken.put(address, why))));
    }
    return preflight.judge(new TreeMap<>(tested), new TreeMap<>(taken));
  }
}
