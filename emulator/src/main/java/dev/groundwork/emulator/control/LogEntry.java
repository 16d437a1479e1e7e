package dev.groundwork.emulator.control;

import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One entry of a project's log, as the service writes it that has something to say.
///
/// ```java
/// plane.logs().write(
///     LogEntry.text("p", "run.googleapis.com/stdout", resource, clock.instant(), "listening")
///         .at(Severity.INFO)
///         .labelled("instanceId", "0087"));
/// ```
///
/// @param project the project's id
/// @param log the log's id, not encoded: `run.googleapis.com/stdout`
/// @param resource what the entry is about
/// @param time when it happened, on the emulated clock
/// @param labels the entry's own, beside the resource's
/// @param more fields of Google's `LogEntry` that few writers have: `insertId`, `httpRequest`,
///   `trace`, `spanId`, `operation`, `sourceLocation`
public record LogEntry(
    String project,
    String log,
    Resource resource,
    Severity severity,
    Instant time,
    Payload payload,
    SortedMap<String, String> labels,
    Fields more) {
  public LogEntry {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /// A monitored resource: `cloud_run_revision` with its labels.
  public record Resource(String type, SortedMap<String, String> labels) {
    public Resource {
      labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }

    /// The resource of entries that are about the project as a whole.
    public static Resource global(String project) {
      return new Resource("global", Map.of("project_id", project));
    }

    public Resource(String type, Map<String, String> labels) {
      this(type, new TreeMap<>(labels));
    }
  }

  /// How grave it is, from nothing said upwards.
  public enum Severity {
    DEFAULT(0),
    DEBUG(100),
    INFO(200),
    NOTICE(300),
    WARNING(400),
    ERROR(500),
    CRITICAL(600),
    ALERT(700),
    EMERGENCY(800);

    private final int number;

    Severity(int number) {
      this.number = number;
    }

    /// Google's number for it.
    public int number() {
      return number;
    }

    /// The severity of this name in any case, or of this number.
    public static Optional<Severity> of(String nameOrNumber) {
      for (Severity severity : values()) {
        if (severity.name().equalsIgnoreCase(nameOrNumber)
            || Integer.toString(severity.number).equals(nameOrNumber)) {
          return Optional.of(severity);
        }
      }
      return Optional.empty();
    }
  }

  /// What it says.
  public sealed interface Payload {
    record Text(String text) implements Payload {}

    record Data(Fields data) implements Payload {}

    /// @param message with its `@type`
    record Message(Fields message) implements Payload {}
  }

  public static LogEntry text(
      String project, String log, Resource resource, Instant time, String text) {
    return of(project, log, resource, time, new Payload.Text(text));
  }

  public static LogEntry of(
      String project, String log, Resource resource, Instant time, Payload payload) {
    return new LogEntry(
        project, log, resource, Severity.DEFAULT, time, payload, new TreeMap<>(), Fields.EMPTY);
  }

  public LogEntry at(Severity other) {
    return new LogEntry(project, log, resource, other, time, payload, labels, more);
  }

  public LogEntry labelled(String name, String value) {
    SortedMap<String, String> both = new TreeMap<>(labels);
    both.put(name, value);
    return new LogEntry(project, log, resource, severity, time, payload, both, more);
  }

  /// @param request Google's `HttpRequest`: `requestMethod`, `requestUrl`, `status`, `latency` …
  public LogEntry about(Fields request) {
    return with("httpRequest", request);
  }

  /// Sets one of the fields that few writers have.
  public LogEntry with(String field, dev.groundwork.resource.Value value) {
    return new LogEntry(
        project, log, resource, severity, time, payload, labels, more.with(field, value));
  }
}
