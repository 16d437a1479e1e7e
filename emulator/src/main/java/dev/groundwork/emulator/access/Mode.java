package dev.groundwork.emulator.access;

import java.util.Arrays;
import java.util.Locale;

/// What the emulator does about a call that the caller lacks the permission for.
public enum Mode {
  /// Everyone may do everything, and any token is taken.
  OFF,
  /// The call is let pass, and noted.
  AUDIT,
  /// The call is refused as Google refuses it.
  ENFORCE;

  /// @throws IllegalArgumentException when there is no such mode
  public static Mode of(String word) {
    return Arrays.stream(values())
        .filter(m -> m.word().equals(word.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException("no mode '" + word + "': it is off, audit or enforce"));
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
