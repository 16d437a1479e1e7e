package dev.groundwork.emulator.control;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Stamp;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the server puts into a resource or refuses to have put there, by the type's facts.
final class Fills {
  private final ResourceType type;
  private final Shapes shapes;
  private final EmulatorClock clock;
  private final Ids ids;

  Fills(ResourceType type, ControlPlane plane) {
    this.type = type;
    shapes = plane.shapes();
    clock = plane.clock();
    ids = plane.ids();
  }

  /// Leaves out what only the server sets.
  Fields withoutOutputs(Bodies bodies, Fields body) {
    Fields kept = bodies.withoutOutputs(type.shape(), body);
    for (String field : type.outputOnly()) {
      kept = without(kept, field);
    }
    for (Map.Entry<String, Stamp> stamp : type.stamps().entrySet()) {
      kept = kept.without(stamp.getKey());
    }
    return kept;
  }

  /// @throws Refused when a required field is not there
  void checkRequired(Fields body) {
    Set<String> required = new LinkedHashSet<>(type.required());
    shapes
        .find(type.shape())
        .ifPresent(s ->
            s.fields().stream()
                .filter(f -> f.is(Shape.Behavior.REQUIRED) && !f.is(Shape.Behavior.OUTPUT_ONLY))
                .forEach(f -> required.add(f.name())));
    for (String field : required) {
      if (!field.equals("name") && !has(body, field)) {
        throw Words.required(type, field).asException();
      }
    }
  }

  /// Whether the field is there; inside a list, in every element.
  private static boolean has(Value value, String path) {
    if (value instanceof Value.Items(var items)) {
      return items.stream().allMatch(i -> has(i, path));
    }
    if (!(value instanceof Fields fields)) {
      return false;
    }
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    if (fields.get(head).isEmpty()) {
      // a field inside what is optional is required only where that is given
      return dot >= 0;
    }
    return dot < 0
        ? !fields.get(head).get().equals(Value.of(""))
        : has(fields.get(head).get(), path.substring(dot + 1));
  }

  /// @throws Refused when a field that cannot change has changed
  void checkImmutable(Fields before, Fields after) {
    Set<String> immutable = new LinkedHashSet<>(type.immutable());
    shapes
        .find(type.shape())
        .ifPresent(s ->
            s.fields().stream()
                .filter(f -> f.is(Shape.Behavior.IMMUTABLE) && !f.is(Shape.Behavior.OUTPUT_ONLY))
                .forEach(f -> immutable.add(f.name())));
    for (String field : immutable) {
      // what Google itself adds later is no change of the client's
      boolean added = type.serverSets().contains(field) && values(before, field).isEmpty();
      if (!added && !values(before, field).equals(values(after, field))) {
        throw Words.immutable(type, field).asException();
      }
    }
  }

  private static List<Value> values(Value value, String path) {
    return switch (value) {
      case Value.Items(var items) -> items.stream().flatMap(i -> values(i, path).stream()).toList();
      case Fields fields -> {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        yield fields
            .get(head)
            .map(v -> dot < 0 ? List.of(v) : values(v, path.substring(dot + 1)))
            .orElse(List.of());
      }
      default -> List.of();
    };
  }

  /// Gives fields that are not there their default.
  Fields withDefaults(Fields body) {
    Fields filled = body;
    for (Map.Entry<String, Value> fact : type.defaults().entrySet()) {
      filled = (Fields) withDefault(filled, fact.getKey(), fact.getValue());
    }
    return filled;
  }

  private static Value withDefault(Value value, String path, Value otherwise) {
    if (value instanceof Value.Items(var items)) {
      return new Value.Items(items.stream().map(i -> withDefault(i, path, otherwise)).toList());
    }
    if (!(value instanceof Fields fields)) {
      return value;
    }
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    Map<String, Value> copy = new LinkedHashMap<>(fields.values());
    if (dot < 0) {
      copy.putIfAbsent(head, otherwise);
    } else {
      copy.put(
          head,
          withDefault(copy.getOrDefault(head, Fields.EMPTY), path.substring(dot + 1), otherwise));
    }
    return new Fields(copy);
  }

  /// Stamps and predicted values of a new resource.
  Fields asNew(Fields body, Map<String, String> path) {
    Fields filled = body;
    for (Map.Entry<String, Stamp> stamp : type.stamps().entrySet()) {
      filled = filled.with(stamp.getKey(), stamp(stamp.getValue()));
    }
    for (Map.Entry<String, String> predicted : type.predictions(path).entrySet()) {
      if (type.predicted().containsKey(predicted.getKey())) {
        filled = filled.with(predicted.getKey(), predicted.getValue());
      }
    }
    return linkedById(filled);
  }

  /// Links that hold the numeric id in place of the name.
  private Fields linkedById(Fields body) {
    Fields filled = body;
    for (Map.Entry<String, Stamp> stamp : type.stamps().entrySet()) {
      String link = filled.text("selfLink").orElse("");
      if (stamp.getValue() == Stamp.LINK_WITH_ID) {
        filled =
            filled.with(
                stamp.getKey(),
                link.substring(0, link.lastIndexOf('/') + 1) + filled.text("id").orElse(""));
      }
    }
    return filled;
  }

  /// Stamps that change with every change.
  Fields asChanged(Fields body) {
    Fields filled = body;
    for (Map.Entry<String, Stamp> stamp : type.stamps().entrySet()) {
      switch (stamp.getValue()) {
        case ETAG, UPDATED -> filled = filled.with(stamp.getKey(), stamp(stamp.getValue()));
        case COUNTER ->
            filled =
                filled.with(
                    stamp.getKey(),
                    Long.toString(1 + Long.parseLong(body.text(stamp.getKey()).orElse("0"))));
        case NUMERIC_ID, UUID, CREATED, LINK_WITH_ID -> {}
      }
    }
    return filled;
  }

  private String stamp(Stamp stamp) {
    Instant now = clock.instant();
    return switch (stamp) {
      case NUMERIC_ID -> ids.numeric();
      case UUID -> ids.uuid();
      case ETAG -> ids.etag();
      case CREATED, UPDATED -> Times.of(type.host(), now);
      case COUNTER -> "1";
      case LINK_WITH_ID -> "";
    };
  }

  /// The fields that hold etags and fingerprints.
  List<String> guards() {
    List<String> guards = new ArrayList<>();
    type.stamps()
        .forEach((field, stamp) -> {
          if (stamp == Stamp.ETAG) {
            guards.add(field);
          }
        });
    return guards;
  }

  /// @param sent the request's body
  /// @param another field that must be the current one, if the call has one
  /// @throws Refused when it carries an etag or fingerprint that is not the current one
  void checkGuards(Fields sent, Optional<String> another, Fields current) {
    List<String> guards = guards();
    another.filter(g -> !guards.contains(g)).ifPresent(guards::add);
    for (String guard : guards) {
      String given = sent.text(guard).orElse("");
      if (!given.isEmpty()
          && current.text(guard).isPresent()
          && !current.text(guard).get().equals(given)) {
        throw Words.stale(type, guard).asException();
      }
    }
  }

  /// What of `before` a replacement cannot take away: what only the server sets.
  Fields serverPart(Bodies bodies, Fields before) {
    Fields clients = withoutOutputs(bodies, before);
    Map<String, Value> server = new LinkedHashMap<>();
    before
        .values()
        .forEach((name, value) -> {
          if (clients.get(name).isEmpty()
              || type.predicted().containsKey(name)
              || name.equals("name")
              || type.serverSets().contains(name)) {
            server.put(name, value);
          }
        });
    return new Fields(server);
  }

  private static Fields without(Fields body, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      return body.without(path);
    }
    String head = path.substring(0, dot);
    String rest = path.substring(dot + 1);
    return switch (body.get(head).orElse(new Value.Null())) {
      case Fields inner -> body.with(head, without(inner, rest));
      case Value.Items(var items) ->
          body.with(
              head,
              new Value.Items(
                  items.stream().map(i -> i instanceof Fields f ? without(f, rest) : i).toList()));
      default -> body;
    };
  }
}
