package dev.groundwork.plan;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// Compares a resource that someone made with what is wanted.
public final class Existing {
  private final FieldRules rules;

  public Existing(Shapes shapes) {
    this.rules = new FieldRules(shapes);
  }

  /// The fields that differ, as far as can be seen.
  ///
  /// @param desired with every reference resolved
  public SortedSet<String> differing(Resource desired, Fields observed) {
    return new TreeSet<>(
        Differences.find(
                rules,
                desired.type(),
                desired.body(),
                Optional.empty(),
                Fields.EMPTY,
                Markers.withoutSecrets(desired.type(), desired.body(), observed),
                _ -> new Differences.Newest.Unknown())
            .keySet());
  }

  /// Whether what is there may be what an intent was to make: no field that can be seen
  /// contradicts.
  ///
  /// @param recorded plain fields, with markers in place of secrets
  public boolean fits(ResourceType type, Fields recorded, Fields observed) {
    return recorded.values().entrySet().stream()
        .filter(f ->
            !Markers.isMarker(f.getValue())
                && !type.writeOnly().contains(f.getKey())
                && observed.get(f.getKey()).isPresent())
        .allMatch(f -> rules.isAsDesired(type, f.getKey(), f.getValue(), observed.get(f.getKey())));
  }

  /// What of an intent was carried out, as far as can be seen: without the fields that can still be
  /// changed and are not as wanted. Recorded so, a creation that was cut off half-way is finished
  /// by the next plan instead of taken for what the server made of it.
  ///
  /// @param recorded plain fields, with markers in place of secrets
  public Fields done(ResourceType type, Fields recorded, Fields observed) {
    return done(type, "", recorded, observed);
  }

  private Fields done(ResourceType type, String prefix, Fields recorded, Fields observed) {
    Map<String, Value> done = new LinkedHashMap<>();
    recorded
        .values()
        .forEach((name, value) -> {
          String path = prefix.isEmpty() ? name : prefix + "." + name;
          Optional<Value> there = observed.get(name);
          if (type.writeOnly().contains(path)
              || type.sensitive().contains(path)
              || Markers.isMarker(value)
              || rules.isFixed(type, path)
              || rules.isAsDesired(type, path, value, there)) {
            done.put(name, value);
          } else if (value instanceof Fields inner && there.orElse(null) instanceof Fields found) {
            done.put(name, done(type, path, inner, found));
          }
        });
    return new Fields(done);
  }
}
