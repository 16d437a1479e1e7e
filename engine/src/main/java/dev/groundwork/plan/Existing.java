package dev.groundwork.plan;

import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
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
}
