package dev.groundwork.diagnostic;

import java.util.Comparator;

/// One mistake, in the user's words.
///
/// @param code what kind of mistake; its page tells more
/// @param severity whether it stops the run
/// @param place where it stands
/// @param message one sentence that says what is wrong; never holds a secret
/// @param fix one sentence that says what to do; empty when the message says it already
public record Diagnostic(Code code, Severity severity, Place place, String message, String fix)
    implements Comparable<Diagnostic> {

  /// Whether a mistake stops the run.
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Diagnostic error(Code code, Place place, String message, String fix) {
    return new Diagnostic(code, Severity.ERROR, place, message, fix);
  }

  public static Diagnostic warning(Code code, Place place, String message, String fix) {
    return new Diagnostic(code, Severity.WARNING, place, message, fix);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  @Override
  public int compareTo(Diagnostic other) {
    return Comparator.comparing(Diagnostic::place)
        .thenComparing(Diagnostic::code)
        .thenComparing(Diagnostic::message)
        .compare(this, other);
  }

  /// The text shown to a user: `place: message [code]`, and a second line with the fix.
  public String render() {
    String kind = severity == Severity.WARNING ? "warning: " : "";
    String head = place + ": " + kind + message + " [" + code.id() + "]";
    return fix.isEmpty() ? head : head + "\n  fix: " + fix;
  }
}
