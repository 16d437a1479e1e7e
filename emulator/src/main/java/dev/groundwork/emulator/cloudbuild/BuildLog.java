package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.resource.Value.Fields;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/// The log of one build: a file, and entries in the project's log `cloudbuild`. Values of secrets
/// are not written.
final class BuildLog {
  private final ControlPlane plane;
  private final Place build;
  private final LogEntry.Resource resource;
  private final boolean entries;
  private final Path file;
  private final List<String> secrets = new ArrayList<>();

  /// @param file made when something is written
  BuildLog(ControlPlane plane, Place build, Fields body, Path file) {
    this.plane = plane;
    this.build = build;
    this.file = file;
    String logging = body.text("options.logging").orElse("");
    entries = !logging.equals("GCS_ONLY") && !logging.equals("NONE");
    resource =
        new LogEntry.Resource(
            "build",
            Map.of(
                "project_id", build.project(),
                "build_id", build.name(),
                "build_trigger_id", body.text("buildTriggerId").orElse("")));
  }

  synchronized void hide(Collection<String> values) {
    values.stream().filter(v -> !v.isBlank()).forEach(secrets::add);
  }

  /// Writes lines that are not a step's.
  void say(String text) {
    text.lines().forEach(line -> write("MAIN", line));
  }

  void say(Step step, String text) {
    text.lines().forEach(line -> write(step.logged(), step.logged() + ": " + line));
  }

  /// Reads what a step's process writes, until it ends.
  void follow(Step step, InputStream stream) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        say(step, line.isEmpty() ? " " : line);
      }
    } catch (IOException e) {
      // the process has ended, and its streams with it
      return;
    }
  }

  private synchronized void write(String source, String line) {
    String shown = line;
    for (String secret : secrets) {
      shown = shown.replace(secret, "****");
    }
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(shown);
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (entries) {
      plane
          .logs()
          .write(
              LogEntry.text(build.project(), "cloudbuild", resource, plane.clock().instant(), shown)
                  .at(LogEntry.Severity.INFO)
                  .labelled("build_step", source));
    }
  }
}
