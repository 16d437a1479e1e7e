package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// IAM policies of one type's resources over HTTP.
final class PolicyRoutes {
  private final ControlPlane plane;
  private final Reads reads;

  PolicyRoutes(ControlPlane plane, Reads reads) {
    this.plane = plane;
    this.reads = reads;
  }

  Reply get(Ask ask) {
    return Reply.ok(plane.policies().get(reads.key(ask)));
  }

  Reply set(Ask ask) {
    String key = reads.key(ask);
    Fields policy = ask.body().get("policy").isPresent() ? ask.body().fields("policy") : ask.body();
    return Reply.ok(plane.store().change(t -> plane.policies().set(t, key, policy)));
  }

  /// Every caller is an owner: all that is asked for is granted.
  Reply test(Ask ask) {
    reads.key(ask);
    List<Value> inQuery =
        ask.request().query().getOrDefault("permissions", List.of()).stream()
            .<Value>map(Value::of)
            .toList();
    List<Value> asked = inQuery.isEmpty() ? ask.body().items("permissions") : inQuery;
    return Reply.ok(
        asked.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("permissions", new Value.Items(asked)));
  }
}
