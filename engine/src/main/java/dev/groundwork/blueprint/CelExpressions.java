package dev.groundwork.blueprint;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.groundwork.resource.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Expressions in Google's Common Expression Language over values that are known. The only class
/// that knows CEL; it is loaded when the first expression is met that is more than a bare
/// reference.
///
/// @see <a href="https://github.com/google/cel-spec">the language</a>
final class CelExpressions {
  private static final Pattern UNDECLARED =
      Pattern.compile("undeclared reference to '([^']+)' \\(in container");

  private static final Pattern OVERLOAD =
      Pattern.compile("found no matching overload for '([^']+)' applied to '([^']+)'");

  private CelExpressions() {}

  /// An expression that does not parse, does not type-check, or fails.
  static final class Failed extends Exception {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message);
    }

    String reason() {
      return String.valueOf(getMessage());
    }
  }

  /// A name that is none.
  static final class UnknownName extends Exception {
    private static final long serialVersionUID = 1;

    UnknownName(String name) {
      super(name);
    }

    String name() {
      return String.valueOf(getMessage());
    }
  }

  /// Evaluates an expression.
  ///
  /// @param names every name that may be used; those with a hyphen too, which CEL itself would read
  ///   as a minus
  /// @param lookUp the value behind a name and fields of it; empty when there is none, which it has
  ///   reported
  /// @return empty when a look-up failed
  /// @throws Failed with the rest of a sentence for the user
  /// @throws UnknownName when the expression uses a name that is not among `names`
  static Optional<Value> evaluate(
      String source, Iterable<String> names, Function<NamePath, Optional<Value>> lookUp)
      throws Failed, UnknownName {
    Map<String, String> written = new TreeMap<>();
    String plain = withoutHyphens(source, names, written);
    CelBuilder builder =
        CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings());
    try {
      CelAbstractSyntaxTree parsed = builder.build().parse(plain).getAst();
      List<NamePath> used = new ArrayList<>();
      paths(parsed.getExpr(), used);
      Map<String, Object> variables = new LinkedHashMap<>();
      for (NamePath path : used) {
        String name = written.getOrDefault(path.head(), path.head());
        if (!isOne(name, names)) {
          continue;
        }
        List<String> steps = new ArrayList<>(path.rest());
        steps.addFirst(name);
        Optional<Value> value = lookUp.apply(new NamePath(steps));
        if (value.isEmpty()) {
          return Optional.empty();
        }
        put(variables, path.steps(), toCel(value.get()));
      }
      variables.forEach((name, value) -> builder.addVar(name, type(value)));
      Cel cel = builder.build();
      Object result = cel.createProgram(cel.check(parsed).getAst()).eval(variables);
      return Optional.of(fromCel(result));
    } catch (CelValidationException e) {
      Optional<String> unknown =
          e.getErrors().stream()
              .map(issue -> UNDECLARED.matcher(issue.getMessage()))
              .filter(Matcher::find)
              .map(m -> m.group(1))
              .findFirst();
      if (unknown.isPresent()
          && plain.matches("(?s).*\\b" + Pattern.quote(unknown.get()) + "\\s*\\(.*")) {
        throw new Failed("there is no function `" + unknown.get() + "`");
      }
      if (unknown.isPresent()) {
        throw new UnknownName(written.getOrDefault(unknown.get(), unknown.get()));
      }
      throw new Failed(
          e.getErrors().stream()
              .map(issue -> plain(issue.getMessage()))
              .findFirst()
              .orElse("it is wrong"));
    } catch (CelEvaluationException e) {
      throw new Failed(
          String.valueOf(e.getMessage())
              .replaceFirst("^evaluation error( at <input>:\\d+)?: ", "")
              .replaceFirst("^/ by zero$", "it divides by zero"));
    }
  }

  /// The compiler's message without what only its makers need.
  private static String plain(String message) {
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.find()) {
      return "`"
          + overload.group(1).replace("_", "").replace("?:", "? :")
          + "` cannot be applied to "
          + overload.group(2);
    }
    return message
        .replaceFirst(" expecting (?s:.*)$", "")
        .replace("mismatched input '<EOF>'", "it ends too early")
        .replace("<EOF>", "its end")
        .replaceFirst(" \\(in container '.*'\\)$", "")
        .strip();
  }

  private static boolean isOne(String name, Iterable<String> names) {
    for (String known : names) {
      if (known.equals(name)) {
        return true;
      }
    }
    return false;
  }

  /// The source with every hyphen in a name replaced; texts in quotes are left alone.
  private static String withoutHyphens(
      String source, Iterable<String> names, Map<String, String> written) {
    String[] parts = source.split("(?=[\"'])|(?<=[\"'])", -1);
    StringBuilder plain = new StringBuilder();
    String quote = "";
    for (String part : parts) {
      if (part.equals("'") || part.equals("\"")) {
        quote = quote.isEmpty() ? part : quote.equals(part) ? "" : quote;
        plain.append(part);
      } else {
        plain.append(quote.isEmpty() ? replaced(part, names, written) : part);
      }
    }
    return plain.toString();
  }

  private static String replaced(String part, Iterable<String> names, Map<String, String> written) {
    String text = part;
    for (String name : names) {
      if (name.contains("-")) {
        String mangled = name.replace('-', '_') + "_with_hyphens";
        written.put(mangled, name);
        text = text.replaceAll("(?<![\\w.-])" + Pattern.quote(name) + "(?![\\w-])", mangled);
      }
    }
    return text;
  }

  /// Every name with the fields selected of it, as long as they are constant.
  private static void paths(CelExpr expression, List<NamePath> used) {
    Optional<List<String>> path = path(expression);
    if (path.isPresent()) {
      used.add(new NamePath(path.get()));
      return;
    }
    switch (expression.getKind()) {
      case SELECT -> paths(expression.select().operand(), used);
      case CALL -> {
        expression.call().target().ifPresent(target -> paths(target, used));
        expression.call().args().forEach(argument -> paths(argument, used));
      }
      case LIST -> expression.list().elements().forEach(element -> paths(element, used));
      case MAP ->
          expression
              .map()
              .entries()
              .forEach(entry -> {
                paths(entry.key(), used);
                paths(entry.value(), used);
              });
      case COMPREHENSION -> {
        CelExpr.CelComprehension loop = expression.comprehension();
        List<NamePath> inside = new ArrayList<>();
        paths(loop.iterRange(), used);
        paths(loop.accuInit(), inside);
        paths(loop.loopCondition(), inside);
        paths(loop.loopStep(), inside);
        paths(loop.result(), inside);
        inside.stream()
            .filter(p -> !p.head().equals(loop.iterVar()) && !p.head().equals(loop.accuVar()))
            .forEach(used::add);
      }
      case STRUCT, CONSTANT, IDENT, NOT_SET -> {}
    }
  }

  private static Optional<List<String>> path(CelExpr expression) {
    return switch (expression.getKind()) {
      case IDENT -> Optional.of(new ArrayList<>(List.of(expression.ident().name())));
      case SELECT ->
          expression.select().testOnly()
              ? Optional.empty()
              : extended(expression.select().operand(), expression.select().field());
      case CALL -> {
        CelExpr.CelCall call = expression.call();
        if (!call.function().equals("_[_]")
            || call.args().get(1).getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
          yield Optional.empty();
        }
        CelConstant key = call.args().get(1).constant();
        yield key.getKind() == CelConstant.Kind.STRING_VALUE
            ? extended(call.args().get(0), key.stringValue())
            : Optional.empty();
      }
      case CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> Optional.empty();
    };
  }

  private static Optional<List<String>> extended(CelExpr operand, String field) {
    Optional<List<String>> path = path(operand);
    path.ifPresent(steps -> steps.add(field));
    return path;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> variables, List<String> steps, Object value) {
    Map<String, Object> at = variables;
    for (String step : steps.subList(0, steps.size() - 1)) {
      at =
          at.computeIfAbsent(step, _ -> new LinkedHashMap<String, Object>())
                  instanceof Map<?, ?> map
              ? (Map<String, Object>) map
              : new LinkedHashMap<>();
    }
    at.put(steps.getLast(), value);
  }

  private static Object toCel(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Bool(var flag) -> flag;
      case Value.Num(var number) ->
          number.scale() <= 0 ? (Object) number.longValueExact() : (Object) number.doubleValue();
      case Value.Items(var items) ->
          new ArrayList<>(items.stream().map(CelExpressions::toCel).toList());
      case Value.Fields(var fields) -> {
        Map<String, Object> map = new LinkedHashMap<>();
        fields.forEach((name, field) -> map.put(name, toCel(field)));
        yield map;
      }
      case Value.Null _, Value.Reference _, Value.Template _, Value.Secret _, Value.Generated _ ->
          throw new IllegalArgumentException("not known: " + value);
    };
  }

  private static CelType type(Object value) {
    return switch (value) {
      case String _ -> SimpleType.STRING;
      case Boolean _ -> SimpleType.BOOL;
      case Long _ -> SimpleType.INT;
      case Double _ -> SimpleType.DOUBLE;
      case List<?> _ -> ListType.create(SimpleType.DYN);
      default -> MapType.create(SimpleType.STRING, SimpleType.DYN);
    };
  }

  private static Value fromCel(Object result) throws Failed {
    return switch (result) {
      case String text -> Value.of(text);
      case Boolean flag -> Value.of(flag);
      case Long number -> Value.of(number);
      case Double number -> new Value.Num(BigDecimal.valueOf(number));
      case List<?> list -> {
        List<Value> items = new ArrayList<>();
        for (Object item : list) {
          items.add(fromCel(item));
        }
        yield new Value.Items(items);
      }
      case Map<?, ?> map -> {
        Map<String, Value> fields = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          fields.put(String.valueOf(entry.getKey()), fromCel(entry.getValue()));
        }
        yield new Value.Fields(fields);
      }
      default -> throw new Failed("its result can stand in no field");
    };
  }
}
