package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.BAD_EXPRESSION;
import static dev.groundwork.diagnostic.Code.CYCLE;
import static dev.groundwork.diagnostic.Code.UNKNOWN_NAME;

import dev.groundwork.component.Field;
import dev.groundwork.component.Form;
import dev.groundwork.component.Kind;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the blueprint itself says of its components and resources, and the defaults of what it does
/// not say: known before anything is made.
final class KnownSettings {
  private final Scope scope;
  private final Problems problems;
  private final Fields fields;
  private final Deque<Setting> underWay = new ArrayDeque<>();
  private final Set<Set<String>> circles = new HashSet<>();

  /// A setting that is being evaluated.
  private record Setting(String name, Place place) {}

  KnownSettings(Scope scope, Problems problems, Fields fields) {
    this.scope = scope;
    this.problems = problems;
    this.fields = fields;
  }

  /// A field that must be known at once; empty when it is not, which has been reported.
  Optional<Value> field(Thing thing, NamePath path, Place place) {
    if (path.rest().isEmpty()) {
      problems.error(
          BAD_EXPRESSION,
          place,
          "`${"
              + path
              + "}` stands for all of "
              + thing.address()
              + ", and a single value is needed.",
          "name one of its fields, for example `${" + path + ".name}`.");
      return Optional.empty();
    }
    Optional<Value> setting = of(thing, path.rest());
    if (setting.isEmpty() && !isGiven(thing, path.rest())) {
      boolean later = !(fields.find(thing.type(), path.rest()) instanceof Fields.Found.Missing);
      if (later) {
        problems.error(
            BAD_EXPRESSION,
            place,
            "`" + path + "` is known only after apply, and is needed before.",
            "such a value can stand alone, as `${"
                + path
                + "}`, or inside text, in a field of a resource.");
      } else {
        String step = path.rest().getFirst();
        problems.error(
            UNKNOWN_NAME,
            place,
            "`" + thing.name() + "` has no `" + String.join(".", path.rest()) + "`.",
            Problems.nearest(
                step,
                thing
                    .component()
                    .map(c -> c.form().names())
                    .orElse(List.copyOf(thing.settings().entries().keySet()))));
      }
    }
    return setting;
  }

  /// What the blueprint itself says in a field of a component or resource, or the field's default.
  Optional<Value> of(Thing thing, List<String> steps) {
    if (steps.isEmpty()) {
      return Optional.empty();
    }
    Optional<Node> given = given(thing, steps);
    if (given.isEmpty()) {
      return fallback(thing, steps);
    }
    Node at = given.get();
    String what = thing.name() + "." + String.join(".", steps);
    if (underWay.stream().anyMatch(setting -> setting.name().equals(what))) {
      circle(what);
      return Optional.empty();
    }
    underWay.push(new Setting(what, at.place()));
    try {
      return plain(at, thing.name());
    } finally {
      underWay.pop();
    }
  }

  /// Whether the blueprint says something there, be it wrong, which is reported where it stands.
  boolean isGiven(Thing thing, List<String> steps) {
    return !steps.isEmpty() && given(thing, steps).isPresent();
  }

  private static Optional<Node> given(Thing thing, List<String> steps) {
    Optional<Node> at = Optional.of(thing.settings());
    for (String step : steps) {
      at = at.flatMap(node -> node instanceof Node.Mapping map ? map.get(step) : Optional.empty());
    }
    return at;
  }

  /// Reports settings that need each other, once for each circle.
  private void circle(String what) {
    List<Setting> round = new ArrayList<>();
    for (Setting setting : underWay) {
      round.addFirst(setting);
      if (setting.name().equals(what)) {
        break;
      }
    }
    if (circles.add(new TreeSet<>(round.stream().map(Setting::name).toList()))) {
      List<String> steps =
          round.stream()
              .map(setting -> "`" + setting.name() + "` (" + setting.place() + ")")
              .toList();
      problems.error(
          CYCLE,
          round.getFirst().place(),
          "these go round in a circle: " + String.join(" needs ", steps) + " needs `" + what + "`.",
          "give one of them a value of its own.");
    }
  }

  private Optional<Value> fallback(Thing thing, List<String> steps) {
    if (thing.component().isEmpty()) {
      boolean name =
          steps.equals(List.of("name"))
              && thing.type().parameters().getLast().equals("name")
              && !thing.type().isServerNamed();
      return name ? Optional.of(Value.of(thing.name())) : Optional.empty();
    }
    if (steps.equals(List.of("name"))
        && scope.known("project").orElse(null) instanceof Value.Fields project) {
      return Optional.of(
          Value.of(thing.component().get().nameOf(thing.name(), project.text("id").orElse(""))));
    }
    Form form = thing.component().get().form();
    for (int i = 0; i < steps.size(); i++) {
      Optional<Field> field = form.field(steps.get(i));
      if (field.isEmpty()) {
        return Optional.empty();
      }
      if (i + 1 == steps.size()) {
        return field.get().fallback();
      }
      if (!(field.get().kind() instanceof Kind.Part(var inner))) {
        return Optional.empty();
      }
      form = inner;
    }
    return Optional.empty();
  }

  /// A node as the value that it writes, expressions evaluated, when all of it is known.
  private Optional<Value> plain(Node node, String owner) {
    return switch (node) {
      case Node.Scalar scalar
          when scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text()) ->
          scope.knownValue(scalar, owner);
      case Node.Scalar scalar -> Optional.of(Scalars.value(scalar));
      case Node.Sequence(_, var items) -> {
        List<Value> values = new ArrayList<>();
        items.forEach(item -> plain(item, owner).ifPresent(values::add));
        yield values.size() == items.size()
            ? Optional.of(new Value.Items(values))
            : Optional.empty();
      }
      case Node.Mapping(_, var entries) -> {
        Map<String, Value> values = new java.util.LinkedHashMap<>();
        entries.forEach(
            (key, entry) -> plain(entry.value(), owner).ifPresent(value -> values.put(key, value)));
        yield values.size() == entries.size()
            ? Optional.of(new Value.Fields(values))
            : Optional.empty();
      }
    };
  }
}
