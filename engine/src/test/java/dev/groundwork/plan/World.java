package dev.groundwork.plan;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// What stands in a planner's test: as an apply would have left it, and as someone may have changed
/// it since.
final class World {
  private final Map<Address, Recorded> recorded = new TreeMap<>();
  private final Map<Address, Standing> standings = new LinkedHashMap<>();
  private final Map<Target, Seen> seen = new LinkedHashMap<>();
  private final Map<String, String> newest = new TreeMap<>();

  /// These were applied, in this order.
  World applied(Resource... resources) {
    Dependencies dependencies = Dependencies.of(List.of(resources));
    for (Resource r : resources) {
      Map<String, String> path = new TreeMap<>(Standing.resolvePath(r.path(), this::standing));
      if (r.type().isServerNamed()) {
        path.put(r.type().parameters().getLast(), "1");
      }
      Fields body = (Fields) Standing.resolve(r.body(), this::standing);
      Fields desired =
          Markers.of(
              body,
              Map.of(
                  Types.address(Types.SECRET, "password"),
                  "projects/7/secrets/password/versions/1"));
      Fields observed = Markers.withoutSecrets(r.type(), r.body(), desired).with("etag", "1");
      if (r.type() == Types.VERSION) {
        observed = observed.with("state", "ENABLED");
      }
      add(
          r.type(),
          new Recorded(
              r.address(),
              path,
              desired,
              observed,
              new TreeSet<>(dependencies.needs(r.address()))));
    }
    return this;
  }

  private void add(ResourceType type, Recorded record) {
    recorded.put(record.address(), record);
    standings.put(record.address(), Standing.of(type, record));
    seen.put(new Target(type, record.path()), new Seen.Present(record.path(), record.observed()));
  }

  private Optional<Standing> standing(Address address) {
    return Optional.ofNullable(standings.get(address));
  }

  /// Someone changed it.
  World changed(Resource resource, UnaryOperator<Fields> change) {
    seen.computeIfPresent(
        target(resource),
        (_, s) ->
            s instanceof Seen.Present(var path, var observed)
                ? new Seen.Present(path, change.apply(observed))
                : s);
    return this;
  }

  /// Someone deleted it.
  World deleted(Resource resource) {
    seen.put(target(resource), new Seen.Absent());
    return this;
  }

  World unreadable(Resource resource, Refusal refusal) {
    seen.put(target(resource), new Seen.Unreadable(refusal));
    return this;
  }

  /// Someone else made it.
  World foreign(Resource resource, Fields observed) {
    Map<String, String> path = Standing.resolvePath(resource.path(), this::standing);
    seen.put(new Target(resource.type(), path), new Seen.Present(path, observed));
    return this;
  }

  /// The record is lost, or was never written.
  World forgotten(Resource resource) {
    recorded.remove(resource.address());
    return this;
  }

  World newest(String secret, String version) {
    newest.put(secret, version);
    return this;
  }

  private Target target(Resource resource) {
    Recorded record = recorded.get(resource.address());
    return new Target(
        resource.type(),
        record == null ? Standing.resolvePath(resource.path(), this::standing) : record.path());
  }

  State state() {
    return new State(7, new TreeMap<>(recorded));
  }

  Observation observation() {
    Observation.Builder builder = Observation.builder();
    seen.forEach(builder::add);
    newest.forEach(builder::newest);
    return builder.build();
  }

  Plan plan(Options options, Resource... desired) {
    return new Planner(Types.CATALOG, Types.NO_SHAPES)
        .plan(List.of(desired), state(), observation(), options);
  }

  Plan plan(Resource... desired) {
    return plan(Options.NONE, desired);
  }

  /// Symbols and addresses, in the plan's order; what stays is left out.
  static List<String> symbols(Plan plan) {
    List<String> symbols = new ArrayList<>();
    for (Change change : plan.changes()) {
      switch (change) {
        case Change.Create c -> symbols.add("+ " + c.address());
        case Change.Update c -> symbols.add("~ " + c.address() + " " + c.differences().keySet());
        case Change.Replace c -> symbols.add("-/+ " + c.address());
        case Change.Delete c -> symbols.add("- " + c.address());
        case Change.Adopt c -> symbols.add("adopt " + c.address());
        case Change.Forget c -> symbols.add("forget " + c.address());
        case Change.Refused(var address, var diagnostics) ->
            symbols.add("! " + address + " " + diagnostics.getFirst().code());
        case Change.Keep _ -> {}
      }
    }
    return symbols;
  }

  static Change change(Plan plan, Resource resource) {
    return plan.changes().stream()
        .filter(c -> c.address().equals(resource.address()))
        .findFirst()
        .orElseThrow();
  }

  static Fields fields(Object... pairs) {
    Fields fields = Value.fields();
    for (int i = 0; i < pairs.length; i += 2) {
      String path = (String) pairs[i];
      fields =
          switch (pairs[i + 1]) {
            case Value value -> fields.with(path, value);
            case Integer number -> fields.with(path, number.longValue());
            case Boolean flag -> fields.with(path, flag);
            case Object text -> fields.with(path, text.toString());
          };
    }
    return fields;
  }
}
