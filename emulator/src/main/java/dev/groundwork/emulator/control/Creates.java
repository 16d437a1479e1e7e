package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Creates a resource.
final class Creates {
  private final ControlPlane plane;
  private final Behaviors behaviors;
  private final Kind kind;
  private final Fills fills;
  private final Reads reads;

  Creates(ControlPlane plane, Behaviors behaviors, Kind kind) {
    this.plane = plane;
    this.behaviors = behaviors;
    this.kind = kind;
    fills = new Fills(kind.type(), plane);
    reads = new Reads(plane, behaviors, kind);
  }

  Reply create(Call call, Ask ask) {
    ResourceType type = kind.type();
    Behavior behavior = behaviors.of(type.name());
    Fields sent = behavior.received(ask, resource(call, ask));
    Map<String, String> path = new TreeMap<>(reads.parameters(call, ask));
    path.put(kind.own(), name(call, ask, path, sent));
    Optional.ofNullable(path.get("project"))
        .flatMap(plane.projects()::find)
        .ifPresent(p -> path.put("projectNumber", p.number()));
    Fields read = plane.bodies().read(type.shape(), sent, false);
    Fields wanted =
        kind.dialect() == Dialect.LISTED ? read : plane.bodies().withoutEmpty(type.shape(), read);
    Fields checked = fills.withoutOutputs(plane.bodies(), wanted);
    return plane
        .store()
        .change(transaction -> {
          Edit edit = new Edit(transaction, ask, type, path, kind.key(path));
          Optional<Entry> there = transaction.get(edit.key());
          if (there.isPresent()) {
            String name = kind.relativeName(path);
            throw behavior
                .present(ask, name)
                .orElseGet(() -> Words.present(type, name))
                .asException();
          }
          fills.checkRequired(checked);
          Fields filled = named(fills.asNew(fills.withDefaults(checked), path), path);
          plane.links().check(edit, filled, behavior);
          Fields body = behavior.create(edit, plane.links().written(edit, filled));
          return store(edit, body);
        });
  }

  private Reply store(Edit edit, Fields body) {
    ResourceType type = kind.type();
    Entry entry = Entry.of(edit.key(), type.name(), body);
    ResourceType.Operations style = type.operations(Action.CREATE);
    if (style == ResourceType.Operations.NONE) {
      Entry stored = edit.transaction().put(entry);
      return Reply.ok(behaviors.of(type.name()).show(stored));
    }
    edit.transaction().put(Busy.mark(entry, Action.CREATE));
    Operation operation =
        plane.operations().begin(edit.transaction(), Starts.of(kind, edit, Action.CREATE, body));
    return Reply.ok(plane.operations().show(operation));
  }

  /// The part of the request's body that is the resource.
  static Fields resource(Call call, Ask ask) {
    return switch (call.body()) {
      case Call.Body.None _, Call.Body.Whole _ -> ask.body();
      case Call.Body.Wrapped(var field) -> ask.body().fields(field);
    };
  }

  private String name(Call call, Ask ask, Map<String, String> path, Fields sent) {
    Optional<String> inPath = Optional.ofNullable(path.get(kind.own()));
    Optional<String> fixed =
        call.fixed().entrySet().stream()
            .filter(e -> e.getValue().equals("{" + kind.own() + "}"))
            .flatMap(e -> ask.body().text(e.getKey()).stream())
            .findFirst();
    return inPath
        .or(() -> fixed)
        .or(() ->
            sent.text("name")
                .filter(n -> !n.isEmpty())
                .map(n ->
                    kind.type().naming().map(naming -> naming.allows(n)).orElse(false)
                        ? n
                        : n.substring(n.lastIndexOf('/') + 1)))
        .or(() -> behaviors.of(kind.type().name()).name(ask))
        .or(() ->
            kind.type().isServerNamed() ? Optional.of(plane.ids().numeric()) : Optional.empty())
        .orElseThrow(() -> Words.required(kind.type(), "name").asException());
  }

  /// Compute, Cloud SQL and Storage show the short name, the others the relative name.
  private Fields named(Fields body, Map<String, String> path) {
    if (kind.type().predicted().containsKey("name")) {
      return body;
    }
    boolean hasName =
        plane.shapes().find(kind.type().shape()).map(s -> s.field("name").isPresent()).orElse(true);
    if (!hasName) {
      return body;
    }
    Value name =
        Value.of(kind.dialect() == Dialect.LISTED ? kind.name(path) : kind.relativeName(path));
    return body.with("name", name);
  }
}
