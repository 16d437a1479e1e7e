package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Refused;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.logging.Filters;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Alert policies, as they are described.
final class Policies implements Behavior {
  static final String TYPE = "monitoring.AlertPolicy";

  private static final List<String> KINDS =
      List.of(
          "conditionThreshold",
          "conditionAbsent",
          "conditionMatchedLog",
          "conditionMonitoringQueryLanguage",
          "conditionPrometheusQueryLanguage",
          "conditionSql");

  private final ControlPlane plane;
  private final Filters filters;

  Policies(ControlPlane plane, Filters filters) {
    this.plane = plane;
    this.filters = filters;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Fields record = record();
    return complete(edit, wanted).with("creationRecord", record).with("mutationRecord", record);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(edit, after).with("mutationRecord", record());
  }

  private Fields record() {
    return Fields.EMPTY
        .with("mutateTime", Times.micros(plane.clock().instant()))
        .with("mutatedBy", plane.caller());
  }

  private Fields complete(Edit edit, Fields policy) {
    String name = "projects/" + edit.path("project") + "/alertPolicies/" + edit.name();
    List<Value> conditions = policy.items("conditions");
    if (conditions.isEmpty() || conditions.size() > 6) {
      throw bad("conditions", "must have 1 to 6 conditions");
    }
    // a name that is sent back keeps the condition's history
    List<Value> sent = edit.ask().body().items("conditions");
    List<Value> named = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      Fields condition = (Fields) conditions.get(i);
      check("conditions[" + i + "]", condition, policy);
      Optional<String> own = condition.text("name");
      if (own.isEmpty() && sent.size() == conditions.size() && sent.get(i) instanceof Fields f) {
        own = f.text("name");
      }
      named.add(
          condition.with(
              "name",
              own.filter(n -> n.startsWith(name + "/conditions/"))
                  .orElseGet(() -> name + "/conditions/" + plane.ids().numeric())));
    }
    Fields complete = policy.with("conditions", new Value.Items(named));
    if (policy.get("enabled").isEmpty()) {
      complete = complete.with("enabled", true);
    }
    boolean documented = policy.text("documentation.content").filter(c -> !c.isEmpty()).isPresent();
    return documented && policy.text("documentation.mimeType").isEmpty()
        ? complete.with("documentation.mimeType", "text/markdown")
        : complete;
  }

  private void check(String field, Fields condition, Fields policy) {
    List<String> kinds = KINDS.stream().filter(k -> condition.get(k).isPresent()).toList();
    if (kinds.size() != 1) {
      throw bad(field, "must have exactly one condition type");
    }
    String kind = kinds.getFirst();
    Fields inner = condition.fields(kind);
    switch (kind) {
      case "conditionThreshold", "conditionAbsent" -> {
        String filter = inner.text("filter").orElse("");
        if (!filter.contains("metric.type") || !filter.contains("resource.type")) {
          throw bad(
              field + "." + kind + ".filter",
              "must specify a restriction on \"metric.type\" and on \"resource.type\"");
        }
        Query.of(filter, inner.items("aggregations"));
        checkDuration(field, kind, inner);
      }
      case "conditionMatchedLog" -> {
        filters.of(inner.text("filter").orElse(""));
        if (policy.text("alertStrategy.notificationRateLimit.period").isEmpty()) {
          throw bad(
              "alert_strategy",
              "must specify a notification rate limit for an alert policy with a log match condition");
        }
      }
      default -> {}
    }
  }

  private static void checkDuration(String field, String kind, Fields inner) {
    long seconds = Aggregation.seconds(inner.text("duration").orElse("0s")).toSeconds();
    if (kind.equals("conditionAbsent") && seconds < 120) {
      throw bad(field + "." + kind + ".duration", "must be at least two minutes");
    }
    if (seconds % 60 != 0) {
      throw bad(field + "." + kind + ".duration", "must be a whole number of minutes");
    }
    if (kind.equals("conditionThreshold") && inner.text("comparison").isEmpty()) {
      throw bad(field + "." + kind + ".comparison", "must be COMPARISON_GT or COMPARISON_LT");
    }
  }

  private static Refused bad(String field, String why) {
    return Refusal.invalid("Field alert_policy." + field + " had an invalid value: " + why + ".")
        .asException();
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(
        Refusal.notFound("Cannot find alert policy " + relativeName.replaceFirst(".*/", "") + "."));
  }

  /// The policies of every project that are in force.
  static List<Entry> enabled(ControlPlane plane) {
    return plane.store().under(Monitoring.HOST + "/projects/").stream()
        .filter(e -> e.type().equals(TYPE) && e.body().flag("enabled"))
        .toList();
  }
}
