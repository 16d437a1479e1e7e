package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.BAD_EXPRESSION;
import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.LITERAL_SECRET;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.UNKNOWN_NAME;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.component.Range;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Refers;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ShapeCheck;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shapes;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the body of one resource: expressions, secrets and references become values, and what
/// results is checked against Google's own shape. Every mistake has its place.
final class BodyReader {
  private final ResourceType type;
  private final String owner;
  private final Scope scope;
  private final Shapes shapes;
  private final Problems problems;
  private boolean sound = true;

  BodyReader(ResourceType type, String owner, Scope scope, Shapes shapes, Problems problems) {
    this.type = type;
    this.owner = owner;
    this.scope = scope;
    this.shapes = shapes;
    this.problems = problems;
  }

  /// The body; empty when something in it is wrong, which has been reported.
  ///
  /// @param place where the resource is named
  /// @param filledIn fields that the reader adds itself
  Optional<Value.Fields> read(Node.Mapping map, Place place, List<String> filledIn) {
    Value.Fields body = (Value.Fields) value(map, "");
    boolean fits =
        new ShapeMistakes(type, shapes, problems, map, place)
            .report(ShapeCheck.ofDescriptions(shapes).check(type, body), filledIn);
    return sound && fits ? Optional.of(body) : Optional.empty();
  }

  /// A parameter of the path.
  Optional<Value> parameter(String name, Node node) {
    boolean before = sound;
    sound = true;
    Value value = value(node, name);
    boolean text =
        switch (value) {
          case Value.Text _, Value.Reference _, Value.Template _ -> true;
          case Value.Null _,
              Value.Bool _,
              Value.Num _,
              Value.Items _,
              Value.Fields _,
              Value.Secret _,
              Value.Generated _ ->
              false;
        };
    if (sound && !text) {
      error(
          WRONG_TYPE,
          node.place(),
          "`" + name + "` must be text, not " + SingleValues.described(value) + ".",
          quoted(value));
    }
    Optional<Value> read = sound ? Optional.of(value) : Optional.empty();
    sound &= before;
    return read;
  }

  private Value value(Node node, String path) {
    if (type.sensitive().contains(path)) {
      return secret(path, node);
    }
    return switch (node) {
      case Node.Scalar scalar
          when scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text()) ->
          evaluated(path, scalar);
      case Node.Scalar scalar -> literal(path, scalar);
      case Node.Sequence(_, var items) ->
          new Value.Items(items.stream().map(item -> value(item, path)).toList());
      case Node.Mapping(_, var entries) -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        entries.forEach((key, entry) ->
            fields.put(key, value(entry.value(), path.isEmpty() ? key : path + "." + key)));
        fields.values().removeIf(field -> field instanceof Value.Null);
        yield new Value.Fields(fields);
      }
    };
  }

  private Value literal(String path, Node.Scalar scalar) {
    boolean range = type.sameness(path).filter(same -> same == Sameness.RANGE).isPresent();
    if (range
        && scalar.form() == Node.Form.TEXT
        && !scalar.text().contains(":")
        && Range.parse(scalar.text()).isEmpty()) {
      error(
          INVALID_VALUE,
          scalar.place(),
          "`"
              + path
              + "` must be a range of addresses such as `10.0.0.0/16`, not `"
              + scalar.text()
              + "`.",
          "");
    }
    return Scalars.value(scalar);
  }

  private Value evaluated(String path, Node.Scalar scalar) {
    Optional<Value> value = scope.value(scalar, owner);
    if (value.isEmpty()) {
      sound = false;
      return new Value.Null();
    }
    if (SingleValues.holdsSecret(value.get())) {
      error(
          NOT_ALLOWED,
          scalar.place(),
          "`"
              + path
              + "` of "
              + Problems.a(type)
              + " is no place for a secret: everybody who may look at the resource sees it.",
          "");
      return new Value.Null();
    }
    if (value.get() instanceof Value.Reference reference) {
      return reference.path().isEmpty()
          ? linked(path, scalar, reference)
          : typed(path, scalar, reference);
    }
    return value.get();
  }

  /// A whole resource named in a field: the catalog says which of its outputs stands there.
  private Value linked(String path, Node.Scalar scalar, Value.Reference reference) {
    Refers refers = type.references().get(path);
    Address target = reference.target();
    if (refers == null) {
      error(
          BAD_EXPRESSION,
          scalar.place(),
          "`"
              + scalar.text()
              + "` stands for all of "
              + target
              + ", and `"
              + path
              + "` of "
              + Problems.a(type)
              + " takes a single field.",
          "name the field that is wanted, for example `"
              + scalar.text().replace("}", ".name}")
              + "`.");
      return reference;
    }
    if (!refers.type().equals(target.type())) {
      error(
          WRONG_TYPE,
          scalar.place(),
          "`" + path + "` must refer to " + Problems.a(refers.type()) + ", not to " + target + ".",
          "");
      return reference;
    }
    return new Value.Reference(target, refers.output());
  }

  /// A field of another resource, which must be of this field's kind.
  private Value typed(String path, Node.Scalar scalar, Value.Reference reference) {
    Fields fields = new Fields(shapes);
    Optional<String> wanted = fields.kind(type, path);
    Optional<String> found =
        scope.type(reference.target()).flatMap(other -> fields.kind(other, reference.path()));
    if (wanted.isPresent() && found.isPresent() && !Fields.fits(found.get(), wanted.get())) {
      error(
          WRONG_TYPE,
          scalar.place(),
          "`"
              + path
              + "` must be "
              + wanted.get()
              + ", and `"
              + reference.path()
              + "` of "
              + reference.target()
              + " is "
              + found.get()
              + ".",
          "");
    }
    return reference;
  }

  /// A sensitive field: a reference to a secret, or a value to be generated, never the value
  /// itself, which is not repeated in the message.
  private Value secret(String path, Node node) {
    if (node instanceof Node.Mapping(_, var entries) && entries.size() == 1) {
      Node.Entry entry = entries.firstEntry().getValue();
      String key = entries.firstEntry().getKey();
      if (key.equals("secret") && entry.value() instanceof Node.Scalar(var place, _, var name)) {
        return secretNamed(name.replaceFirst("^\\$\\{(.*)}$", "$1").strip(), place);
      }
      if (key.equals("generated")
          && entry.value() instanceof Node.Scalar scalar
          && Scalars.value(scalar) instanceof Value.Num(var length)) {
        return generated(length, scalar.place());
      }
    }
    error(
        LITERAL_SECRET,
        node.place(),
        "`"
            + path
            + "` of "
            + Problems.a(type)
            + " holds a secret, and a secret may not stand in a blueprint.",
        "keep it in Secret Manager and write `{secret: NAME}`, with the name of a component of type `secret`.");
    return new Value.Null();
  }

  private Value generated(BigDecimal length, Place place) {
    if (length.scale() > 0 || length.intValue() < 16 || length.intValue() > 128) {
      error(
          INVALID_VALUE,
          place,
          "a generated value must have 16 to 128 characters, not " + length.toPlainString() + ".",
          "");
      return new Value.Null();
    }
    return new Value.Generated(length.intValue());
  }

  private Value secretNamed(String name, Place place) {
    Optional<NamePath> path = NamePath.parse(name);
    Optional<Thing> thing = path.flatMap(p -> scope.thing(p.head()));
    if (thing.isPresent()
        && thing.get().type().name().equals("secretmanager.Secret")
        && path.get().rest().isEmpty()) {
      return new Value.Secret(thing.get().address());
    }
    List<String> secrets =
        scope.things().stream()
            .filter(t -> t.type().name().equals("secretmanager.Secret"))
            .map(Thing::name)
            .toList();
    error(
        UNKNOWN_NAME,
        place,
        "there is no secret `" + name + "` in this blueprint.",
        secrets.isEmpty()
            ? "declare a component of type `secret`."
            : Problems.choice(name, secrets));
    return new Value.Null();
  }

  static String quoted(Value value) {
    return value instanceof Value.Num(var number)
        ? "write it in quotes: `\"" + number.toPlainString() + "\"`."
        : "";
  }

  private void error(Code code, Place place, String message, String fix) {
    sound = false;
    problems.error(code, place, message, fix);
  }
}
