package dev.groundwork.emulator.control;

import java.util.List;

/// The canonical codes of google.rpc.Code and their numbers.
final class Canonical {
  private static final List<String> CODES =
      List.of(
          "OK",
          "CANCELLED",
          "UNKNOWN",
          "INVALID_ARGUMENT",
          "DEADLINE_EXCEEDED",
          "NOT_FOUND",
          "ALREADY_EXISTS",
          "PERMISSION_DENIED",
          "RESOURCE_EXHAUSTED",
          "FAILED_PRECONDITION",
          "ABORTED",
          "OUT_OF_RANGE",
          "UNIMPLEMENTED",
          "INTERNAL",
          "UNAVAILABLE",
          "DATA_LOSS",
          "UNAUTHENTICATED");

  private Canonical() {}

  /// UNKNOWN's number for what is none of them.
  static int number(String status) {
    int at = CODES.indexOf(status);
    return at < 0 ? 2 : at;
  }
}
