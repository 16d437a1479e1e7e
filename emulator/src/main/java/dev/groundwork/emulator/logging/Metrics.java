package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;

/// Metrics over log entries, as they are described; Monitoring counts them. No conversation with
/// Google Cloud was at hand; this rests on Google's guide to log-based metrics and on the comments
/// in the API's published proto.
final class Metrics implements Behavior {
  static final String TYPE = "logging.LogMetric";

  private final Filters filters;

  Metrics(Filters filters) {
    this.filters = filters;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    return complete(edit, wanted);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(edit, after);
  }

  private Fields complete(Edit edit, Fields metric) {
    filters.of(metric.text("filter").orElse(""));
    Fields descriptor = metric.fields("metricDescriptor");
    boolean distribution = descriptor.text("valueType").orElse("INT64").equals("DISTRIBUTION");
    if (distribution == metric.text("valueExtractor").orElse("").isEmpty()) {
      throw Refusal.invalid(
              distribution
                  ? "A distribution metric needs a valueExtractor"
                  : "A valueExtractor needs a metric of value type DISTRIBUTION")
          .asException();
    }
    metric.text("valueExtractor").filter(e -> !e.isEmpty()).ifPresent(Extractor::of);
    for (var label : metric.fields("labelExtractors").values().entrySet()) {
      Extractor.of(label.getValue() instanceof Value.Text(var text) ? text : "");
      boolean described =
          descriptor.items("labels").stream()
              .anyMatch(l -> ((Fields) l).text("key").orElse("").equals(label.getKey()));
      if (!described) {
        throw Refusal.invalid(
                "Label extractor '" + label.getKey() + "' has no label in the metric descriptor")
            .asException();
      }
    }
    String type = "logging.googleapis.com/user/" + edit.name();
    Fields complete =
        Fields.EMPTY
            .with("name", "projects/" + edit.path("project") + "/metricDescriptors/" + type)
            .with("metricKind", descriptor.text("metricKind").orElse("DELTA"))
            .with("valueType", descriptor.text("valueType").orElse("INT64"))
            .with("unit", descriptor.text("unit").orElse("1"))
            .with("type", type);
    if (!descriptor.items("labels").isEmpty()) {
      complete = complete.with("labels", new Value.Items(descriptor.items("labels")));
    }
    Optional<String> description = metric.text("description").filter(d -> !d.isEmpty());
    complete = description.isPresent() ? complete.with("description", description.get()) : complete;
    Optional<String> shown = descriptor.text("displayName");
    complete = shown.isPresent() ? complete.with("displayName", shown.get()) : complete;
    return metric.with("metricDescriptor", complete);
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusal.notFound("Metric " + name(relativeName) + " does not exist."));
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("Metric " + name(relativeName) + " already exists."));
  }

  private static String name(String relativeName) {
    return relativeName.substring(relativeName.indexOf("/metrics/") + "/metrics/".length());
  }
}
