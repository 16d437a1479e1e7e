package dev.groundwork.cli;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Locale;

/// Diagnostics as JSON, for programs that show or count them.
final class DiagnosticJson {
  private DiagnosticJson() {}

  static Value.Items of(List<Diagnostic> diagnostics) {
    return new Value.Items(diagnostics.stream().<Value>map(DiagnosticJson::of).toList());
  }

  static Fields of(Diagnostic diagnostic) {
    return Value.fields()
        .with("code", diagnostic.code().id())
        .with("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
        .with("file", diagnostic.place().file())
        .with("line", diagnostic.place().line())
        .with("column", diagnostic.place().column())
        .with("message", diagnostic.message())
        .with("fix", diagnostic.fix());
  }
}
