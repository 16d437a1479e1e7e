package dev.groundwork.resource;

import dev.groundwork.resource.ShapeProblem.Kind;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/// Whether values fit Google's shapes: no unknown field, the right types, values that an enum has,
/// nothing that only Google sets. References, templates and secrets fit everywhere; null counts as
/// absent.
public final class ShapeCheck {
  private static final Pattern DURATION = Pattern.compile("-?\\d+(\\.\\d{1,9})?s");
  private static final Pattern INTEGER = Pattern.compile("-?\\d+");
  private static final Pattern NUMBER =
      Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?|NaN|-?Infinity");

  private final Shapes shapes;
  private final boolean lenient;

  private ShapeCheck(Shapes shapes, boolean lenient) {
    this.shapes = shapes;
    this.lenient = lenient;
  }

  /// For what a person writes: numbers are numbers and enums are names.
  public static ShapeCheck ofDescriptions(Shapes shapes) {
    return new ShapeCheck(shapes, false);
  }

  /// For what a client sends: numbers and booleans may be text, and enums numbers, as proto3's JSON
  /// has it.
  public static ShapeCheck ofRequests(Shapes shapes) {
    return new ShapeCheck(shapes, true);
  }

  /// What is wrong with the body of a description or request of this type, in the order in which it
  /// stands there, and then what is missing. A type without a shape takes anything.
  public List<ShapeProblem> check(ResourceType type, Value.Fields body) {
    Optional<Shape> shape = shapes.find(type.descriptionShape());
    if (shape.isEmpty()) {
      return List.of();
    }
    List<ShapeProblem> problems = new ArrayList<>();
    fields(shape.get(), body, List.of(), "", type, problems);
    for (String path : type.required()) {
      missing(body, path, List.of(), problems);
    }
    return problems;
  }

  /// What is wrong with a value of this shape, in the order in which it stands there.
  public List<ShapeProblem> check(Shape shape, Value.Fields value) {
    List<ShapeProblem> problems = new ArrayList<>();
    fields(shape, value, List.of(), "", NONE, problems);
    return problems;
  }

  private static final ResourceType NONE = ResourceType.named("none.None");

  private void fields(
      Shape shape,
      Value.Fields value,
      List<String> steps,
      String path,
      ResourceType type,
      List<ShapeProblem> problems) {
    for (Map.Entry<String, Value> entry : value.values().entrySet()) {
      String name = entry.getKey();
      List<String> inside = and(steps, name);
      String dotted = path.isEmpty() ? name : path + "." + name;
      Optional<Member> member = shape.field(name);
      if (member.isEmpty()) {
        problems.add(
            new ShapeProblem(
                Kind.UNKNOWN_FIELD,
                inside,
                "",
                shape.fields().stream().map(Member::name).toList()));
      } else if (!(entry.getValue() instanceof Value.Null)) {
        if (member.get().is(Behavior.OUTPUT_ONLY) || type.outputOnly().contains(dotted)) {
          problems.add(new ShapeProblem(Kind.OUTPUT_ONLY, inside, "", List.of()));
        } else {
          member(member.get(), entry.getValue(), inside, dotted, type, problems);
        }
      }
    }
  }

  private void member(
      Member member,
      Value value,
      List<String> steps,
      String path,
      ResourceType type,
      List<ShapeProblem> problems) {
    if (isLater(value)) {
      return;
    }
    if (member.repeated()) {
      if (value instanceof Value.Items(var items)) {
        for (int i = 0; i < items.size(); i++) {
          single(member, items.get(i), and(steps, "[" + i + "]"), path, type, problems);
        }
      } else {
        problems.add(wrong(steps, value, "a list"));
      }
    } else if (member.map()) {
      if (value instanceof Value.Fields(var entries)) {
        entries.forEach((key, entry) ->
            single(member, entry, and(steps, key), path + "." + key, type, problems));
      } else {
        problems.add(wrong(steps, value, "an object"));
      }
    } else {
      single(member, value, steps, path, type, problems);
    }
  }

  private void single(
      Member member,
      Value value,
      List<String> steps,
      String path,
      ResourceType type,
      List<ShapeProblem> problems) {
    if (isLater(value)) {
      return;
    }
    switch (member.kind()) {
      case MESSAGE -> {
        Optional<Shape> shape = shapes.find(member.message());
        if (value instanceof Value.Fields object) {
          shape.ifPresent(s -> fields(s, object, steps, path, type, problems));
        } else {
          problems.add(wrong(steps, value, "an object"));
        }
      }
      case ENUM -> {
        if (value instanceof Value.Text(var name)) {
          if (!member.values().contains(name) && !(lenient && name.endsWith("UNSPECIFIED"))) {
            problems.add(new ShapeProblem(Kind.NOT_ALLOWED, steps, name, member.values()));
          }
        } else if (!(lenient && value instanceof Value.Num && !member.numbers().isEmpty())) {
          problems.add(wrong(steps, value, "text"));
        }
      }
      case TEXT, FIELD_MASK -> {
        SequencedSet<String> allowed = type.allowed().get(path);
        if (value instanceof Value.Text(var text)
            && allowed != null
            && !allowed.contains(text)
            && !(lenient && text.endsWith("UNSPECIFIED"))) {
          problems.add(new ShapeProblem(Kind.NOT_ALLOWED, steps, text, List.copyOf(allowed)));
        }
        expect(value instanceof Value.Text, steps, value, "text", problems);
      }
      case BOOL ->
          expect(
              value instanceof Value.Bool
                  || (lenient
                      && value instanceof Value.Text(var t)
                      && (t.equals("true") || t.equals("false"))),
              steps,
              value,
              "true or false",
              problems);
      case NUMBER ->
          expect(
              value instanceof Value.Num
                  || (lenient && value instanceof Value.Text(var t) && NUMBER.matcher(t).matches()),
              steps,
              value,
              "a number",
              problems);
      case LONG_AS_TEXT ->
          expect(
              switch (value) {
                case Value.Num(var number) -> number.scale() <= 0;
                case Value.Text(var text) -> INTEGER.matcher(text).matches();
                default -> false;
              },
              steps,
              value,
              "a whole number",
              problems);
      case BYTES ->
          expect(
              value instanceof Value.Text(var t) && isBase64(t),
              steps,
              value,
              "base64 text",
              problems);
      case TIMESTAMP ->
          expect(
              value instanceof Value.Text(var t) && isTime(t),
              steps,
              value,
              "a time such as 2026-01-31T12:00:00Z",
              problems);
      case DURATION ->
          expect(
              value instanceof Value.Text(var t) && DURATION.matcher(t).matches(),
              steps,
              value,
              "a duration such as 3600s",
              problems);
      case ANY -> {}
    }
  }

  private static void expect(
      boolean fits, List<String> steps, Value value, String expected, List<ShapeProblem> problems) {
    if (!fits) {
      problems.add(wrong(steps, value, expected));
    }
  }

  private static ShapeProblem wrong(List<String> steps, Value value, String expected) {
    return new ShapeProblem(Kind.WRONG_TYPE, steps, word(value), List.of(expected));
  }

  /// Adds a problem where a required path has no value. A list on the way needs the rest in each of
  /// its elements.
  private static void missing(
      Value.Fields value, String path, List<String> steps, List<ShapeProblem> problems) {
    int dot = path.indexOf('.');
    String head = dot < 0 ? path : path.substring(0, dot);
    String rest = dot < 0 ? "" : path.substring(dot + 1);
    Value here = value.get(head).orElse(new Value.Null());
    if (rest.isEmpty()) {
      if (here instanceof Value.Null) {
        problems.add(new ShapeProblem(Kind.MISSING_FIELD, and(steps, head), "", List.of()));
      }
    } else if (here instanceof Value.Fields inner) {
      missing(inner, rest, and(steps, head), problems);
    } else if (here instanceof Value.Items(var items)) {
      for (int i = 0; i < items.size(); i++) {
        if (items.get(i) instanceof Value.Fields inner) {
          missing(inner, rest, and(and(steps, head), "[" + i + "]"), problems);
        }
      }
    } else if (here instanceof Value.Null) {
      missing(Value.fields(), rest, and(steps, head), problems);
    }
  }

  /// Known only when called: fits everywhere.
  private static boolean isLater(Value value) {
    return switch (value) {
      case Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ -> true;
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Items _, Value.Fields _ ->
          false;
    };
  }

  private static String word(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _ -> "true or false";
      case Value.Num _ -> "a number";
      case Value.Text _, Value.Template _, Value.Secret _, Value.Generated _, Value.Reference _ ->
          "text";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "an object";
    };
  }

  private static boolean isBase64(String text) {
    try {
      Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isTime(String text) {
    try {
      OffsetDateTime.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static List<String> and(List<String> steps, String step) {
    List<String> longer = new ArrayList<>(steps);
    longer.add(step);
    return longer;
  }
}
