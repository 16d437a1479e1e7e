package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import java.util.Map;
import java.util.Optional;

/// Deletes a resource.
final class Deletes {
  private final ControlPlane plane;
  private final Behaviors behaviors;
  private final Kind kind;
  private final Fills fills;
  private final Reads reads;

  Deletes(ControlPlane plane, Behaviors behaviors, Kind kind) {
    this.plane = plane;
    this.behaviors = behaviors;
    this.kind = kind;
    fills = new Fills(kind.type(), plane);
    reads = new Reads(plane, behaviors, kind);
  }

  Reply delete(Call call, Ask ask) {
    ResourceType type = kind.type();
    Map<String, String> path = reads.parameters(call, ask);
    return plane
        .store()
        .change(transaction -> {
          Edit edit = new Edit(transaction, ask, type, path, kind.key(path));
          Entry current =
              transaction.get(edit.key()).orElseThrow(() -> reads.absent(ask, path).asException());
          ask.query("etag")
              .ifPresent(etag ->
                  fills.checkGuards(
                      Fields.EMPTY.with("etag", etag), Optional.empty(), current.body()));
          if (Busy.isBeingDeleted(current)) {
            throw Words.notReady(kind.relativeName(path)).asException();
          }
          behaviors.of(type.name()).delete(edit, current);
          return type.operations(Action.DELETE) == ResourceType.Operations.NONE
              ? now(edit)
              : later(edit, current);
        });
  }

  private Reply now(Edit edit) {
    edit.transaction().drop(edit.key());
    Policies.forget(edit.transaction(), edit.key());
    return kind.type().host().equals("storage.googleapis.com") ? Reply.noContent() : Reply.empty();
  }

  private Reply later(Edit edit, Entry current) {
    edit.transaction().put(Busy.mark(current, Action.DELETE));
    Operation operation =
        plane
            .operations()
            .begin(
                edit.transaction(),
                Starts.of(kind, edit, Action.DELETE, current.body()).from(current));
    return Reply.ok(plane.operations().show(operation));
  }
}
