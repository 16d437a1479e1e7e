package dev.groundwork.emulator.bigquery;

/// Why a query is not carried out, in BigQuery's words; or that the emulator cannot, in ours.
/// Caught where the job's answer is made.
final class SqlProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  SqlProblem(String message) {
    this("invalidQuery", message);
  }

  /// @param reason of `errors[]`: `invalidQuery`, `notFound`, `invalid`
  SqlProblem(String reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  /// The query is well-formed as far as is known, but cannot be carried out here.
  static SqlProblem unsupported(String what) {
    return new SqlProblem(
        "notImplemented", "The emulator of BigQuery does not support " + what + ".");
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
