package dev.groundwork.cli;

/// What the standard streams are.
///
/// @param in whether a person can be asked
/// @param out whether a person reads the output
/// @param err whether a person reads the messages: only then is a line overwritten
/// @param coloured whether colours are wanted, where a person reads
public record Terminal(boolean in, boolean out, boolean err, boolean coloured) {
  /// Pipes on all sides.
  public static final Terminal NONE = new Terminal(false, false, false, false);
}
