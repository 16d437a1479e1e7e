package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Request;
import java.time.Duration;
import java.util.regex.Pattern;

/// A misbehaviour on demand.
///
/// @param kind what goes wrong
/// @param host of the API, `*` for any text in it; so the others
/// @param verb the HTTP verb
/// @param path the path without host, with its leading slash
/// @param probability between 0 and 1, drawn for each request that fits
/// @param count how many times at most; 0 for no limit
/// @param delay for DELAY
public record Fault(
    Kind kind,
    String host,
    String verb,
    String path,
    double probability,
    int count,
    Duration delay) {
  public Fault {
    if (!(probability >= 0 && probability <= 1) || count < 0 || delay.isNegative()) {
      throw new IllegalArgumentException(
          "probability " + probability + ", count " + count + ", delay " + delay);
    }
  }

  /// What goes wrong.
  public enum Kind {
    /// 429, nothing done.
    RATE_LIMITED,
    /// 503, nothing done.
    UNAVAILABLE,
    /// 500, nothing done.
    INTERNAL,
    /// All done, but the connection is cut instead of an answer.
    LOST_REPLY,
    /// Nothing done, and the connection is cut.
    LOST_REQUEST,
    /// The operation that the request begins fails in the end.
    FAILS_LATE,
    /// The answer comes later.
    DELAY
  }

  boolean fits(Request request) {
    return fits(host, request.host()) && fits(verb, request.verb()) && fits(path, request.path());
  }

  private static boolean fits(String pattern, String text) {
    return Pattern.matches(Pattern.quote(pattern).replace("*", "\\E.*\\Q"), text);
  }
}
