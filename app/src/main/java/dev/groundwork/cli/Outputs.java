package dev.groundwork.cli;

import dev.groundwork.blueprint.Blueprint;
import dev.groundwork.cloud.Target;
import dev.groundwork.plan.Standing;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.State;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What users of a system need to know, with addresses as they are reached from here. A secret is
/// shown as a reference, which `groundwork secrets get` takes, under the name with `Secret` at its
/// end.
final class Outputs {
  private final Session session;
  private final State state;

  Outputs(Session session, State state) {
    this.session = session;
    this.state = state;
  }

  /// `{component: {name: value}}`; what is not known yet is left out.
  Fields document() {
    Blueprint blueprint = session.blueprint();
    Fields document = Fields.EMPTY;
    for (Map.Entry<String, SortedMap<String, Value>> component : blueprint.outputs().entrySet()) {
      SortedMap<String, Value> known = new TreeMap<>();
      component.getValue().forEach((name, value) -> resolve(name, value, known));
      reachable(known);
      if (!known.isEmpty()) {
        document = new Fields(with(document.values(), component.getKey(), new Fields(known)));
      }
    }
    return document;
  }

  private static Map<String, Value> with(Map<String, Value> values, String name, Value value) {
    Map<String, Value> more = new TreeMap<>(values);
    more.put(name, value);
    return more;
  }

  private void resolve(String name, Value value, SortedMap<String, Value> known) {
    if (value instanceof Value.Secret(var secret)) {
      reference(secret).ifPresent(reference -> known.put(name + "Secret", Value.of(reference)));
      return;
    }
    Value resolved = Standing.resolve(value, this::standing);
    if (resolved.isKnown()) {
      known.put(name, resolved);
    }
  }

  private Optional<String> reference(Address secret) {
    return Optional.ofNullable(state.resources().get(secret))
        .map(recorded -> new Target(session.catalog().get(secret.type()), recorded.path()).id());
  }

  private Optional<Standing> standing(Address address) {
    return Optional.ofNullable(state.resources().get(address))
        .map(recorded -> Standing.of(session.catalog().get(address.type()), recorded));
  }

  /// A host and port inside Google's networks, as reached from here.
  private void reachable(SortedMap<String, Value> known) {
    if (known.get("host") instanceof Value.Text(var host)
        && known.get("port") instanceof Value.Num(var port)) {
      InetSocketAddress inside = InetSocketAddress.createUnresolved(host, port.intValue());
      InetSocketAddress reached = session.connection().addresses().apply(inside);
      known.put("host", Value.of(reached.getHostString()));
      known.put("port", Value.of(reached.getPort()));
    }
  }

  /// As a table: component, name, value.
  static String table(Fields document) {
    List<String[]> rows = new ArrayList<>();
    document
        .values()
        .forEach((component, outputs) ->
            ((Fields) outputs)
                .values()
                .forEach((name, value) ->
                    rows.add(
                        new String[] {
                          component + "." + name,
                          value instanceof Value.Text(var text) ? text : Json.write(value)
                        })));
    int width = rows.stream().mapToInt(r -> r[0].length()).max().orElse(0);
    StringBuilder out = new StringBuilder();
    rows.forEach(r ->
        out.append("  ")
            .append(r[0])
            .append(" ".repeat(width - r[0].length() + 2))
            .append(r[1])
            .append('\n'));
    return out.toString();
  }
}
