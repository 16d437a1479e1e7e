package dev.groundwork.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Which build this is.
public final class Version {
  private Version() {}

  /// The version alone: `0.1.0`.
  public static String number() {
    try (InputStream in = Version.class.getResourceAsStream("version.txt")) {
      return in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "unknown";
    }
  }

  /// `groundwork 0.1.0 (Java 25.0.3)`.
  public static String line() {
    return "groundwork "
        + number()
        + " (Java "
        + Runtime.version().toString().replaceFirst("[+-].*", "")
        + ")";
  }
}
