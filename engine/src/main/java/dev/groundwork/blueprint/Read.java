package dev.groundwork.blueprint;

import dev.groundwork.diagnostic.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What reading a blueprint gave.
///
/// @param blueprint the blueprint; empty when a diagnostic is an error
/// @param diagnostics every mistake and warning, sorted by place
public record Read(Optional<Blueprint> blueprint, List<Diagnostic> diagnostics) {
  public Read {
    diagnostics = diagnostics.stream().sorted().toList();
  }
}
