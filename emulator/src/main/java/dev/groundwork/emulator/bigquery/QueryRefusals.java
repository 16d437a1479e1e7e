package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// A problem of a query or another job, as an answer that refuses and as a job's error.
final class QueryRefusals {
  private QueryRefusals() {}

  static Refusal of(SqlProblem problem) {
    String message = problem.message();
    return switch (problem.reason()) {
      case "notFound" -> Refusal.notFound(message);
      case "duplicate" -> Refusal.alreadyExists(message).withReason("duplicate");
      case "notImplemented" ->
          new Refusal(501, "UNIMPLEMENTED", "notImplemented", message, List.of());
      default -> Refusal.invalid(message).withReason(problem.reason());
    };
  }

  /// As a job shows it.
  static Fields result(SqlProblem problem) {
    Fields error = Fields.EMPTY.with("reason", problem.reason());
    error = problem.reason().equals("invalidQuery") ? error.with("location", "query") : error;
    return error.with("message", problem.message());
  }

  /// The problem that a job's error tells.
  static SqlProblem of(Fields result) {
    return new SqlProblem(
        result.text("reason").orElse("invalid"), result.text("message").orElse(""));
  }
}
