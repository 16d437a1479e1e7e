package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import java.util.List;

/// Ends a command with mistakes to show. Thrown by commands only, so that each reads from top to
/// bottom.
final class Stop extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Diagnostic> diagnostics;
  private final int exitCode;

  Stop(List<Diagnostic> diagnostics) {
    this(diagnostics, Groundwork.FAILED);
  }

  Stop(List<Diagnostic> diagnostics, int exitCode) {
    super(null, null, false, false);
    this.diagnostics = List.copyOf(diagnostics);
    this.exitCode = exitCode;
  }

  /// One mistake.
  static Stop of(Code code, String place, String message, String fix) {
    return new Stop(List.of(Diagnostic.error(code, Place.of(place), message, fix)));
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  int exitCode() {
    return exitCode;
  }
}
