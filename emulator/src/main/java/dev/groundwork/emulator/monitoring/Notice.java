package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/// What is told of an incident, in the words and the JSON of Google's notifications, version 1.2.
final class Notice {
  private Notice() {}

  /// The body that web hooks and topics get.
  static Fields json(Project project, Entry incident, Fields policy) {
    Fields alert = incident.body();
    Fields condition = incident.hidden().fields("condition");
    String id = incident.key().substring(incident.key().lastIndexOf('/') + 1);
    boolean open = alert.text("state").orElse("").equals("OPEN");
    Fields resource = alert.fields("resource");
    Fields body =
        Fields.EMPTY
            .with("incident_id", id)
            .with("scoping_project_id", project.id())
            .with("scoping_project_number", Long.parseLong(project.number()))
            .with(
                "url",
                "https://console.cloud.google.com/monitoring/alerting/incidents/"
                    + id
                    + "?project="
                    + project.id())
            .with("started_at", seconds(alert, "openTime"))
            .with("ended_at", open ? new Value.Null() : seconds(alert, "closeTime"))
            .with("state", open ? "open" : "closed")
            .with("summary", summary(incident))
            .with("observed_value", number(incident.hidden().get("value")))
            .with("resource", resource)
            .with("resource_type_display_name", resource.text("type").orElse(""))
            .with("resource_id", "")
            .with("resource_display_name", name(resource))
            .with("resource_name", project.id() + " " + name(resource))
            .with(
                "metric",
                alert.fields("metric").with("displayName", alert.text("metric.type").orElse("")))
            .with("policy_name", policy.text("displayName").orElse(""))
            .with("policy_user_labels", policy.fields("userLabels"))
            .with("condition_name", condition.text("displayName").orElse(""))
            .with("condition", condition)
            .with("threshold_value", threshold(condition))
            .with("severity", policy.text("severity").orElse("No severity"));
    Optional<String> text = policy.text("documentation.content");
    if (text.isPresent()) {
      body =
          body.with(
              "documentation",
              Fields.EMPTY
                  .with("content", text.get())
                  .with("mime_type", policy.text("documentation.mimeType").orElse("text/markdown"))
                  .with("subject", subject(incident, policy)));
    }
    return Fields.EMPTY.with("incident", body).with("version", "1.2");
  }

  private static Value seconds(Fields alert, String field) {
    return Value.of(alert.text(field).map(t -> Instant.parse(t).getEpochSecond()).orElse(0L));
  }

  private static String number(Optional<Value> value) {
    return value.orElse(Value.of(0)) instanceof Value.Num(BigDecimal n) ? n.toPlainString() : "0";
  }

  private static String threshold(Fields condition) {
    Optional<Value> threshold = condition.at("conditionThreshold.thresholdValue");
    return threshold.isPresent() ? number(threshold) : "";
  }

  private static String name(Fields resource) {
    Fields labels = resource.fields("labels");
    for (String label : new String[] {"host", "service_name", "instance_id", "job_id"}) {
      if (labels.text(label).isPresent()) {
        return labels.text(label).get();
      }
    }
    return resource.text("type").orElse("");
  }

  static String summary(Entry incident) {
    String text = incident.hidden().text("summary").orElse("");
    return incident.body().text("state").orElse("").equals("OPEN")
        ? text
        : "The incident is over: " + text;
  }

  static String subject(Entry incident, Fields policy) {
    boolean open = incident.body().text("state").orElse("").equals("OPEN");
    Optional<String> own = policy.text("documentation.subject").filter(s -> !s.isEmpty());
    return (open ? "[ALERT" : "[RESOLVED")
        + policy.text("severity").map(s -> " - " + s).orElse("")
        + "] "
        + own.orElse(
            policy.text("displayName").orElse("")
                + " on "
                + name(incident.body().fields("resource")));
  }
}
