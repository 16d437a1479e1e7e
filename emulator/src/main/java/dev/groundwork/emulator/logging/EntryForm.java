package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/// Log entries as Google shows them.
public final class EntryForm {
  private EntryForm() {}

  /// @param received when Logging got it
  /// @param id its insert id, if its writer has given none
  public static Fields of(LogEntry entry, Instant received, String id) {
    Fields form =
        Fields.EMPTY
            .with("logName", logName(entry.project(), entry.log()))
            .with(
                "resource",
                Fields.EMPTY
                    .with("type", entry.resource().type())
                    .with("labels", texts(entry.resource().labels())));
    form =
        switch (entry.payload()) {
          case LogEntry.Payload.Text(var text) -> form.with("textPayload", text);
          case LogEntry.Payload.Data(var data) -> form.with("jsonPayload", data);
          case LogEntry.Payload.Message(var message) -> form.with("protoPayload", message);
        };
    form =
        form.with("timestamp", entry.time().toString())
            .with("receiveTimestamp", received.toString());
    form =
        entry.severity() == LogEntry.Severity.DEFAULT
            ? form
            : form.with("severity", entry.severity().name());
    form = entry.labels().isEmpty() ? form : form.with("labels", texts(entry.labels()));
    for (Map.Entry<String, Value> more : entry.more().values().entrySet()) {
      form = form.with(more.getKey(), more.getValue());
    }
    return form.text("insertId").isPresent() ? form : form.with("insertId", id);
  }

  private static Fields texts(SortedMap<String, String> labels) {
    Map<String, Value> fields = new LinkedHashMap<>();
    labels.forEach((name, value) -> fields.put(name, Value.of(value)));
    return new Fields(fields);
  }

  /// `projects/p/logs/run.googleapis.com%2Fstdout`
  static String logName(String project, String log) {
    return "projects/" + project + "/logs/" + URLEncoder.encode(log, StandardCharsets.UTF_8);
  }

  /// The log's id, not encoded.
  static String logId(Fields entry) {
    String name = entry.text("logName").orElse("");
    int logs = name.indexOf("/logs/");
    return logs < 0
        ? ""
        : URLDecoder.decode(name.substring(logs + "/logs/".length()), StandardCharsets.UTF_8);
  }

  static Instant time(Fields entry) {
    return Instant.parse(entry.text("timestamp").orElseThrow());
  }

  static String insertId(Fields entry) {
    return entry.text("insertId").orElse("");
  }
}
