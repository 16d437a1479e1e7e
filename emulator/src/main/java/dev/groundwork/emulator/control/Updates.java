package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/// Changes a resource: whole, by a mask, by merging, or one field by a call of its own.
final class Updates {
  private final ControlPlane plane;
  private final Behaviors behaviors;
  private final Kind kind;
  private final Fills fills;
  private final Reads reads;

  Updates(ControlPlane plane, Behaviors behaviors, Kind kind) {
    this.plane = plane;
    this.behaviors = behaviors;
    this.kind = kind;
    fills = new Fills(kind.type(), plane);
    reads = new Reads(plane, behaviors, kind);
  }

  Reply update(Call call, Ask ask) {
    Fields sent = Creates.resource(call, ask);
    Optional<String> mask =
        switch (call.mask()) {
          case Call.Mask.None _ -> Optional.empty();
          case Call.Mask.InQuery(var parameter) -> ask.query(parameter);
          // some take it in the query as well
          case Call.Mask.InBody(var field) -> ask.body().text(field).or(() -> ask.query(field));
        };
    List<String> paths = Masks.paths(mask.orElse(""));
    boolean merges =
        paths.isEmpty()
            && call.verb() != Verb.PUT
            && !behaviors.of(kind.type().name()).isReplacedByPatch();
    Fields read = plane.bodies().read(kind.type().shape(), sent, merges);
    Fields wanted = fills.withoutOutputs(plane.bodies(), read);
    String verb =
        call.verb() == Verb.PUT
                && kind.type().operations(Action.UPDATE) == ResourceType.Operations.COMPUTE
            ? "update"
            : behaviors.of(kind.type().name()).verb(Action.UPDATE).orElse(kind.verb(Action.UPDATE));
    return change(
        call,
        ask,
        verb,
        (edit, before) -> {
          fills.checkGuards(sent, call.fingerprint(), before);
          if (merges) {
            return Masks.merge(before, wanted.without("name"));
          }
          if (!paths.isEmpty()) {
            return Masks.apply(
                before,
                wanted,
                paths.contains("*") ? List.copyOf(wanted.values().keySet()) : paths);
          }
          Fields replaced = fills.withDefaults(wanted);
          Fields server = fills.serverPart(plane.bodies(), before);
          // what the server sets when nothing is asked for yields to what is
          for (String field : kind.type().serverSets()) {
            server = sent.get(field).isPresent() ? server.without(field) : server;
          }
          return OperationForms.plus(replaced, server);
        });
  }

  /// One call for one field or a few: what is sent is set, but for the fingerprint, which must be
  /// the current one.
  Reply some(Call call, Ask ask) {
    Fields sent = Creates.resource(call, ask);
    String verb =
        call.path()
            .substring(Math.max(call.path().lastIndexOf('/'), call.path().lastIndexOf(':')) + 1);
    return change(
        call,
        ask,
        verb,
        (edit, before) -> {
          Fields after = before;
          for (String guard : call.fingerprint().stream().toList()) {
            if (!before.text(guard).equals(sent.text(guard))) {
              throw Words.stale(kind.type(), guard).asException();
            }
          }
          for (Map.Entry<String, dev.groundwork.resource.Value> field : sent.values().entrySet()) {
            if (!call.fingerprint().equals(Optional.of(field.getKey()))) {
              after = after.with(field.getKey(), field.getValue());
            }
          }
          return after;
        });
  }

  private Reply change(Call call, Ask ask, String verb, BiFunction<Edit, Fields, Fields> changing) {
    ResourceType type = kind.type();
    Behavior behavior = behaviors.of(type.name());
    Map<String, String> path = reads.parameters(call, ask);
    return plane
        .store()
        .change(transaction -> {
          Edit edit = new Edit(transaction, ask, type, path, kind.key(path));
          Entry before =
              transaction.get(edit.key()).orElseThrow(() -> reads.absent(ask, path).asException());
          Fields changed = plane.links().written(edit, changing.apply(edit, before.body()));
          Fields after =
              behavior.update(
                  edit,
                  before.body(),
                  changed.equals(before.body()) ? changed : fills.asChanged(changed));
          fills.checkImmutable(before.body(), after);
          plane.links().check(edit, after, behavior);
          Entry entry =
              before.withBody(
                  kind.dialect() == Dialect.LISTED
                      ? after
                      : plane.bodies().withoutEmpty(type.shape(), after));
          ResourceType.Operations style = type.operations(Action.UPDATE);
          if (style == ResourceType.Operations.NONE) {
            return Reply.ok(behavior.show(transaction.put(entry)));
          }
          transaction.put(entry);
          Operation.Start start = Starts.of(kind, path, Action.UPDATE, verb, after).from(before);
          // labels are set at once, but an operation tells it nevertheless
          Operation operation =
              verb.equals("setLabels")
                  ? plane.operations().beginEnded(transaction, start)
                  : plane.operations().begin(transaction, start);
          return Reply.ok(plane.operations().show(operation));
        });
  }
}
