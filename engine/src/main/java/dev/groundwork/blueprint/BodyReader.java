package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.BAD_EXPRESSION;
import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.LITERAL_SECRET;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.OUTPUT_ONLY;
import static dev.groundwork.diagnostic.Code.UNKNOWN_FIELD;
import static dev.groundwork.diagnostic.Code.UNKNOWN_NAME;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.component.Range;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Refers;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads the body of one resource against Google's own shape, every mistake with its place.
final class BodyReader {
  private static final Member FREE = new Member("", Shape.Kind.ANY, false, false, List.of(), "", Set.of());

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
  /// @param place where the resource is named
  Optional<Value.Fields> read(Node.Mapping map, Place place) {
    Optional<Shape> shape = shapes.find(type.descriptionShape());
    Value.Fields fields = fields(map, shape, "", place);
    for (String path : type.required()) {
      if (!type.parameters().contains(path) && !(path.equals("scripts") && type.surface() == ResourceType.Surface.POSTGRES)) {
        required(map, path, place);
      }
    }
    return sound ? Optional.of(fields) : Optional.empty();
  }

  /// A parameter of the path, or any other single text.
  Optional<Value> text(String field, Node node) {
    Member member = new Member(field, Shape.Kind.TEXT, false, false, List.of(), "", Set.of());
    return value(member, field, node);
  }

  private void required(Node.Mapping map, String path, Place place) {
    Node at = map;
    StringBuilder walked = new StringBuilder();
    for (String step : path.split("\\.", -1)) {
      walked.append(walked.isEmpty() ? "" : ".").append(step);
      if (!(at instanceof Node.Mapping inner)) {
        return;
      }
      Optional<Node> next = inner.get(step).filter(node -> !node.isNull());
      if (next.isEmpty()) {
        error(MISSING_FIELD, walked.indexOf(".") < 0 ? place : at.place(), "a " + type + " needs `" + path + "`.", "add `" + path + "`.");
        return;
      }
      at = next.get();
    }
  }

  private Value.Fields fields(Node.Mapping map, Optional<Shape> shape, String prefix, Place place) {
    Map<String, Value> values = new LinkedHashMap<>();
    map.entries()
        .forEach(
            (key, entry) -> {
              String path = prefix.isEmpty() ? key : prefix + "." + key;
              Optional<Member> member = shape.map(s -> s.field(key)).orElse(Optional.of(FREE));
              if (member.isEmpty()) {
                unknown(shape.get(), prefix, key, entry.key());
              } else if (isOutputOnly(path, member.get())) {
                error(OUTPUT_ONLY, entry.key(), "only Google sets `" + path + "` of a " + type + ".", "remove it.");
              } else if (!entry.value().isNull()) {
                value(member.get(), path, entry.value()).ifPresent(value -> values.put(key, value));
              }
            });
    shape.ifPresent(
        s ->
            s.fields().stream()
                .filter(m -> m.is(Behavior.REQUIRED) && !m.is(Behavior.OUTPUT_ONLY))
                .filter(m -> !prefix.isEmpty() || !isAddressed(m.name()))
                .filter(m -> map.get(m.name()).isEmpty())
                .forEach(
                    m -> {
                      String path = prefix.isEmpty() ? m.name() : prefix + "." + m.name();
                      error(MISSING_FIELD, place, "a " + type + " needs `" + path + "`.", "add `" + path + "`.");
                    }));
    return new Value.Fields(values);
  }

  /// What the path holds, or the reader fills in.
  private boolean isAddressed(String field) {
    boolean filled = type.surface() == ResourceType.Surface.POSTGRES && field.equals("scripts");
    return type.parameters().contains(field) || field.equals("name") || field.equals("parent") || filled || type.required().contains(field);
  }

  private boolean isOutputOnly(String path, Member member) {
    return type.outputOnly().contains(path) || member.is(Behavior.OUTPUT_ONLY);
  }

  private void unknown(Shape shape, String prefix, String key, Place place) {
    TreeSet<String> known = new TreeSet<>();
    shape.fields().stream()
        .filter(m -> !isOutputOnly(prefix.isEmpty() ? m.name() : prefix + "." + m.name(), m))
        .forEach(m -> known.add(m.name()));
    if (prefix.isEmpty()) {
      known.addAll(type.parameters());
      known.addAll(RawResources.OWN_KEYS);
    }
    String where = prefix.isEmpty() ? "a " + type : "`" + prefix + "` of a " + type;
    String choice = Problems.choice(key, known);
    error(UNKNOWN_FIELD, place, where + " has no field `" + key + "`.", choice.startsWith("did") || known.size() <= 12 ? choice : "");
  }

  private Optional<Value> value(Member member, String path, Node node) {
    if (type.sensitive().contains(path)) {
      return secret(path, node);
    }
    if (member.repeated()) {
      return list(member, path, node);
    }
    if (member.map()) {
      return map(member, path, node);
    }
    if (node instanceof Node.Scalar scalar && scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text())) {
      Optional<Value> value = scope.value(scalar, owner);
      sound &= value.isPresent();
      return value.flatMap(v -> evaluated(member, path, scalar, v));
    }
    return literal(member, path, node);
  }

  private Optional<Value> list(Member member, String path, Node node) {
    Member element = single(member);
    if (node instanceof Node.Scalar scalar && Interpolation.isIn(scalar.text())) {
      Optional<Value> value = scope.value(scalar, owner);
      sound &= value.isPresent();
      return value.flatMap(v -> v instanceof Value.Items || (v instanceof Value.Reference(_, var p) && !p.isEmpty()) ? Optional.of(v) : wrong(WRONG_TYPE, node, path, "a list", Binder.described(v), "write `[" + scalar.text() + "]`."));
    }
    if (!(node instanceof Node.Sequence(_, var items))) {
      return wrong(WRONG_TYPE, node, path, "a list", node.description(), node instanceof Node.Scalar(_, _, var text) ? "write `[" + text + "]`." : "put it into a list.");
    }
    List<Value> values = new ArrayList<>();
    items.forEach(item -> value(element, path, item).ifPresent(values::add));
    return Optional.of(new Value.Items(values));
  }

  private Optional<Value> map(Member member, String path, Node node) {
    if (!(node instanceof Node.Mapping(_, var entries))) {
      return wrong(WRONG_TYPE, node, path, "a map", node.description(), "");
    }
    Map<String, Value> values = new LinkedHashMap<>();
    entries.forEach((key, entry) -> value(single(member), path + "." + key, entry.value()).ifPresent(v -> values.put(key, v)));
    return Optional.of(new Value.Fields(values));
  }

  private static Member single(Member member) {
    return new Member(member.name(), member.kind(), false, false, member.values(), member.message(), member.behaviors());
  }

  private Optional<Value> literal(Member member, String path, Node node) {
    return switch (member.kind()) {
      case MESSAGE -> message(member, path, node);
      case ANY -> Optional.of(free(node, path));
      case TEXT, BOOL, NUMBER, LONG_AS_TEXT, BYTES, TIMESTAMP, DURATION, FIELD_MASK, ENUM ->
          node instanceof Node.Scalar scalar && !node.isNull()
              ? scalar(member, path, node, Scalars.value(scalar))
              : wrong(WRONG_TYPE, node, path, wanted(member), node.description(), "");
    };
  }

  private Optional<Value> message(Member member, String path, Node node) {
    if (!(node instanceof Node.Mapping map)) {
      return wrong(WRONG_TYPE, node, path, "a map", node.description(), "");
    }
    return Optional.of(fields(map, shapes.find(member.message()), path, node.place()));
  }

  /// Any JSON, for fields without shape.
  private Value free(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar when scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text()) -> value(FREE, path, node).orElse(new Value.Null());
      case Node.Scalar scalar -> Scalars.value(scalar);
      case Node.Sequence(_, var items) -> new Value.Items(items.stream().map(item -> value(FREE, path, item).orElse(new Value.Null())).toList());
      case Node.Mapping map -> fields(map, Optional.empty(), path, map.place());
    };
  }

  private Optional<Value> scalar(Member member, String path, Node node, Value value) {
    return switch (member.kind()) {
      case BOOL -> value instanceof Value.Bool ? Optional.of(value) : wrongKind(member, path, node, value);
      case NUMBER -> value instanceof Value.Num ? Optional.of(value) : wrongKind(member, path, node, value);
      case LONG_AS_TEXT -> whole(member, path, node, value);
      case ENUM -> value instanceof Value.Text(var text) ? choice(member, path, node, text) : wrongKind(member, path, node, value);
      case DURATION ->
          value instanceof Value.Text(var text)
              ? text.matches("-?\\d+(\\.\\d{1,9})?s") ? Optional.of(value) : wrong(INVALID_VALUE, node, path, "a number of seconds such as `3600s`", "`" + text + "`", "")
              : wrongKind(member, path, node, value);
      case TEXT, BYTES, TIMESTAMP, FIELD_MASK ->
          value instanceof Value.Text(var text) ? inForm(path, node, text) : wrongKind(member, path, node, value);
      case MESSAGE, ANY -> Optional.of(value);
    };
  }

  private Optional<Value> whole(Member member, String path, Node node, Value value) {
    return switch (value) {
      case Value.Num(var number) when number.stripTrailingZeros().scale() <= 0 -> Optional.of(Value.of(number.toPlainString()));
      case Value.Text(var text) when text.matches("-?\\d+") -> Optional.of(value);
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Items _, Value.Fields _, Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ ->
          wrongKind(member, path, node, value);
    };
  }

  private Optional<Value> choice(Member member, String path, Node node, String text) {
    if (member.values().contains(text) || member.values().isEmpty()) {
      return Optional.of(Value.of(text));
    }
    return wrong(NOT_ALLOWED, node, path, "one of " + Problems.listed(member.values()), "`" + text + "`", nearest(text, member.values()));
  }

  private static String nearest(String text, List<String> values) {
    String choice = Problems.choice(text, values);
    return choice.startsWith("did") ? choice : "";
  }

  private Optional<Value> inForm(String path, Node node, String text) {
    boolean range = type.sameness(path).filter(same -> same == Sameness.RANGE).isPresent();
    if (range && !text.contains(":") && text.contains("/") && Range.parse(text).isEmpty()) {
      return wrong(INVALID_VALUE, node, path, "a range of addresses such as `10.0.0.0/16`", "`" + text + "`", "");
    }
    return Optional.of(Value.of(text));
  }

  private static String wanted(Member member) {
    return switch (member.kind()) {
      case BOOL -> "true or false";
      case NUMBER -> "a number";
      case LONG_AS_TEXT -> "a whole number";
      case ENUM -> "one of " + Problems.listed(member.values());
      case TEXT, BYTES, TIMESTAMP, DURATION, FIELD_MASK -> "text";
      case MESSAGE -> "a map";
      case ANY -> "a value";
    };
  }

  private Optional<Value> wrongKind(Member member, String path, Node node, Value value) {
    boolean text = wanted(member).equals("text");
    String fix = text && value instanceof Value.Num(BigDecimal number) ? "write it in quotes: `\"" + number.toPlainString() + "\"`." : "";
    return wrong(WRONG_TYPE, node, path, wanted(member), Binder.described(value), fix);
  }

  /// A sensitive field: a reference to a secret, or a value to be generated, never the value itself, which is not repeated in
  /// the message.
  private Optional<Value> secret(String path, Node node) {
    if (node instanceof Node.Mapping(_, var entries) && entries.size() == 1) {
      Node.Entry entry = entries.values().iterator().next();
      String key = entries.firstEntry().getKey();
      if (key.equals("secret") && entry.value() instanceof Node.Scalar(var place, _, var name)) {
        return secretNamed(name.replaceFirst("^\\$\\{(.*)}$", "$1").strip(), place);
      }
      if (key.equals("generated") && entry.value() instanceof Node.Scalar scalar && Scalars.value(scalar) instanceof Value.Num(var length)) {
        return Optional.of(new Value.Generated(length.intValue()));
      }
    }
    error(
        LITERAL_SECRET,
        node.place(),
        "`" + path + "` of a " + type + " holds a secret and may not stand in a blueprint.",
        "keep it in Secret Manager and write `{secret: NAME}`, with the name of a component of type `secret`.");
    return Optional.empty();
  }

  private Optional<Value> secretNamed(String name, Place place) {
    Optional<Path> path = Path.parse(name);
    Optional<Thing> thing = path.flatMap(p -> scope.thing(p.head()));
    if (thing.isPresent() && thing.get().type().name().equals("secretmanager.Secret")) {
      return Optional.of(new Value.Secret(thing.get().address()));
    }
    if (thing.isPresent() && thing.get().kind().equals("postgres") && path.get().steps().size() == 2) {
      return Optional.of(new Value.Secret(new Address("secretmanager.Secret", name + "-password")));
    }
    List<String> secrets = scope.things().stream().filter(t -> t.type().name().equals("secretmanager.Secret")).map(Thing::name).toList();
    error(UNKNOWN_NAME, place, "there is no secret `" + name + "` in this blueprint.", secrets.isEmpty() ? "declare a component of type `secret`." : Problems.choice(name, secrets));
    return Optional.empty();
  }

  /// What an expression gave, checked against the field it stands in.
  private Optional<Value> evaluated(Member member, String path, Node.Scalar node, Value value) {
    return switch (value) {
      case Value.Reference reference when reference.path().isEmpty() -> linked(path, node, reference);
      case Value.Reference _, Value.Template _ -> {
        boolean fits = member.kind() != Shape.Kind.MESSAGE && !(value instanceof Value.Template && (member.kind() == Shape.Kind.BOOL || member.kind() == Shape.Kind.NUMBER));
        yield fits ? Optional.of(value) : wrong(WRONG_TYPE, node, path, wanted(member), Binder.described(value), "");
      }
      case Value.Items _, Value.Fields _ -> member.kind() == Shape.Kind.ANY ? Optional.of(value) : wrong(WRONG_TYPE, node, path, wanted(member), Binder.described(value), "");
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Secret _, Value.Generated _ ->
          scalar(member, path, node, value);
    };
  }

  /// A whole resource named in a field: the catalog says which of its outputs stands there.
  private Optional<Value> linked(String path, Node.Scalar node, Value.Reference reference) {
    Refers refers = type.references().get(path);
    Address target = reference.target();
    if (refers == null) {
      error(
          BAD_EXPRESSION,
          node.place(),
          "`" + path + "` of a " + type + " does not refer to a resource as a whole, so `" + node.text() + "` says too little.",
          "name the field that is wanted, for example `" + node.text().replace("}", ".name}") + "`.");
      return Optional.empty();
    }
    if (!refers.type().equals(target.type())) {
      return wrong(WRONG_TYPE, node, path, "a reference to a " + refers.type(), "one to " + target, "");
    }
    return Optional.of(new Value.Reference(target, refers.output()));
  }

  private void error(Code code, Place place, String message, String fix) {
    sound = false;
    problems.error(code, place, message, fix);
  }

  private Optional<Value> wrong(Code code, Node node, String path, String wanted, String found, String fix) {
    error(code, node.place(), "`" + path + "` must be " + wanted + ", not " + found + ".", fix);
    return Optional.empty();
  }
}
