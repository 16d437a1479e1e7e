package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// Why a request is refused, before it is worded in its service's way.
///
/// @param code the HTTP status
/// @param status the canonical code, `NOT_FOUND`
/// @param reason the reason in `errors[]`, `notFound`
/// @param message Google's sentence
/// @param details `error.details`
public record Refusal(
    int code, String status, String reason, String message, List<Fields> details) {
  public Refusal {
    details = List.copyOf(details);
  }

  public static Refusal notFound(String message) {
    return new Refusal(404, "NOT_FOUND", "notFound", message, List.of());
  }

  public static Refusal alreadyExists(String message) {
    return new Refusal(409, "ALREADY_EXISTS", "alreadyExists", message, List.of());
  }

  public static Refusal invalid(String message) {
    return new Refusal(400, "INVALID_ARGUMENT", "invalid", message, List.of());
  }

  public static Refusal required(String message) {
    return new Refusal(400, "INVALID_ARGUMENT", "required", message, List.of());
  }

  public static Refusal forbidden(String message) {
    return new Refusal(403, "PERMISSION_DENIED", "forbidden", message, List.of());
  }

  public static Refusal precondition(String message) {
    return new Refusal(400, "FAILED_PRECONDITION", "failedPrecondition", message, List.of());
  }

  /// The etag or fingerprint is old.
  public static Refusal stale(String message) {
    return new Refusal(412, "FAILED_PRECONDITION", "conditionNotMet", message, List.of());
  }

  public static Refusal aborted(String message) {
    return new Refusal(409, "ABORTED", "aborted", message, List.of());
  }

  public static Refusal inUse(String message) {
    return new Refusal(
        400, "FAILED_PRECONDITION", "resourceInUseByAnotherResource", message, List.of());
  }

  public Refusal withReason(String other) {
    return new Refusal(code, status, other, message, details);
  }

  public Refusal withCode(int other) {
    return new Refusal(other, status, reason, message, details);
  }

  public Refusal withDetail(Fields detail) {
    List<Fields> more = new java.util.ArrayList<>(details);
    more.add(detail);
    return new Refusal(code, status, reason, message, more);
  }

  /// Thrown to end a handler, and caught in one place: where the answer is written.
  public Refused asException() {
    return new Refused(this);
  }
}
