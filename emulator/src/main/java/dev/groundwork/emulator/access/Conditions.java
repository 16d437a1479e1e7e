package dev.groundwork.emulator.access;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.groundwork.emulator.access.Evaluator.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Conditions of bindings, and what workload identity providers map and demand: expressions in CEL.
/// Its library is loaded when the first is met.
///
/// @see <a href="https://cloud.google.com/iam/docs/conditions-attribute-reference">Attribute
///   reference for IAM Conditions</a>
public final class Conditions {
  private final Map<String, Optional<CelRuntime.Program>> programs = new ConcurrentHashMap<>();

  private static final class Language {
    private static final MapType OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

    static final Cel CEL =
        CelFactory.plannerCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings())
            .addRuntimeLibraries(CelExtensions.strings())
            .addVar("request", OBJECT)
            .addVar("resource", OBJECT)
            .addVar("assertion", OBJECT)
            .addVar("google", OBJECT)
            .addVar("attribute", OBJECT)
            .build();
  }

  /// Why an expression is none; empty when it is one.
  public Optional<String> mistake(String expression) {
    try {
      var _ = Language.CEL.compile(expression).getAst();
      return Optional.empty();
    } catch (CelValidationException e) {
      return e.getErrors().stream().map(issue -> issue.getMessage()).findFirst();
    }
  }

  /// Whether a condition of a binding holds. One that cannot be evaluated does not.
  public boolean hold(String expression, Target target, Instant now) {
    return evaluate(
            expression,
            Map.of(
                "request",
                Map.of("time", now),
                "resource",
                Map.of("name", target.name(), "type", target.type(), "service", target.service())))
        .map(Boolean.TRUE::equals)
        .orElse(false);
  }

  /// What an expression comes to; empty when it is wrong or fails.
  public Optional<Object> evaluate(String expression, Map<String, ?> variables) {
    return programs
        .computeIfAbsent(expression, Conditions::compile)
        .flatMap(program -> {
          try {
            return Optional.ofNullable(program.eval(variables));
          } catch (CelEvaluationException _) {
            return Optional.empty();
          }
        });
  }

  private static Optional<CelRuntime.Program> compile(String expression) {
    try {
      return Optional.of(Language.CEL.createProgram(Language.CEL.compile(expression).getAst()));
    } catch (CelValidationException | CelEvaluationException _) {
      return Optional.empty();
    }
  }
}
