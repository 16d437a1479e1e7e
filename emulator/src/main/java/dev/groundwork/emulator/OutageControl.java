package dev.groundwork.emulator;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Outages on demand: what runs behind a resource ends, and the API goes on to say that all is
/// well, as the real one does at first.
final class OutageControl {
  private final ControlPlane plane;
  private final SortedSet<String> out = new TreeSet<>();

  OutageControl(ControlPlane plane) {
    this.plane = plane;
  }

  synchronized Fields list() {
    return Fields.EMPTY.with("outages", Value.texts(List.copyOf(out)));
  }

  /// @param body `{"resource": "codementor-cache"}`, a relative name or its end
  synchronized Fields begin(Fields body) {
    String resource =
        one(
            body.text("resource").orElse(""),
            plane.reachable().stream().map(Reachable::resource).distinct().toList());
    if (!plane.interrupt(resource)) {
      throw new IllegalArgumentException(resource + " cannot be stopped");
    }
    out.add(resource);
    return Fields.EMPTY.with("resource", resource);
  }

  synchronized Fields end(String name) {
    String resource = one(name, List.copyOf(out));
    plane.recover(resource);
    out.remove(resource);
    return Fields.EMPTY.with("resource", resource);
  }

  synchronized void forget() {
    out.clear();
  }

  private static String one(String name, List<String> all) {
    List<String> found =
        all.stream().filter(r -> r.equals(name) || r.endsWith("/" + name)).toList();
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "'"
              + name
              + "' is "
              + (found.isEmpty() ? "nothing that runs or is out" : "more than one thing")
              + "; there is: "
              + (all.isEmpty() ? "nothing" : String.join(", ", all)));
    }
    return found.getFirst();
  }
}
