package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Holds every policy in force against what is measured, twice a minute; opens incidents, closes
/// them, and has them told of.
final class Watch implements Agenda.Timed {
  private static final long EVERY = 30;

  private final ControlPlane plane;
  private final Conditions conditions;
  private final Incidents incidents;
  private final Notifier notifier;
  private Optional<Instant> last = Optional.empty();

  Watch(ControlPlane plane, Conditions conditions, Incidents incidents, Notifier notifier) {
    this.plane = plane;
    this.conditions = conditions;
    this.incidents = incidents;
    this.notifier = notifier;
  }

  @Override
  public synchronized Optional<Instant> next() {
    if (Policies.enabled(plane).isEmpty() && incidents.open().isEmpty()) {
      last = Optional.empty();
      return Optional.empty();
    }
    if (last.isEmpty()) {
      last = Optional.of(plane.clock().instant());
    }
    return Optional.of(Instant.ofEpochSecond((last.get().getEpochSecond() / EVERY + 1) * EVERY));
  }

  @Override
  public synchronized void happen(Instant due) {
    Instant now = plane.clock().instant();
    last = Optional.of(now.isAfter(due) ? now : due);
    Set<String> inForce = new TreeSet<>();
    for (Entry policy : Policies.enabled(plane)) {
      inForce.add(policy.body().text("name").orElse(""));
      evaluate(policy, now);
    }
    // what belongs to a policy that is gone or out of force is over
    for (Entry incident : incidents.open()) {
      String policy = incident.body().text("policy.name").orElse("");
      if (!inForce.contains(policy)) {
        close(incident, policy, now);
      }
    }
  }

  private void evaluate(Entry entry, Instant now) {
    Fields policy = entry.body();
    String name = policy.text("name").orElse("");
    Map<String, Entry> open =
        incidents.open(name).stream()
            .filter(i -> i.hidden().text("condition.conditionMatchedLog.filter").isEmpty())
            .collect(Collectors.toMap(Incidents::finding, i -> i, (a, _) -> a, LinkedHashMap::new));
    Set<String> tracked = new TreeSet<>(open.keySet());
    Map<String, Finding> found = combined(policy, now, tracked::contains);
    found.forEach((key, finding) -> {
      Entry incident = open.remove(key);
      if (incident == null) {
        notifier.tell(incidents.begin(policy, key, finding, now), policy);
      } else {
        remind(policy, incident, now);
      }
    });
    open.values().forEach(incident -> close(incident, name, now));
  }

  private void close(Entry incident, String policy, Instant now) {
    Entry closed = incidents.close(incident, now);
    plane
        .store()
        .get(Monitoring.HOST + "/" + policy)
        .filter(p -> p.body().flag("enabled"))
        .ifPresent(p -> notifier.tell(closed, p.body()));
  }

  /// Tells again where a channel wants to be told again.
  private void remind(Fields policy, Entry incident, Instant now) {
    for (Value value : policy.items("alertStrategy.notificationChannelStrategy")) {
      Fields strategy = (Fields) value;
      Optional<Duration> interval = strategy.text("renotifyInterval").map(Aggregation::seconds);
      if (interval.isPresent() && !Incidents.told(incident).plus(interval.get()).isAfter(now)) {
        Entry marked = incidents.mark(incident, "told", now);
        notifier.tell(
            marked,
            policy.with(
                "notificationChannels",
                new Value.Items(strategy.items("notificationChannelNames"))));
        return;
      }
    }
  }

  /// The findings of all conditions as the policy combines them, each by the name of its incident.
  private Map<String, Finding> combined(Fields policy, Instant now, Predicate<String> open) {
    String project = Incidents.project(policy.text("name").orElse(""));
    List<List<Finding>> all = new ArrayList<>();
    for (Value value : policy.items("conditions")) {
      Fields condition = (Fields) value;
      if (condition.get("conditionThreshold").isPresent()
          || condition.get("conditionAbsent").isPresent()) {
        all.add(conditions.findings(project, policy, condition, now, open));
      }
    }
    Map<String, Finding> found = new LinkedHashMap<>();
    switch (policy.text("combiner").orElse("OR")) {
      case "AND" -> {
        if (!all.isEmpty() && all.stream().noneMatch(List::isEmpty)) {
          found.put("all", all.getFirst().getFirst());
        }
      }
      case "AND_WITH_MATCHING_RESOURCE" -> {
        for (Finding first : all.isEmpty() ? List.<Finding>of() : all.getFirst()) {
          boolean everywhere =
              all.stream()
                  .allMatch(f -> f.stream().anyMatch(o -> o.resource().equals(first.resource())));
          if (everywhere) {
            found.putIfAbsent(first.resource(), first);
          }
        }
      }
      default -> all.forEach(f -> f.forEach(one -> found.put(one.name(), one)));
    }
    return found;
  }

  synchronized void forget() {
    last = Optional.empty();
    conditions.forget();
  }
}
