package dev.groundwork.verify;

/// What a check found.
///
/// @param check what was checked
/// @param outcome how it ended
/// @param evidence what was seen, in one line; never a secret
public record Finding(Check check, Outcome outcome, String evidence) {

  /// How a check ended.
  public enum Outcome {
    PASSED,
    FAILED,
    /// Could not be carried out: the resource is not there yet, or a program is missing. Counts as
    /// not verified.
    SKIPPED
  }
}
