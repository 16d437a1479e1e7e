package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.control.Logs;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
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
import java.time.Clock;

/// Where what processes write goes: to a file, and line by line to the project's log. A line that
/// is a JSON object is structured: its `severity`, `message` and `logging.googleapis.com/…` fields
/// are understood as Google's agents do.
final class Output {
  private final Logs logs;
  private final Clock clock;
  private final String project;
  private final LogEntry.Resource resource;
  private final String instance;
  private final Path file;

  /// @param file made when something is written
  Output(
      Logs logs,
      Clock clock,
      String project,
      LogEntry.Resource resource,
      String instance,
      Path file) {
    this.logs = logs;
    this.clock = clock;
    this.project = project;
    this.resource = resource;
    this.instance = instance;
    this.file = file;
  }

  /// Reads what a process writes, until it ends.
  void follow(Process process) {
    Thread.ofVirtual().name("stdout").start(() -> read(process.getInputStream(), "stdout"));
    Thread.ofVirtual().name("stderr").start(() -> read(process.getErrorStream(), "stderr"));
  }

  private void read(InputStream stream, String name) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        keep(line);
        if (!line.isBlank()) {
          logs.write(entry(line, name));
        }
      }
    } catch (IOException e) {
      // the process has ended, and its streams with it
    }
  }

  private synchronized void keep(String line) {
    try {
      Files.createDirectories(file.getParent());
      try (BufferedWriter out =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(line);
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What Cloud Run itself says of the resource.
  void say(Severity severity, String text) {
    logs.write(plain("varlog/system", text).at(severity));
  }

  /// A request that was answered.
  void served(Fields request, int status) {
    Severity severity =
        status >= 500 ? Severity.ERROR : status >= 400 ? Severity.WARNING : Severity.INFO;
    logs.write(plain("requests", "").at(severity).about(request));
  }

  private LogEntry plain(String log, String text) {
    LogEntry entry =
        LogEntry.text(project, "run.googleapis.com/" + log, resource, clock.instant(), text);
    return instance.isEmpty() ? entry : entry.labelled("instanceId", instance);
  }

  private LogEntry entry(String line, String stream) {
    if (!line.startsWith("{")) {
      return plain(stream, line);
    }
    Fields data;
    try {
      data = Json.parseFields(line);
    } catch (Json.Malformed e) {
      return plain(stream, line);
    }
    Severity severity = data.text("severity").flatMap(Severity::of).orElse(Severity.DEFAULT);
    java.util.Map<String, Value> rest = new java.util.LinkedHashMap<>(data.values());
    rest.remove("severity");
    LogEntry entry = plain(stream, "");
    String prefix = "logging.googleapis.com/";
    for (String special :
        java.util.List.of("trace", "spanId", "insertId", "sourceLocation", "operation")) {
      Value value = rest.remove(prefix + special);
      entry = value == null ? entry : entry.with(special, value);
    }
    if (rest.remove(prefix + "labels") instanceof Fields labels) {
      for (java.util.Map.Entry<String, Value> label : labels.values().entrySet()) {
        entry =
            entry.labelled(
                label.getKey(),
                label.getValue() instanceof Value.Text(var t) ? t : Json.write(label.getValue()));
      }
    }
    if (rest.remove("httpRequest") instanceof Fields request) {
      entry = entry.about(request);
    }
    LogEntry.Payload payload =
        rest.size() == 1 && rest.get("message") instanceof Value.Text(var text)
            ? new LogEntry.Payload.Text(text)
            : new LogEntry.Payload.Data(new Fields(rest));
    return new LogEntry(
        entry.project(),
        entry.log(),
        entry.resource(),
        severity,
        entry.time(),
        payload,
        entry.labels(),
        entry.more());
  }
}
