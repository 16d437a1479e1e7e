package dev.groundwork.cli;

import dev.groundwork.cloud.Cloud.Permissions;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Plan;
import dev.groundwork.plan.Preflight;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.store.TakenNames;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Asks the cloud what a preflight wants to know, everything at the same time.
final class Preflighter {
  private static final int TRIES = 6;

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
          .forEach((resource, permissions) ->
              threads.execute(
                  () -> tested.put(resource, test(resource, new TreeSet<>(permissions.keySet())))));
      preflight
          .names()
          .forEach((address, target) ->
              threads.execute(
                  () -> reserved(target, now).ifPresent(why -> taken.put(address, why))));
    }
    return preflight.judge(new TreeMap<>(tested), new TreeMap<>(taken));
  }

  private Permissions test(String resource, SortedSet<String> permissions) {
    Permissions said = session.cloud().test(resource, permissions);
    Duration pause = Duration.ofMillis(100);
    for (int tries = 1;
        tries < TRIES
            && said instanceof Permissions.Refused(var refusal)
            && mayPass(refusal.kind());
        tries++) {
      try {
        Thread.sleep(refusal.retryAfter().orElse(pause));
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return said;
      }
      pause = pause.multipliedBy(2);
      said = session.cloud().test(resource, permissions);
    }
    return said;
  }

  private static boolean mayPass(Refusal.Kind kind) {
    return kind == Refusal.Kind.RATE_LIMITED
        || kind == Refusal.Kind.UNAVAILABLE
        || kind == Refusal.Kind.LOST;
  }

  /// Why a name cannot be used. In a project that is to be brought back nothing can be asked, but
  /// what was deleted from here is known here.
  private Optional<String> reserved(Target target, Instant now) {
    Optional<String> told = session.connection().google().reserved(target, now);
    if (told.isPresent() || !isInDeletedProject(target)) {
      return told;
    }
    return new TakenNames(session.state())
        .until(target.id())
        .filter(until -> until.isAfter(now))
        .map(until ->
            "it was deleted with its project, and names stay taken; it is free from "
                + until
                + " on.");
  }

  private boolean isInDeletedProject(Target target) {
    ResourceType projects = session.catalog().get("cloudresourcemanager.Project");
    String project = target.path().getOrDefault("project", "");
    return !target.type().equals(projects)
        && session
            .connection()
            .google()
            .isWaitingForItsEnd(new Target(projects, Map.of("project", project)));
  }
}
