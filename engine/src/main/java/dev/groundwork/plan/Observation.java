package dev.groundwork.plan;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Value;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was read of the cloud, by target; and of secrets, which version is the newest.
public final class Observation {
  private final Map<String, Seen> seen;
  private final SortedMap<String, String> secretVersions;

  private Observation(Map<String, Seen> seen, SortedMap<String, String> secretVersions) {
    this.seen = Map.copyOf(seen);
    this.secretVersions = Collections.unmodifiableSortedMap(new TreeMap<>(secretVersions));
  }

  /// How one target was found. What was not asked for is not in the observation: its parent has no
  /// name yet.
  public sealed interface Seen {
    record Present(Map<String, String> path, Value.Fields observed) implements Seen {
      public Present {
        path = Collections.unmodifiableSortedMap(new TreeMap<>(path));
      }
    }

    record Absent() implements Seen {}

    /// It could not be read.
    record Unreadable(Refusal refusal) implements Seen {}
  }

  /// Nothing was read.
  public static Observation none() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /// Puts an observation together.
  public static final class Builder {
    private final Map<String, Seen> seen = new HashMap<>();
    private final SortedMap<String, String> secretVersions = new TreeMap<>();

    /// What was found at a target. What its type counts as not there is absent.
    public Builder add(Target target, Seen found) {
      boolean gone =
          found instanceof Seen.Present(_, var observed) && !target.type().isThere(observed);
      seen.put(key(target), gone ? new Seen.Absent() : found);
      return this;
    }

    /// @param secret relative name, `projects/p/secrets/s`
    /// @param version relative name of its newest enabled version
    public Builder newest(String secret, String version) {
      secretVersions.put(secret, version);
      return this;
    }

    public Observation build() {
      return new Observation(seen, secretVersions);
    }
  }

  /// How the target was found; empty when it was not asked for.
  public Optional<Seen> of(Target target) {
    return Optional.ofNullable(seen.get(key(target)));
  }

  /// The newest enabled version of a secret, when it was looked at and has one.
  public Optional<String> newestVersion(String secret) {
    return Optional.ofNullable(secretVersions.get(secret));
  }

  static String key(Target target) {
    return target.type().name() + " " + target.id();
  }
}
