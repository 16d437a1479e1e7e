package dev.groundwork.emulator.monitoring;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Uptime checks, as they are described. No conversation with Google Cloud was at hand; this rests
/// on Google's guide to public uptime checks and on the comments in the API's published proto.
final class Checks implements Behavior {
  static final String TYPE = "monitoring.UptimeCheckConfig";

  private static final List<String> PERIODS = List.of("60s", "300s", "600s", "900s");

  private final ControlPlane plane;

  Checks(ControlPlane plane) {
    this.plane = plane;
  }

  /// Google makes the id from the name that is shown, and some characters more.
  @Override
  public Optional<String> name(Ask ask) {
    String slug =
        ask.body()
            .text("displayName")
            .orElse("check")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-|-$", "");
    return Optional.of((slug.isEmpty() ? "check" : slug) + "-" + plane.ids().hex(11));
  }

  /// A name that is sent means nothing.
  @Override
  public Fields received(Ask ask, Fields sent) {
    return sent.without("name");
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    return complete(edit, wanted);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    return complete(edit, after);
  }

  private Fields complete(Edit edit, Fields check) {
    long targets =
        List.of("monitoredResource", "resourceGroup", "syntheticMonitor").stream()
            .filter(f -> check.get(f).isPresent())
            .count();
    if (targets != 1) {
      throw bad(
          "must have exactly one of monitored_resource, resource_group and synthetic_monitor");
    }
    boolean http = check.get("httpCheck").isPresent();
    boolean tcp = check.get("tcpCheck").isPresent();
    if (http == tcp && check.get("syntheticMonitor").isEmpty()) {
      throw bad("must have exactly one of http_check and tcp_check");
    }
    if (tcp && port(check.fields("tcpCheck")) == 0) {
      throw bad("tcp_check.port must be between 1 and 65535");
    }
    if (!PERIODS.contains(check.text("period").orElse("60s"))) {
      throw bad("period must be one of 60s, 300s, 600s and 900s");
    }
    Duration timeout = Aggregation.seconds(check.text("timeout").orElse("10s"));
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0
        || timeout.compareTo(Duration.ofSeconds(60)) > 0) {
      throw bad("timeout must be between 1 and 60 seconds");
    }
    int regions = check.items("selectedRegions").size();
    if (regions == 1 || regions == 2) {
      boolean wide = check.items("selectedRegions").contains(Value.of("USA"));
      if (!wide) {
        throw bad("selected_regions must cover at least 3 locations");
      }
    }
    return filled(edit.path("project"), check, http);
  }

  private static Fields filled(String project, Fields check, boolean http) {
    Fields filled = check;
    if (http) {
      boolean ssl = check.fields("httpCheck").flag("useSsl");
      String path = check.text("httpCheck.path").orElse("/");
      filled = filled.with("httpCheck.path", path.startsWith("/") ? path : "/" + path);
      if (port(check.fields("httpCheck")) == 0) {
        filled = filled.with("httpCheck.port", ssl ? 443 : 80);
      }
      if (check.text("httpCheck.requestMethod").isEmpty()) {
        filled = filled.with("httpCheck.requestMethod", "GET");
      }
    }
    if (check.get("monitoredResource").isPresent()
        && check.text("monitoredResource.labels.project_id").isEmpty()) {
      filled = filled.with("monitoredResource.labels.project_id", project);
    }
    if (check.text("checkerType").isEmpty()) {
      filled = filled.with("checkerType", "STATIC_IP_CHECKERS");
    }
    return filled;
  }

  static int port(Fields request) {
    return request.get("port").orElse(Value.of(0)) instanceof Value.Num(var n) ? n.intValue() : 0;
  }

  private static dev.groundwork.emulator.control.Refused bad(String why) {
    return Refusal.invalid("Field uptime_check_config had an invalid value: " + why + ".")
        .asException();
  }

  /// A password is shown masked.
  @Override
  public Fields show(Entry entry) {
    return entry.body().text("httpCheck.authInfo.password").isPresent()
        ? entry.body().with("httpCheck.authInfo.password", "******")
        : entry.body();
  }

  /// Not while a policy asks for its results.
  @Override
  public void delete(Edit edit, Entry current) {
    String id = edit.name();
    for (Entry policy :
        edit.transaction()
            .under(Monitoring.HOST + "/projects/" + edit.path("project") + "/alertPolicies/")) {
      if (dev.groundwork.resource.Json.write(policy.body()).contains(id)) {
        throw Refusal.invalid(
                "Cannot delete check "
                    + id
                    + ". One or more alerting policies is using it. Delete them first: "
                    + policy.body().text("displayName").orElse(""))
            .asException();
      }
    }
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(
        Refusal.notFound("Could not find uptime check config " + relativeName + "."));
  }
}
