package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.NOT_ALLOWED;
import static dev.groundwork.diagnostic.Code.UNKNOWN_FIELD;
import static dev.groundwork.diagnostic.Code.UNREADABLE;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.component.Field;
import dev.groundwork.component.Form;
import dev.groundwork.component.Kind;
import dev.groundwork.component.Range;
import dev.groundwork.component.Settings;
import dev.groundwork.component.Settings.Given;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Checks a map of the blueprint against a form and makes settings of it.
final class Binder {
  private static final Pattern MEMBER =
      Pattern.compile("(user|serviceAccount|group|domain|principal|principalSet|deleted):\\S+");

  private final Scope scope;
  private final Problems problems;
  private final Folder folder;
  private final String owner;
  private boolean sound = true;

  /// @param owner the component or block that the map belongs to
  Binder(Scope scope, Problems problems, Folder folder, String owner) {
    this.scope = scope;
    this.problems = problems;
    this.folder = folder;
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
      case Kind.Text text -> one(node, name, "text", v -> text(text, name, node, v));
      case Kind.Scalar(var text) ->
          one(node, name, "text", v -> text(text, name, node, written(node, v)));
      case Kind.Choice(var values) ->
          one(node, name, "one of " + Problems.listed(values), v -> choice(values, name, node, v));
      case Kind.Whole(long least, long most) ->
          one(node, name, "a whole number", v -> whole(least, most, name, node, v));
      case Kind.Flag _ -> one(node, name, "true or false", v -> flag(name, node, v));
      case Kind.Range range ->
          one(
              node,
              name,
              "a range of addresses such as `10.0.0.0/16`",
              v -> range(range, name, node, v));
      case Kind.Path _ -> one(node, name, "a folder", v -> path(name, node, v));
      case Kind.Link(var type) -> link(type, name, node);
      case Kind.Member _ -> member(name, node);
      case Kind.ListOf(var element) -> list(element, name, node);
      case Kind.MapOf(var keys, var values) -> map(keys, values, name, node);
      case Kind.Part(var form) -> part(form, name, node);
      case Kind.Switch(var form) ->
          node instanceof Node.Scalar ? given(new Kind.Flag(), name, node) : part(form, name, node);
    };
  }

  /// The single value of a node, evaluated, handed to the check of its kind.
  private Optional<Given> one(
      Node node,
      String name,
      String wanted,
      java.util.function.Function<Value, Optional<Value>> check) {
    if (!(node instanceof Node.Scalar scalar) || node.isNull()) {
      return wrong(
          WRONG_TYPE,
          node,
          "`" + name + "` must be " + wanted + ", not " + node.description() + ".",
          "");
    }
    Optional<Value> value =
        isExpression(scalar) ? scope.knownValue(scalar, owner) : Optional.of(Scalars.value(scalar));
    sound &= value.isPresent();
    return value.flatMap(check).map(checked -> new Given.One(node.place(), checked));
  }

  private static boolean isExpression(Node.Scalar scalar) {
    return scalar.form() == Node.Form.TEXT && Interpolation.isIn(scalar.text());
  }

  private Optional<Value> text(Kind.Text kind, String name, Node node, Value value) {
    if (!(value instanceof Value.Text(var text))) {
      boolean single = value instanceof Value.Num || value instanceof Value.Bool;
      String fix = single ? "write it in quotes: `\"" + shown(value) + "\"`." : "";
      return wrongly(
          WRONG_TYPE, node, "`" + name + "` must be text, not " + described(value) + ".", fix);
    }
    if (!kind.allows(text)) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`" + name + "` must be " + kind.form() + ", not `" + text + "`.",
          "");
    }
    return Optional.of(value);
  }

  /// Numbers and flags as the user wrote them: `14` stays `14`, `on` stays `on`.
  private static Value written(Node node, Value value) {
    if (value instanceof Value.Text || !(node instanceof Node.Scalar scalar)) {
      return value;
    }
    return Value.of(isExpression(scalar) ? shown(value) : scalar.text());
  }

  private Optional<Value> choice(List<String> values, String name, Node node, Value value) {
    String text = shown(value);
    if (!values.contains(text)) {
      return wrongly(
          NOT_ALLOWED,
          node,
          "`" + name + "` must be one of " + Problems.listed(values) + ", not `" + text + "`.",
          nearest(text, values));
    }
    return Optional.of(Value.of(text));
  }

  private static String nearest(String text, List<String> values) {
    String choice = Problems.choice(text, values);
    return choice.startsWith("did") ? choice : "";
  }

  private Optional<Value> whole(long least, long most, String name, Node node, Value value) {
    if (!(value instanceof Value.Num(var number))) {
      boolean quoted = value instanceof Value.Text(var text) && text.matches("-?\\d+");
      return wrongly(
          WRONG_TYPE,
          node,
          "`" + name + "` must be a whole number, not " + described(value) + ".",
          quoted ? "remove the quotes." : "");
    }
    if (number.stripTrailingZeros().scale() > 0
        || number.compareTo(BigDecimal.valueOf(least)) < 0
        || number.compareTo(BigDecimal.valueOf(most)) > 0) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`"
              + name
              + "` must be a whole number from "
              + least
              + " to "
              + most
              + ", not "
              + number.toPlainString()
              + ".",
          "");
    }
    return Optional.of(value);
  }

  private Optional<Value> flag(String name, Node node, Value value) {
    if (value instanceof Value.Bool) {
      return Optional.of(value);
    }
    String text = shown(value);
    String fix =
        List.of("yes", "on", "true").contains(text)
            ? "write `true`."
            : List.of("no", "off", "false").contains(text) ? "write `false`." : "";
    return wrongly(
        WRONG_TYPE,
        node,
        "`" + name + "` must be true or false, not " + described(value) + ".",
        fix);
  }

  private Optional<Value> range(Kind.Range kind, String name, Node node, Value value) {
    String text = shown(value);
    Optional<Range> range = Range.parse(text);
    if (range.isEmpty()) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`" + name + "` must be a range of addresses such as `10.0.0.0/16`, not `" + text + "`.",
          "");
    }
    if (range.get().misplaced()) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`" + text + "` in `" + name + "` does not start where a range of its size can.",
          "write `" + range.get().placed() + "`.");
    }
    if (range.get().prefix() < kind.shortest() || range.get().prefix() > kind.longest()) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`"
              + text
              + "` in `"
              + name
              + "` has a size that is not allowed: the prefix must be from /"
              + kind.shortest()
              + " to /"
              + kind.longest()
              + ".",
          "");
    }
    return Optional.of(Value.of(text));
  }

  private Optional<Value> path(String name, Node node, Value value) {
    String path = shown(value).replaceFirst("^\\./", "").replaceFirst("/+$", "");
    if (path.isEmpty() || path.startsWith("/") || List.of(path.split("/", -1)).contains("..")) {
      return wrongly(
          INVALID_VALUE,
          node,
          "`" + name + "` must be a folder inside the blueprint's own, not `" + path + "`.",
          "");
    }
    Optional<List<String>> files = folder.list(path);
    if (files.isEmpty()) {
      return wrongly(
          UNREADABLE,
          node,
          "there is no folder `" + folder.shown(path) + "`.",
          "make it, or correct `" + name + "`.");
    }
    if (files.get().stream().noneMatch(file -> file.endsWith(".sql"))) {
      return wrongly(
          UNREADABLE,
          node,
          "the folder `" + folder.shown(path) + "` has no file whose name ends in `.sql`.",
          "");
    }
    return Optional.of(Value.of(path));
  }

  private Optional<Given> link(String type, String name, Node node) {
    if (node instanceof Node.Scalar scalar && isExpression(scalar)) {
      Optional<Value> value = scope.value(scalar, owner);
      sound &= value.isPresent();
      return value
          .flatMap(v -> linked(type, name, node, v))
          .map(v -> new Given.One(node.place(), v));
    }
    if (node instanceof Node.Scalar(_, _, var text) && text.startsWith("projects/")) {
      return Optional.of(new Given.One(node.place(), Value.of(text)));
    }
    String fix =
        node instanceof Node.Scalar(_, _, var text) && scope.thing(text).isPresent()
            ? "write `${" + text + "}`."
            : "write `${NAME}` with the name of a component or resource.";
    return wrong(
        WRONG_TYPE,
        node,
        "`" + name + "` must refer to " + Problems.a(type) + ", not be " + node.description() + ".",
        fix);
  }

  private Optional<Value> linked(String type, String name, Node node, Value value) {
    if (value instanceof Value.Text(var text) && text.startsWith("projects/")) {
      return Optional.of(value);
    }
    if (value instanceof Value.Reference(Address(var found, _), _) && found.equals(type)) {
      return Optional.of(new Value.Reference(((Value.Reference) value).target(), ""));
    }
    String what =
        value instanceof Value.Reference(var target, _) ? target.toString() : described(value);
    return wrongly(
        WRONG_TYPE,
        node,
        "`" + name + "` must refer to " + Problems.a(type) + ", not to " + what + ".",
        "");
  }

  private Optional<Given> member(String name, Node node) {
    if (node instanceof Node.Scalar scalar && !node.isNull()) {
      Optional<Value> value =
          isExpression(scalar) ? scope.value(scalar, owner) : Optional.of(Scalars.value(scalar));
      sound &= value.isPresent();
      return value.flatMap(v -> member(name, node, v)).map(v -> new Given.One(node.place(), v));
    }
    return wrong(
        WRONG_TYPE,
        node,
        "`"
            + name
            + "` must be an IAM member such as `user:ada@example.com`, not "
            + node.description()
            + ".",
        "");
  }

  private Optional<Value> member(String name, Node node, Value value) {
    return switch (value) {
      case Value.Text(var text) when MEMBER.matcher(text).matches() -> Optional.of(value);
      case Value.Template _ -> Optional.of(value);
      case Value.Reference(var target, _) when target.type().equals("iam.ServiceAccount") ->
          Optional.of(
              new Value.Template(
                  List.of(Value.of("serviceAccount:"), new Value.Reference(target, "email"))));
      case Value.Reference(var target, _) ->
          wrongly(
              WRONG_TYPE,
              node,
              "`" + name + "` must be an IAM member; " + target + " is none.",
              "name a component of type `identity`, or write `user:ada@example.com`.");
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Secret _,
          Value.Generated _ ->
          wrongly(
              INVALID_VALUE,
              node,
              "`"
                  + name
                  + "` must be an IAM member such as `user:ada@example.com`, not "
                  + described(value)
                  + ".",
              "");
    };
  }

  private Optional<Given> list(Kind element, String name, Node node) {
    if (!(node instanceof Node.Sequence(var place, var items))) {
      return wrong(
          WRONG_TYPE,
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
      return wrong(
          WRONG_TYPE, node, "`" + name + "` must be a map, not " + node.description() + ".", "");
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

  private Optional<Given> part(Form form, String name, Node node) {
    return part(form, name, node, node.place());
  }

  private Optional<Given> part(Form form, String name, Node node, Place place) {
    if (node.isNull()) {
      return Optional.of(
          new Given.Part(settings(form, Node.Mapping.empty(place), Set.of(), place)));
    }
    if (!(node instanceof Node.Mapping map)) {
      return wrong(
          WRONG_TYPE,
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

  private static String shown(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Num(var number) -> number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      case Value.Null _,
          Value.Items _,
          Value.Fields _,
          Value.Reference _,
          Value.Template _,
          Value.Secret _,
          Value.Generated _ ->
          described(value);
    };
  }

  static String described(Value value) {
    return switch (value) {
      case Value.Text(var text) -> "the text `" + text + "`";
      case Value.Num(var number) -> "the number " + number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      case Value.Null _ -> "nothing";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a map";
      case Value.Reference(var target, _) -> target.toString();
      case Value.Template _ -> "text known only after apply";
      case Value.Secret _, Value.Generated _ -> "a secret";
    };
  }

  private void error(Code code, Place place, String message, String fix) {
    sound = false;
    problems.error(code, place, message, fix);
  }

  private Optional<Given> wrong(Code code, Node node, String message, String fix) {
    error(code, node.place(), message, fix);
    return Optional.empty();
  }

  private Optional<Value> wrongly(Code code, Node node, String message, String fix) {
    error(code, node.place(), message, fix);
    return Optional.empty();
  }
}
