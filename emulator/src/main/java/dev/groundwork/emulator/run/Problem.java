package dev.groundwork.emulator.run;

/// Why something is not ready, as a condition says it.
///
/// @param kind which of Google's lists the reason is from
/// @param reason `SECRETS_ACCESS_CHECK_FAILED`, `HEALTH_CHECK_CONTAINER_ERROR` …
/// @param message Google's sentence, and where Google has none, how to mend it
record Problem(Kind kind, String reason, String message) {

  /// The three lists of reasons that a condition can hold.
  enum Kind {
    COMMON("reason"),
    REVISION("revisionReason"),
    EXECUTION("executionReason");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    String field() {
      return field;
    }
  }

  static Problem common(String reason, String message) {
    return new Problem(Kind.COMMON, reason, message);
  }

  static Problem revision(String reason, String message) {
    return new Problem(Kind.REVISION, reason, message);
  }

  static Problem execution(String reason, String message) {
    return new Problem(Kind.EXECUTION, reason, message);
  }
}
