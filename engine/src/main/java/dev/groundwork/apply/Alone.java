package dev.groundwork.apply;

import dev.groundwork.plan.Standing;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Templates;
import java.util.Map;
import java.util.Optional;

/// What must not be done at the same time: two things with the same key. Cloud SQL refuses a second
/// operation on an instance; and where Google chooses the name, a lost answer is only understood
/// when nothing else was created beside it.
final class Alone {
  private Alone() {}

  static Optional<String> creating(Resource desired) {
    return desired.type().isServerNamed()
        ? Optional.of(desired.type() + " " + desired.path())
        : operating(
            desired.type(),
            Action.CREATE,
            Standing.resolvePath(desired.path(), _ -> Optional.empty()));
  }

  static Optional<String> operating(ResourceType type, Action action, Map<String, String> path) {
    if (type.operations(action) != Operations.SQL
        || !path.keySet().containsAll(type.parameters())) {
      return Optional.empty();
    }
    String[] segments = Templates.fill(type.relativeName(), path).split("/", -1);
    return segments.length < 4
        ? Optional.empty()
        : Optional.of(String.join("/", java.util.List.of(segments).subList(0, 4)));
  }
}
