package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.BAD_EXPRESSION;
import static dev.groundwork.diagnostic.Code.UNKNOWN_NAME;

import dev.groundwork.blueprint.Interpolation.Code;
import dev.groundwork.blueprint.Interpolation.Literal;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// The names that expressions may use, and what they stand for.
final class Scope {
  private final Problems problems;
  private final Fields fields;
  private final Function<String, ResourceType> types;
  private final SortedMap<String, Value> known = new TreeMap<>();
  private final SortedMap<String, Thing> things = new TreeMap<>();
  private final List<Use> uses = new ArrayList<>();
  private final Set<String> broken = new TreeSet<>();
  private final KnownSettings settings;

  /// A reference where it was met.
  ///
  /// @param owner the component or resource that refers
  /// @param target what it refers to, for people
  /// @param address the resource that it refers to
  record Use(String owner, String target, Address address, Place place) {}

  Scope(Problems problems, Fields fields, Function<String, ResourceType> types) {
    this.problems = problems;
    this.fields = fields;
    this.types = types;
    this.settings = new KnownSettings(this, problems, fields);
  }

  void define(String name, Value value) {
    known.put(name, value);
  }

  void define(Thing thing) {
    things.put(thing.name(), thing);
  }

  /// A name that is declared, but so that nothing more can be known of it: what refers to it is not
  /// wrong for that.
  void broken(String name) {
    broken.add(name);
  }

  /// The value that a name stands for by itself: `region`.
  Optional<Value> known(String name) {
    return Optional.ofNullable(known.get(name));
  }

  Optional<Thing> thing(String name) {
    return Optional.ofNullable(things.get(name));
  }

  /// The type of the resource at an address that a reference named.
  Optional<ResourceType> type(Address address) {
    return Optional.of(types.apply(address.type()));
  }

  Collection<Thing> things() {
    return things.values();
  }

  /// Remembers that a component or resource says by `dependsOn` that it needs another.
  void uses(String owner, String target, Address address, Place place) {
    uses.add(new Use(owner, target, address, place));
  }

  List<Use> uses() {
    return List.copyOf(uses);
  }

  private Collection<String> names() {
    TreeSet<String> names = new TreeSet<>(known.keySet());
    names.addAll(things.keySet());
    names.addAll(broken);
    return names;
  }

  /// What a text with `${…}` stands for; may be known only after apply. A reference with an empty
  /// path stands for a resource itself: which of its outputs is meant depends on the field.
  ///
  /// @param owner the component or resource that it belongs to
  /// @return empty when it is wrong, which has been reported
  Optional<Value> value(Node.Scalar text, String owner) {
    return value(text, owner, false);
  }

  /// As `value`, where it must be known at once.
  Optional<Value> knownValue(Node.Scalar text, String owner) {
    return value(text, owner, true);
  }

  private Optional<Value> value(Node.Scalar text, String owner, boolean now) {
    List<Interpolation> pieces;
    try {
      pieces = Interpolation.parse(text.text());
    } catch (Interpolation.Unclosed e) {
      problems.error(
          BAD_EXPRESSION,
          text.place(),
          "`${` has no closing `}`.",
          "close it; for the text itself write `$${`.");
      return Optional.empty();
    }
    if (pieces.size() == 1 && pieces.getFirst() instanceof Code(var source)) {
      return expression(source, text.place(), owner, now);
    }
    List<Value> parts = new ArrayList<>();
    boolean whole = true;
    for (Interpolation piece : pieces) {
      Optional<Value> part =
          switch (piece) {
            case Literal(var literal) -> Optional.of(Value.of(literal));
            case Code(var source) ->
                expression(source, text.place(), owner, now)
                    .flatMap(value -> insideText(source, value, text.place()));
          };
      whole &= part.isPresent();
      part.ifPresent(value -> join(parts, value));
    }
    if (!whole) {
      return Optional.empty();
    }
    if (parts.isEmpty()) {
      return Optional.of(Value.of(""));
    }
    return Optional.of(
        parts.size() == 1 && parts.getFirst() instanceof Value.Text
            ? parts.getFirst()
            : new Value.Template(parts));
  }

  private static void join(List<Value> parts, Value next) {
    if (next instanceof Value.Text(var text)
        && !parts.isEmpty()
        && parts.getLast() instanceof Value.Text(var before)) {
      parts.set(parts.size() - 1, Value.of(before + text));
    } else {
      parts.add(next);
    }
  }

  private Optional<Value> insideText(String source, Value value, Place place) {
    return switch (value) {
      case Value.Text _ -> Optional.of(value);
      case Value.Num(var number) -> Optional.of(Value.of(number.toPlainString()));
      case Value.Bool(var flag) -> Optional.of(Value.of(String.valueOf(flag)));
      case Value.Reference(var target, var path) when path.isEmpty() -> {
        problems.error(
            BAD_EXPRESSION,
            place,
            "`${" + source + "}` stands for all of " + target + ", which does not fit into text.",
            "name one of its fields, for example `${" + source + ".name}`.");
        yield Optional.empty();
      }
      case Value.Reference _, Value.Secret _ -> Optional.of(value);
      case Value.Items _, Value.Fields _, Value.Null _, Value.Template _, Value.Generated _ -> {
        problems.error(
            BAD_EXPRESSION,
            place,
            "`${" + source + "}` is no single value and does not fit into text.",
            "");
        yield Optional.empty();
      }
    };
  }

  private Optional<Value> expression(String source, Place place, String owner, boolean now) {
    Optional<NamePath> path = NamePath.parse(source);
    boolean bare =
        path.isPresent()
            && (names().contains(path.get().head()) || !path.get().head().contains("-"));
    if (bare && !List.of("true", "false", "null").contains(source)) {
      return resolve(path.get(), place, owner, now);
    }
    if (source.isEmpty()) {
      problems.error(
          BAD_EXPRESSION,
          place,
          "nothing stands between the braces of `${}`.",
          "for the text itself write `$${}`.");
      return Optional.empty();
    }
    try {
      return CelExpressions.evaluate(source, names(), used -> resolve(used, place, owner, true));
    } catch (CelExpressions.UnknownName e) {
      problems.error(
          UNKNOWN_NAME,
          place,
          "`" + e.name() + "` is declared nowhere in this blueprint.",
          nearestName(e.name()));
      return Optional.empty();
    } catch (CelExpressions.Failed e) {
      problems.error(
          BAD_EXPRESSION,
          place,
          "`${" + source + "}` cannot be evaluated: " + e.reason() + ".",
          "");
      return Optional.empty();
    }
  }

  private Optional<Value> resolve(NamePath path, Place place, String owner, boolean now) {
    Thing thing = things.get(path.head());
    Value value = known.get(path.head());
    if (value != null) {
      Optional<Value> found = inside(value, path.rest());
      if (found.isPresent()) {
        return found;
      }
      if (thing == null) {
        Collection<String> there =
            value instanceof Value.Fields(var values) ? values.keySet() : List.of();
        String step = path.rest().getFirst();
        problems.error(
            UNKNOWN_NAME,
            place,
            "`" + path.head() + "` has no `" + step + "`.",
            Problems.choice(step, there));
        return Optional.empty();
      }
    }
    if (thing == null && broken.contains(path.head())) {
      return Optional.empty();
    }
    if (thing == null) {
      problems.error(
          UNKNOWN_NAME,
          place,
          "`" + path.head() + "` is declared nowhere in this blueprint.",
          nearestName(path.head()));
      return Optional.empty();
    }
    return now ? settings.field(thing, path, place) : reference(thing, path, place, owner);
  }

  private static Optional<Value> inside(Value value, List<String> steps) {
    Optional<Value> at = Optional.of(value);
    for (String step : steps) {
      at = at.flatMap(v -> v instanceof Value.Fields f ? f.get(step) : Optional.empty());
    }
    return at;
  }

  private Optional<Value> reference(Thing thing, NamePath path, Place place, String owner) {
    List<String> rest = path.rest();
    ResourceType type = thing.type();
    Address address = thing.address();
    Optional<Address> secret =
        thing
            .component()
            .flatMap(c -> c.secrets().find(thing.name(), path.rest(), new WrittenSettings(thing)));
    if (secret.isPresent()) {
      uses.add(new Use(owner, path.head(), secret.get(), place));
      return Optional.of(new Value.Secret(secret.get()));
    }
    if (rest.size() >= 2
        && thing.component().isPresent()
        && thing.component().get().parts().containsKey(rest.get(0))) {
      Optional<Node> parts = thing.settings().get(rest.get(0));
      Collection<String> there =
          parts.orElse(null) instanceof Node.Mapping map ? map.entries().keySet() : List.of();
      if (!there.contains(rest.get(1))) {
        problems.error(
            UNKNOWN_NAME,
            place,
            "`" + thing.name() + "." + rest.get(0) + "` has no `" + rest.get(1) + "`.",
            Problems.choice(rest.get(1), there));
        return Optional.empty();
      }
      type = types.apply(thing.component().get().parts().get(rest.get(0)));
      address = new Address(type.name(), thing.name() + "." + rest.get(1));
      rest = rest.subList(2, rest.size());
    } else if (rest.size() == 1
        && thing.component().isPresent()
        && thing.component().get().outputs().containsKey(rest.getFirst())) {
      rest = List.of(thing.component().get().outputs().get(rest.getFirst()).split("\\."));
    }
    if (rest.isEmpty()) {
      return used(new Value.Reference(address, ""), path, place, owner);
    }
    String field = String.join(".", rest);
    if (type.writeOnly().stream()
        .anyMatch(hidden -> field.equals(hidden) || field.startsWith(hidden + "."))) {
      problems.error(
          BAD_EXPRESSION,
          place,
          "Google never shows `"
              + field
              + "` of "
              + Problems.a(type)
              + ", so nothing can refer to it.",
          type.sensitive().contains(field)
              ? "where a secret is wanted, write `{secret: NAME}`."
              : "");
      return Optional.empty();
    }
    switch (fields.find(type, rest)) {
      case Fields.Found.Known _, Fields.Found.Text _, Fields.Found.Free _ -> {
        return used(new Value.Reference(address, field), path, place, owner);
      }
      case Fields.Found.Missing(var step, var there) -> {
        Optional<Value> setting =
            address.equals(thing.address()) ? settings.of(thing, path.rest()) : Optional.empty();
        if (setting.isEmpty() && !settings.isGiven(thing, path.rest())) {
          List<String> more = new ArrayList<>(there);
          thing.component().ifPresent(component -> more.addAll(component.outputs().keySet()));
          problems.error(
              UNKNOWN_NAME,
              place,
              Problems.a(type) + " has no field `" + step + "`.",
              Problems.nearest(step, more));
        }
        return setting;
      }
    }
  }

  private String nearestName(String name) {
    String near = Problems.nearest(name, List.copyOf(names()));
    return near.isEmpty() ? "declare it under `components` or `resources`." : near;
  }

  private Optional<Value> used(
      Value.Reference reference, NamePath path, Place place, String owner) {
    uses.add(new Use(owner, path.head(), reference.target(), place));
    return Optional.of(reference);
  }
}
