package dev.groundwork.cloud;

import java.time.Duration;
import java.util.Optional;

/// Why a call was not done, sorted by what can be done about it.
///
/// @param kind what to do about it
/// @param status the HTTP status; 0 when no answer came
/// @param reason Google's machine-readable reason (`SERVICE_DISABLED`,
///   `resourceInUseByAnotherResource`), or empty
/// @param message Google's words; never holds a secret
/// @param retryAfter what the answer's `Retry-After` said
public record Refusal(
    Kind kind, int status, String reason, String message, Optional<Duration> retryAfter) {

  /// Kinds of refusal.
  public enum Kind {
    /// 429 and quota per minute: slow down, with jitter.
    RATE_LIMITED,
    /// 5xx: again, with jitter.
    UNAVAILABLE,
    /// No reply came: it may or may not have been done; read before doing it again.
    LOST,
    /// The etag or fingerprint is old: read again, then write again.
    CHANGED_MEANWHILE,
    /// Another operation holds the resource: wait for it.
    BUSY,
    /// What was just made is not visible yet everywhere: an API just enabled, a service account
    /// just created. Probe.
    NOT_YET,
    /// A resource of that name is there.
    ALREADY_EXISTS,
    /// The name was used by a resource deleted lately.
    NAME_RESERVED,
    /// Another resource still uses it: wait, when the user of it is going; else final.
    IN_USE,
    /// What it refers to, or its parent, is not there.
    NOT_FOUND,
    /// The API is not enabled.
    API_DISABLED,
    /// The caller may not.
    PERMISSION,
    /// No or bad credentials.
    UNAUTHENTICATED,
    /// A quota is used up.
    QUOTA,
    /// The request is wrong.
    INVALID,
    /// Anything else: final.
    OTHER
  }

  public static Refusal lost(String message) {
    return new Refusal(Kind.LOST, 0, "", message, Optional.empty());
  }
}
