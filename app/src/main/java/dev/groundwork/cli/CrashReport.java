package dev.groundwork.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// What is left of a bug: one line for the user, and a file with the detail for whoever mends it.
/// The file holds class names and line numbers only, no message of any exception: a message may
/// quote what must not be written down.
final class CrashReport {
  private final Surroundings surroundings;

  CrashReport(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  void write(Throwable bug) {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(surroundings.clock().instant());
    Path file = surroundings.groundwork().resolve("logs").resolve("crash-" + time + ".txt");
    String where;
    try {
      Files.createDirectories(surroundings.groundwork().resolve("logs"));
      Files.writeString(file, Version.line() + "\n" + trace(bug));
      where = "the detail is in " + surroundings.folder().relativize(file);
    } catch (IOException _) {
      where = "and the detail could not be written to " + file;
    }
    surroundings
        .err()
        .println(
            "groundwork: this is a bug in Groundwork ("
                + bug.getClass().getSimpleName()
                + "); "
                + where
                + ".");
  }

  private static String trace(Throwable bug) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
      out.println(cause.getClass().getName());
      for (StackTraceElement element : cause.getStackTrace()) {
        out.println("    at " + element);
      }
    }
    return text.toString();
  }
}
