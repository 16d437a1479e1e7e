package dev.groundwork.gcp;

import dev.groundwork.cloud.Target;
import dev.groundwork.gcp.GoogleCloud.Sent;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Finds out whether a name is still taken by a resource deleted lately. A project says so itself;
/// of a Cloud SQL instance only the operation that deleted it is left.
final class Tombstones {
  private final Wire wire;

  Tombstones(Wire wire) {
    this.wire = wire;
  }

  /// Why the name cannot be used, in words; empty when nothing speaks against it.
  ///
  /// @param now the cloud's time
  Optional<String> of(Target target, Instant now) {
    ResourceType type = target.type();
    Optional<Duration> time = type.nameStaysTaken();
    Optional<Call> read = type.call(Action.READ);
    if (time.isEmpty() || read.isEmpty()) {
      return Optional.empty();
    }
    if (isDeleted(target, read.get())) {
      return type.restore().isPresent()
          ? Optional.empty()
          : Optional.of(
              "it was deleted, and its name stays taken for "
                  + time.get().toDays()
                  + " days or for ever.");
    }
    return type.operations(Action.DELETE) == Operations.SQL
        ? deleted(target, time.get(), now)
        : Optional.empty();
  }

  /// Whether the resource is still shown, as deleted.
  boolean isDeleted(Target target, Call read) {
    return wire.call(Request.of(target.type().host(), read, target.path(), Fields.EMPTY))
            instanceof Sent.Done(Fields body)
        && !target.type().isThere(body);
  }

  private Optional<String> deleted(Target target, Duration time, Instant now) {
    String project = target.path().getOrDefault("project", "");
    String name = target.path().getOrDefault(target.type().parameters().getLast(), "");
    Request request =
        Request.get(target.type().host(), "sql/v1beta4/projects/" + project + "/operations")
            .with("maxResults", "500");
    if (!(wire.call(request) instanceof Sent.Done(Fields page))) {
      return Optional.empty();
    }
    for (Value item : page.items("items")) {
      if (item instanceof Fields operation
          && operation.text("operationType").orElse("").equals("DELETE")
          && operation.text("targetId").orElse("").equals(name)
          && operation.text("status").orElse("").equals("DONE")
          && operation.fields("error").isEmpty()) {
        Optional<Instant> free =
            operation.text("endTime").flatMap(Tombstones::instant).map(end -> end.plus(time));
        if (free.isPresent() && !free.get().isAfter(now)) {
          continue;
        }
        return Optional.of(
            "an instance of this name was deleted, and names stay taken for "
                + time.toDays()
                + " days"
                + free.map(f -> "; it is free from " + f + " on.").orElse("."));
      }
    }
    return Optional.empty();
  }

  private static Optional<Instant> instant(String text) {
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
