package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shape.Member;
import dev.groundwork.shape.Shapes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads a request's body by Google's shape: refuses unknown names and wrong types, all of them in
/// one refusal, and writes what is left in one form: 64-bit numbers as text, enum values by name,
/// `null` as absent.
public final class Bodies {
  private final Shapes shapes;

  Bodies(Shapes shapes) {
    this.shapes = shapes;
  }

  /// @param shape the body's message; any body is taken when Google publishes none
  /// @param keepNulls whether `null` stays, where it means removal
  /// @throws Refused when the body does not fit
  public Fields read(String shape, Fields body, boolean keepNulls) {
    Optional<Shape> known = shapes.find(shape);
    if (known.isEmpty()) {
      return keepNulls ? body : withoutNulls(body);
    }
    List<Violation> violations = new ArrayList<>();
    Fields read = message(known.get(), body, "", keepNulls, violations);
    if (!violations.isEmpty()) {
      throw refusal(violations).asException();
    }
    return read;
  }

  /// One field that does not fit.
  private record Violation(String field, String description) {}

  private static Refusal refusal(List<Violation> violations) {
    List<Value> fields =
        violations.stream()
            .<Value>map(v ->
                (v.field().isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("field", v.field()))
                    .with("description", v.description()))
            .toList();
    return Refusal.invalid(
            String.join("\n", violations.stream().map(Violation::description).toList()))
        .withReason("invalid")
        .withDetail(
            Fields.EMPTY
                .with("@type", "type.googleapis.com/google.rpc.BadRequest")
                .with("fieldViolations", new Value.Items(fields)));
  }

  private Fields message(
      Shape shape, Fields body, String path, boolean keepNulls, List<Violation> violations) {
    Map<String, Value> read = new LinkedHashMap<>();
    body.values()
        .forEach((name, value) -> {
          // both spellings are Google's: clients made from protos may send names as the proto has
          // them
          Optional<Member> member = shape.field(name).or(() -> shape.field(Masks.camel(name)));
          if (member.isEmpty()) {
            if (!name.equals("@type")) {
              violations.add(
                  new Violation(
                      path,
                      "Invalid JSON payload received. Unknown name \""
                          + name
                          + "\""
                          + (path.isEmpty() ? "" : " at '" + path + "'")
                          + ": Cannot find field."));
            }
          } else if (value instanceof Value.Null) {
            if (keepNulls) {
              read.put(member.get().name(), value);
            }
          } else {
            String inner = path.isEmpty() ? name : path + "." + name;
            read.put(member.get().name(), field(member.get(), value, inner, keepNulls, violations));
          }
        });
    return new Fields(read);
  }

  private Value field(
      Member member, Value value, String path, boolean keepNulls, List<Violation> violations) {
    if (member.map()) {
      if (!(value instanceof Fields entries)) {
        return wrong(
            value,
            path,
            "Cannot bind a list to map for field '" + member.name() + "'.",
            violations);
      }
      Map<String, Value> read = new LinkedHashMap<>();
      entries
          .values()
          .forEach((name, v) -> {
            if (!(v instanceof Value.Null) || keepNulls) {
              read.put(
                  name,
                  v instanceof Value.Null
                      ? v
                      : single(
                          member, v, path + "[" + read.size() + "].value", keepNulls, violations));
            }
          });
      return new Fields(read);
    }
    if (member.repeated()) {
      if (value instanceof Value.Items(var items)) {
        List<Value> read = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          read.add(single(member, items.get(i), path + "[" + i + "]", keepNulls, violations));
        }
        return new Value.Items(read);
      }
      // as Google's own parser does: one value stands for a list of one
      return new Value.Items(List.of(single(member, value, path, keepNulls, violations)));
    }
    return single(member, value, path, keepNulls, violations);
  }

  private Value single(
      Member member, Value value, String path, boolean keepNulls, List<Violation> violations) {
    return switch (member.kind()) {
      case TEXT, FIELD_MASK, TIMESTAMP, DURATION ->
          value instanceof Value.Text ? value : wrongType(value, path, "TYPE_STRING", violations);
      case BYTES ->
          value instanceof Value.Text(var text)
              ? bytes(text, value, path, violations)
              : wrongType(value, path, "TYPE_BYTES", violations);
      case BOOL -> bool(value, path, violations);
      case NUMBER -> number(value, path, violations);
      case LONG_AS_TEXT -> longText(value, path, violations);
      case ENUM -> enumName(member, value, path, violations);
      case MESSAGE -> {
        if (value instanceof Fields fields) {
          Optional<Shape> inner = shapes.find(member.message());
          yield inner.isPresent()
              ? message(inner.get(), fields, path, keepNulls, violations)
              : fields;
        }
        yield wrong(
            value,
            path,
            "Invalid value at '"
                + path
                + "' (type.googleapis.com/"
                + member.message()
                + "), "
                + quoted(value),
            violations);
      }
      case ANY -> value;
    };
  }

  private static Value bytes(String text, Value value, String path, List<Violation> violations) {
    try {
      Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      return value;
    } catch (IllegalArgumentException e) {
      return wrong(
          value,
          path,
          "Invalid value at '" + path + "' (TYPE_BYTES), Base64 decoding failed",
          violations);
    }
  }

  private static Value bool(Value value, String path, List<Violation> violations) {
    return switch (value) {
      case Value.Bool b -> b;
      case Value.Text(var t) when t.equals("true") || t.equals("false") ->
          Value.of(t.equals("true"));
      default -> wrongType(value, path, "TYPE_BOOL", violations);
    };
  }

  private static Value number(Value value, String path, List<Violation> violations) {
    if (value instanceof Value.Num) {
      return value;
    }
    if (value instanceof Value.Text(var t)) {
      try {
        return new Value.Num(new BigDecimal(t));
      } catch (NumberFormatException e) {
        return wrongType(value, path, "TYPE_INT32", violations);
      }
    }
    return wrongType(value, path, "TYPE_INT32", violations);
  }

  private static Value longText(Value value, String path, List<Violation> violations) {
    return switch (value) {
      case Value.Num(var n) -> Value.of(n.toPlainString());
      case Value.Text(var t) when t.matches("-?\\d+") -> value;
      default -> wrongType(value, path, "TYPE_INT64", violations);
    };
  }

  private static Value enumName(
      Member member, Value value, String path, List<Violation> violations) {
    if (value instanceof Value.Num(var number)) {
      Optional<String> name = member.valueOf(number.intValue());
      return name.isPresent()
          ? Value.of(name.get())
          : wrongType(value, path, "TYPE_ENUM", violations);
    }
    if (value instanceof Value.Text(var text)) {
      boolean known = member.values().contains(text) || text.endsWith("_UNSPECIFIED");
      return known
          ? value
          : wrong(
              value,
              path,
              "Invalid value at '" + path + "' (TYPE_ENUM), " + quoted(value),
              violations);
    }
    return wrongType(value, path, "TYPE_ENUM", violations);
  }

  private static Value wrongType(
      Value value, String path, String type, List<Violation> violations) {
    return wrong(
        value,
        path,
        "Invalid value at '" + path + "' (" + type + "), " + quoted(value),
        violations);
  }

  private static Value wrong(
      Value value, String path, String description, List<Violation> violations) {
    violations.add(new Violation(path, description));
    return value;
  }

  private static String quoted(Value value) {
    return dev.groundwork.resource.Json.write(value);
  }

  /// Leaves out empty lists, maps and texts, as services do whose messages are protos.
  public Fields withoutEmpty(String shape, Fields body) {
    Optional<Shape> known = shapes.find(shape);
    if (known.isEmpty()) {
      return body;
    }
    Map<String, Value> kept = new LinkedHashMap<>();
    body.values()
        .forEach((name, value) -> {
          Optional<Member> member = known.get().field(name);
          boolean empty =
              value.equals(Value.of(""))
                  || (value instanceof Value.Items(var items) && items.isEmpty())
                  || (member.isPresent() && member.get().map() && value.equals(Fields.EMPTY));
          if (!empty) {
            boolean message =
                member.isPresent()
                    && member.get().kind() == Shape.Kind.MESSAGE
                    && !member.get().map();
            kept.put(
                name,
                message && value instanceof Fields inner
                    ? withoutEmpty(member.get().message(), inner)
                    : value);
          }
        });
    return new Fields(kept);
  }

  /// Leaves out what only Google sets.
  public Fields withoutOutputs(String shape, Fields body) {
    Optional<Shape> known = shapes.find(shape);
    if (known.isEmpty()) {
      return body;
    }
    Map<String, Value> kept = new LinkedHashMap<>();
    body.values()
        .forEach((name, value) -> {
          Optional<Member> member = known.get().field(name);
          if (member.isEmpty() || !member.get().is(Behavior.OUTPUT_ONLY)) {
            kept.put(name, member.isPresent() ? inner(member.get(), value) : value);
          }
        });
    return new Fields(kept);
  }

  private Value inner(Member member, Value value) {
    if (member.kind() != Shape.Kind.MESSAGE) {
      return value;
    }
    return switch (value) {
      case Value.Items(var items) ->
          new Value.Items(
              items.stream()
                  .map(v -> v instanceof Fields f ? withoutOutputs(member.message(), f) : v)
                  .toList());
      case Fields f when member.map() -> f;
      case Fields f -> withoutOutputs(member.message(), f);
      default -> value;
    };
  }

  private static Fields withoutNulls(Fields body) {
    Map<String, Value> kept = new LinkedHashMap<>();
    body.values()
        .forEach((name, value) -> {
          if (value instanceof Fields inner) {
            kept.put(name, withoutNulls(inner));
          } else if (!(value instanceof Value.Null)) {
            kept.put(name, value);
          }
        });
    return new Fields(kept);
  }
}
