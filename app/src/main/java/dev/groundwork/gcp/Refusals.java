package dev.groundwork.gcp;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Sorts what Google says when it refuses. Google's services say the same thing in different ways:
/// by HTTP status, by gRPC status, by `errors[].reason` (Compute, Cloud SQL, Storage), by an
/// `ErrorInfo` in `details`, by an operation's error code, and sometimes by words alone. The first
/// rule of the table that fits decides.
final class Refusals {
  private Refusals() {}

  /// One way in which a kind of refusal is said. Empty parts fit everything.
  private record Rule(Kind kind, Set<Integer> statuses, Set<String> reasons, Pattern words) {
    boolean fits(int status, List<String> said, String message) {
      return (statuses.isEmpty() || statuses.contains(status))
          && (reasons.isEmpty() || said.stream().anyMatch(reasons::contains))
          && words.matcher(message).find();
    }
  }

  private static final List<Rule> RULES =
      List.of(
          reasons(Kind.API_DISABLED, "SERVICE_DISABLED", "accessNotConfigured"),
          words(Kind.API_DISABLED, "has not been used in project .* before or it is disabled", 403),
          words(Kind.QUOTA, "allotted project quota|per day"),
          reasons(
              Kind.RATE_LIMITED,
              "rateLimitExceeded",
              "userRateLimitExceeded",
              "RATE_LIMIT_EXCEEDED"),
          reasons(Kind.RATE_LIMITED, "RESOURCE_OPERATION_RATE_EXCEEDED"),
          reasons(Kind.QUOTA, "quotaExceeded", "QUOTA_EXCEEDED", "limitExceeded", "LIMIT_EXCEEDED"),
          words(Kind.QUOTA, "Quota .* exceeded|exceeded .* quota", 400, 403, 413),
          words(Kind.RATE_LIMITED, "", 429),
          words(Kind.UNAUTHENTICATED, "", 401),
          reasons(Kind.BUSY, "operationInProgress", "resourceNotReady", "RESOURCE_NOT_READY"),
          words(
              Kind.BUSY,
              "another operation .*in progress|incompatible operation|concurrent operation|is not ready"),
          reasons(
              Kind.IN_USE, "resourceInUseByAnotherResource", "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE"),
          words(Kind.IN_USE, "being used by|still using this connection|still in use|is not empty"),
          words(Kind.IN_USE, "is being accessed by other users|some objects depend on it"),
          words(
              Kind.CHANGED_MEANWHILE,
              "(?i)etag|fingerprint|concurrent policy changes",
              400,
              409,
              412),
          reasons(Kind.CHANGED_MEANWHILE, "conditionNotMet", "ABORTED", "staleData"),
          words(Kind.CHANGED_MEANWHILE, "", 412),
          reasons(
              Kind.ALREADY_EXISTS,
              "alreadyExists",
              "instanceAlreadyExists",
              "databaseAlreadyExists",
              "duplicate"),
          reasons(Kind.ALREADY_EXISTS, "ALREADY_EXISTS", "RESOURCE_ALREADY_EXISTS"),
          words(Kind.ALREADY_EXISTS, "already exists|already own|name is not available", 400, 409),
          words(Kind.ALREADY_EXISTS, "", 409),
          words(Kind.NOT_YET, "(?i)service account .* does not exist", 400),
          reasons(
              Kind.NOT_FOUND,
              "notFound",
              "instanceDoesNotExist",
              "NOT_FOUND",
              "RESOURCE_NOT_FOUND",
              "NETWORK_NOT_PEERED"),
          words(Kind.NOT_FOUND, "", 404),
          words(Kind.NOT_FOUND, "cannot be found|was not found", 400),
          words(Kind.OTHER, "(?i)billing", 400, 403),
          words(Kind.PERMISSION, "", 403),
          reasons(
              Kind.UNAVAILABLE,
              "backendError",
              "internalError",
              "INTERNAL_ERROR",
              "UNAVAILABLE",
              "INTERNAL"),
          words(Kind.UNAVAILABLE, "", 408, 500, 502, 503, 504),
          words(Kind.INVALID, "", 400, 405, 411, 413, 501));

  private static Rule reasons(Kind kind, String... reasons) {
    return new Rule(kind, Set.of(), Set.of(reasons), Pattern.compile(""));
  }

  private static Rule words(Kind kind, String pattern, Integer... statuses) {
    return new Rule(kind, Set.of(statuses), Set.of(), Pattern.compile(pattern));
  }

  /// What an answer with a bad status means.
  static Refusal of(int status, Fields body, Optional<Duration> retryAfter) {
    Fields error = body.fields("error");
    List<String> said = new ArrayList<>();
    for (Value detail : error.items("details")) {
      if (detail instanceof Fields fields) {
        fields.text("reason").ifPresent(said::add);
      }
    }
    for (Value one : error.items("errors")) {
      if (one instanceof Fields fields) {
        fields.text("reason").ifPresent(said::add);
      }
    }
    error.text("status").ifPresent(said::add);
    return sorted(status, said, error.text("message").orElse("HTTP status " + status), retryAfter);
  }

  /// What the error inside a finished operation of Compute or Cloud SQL means: `errors[].code` and
  /// `.message`.
  static Refusal ofErrors(Fields operation) {
    List<String> said = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (Value one : operation.items("error.errors")) {
      if (one instanceof Fields fields) {
        fields.text("code").ifPresent(said::add);
        fields.text("message").ifPresent(messages::add);
      }
    }
    int status =
        operation.get("httpErrorStatusCode").orElse(Value.of(400)) instanceof Value.Num(var n)
            ? n.intValue()
            : 400;
    return sorted(status, said, String.join("; ", messages), Optional.empty());
  }

  /// What the `google.rpc.Status` inside a finished long-running operation means.
  static Refusal ofStatus(Fields status) {
    int code =
        status.get("code").orElse(Value.of(2)) instanceof Value.Num(var n) ? n.intValue() : 2;
    List<String> said = new ArrayList<>();
    for (Value detail : status.items("details")) {
      if (detail instanceof Fields fields) {
        fields.text("reason").ifPresent(said::add);
      }
    }
    Grpc grpc = Grpc.of(code);
    said.add(grpc.name());
    return sorted(grpc.http, said, status.text("message").orElse(grpc.name()), Optional.empty());
  }

  private static Refusal sorted(
      int status, List<String> said, String message, Optional<Duration> retryAfter) {
    Kind kind =
        RULES.stream()
            .filter(rule -> rule.fits(status, said, message))
            .map(Rule::kind)
            .findFirst()
            .orElse(status >= 500 ? Kind.UNAVAILABLE : Kind.OTHER);
    return new Refusal(kind, status, said.isEmpty() ? "" : said.getFirst(), message, retryAfter);
  }

  /// gRPC's codes, in order, with the HTTP status that Google answers for each.
  private enum Grpc {
    OK(200),
    CANCELLED(499),
    UNKNOWN(500),
    INVALID_ARGUMENT(400),
    DEADLINE_EXCEEDED(504),
    NOT_FOUND(404),
    ALREADY_EXISTS(409),
    PERMISSION_DENIED(403),
    RESOURCE_EXHAUSTED(429),
    FAILED_PRECONDITION(400),
    ABORTED(409),
    OUT_OF_RANGE(400),
    UNIMPLEMENTED(501),
    INTERNAL(500),
    UNAVAILABLE(503),
    DATA_LOSS(500),
    UNAUTHENTICATED(401);

    final int http;

    Grpc(int http) {
      this.http = http;
    }

    static Grpc of(int code) {
      return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
    }
  }
}
