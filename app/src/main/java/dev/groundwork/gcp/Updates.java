package dev.groundwork.gcp;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Which calls change which fields, and what they say. Pure.
final class Updates {
  private final Shapes shapes;

  Updates(Shapes shapes) {
    this.shapes = shapes;
  }

  /// One call and the changed fields that it is for.
  record Step(Call call, SortedSet<String> fields) {}

  /// The calls that together change these fields: those of fields that have their own, then the one
  /// for all others. Empty when a field is left for which the type has no call.
  static Optional<List<Step>> steps(ResourceType type, SortedSet<String> changed) {
    SequencedMap<String, SortedSet<String>> own = new LinkedHashMap<>();
    SortedSet<String> others = new TreeSet<>();
    for (String field : changed) {
      Optional<String> special =
          type.fieldUpdates().keySet().stream().filter(head -> isWithin(field, head)).findFirst();
      if (special.isPresent()) {
        own.computeIfAbsent(special.get(), _ -> new TreeSet<>()).add(field);
      } else {
        others.add(field);
      }
    }
    List<Step> steps = new ArrayList<>();
    own.forEach((head, fields) -> steps.add(new Step(call(type, head), fields)));
    if (!others.isEmpty()) {
      Optional<Call> update = type.call(Action.UPDATE);
      if (update.isEmpty()) {
        return Optional.empty();
      }
      steps.add(new Step(update.get(), others));
    }
    return Optional.of(steps);
  }

  private static Call call(ResourceType type, String head) {
    Call call = type.fieldUpdates().get(head);
    if (call == null) {
      throw new IllegalStateException(type + " has no call for " + head);
    }
    boolean partial = !call.only().isEmpty() || call.body() instanceof Call.Body.None;
    return partial
        ? call
        : call.sendingOnly(head.contains(".") ? head.substring(0, head.indexOf('.')) : head);
  }

  static boolean isWithin(String field, String head) {
    return field.equals(head) || field.startsWith(head + ".");
  }

  /// The request of one step.
  ///
  /// @param desired the whole of what is wanted
  Request request(
      ResourceType type, Map<String, String> path, Step step, Fields desired, Fields observed) {
    Call call = step.call();
    Fields resource =
        call.verb() == Call.Verb.PUT
            ? whole(type, desired, observed, step.fields())
            : onlyChanged(type, step.fields(), desired, observed, isMergePatch(call));
    if (!call.only().isEmpty()) {
      Map<String, Value> kept = new LinkedHashMap<>(resource.values());
      kept.keySet()
          .removeIf(name ->
              call.only().stream().noneMatch(only -> isWithin(only, name) || isWithin(name, only)));
      resource = new Fields(kept);
    }
    Request request = Request.of(type.host(), call, path, resource);
    Fields body = request.body().orElse(Fields.EMPTY);
    Optional<Value> guard = call.fingerprint().flatMap(observed::at);
    if (guard.isPresent()) {
      body = body.with(inBody(call, call.fingerprint().orElseThrow()), guard.get());
    }
    String mask = String.join(",", mask(type, call, step.fields()));
    return switch (call.mask()) {
      case Call.Mask.None _ -> request.withBody(body);
      case Call.Mask.InQuery(var parameter) -> request.withBody(body).with(parameter, mask);
      case Call.Mask.InBody(var field) -> request.withBody(body.with(field, mask));
    };
  }

  private static String inBody(Call call, String field) {
    return call.body() instanceof Call.Body.Wrapped(var wrapper) ? wrapper + "." + field : field;
  }

  /// Whether what the body does not name is left alone, and what it names as null goes.
  private static boolean isMergePatch(Call call) {
    return call.verb() == Call.Verb.PATCH && call.mask() instanceof Call.Mask.None;
  }

  /// The changed fields as they are wanted. A list is sent whole; so is a map, with the keys that
  /// others have put there.
  private Fields onlyChanged(
      ResourceType type,
      SortedSet<String> changed,
      Fields desired,
      Fields observed,
      boolean nulls) {
    Fields body = Fields.EMPTY;
    for (String field : changed) {
      String whole = cut(type.descriptionShape(), field);
      Optional<Value> wanted = desired.at(whole);
      boolean isMap = !whole.equals(field) && !(wanted.orElse(Fields.EMPTY) instanceof Value.Items);
      if (isMap) {
        Fields map =
            body.at(whole).isPresent()
                ? body.fields(whole)
                : Request.merge(observed.fields(whole), desired.fields(whole));
        body = body.with(whole, map);
        if (desired.at(field).isEmpty()) {
          body = nulls ? body.with(field, new Value.Null()) : body.without(field);
        }
      } else if (wanted.isPresent()) {
        body = body.with(whole, wanted.get());
      } else if (nulls) {
        body = body.with(whole, new Value.Null());
      }
    }
    return body;
  }

  /// What is there, with what is wanted laid over it: a PUT takes away whatever it does not name.
  private static Fields whole(
      ResourceType type, Fields desired, Fields observed, SortedSet<String> changed) {
    Fields base = observed;
    for (String field : type.outputOnly()) {
      base = base.without(field);
    }
    for (String field : changed) {
      base = base.without(field);
    }
    return Request.merge(base, desired);
  }

  /// The field mask: the changed fields, each cut where a list or a map begins, for a mask cannot
  /// go into these.
  private SortedSet<String> mask(ResourceType type, Call call, SortedSet<String> changed) {
    SortedSet<String> mask = new TreeSet<>();
    for (String field : changed) {
      String cut = cut(type.descriptionShape(), field);
      if (call.only().isEmpty()
          || call.only().stream().anyMatch(only -> isWithin(cut, only) || isWithin(only, cut))) {
        mask.add(cut);
      }
    }
    return mask;
  }

  /// The field, or the list or map that it is inside of.
  private String cut(String shape, String field) {
    List<String> kept = new ArrayList<>();
    Optional<Shape> inside = shapes.find(shape);
    for (String part : field.split("\\.", -1)) {
      kept.add(part);
      Optional<Shape.Member> member = inside.flatMap(s -> s.field(part));
      if (member.isEmpty()) {
        return field;
      }
      if (member.get().repeated() || member.get().map()) {
        break;
      }
      inside = shapes.find(member.get().message());
    }
    return String.join(".", kept);
  }
}
