package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.Optional;

/// How the three kinds of services name and show their operations.
final class OperationForms {
  private static final String COMPUTE = "https://www.googleapis.com/compute/v1/";
  private static final String SQL = "https://sqladmin.googleapis.com/sql/v1beta4/";

  /// Whom the operations say began them.
  static final String CALLER = "developer@groundwork.local";

  private final Catalog catalog;

  OperationForms(Catalog catalog) {
    this.catalog = catalog;
  }

  String name(Operation.Start start, Instant now, Ids ids) {
    if (!start.name().isEmpty()) {
      return start.name();
    }
    return switch (start.style()) {
      case COMPUTE ->
          "operation-"
              + now.toEpochMilli()
              + "-"
              + ids.hex(13)
              + "-"
              + ids.hex(8)
              + "-"
              + ids.hex(8);
      case SQL -> ids.uuid();
      case LONG_RUNNING, NONE ->
          (start.scope().isEmpty() ? "" : start.scope() + "/") + "operations/" + ids.uuid();
    };
  }

  /// What is fixed when the operation begins.
  Fields shown(Operation.Start start, Ids ids) {
    return switch (start.style()) {
      case COMPUTE -> start.shown().with("id", ids.numeric());
      case SQL, LONG_RUNNING, NONE -> start.shown();
    };
  }

  Fields show(Operation operation, Instant now) {
    return switch (operation.style()) {
      case COMPUTE -> compute(operation, now);
      case SQL -> sql(operation);
      case LONG_RUNNING, NONE -> longRunning(operation);
    };
  }

  private static Fields compute(Operation o, Instant now) {
    String began = Times.pacific(o.began());
    Fields f =
        Fields.EMPTY
            .with("kind", "compute#operation")
            .with("id", o.shown().text("id").orElse("0"))
            .with("name", o.name())
            .with("operationType", o.verb())
            .with("status", o.isDone() ? "DONE" : "RUNNING")
            .with("progress", o.progress(now))
            .with("user", CALLER)
            .with("insertTime", began)
            .with("startTime", began)
            .with("selfLink", COMPUTE + o.scope() + "/operations/" + o.name());
    int regional = o.scope().indexOf("/regions/");
    int zonal = o.scope().indexOf("/zones/");
    f = regional > 0 ? f.with("region", COMPUTE + o.scope()) : f;
    f = zonal > 0 ? f.with("zone", COMPUTE + o.scope()) : f;
    f = o.ended().isPresent() ? f.with("endTime", Times.pacific(o.ended().get())) : f;
    if (o.error().isPresent()) {
      f = f.with("error", Fields.EMPTY.with("errors", Value.list(o.error().get().fields("error"))));
      f = f.with("httpErrorStatusCode", o.error().get().get("code").orElse(Value.of(400)));
      f = f.with("httpErrorMessage", o.error().get().text("message").orElse("BAD REQUEST"));
    }
    return plus(f, o.shown());
  }

  private static Fields sql(Operation o) {
    String project = o.scope().substring("projects/".length());
    Fields f =
        Fields.EMPTY
            .with("kind", "sql#operation")
            .with("name", o.name())
            .with("operationType", o.verb())
            .with("status", o.isDone() ? "DONE" : "PENDING")
            .with("user", CALLER)
            .with("insertTime", Times.millis(o.began()))
            .with("targetProject", project)
            .with("selfLink", SQL + o.scope() + "/operations/" + o.name());
    if (o.ended().isPresent()) {
      f =
          f.with("startTime", Times.millis(o.began()))
              .with("endTime", Times.millis(o.ended().get()));
    }
    if (o.error().isPresent()) {
      Fields one = Fields.EMPTY.with("kind", "sql#operationError");
      f =
          f.with(
              "error",
              Fields.EMPTY
                  .with("kind", "sql#operationErrors")
                  .with("errors", Value.list(plus(one, o.error().get().fields("error")))));
    }
    return plus(f, o.shown());
  }

  private static Fields longRunning(Operation o) {
    Fields f = plus(Fields.EMPTY.with("name", o.name()), o.shown());
    if (o.isDone()) {
      f = f.with("done", true);
      f = o.error().isPresent() ? f.with("error", o.error().get()) : f;
      f = o.response().isPresent() ? f.with("response", o.response().get()) : f;
    }
    return f;
  }

  /// The response of a finished AIP-151 operation: the resource, or nothing.
  Optional<Fields> response(Operation operation, Optional<Fields> target) {
    String shape = catalog.find(operation.type()).map(t -> t.shape()).orElse("");
    if (operation.action() == Action.DELETE || target.isEmpty() || shape.isEmpty()) {
      return Optional.of(Fields.EMPTY.with("@type", "type.googleapis.com/google.protobuf.Empty"));
    }
    return Optional.of(
        plus(Fields.EMPTY.with("@type", "type.googleapis.com/" + shape), target.get()));
  }

  /// A refusal as a failed operation carries it.
  Fields error(dev.groundwork.resource.ResourceType.Operations style, Refusal refusal) {
    return switch (style) {
      case COMPUTE ->
          Fields.EMPTY
              .with("code", refusal.code())
              .with("message", httpMessage(refusal.code()))
              .with(
                  "error",
                  Fields.EMPTY
                      .with("code", constant(refusal.reason()))
                      .with("message", refusal.message()));
      case SQL ->
          Fields.EMPTY.with(
              "error",
              Fields.EMPTY
                  .with("code", constant(refusal.reason()))
                  .with("message", refusal.message()));
      case LONG_RUNNING, NONE ->
          Fields.EMPTY
              .with("code", Canonical.number(refusal.status()))
              .with("message", refusal.message());
    };
  }

  private static String httpMessage(int code) {
    return switch (code) {
      case 400 -> "BAD REQUEST";
      case 403 -> "FORBIDDEN";
      case 404 -> "NOT FOUND";
      case 409 -> "CONFLICT";
      case 412 -> "PRECONDITION FAILED";
      case 503 -> "SERVICE UNAVAILABLE";
      default -> "INTERNAL SERVER ERROR";
    };
  }

  /// `resourceInUse` → `RESOURCE_IN_USE`.
  private static String constant(String reason) {
    return reason.replaceAll("([a-z])([A-Z])", "$1_$2").toUpperCase(java.util.Locale.ROOT);
  }

  static Fields plus(Fields base, Fields more) {
    java.util.Map<String, Value> all = new java.util.LinkedHashMap<>(base.values());
    all.putAll(more.values());
    return new Fields(all);
  }
}
