package dev.groundwork.emulator.control;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value.Fields;
import java.util.Map;
import java.util.Optional;

/// What a new operation says of the resource it works on.
public final class Starts {
  private Starts() {}

  /// The operation of an action on a resource, in its service's style.
  ///
  /// @param body the resource
  public static Operation.Start of(Kind kind, Edit edit, Action action, Fields body) {
    return of(kind, edit.path(), action, kind.verb(action), body);
  }

  /// As above, where the operation is called by another verb: `setLabels`.
  public static Operation.Start of(
      Kind kind, Map<String, String> path, Action action, String verb, Fields body) {
    Operations style = kind.type().operations(action);
    String name = kind.relativeName(path);
    return new Operation.Start(
        "",
        kind.type().host(),
        style,
        kind.scope(path, action),
        verb,
        action,
        kind.type().name(),
        kind.key(path),
        "",
        kind.type().typical(action),
        Optional.empty(),
        shown(kind, style, name, path, body),
        Optional.empty());
  }

  private static Fields shown(
      Kind kind, Operations style, String name, Map<String, String> path, Fields body) {
    return switch (style) {
      case COMPUTE -> {
        Fields shown =
            Fields.EMPTY.with("targetLink", "https://www.googleapis.com/compute/v1/" + name);
        yield body.text("id").isPresent() ? shown.with("targetId", body.text("id").get()) : shown;
      }
      case SQL ->
          Fields.EMPTY
              .with("targetId", path.getOrDefault("instance", kind.name(path)))
              .with("targetLink", "https://sqladmin.googleapis.com/sql/v1beta4/" + instance(name));
      case LONG_RUNNING, NONE -> Fields.EMPTY;
    };
  }

  /// Cloud SQL's operations are about the instance, also those on its databases and users.
  private static String instance(String name) {
    String[] parts = name.split("/", -1);
    return String.join("/", java.util.List.of(parts).subList(0, Math.min(4, parts.length)));
  }
}
