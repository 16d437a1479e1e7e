package dev.groundwork.plan;

import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/// Why a change is planned, in sentences.
final class Reasons {
  private static final int NAMED = 4;

  private Reasons() {}

  /// A few names, and how many more.
  static String names(Collection<String> names) {
    List<String> some = names.stream().limit(NAMED).toList();
    int more = names.size() - some.size();
    return String.join(", ", some) + (more > 0 ? " and " + more + " more" : "");
  }

  static List<String> update(
      SortedMap<String, Difference> differences,
      boolean isRecorded,
      Function<Address, String> secretName,
      Resource desired) {
    if (!isRecorded) {
      return List.of(
          "It is there already under this name; Groundwork takes it over and makes it as described.");
    }
    return describe(differences, secretName);
  }

  private static List<String> describe(
      SortedMap<String, Difference> differences, Function<Address, String> secretName) {
    SortedSet<String> drifted = new TreeSet<>();
    SortedSet<String> secret = new TreeSet<>();
    SortedSet<String> unknown = new TreeSet<>();
    SortedSet<String> changed = new TreeSet<>();
    SortedSet<String> removed = new TreeSet<>();
    for (Map.Entry<String, Difference> e : differences.entrySet()) {
      Difference difference = e.getValue();
      if (difference.drift()) {
        drifted.add(e.getKey());
      } else if (difference.to().isEmpty()) {
        removed.add(e.getKey());
      } else if (Markers.holdsSecret(difference.to().get())) {
        difference
            .to()
            .get()
            .walk(v -> {
              if (v instanceof Value.Secret(var address)) {
                secret.add(secretName.apply(address));
              }
            });
      } else if (!difference.to().get().isKnown()) {
        unknown.add(e.getKey());
      } else {
        changed.add(e.getKey());
      }
    }
    List<String> reasons = new ArrayList<>();
    add(reasons, changed, "The description changed: ", ".");
    add(reasons, removed, "The description sets no more: ", ".");
    add(reasons, drifted, "It was changed outside of Groundwork: ", ".");
    add(reasons, secret, "The secret ", " has a new version.");
    add(reasons, unknown, "What it refers to is made anew: ", ".");
    return List.copyOf(reasons);
  }

  static List<String> replace(
      Collection<String> fixed,
      SortedSet<String> ripples,
      SortedMap<String, Difference> differences) {
    List<String> reasons = new ArrayList<>();
    add(reasons, fixed, "It cannot change in place: ", ".");
    add(
        reasons,
        fixed.stream()
            .filter(f -> differences.containsKey(f) && differences.get(f).drift())
            .toList(),
        "It was changed outside of Groundwork: ",
        ".");
    add(reasons, ripples, "It cannot stand without what is replaced: ", ".");
    return List.copyOf(reasons);
  }

  private static void add(
      List<String> reasons, Collection<String> names, String before, String after) {
    if (!names.isEmpty()) {
      reasons.add(before + names(names) + after);
    }
  }
}
