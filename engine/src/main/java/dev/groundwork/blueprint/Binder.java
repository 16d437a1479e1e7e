package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.UNKNOWN_FIELD;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.blueprint.SingleValues.Fit;
import dev.groundwork.component.Field;
import dev.groundwork.component.Form;
import dev.groundwork.component.Kind;
import dev.groundwork.component.Settings;
import dev.groundwork.component.Settings.Given;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;

/// Checks a map of the blueprint against a form and makes settings of it.
final class Binder {
  private final Scope scope;
  private final Problems problems;
  private final SingleValues singles;
  private final String owner;
  private boolean sound = true;

  /// @param owner the component or block that the map belongs to
  Binder(Scope scope, Problems problems, Folder folder, String owner) {
    this.scope = scope;
    this.problems = problems;
    this.singles = new SingleValues(folder);
    this.owner = owner;
  }

  /// The settings that the map writes; empty when something in it is wrong, which has been
  /// reported.
  ///
  /// @param others keys that stand beside the form's fields: `type`
  /// @param place where the component or block is named
  Optional<Settings> bind(Form form, Node.Mapping map, Set<String> others, Place place) {
    Settings settings = settings(form, map, others, place);
    return sound ? Optional.of(settings) : Optional.empty();
  }

  private Settings settings(Form form, Node.Mapping map, Set<String> others, Place place) {
    Map<String, Given> given = new TreeMap<>();
    map.entries()
        .forEach((key, entry) -> {
          Optional<Field> field = form.field(key);
          if (field.isPresent() && !entry.value().isNull()) {
            given(field.get().kind(), key, entry.value()).ifPresent(value -> given.put(key, value));
          } else if (field.isEmpty() && !others.contains(key)) {
            error(
                UNKNOWN_FIELD,
                entry.key(),
                Problems.a(form.title()) + " has no field `" + key + "`.",
                Problems.choice(key, form.names()));
          }
        });
    for (Field field : form.fields()) {
      if (field.required() && map.get(field.name()).filter(node -> !node.isNull()).isEmpty()) {
        error(
            MISSING_FIELD,
            place,
            Problems.a(form.title())
                + " needs `"
                + field.name()
                + "`: "
                + lowered(field.description()),
            "add `" + field.name() + ": …`.");
      }
    }
    return new Settings(form, place, given);
  }

  private static String lowered(String sentence) {
    return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  private Optional<Given> given(Kind kind, String name, Node node) {
    return switch (kind) {
      case Kind.Text _,
          Kind.Scalar _,
          Kind.Choice _,
          Kind.Whole _,
          Kind.Flag _,
          Kind.Range _,
          Kind.Path _ ->
          one(kind, name, node, true);
      case Kind.Link _, Kind.Member _, Kind.Composed _ -> one(kind, name, node, false);
      case Kind.ListOf(var element) -> list(element, name, node);
      case Kind.MapOf(var keys, var values) -> map(keys, values, name, node);
      case Kind.Part(var form) -> part(form, name, node, node.place());
      case Kind.Switch(var form) ->
          node instanceof Node.Scalar
              ? one(kind, name, node, true)
              : part(form, name, node, node.place());
    };
  }

  /// The single value of a node, evaluated and checked.
  ///
  /// @param now whether it must be known at once
  private Optional<Given> one(Kind kind, String name, Node node, boolean now) {
    if (!(node instanceof Node.Scalar scalar) || node.isNull()) {
      return wrong(
          node,
          "`"
              + name
              + "` must be "
              + SingleValues.wanted(kind)
              + ", not "
              + node.description()
              + ".",
          "");
    }
    boolean expression = scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text());
    Optional<Value> value =
        !expression
            ? Optional.of(Scalars.value(scalar))
            : now ? scope.knownValue(scalar, owner) : scope.value(scalar, owner);
    sound &= value.isPresent();
    return value.flatMap(v -> checked(kind, name, scalar, v));
  }

  private Optional<Given> checked(Kind kind, String name, Node.Scalar scalar, Value value) {
    boolean expression = Interpolation.isIn(scalar.text());
    String written = expression ? SingleValues.shown(value) : scalar.text();
    return switch (singles.check(kind, name, value, written)) {
      case Fit.Good(var good) -> Optional.of(new Given.One(scalar.place(), good));
      case Fit.Bad(var code, var message, var fix) -> {
        boolean named = kind instanceof Kind.Link && scope.thing(scalar.text()).isPresent();
        error(code, scalar.place(), message, named ? "write `${" + scalar.text() + "}`." : fix);
        yield Optional.empty();
      }
    };
  }

  private Optional<Given> list(Kind element, String name, Node node) {
    if (!(node instanceof Node.Sequence(var place, var items))) {
      return wrong(
          node,
          "`" + name + "` must be a list, not " + node.description() + ".",
          node instanceof Node.Scalar(_, _, var text) ? "write `[" + text + "]`." : "");
    }
    List<Given> values = new ArrayList<>();
    items.forEach(item -> given(element, name, item).ifPresent(values::add));
    return Optional.of(new Given.Many(place, values));
  }

  private Optional<Given> map(Kind.Text keys, Kind values, String name, Node node) {
    if (!(node instanceof Node.Mapping(var place, var entries))) {
      return wrong(node, "`" + name + "` must be a map, not " + node.description() + ".", "");
    }
    SequencedMap<String, Given> named = new LinkedHashMap<>();
    entries.forEach((key, entry) -> {
      if (!keys.allows(key)) {
        error(
            INVALID_VALUE,
            entry.key(),
            "a name in `" + name + "` must be " + keys.form() + ", not `" + key + "`.",
            "");
      }
      Optional<Given> value =
          values instanceof Kind.Part(var form)
              ? part(form, key, entry.value(), entry.key())
              : given(values, key, entry.value());
      value.ifPresent(v -> named.put(key, v));
    });
    return Optional.of(new Given.Named(place, named));
  }

  private Optional<Given> part(Form form, String name, Node node, Place place) {
    if (node.isNull()) {
      return Optional.of(
          new Given.Part(settings(form, Node.Mapping.empty(place), Set.of(), place)));
    }
    if (!(node instanceof Node.Mapping map)) {
      return wrong(
          node,
          "`"
              + name
              + "` must be a map with the fields of "
              + Problems.a(form.title())
              + ", not "
              + node.description()
              + ".",
          "");
    }
    return Optional.of(new Given.Part(settings(form, map, Set.of(), place)));
  }

  private void error(Code code, Place place, String message, String fix) {
    sound = false;
    problems.error(code, place, message, fix);
  }

  private Optional<Given> wrong(Node node, String message, String fix) {
    error(WRONG_TYPE, node.place(), message, fix);
    return Optional.empty();
  }
}
