package dev.groundwork.component;

import dev.groundwork.component.Monitoring.Channel;
import dev.groundwork.component.Monitoring.Uptime;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check;
import dev.groundwork.verify.Check.Expectation;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// A `Monitoring` component to resources, checks and outputs.
final class MonitoringExpansion {
  private static final String POLICY = "monitoring.AlertPolicy";
  private static final String CHECK = "monitoring.UptimeCheckConfig";
  private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

  private final Monitoring monitoring;
  private final Context context;
  private final String called;
  private final List<Resource> resources = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  MonitoringExpansion(Monitoring monitoring, Context context) {
    this.monitoring = monitoring;
    this.context = context;
    this.called = monitoring.name().orElse(context.component());
  }

  Expansion expand() {
    monitoring.logs().ifPresent(this::logs);
    monitoring.channels().forEach(this::channel);
    monitoring.uptime().forEach(this::uptime);
    monitoring.alerts().errorRate().ifPresent(this::errorRate);
    monitoring.alerts().uptime().ifPresent(this::uptimeAlert);
    if (monitoring.dashboard()) {
      dashboard();
    }
    return new Expansion(resources, checks, new TreeMap<>(Map.of("name", Value.of(called))));
  }

  private void logs(Monitoring.Logs logs) {
    Resource bucket =
        context
            .main("logging.LogBucket", context.place())
            .path("bucketId", called)
            .path("location", context.region())
            .set("retentionDays", logs.keepDays())
            .made();
    resources.add(bucket);
    Context.Part sink =
        context
            .main("logging.LogSink", context.place())
            .path("name", called)
            .set(
                "destination",
                "logging.googleapis.com/projects/"
                    + context.project()
                    + "/locations/"
                    + context.region()
                    + "/buckets/"
                    + called)
            .after(bucket.address());
    logs.filter().ifPresent(filter -> sink.set("filter", filter));
    Resource made = sink.made();
    resources.add(made);
    check(
        "log entries are kept for " + logs.keepDays() + " days",
        bucket.address(),
        new Expectation.FieldIs("retentionDays", List.of(Value.of(logs.keepDays()))));
    check("log entries go to " + called, made.address(), new Expectation.Exists());
  }

  private void channel(String name, Channel channel) {
    Context.Part part =
        context
            .part("monitoring.NotificationChannel", name, channel.place())
            .set("displayName", context.component() + " " + name);
    switch (channel) {
      case Channel.Email(_, var address) ->
          part.set("type", "email").set("labels.email_address", address);
      case Channel.Slack(_, var room, var token) ->
          part.set("type", "slack")
              .set("labels.channel_name", room.startsWith("#") ? room : "#" + room)
              .set("labels.auth_token", secret(token));
      case Channel.Webhook(_, var url) ->
          part.set("type", "webhook_tokenauth").set("labels.url", url);
      case Channel.Unclear(var place) -> {
        context.error(
            Code.INVALID_VALUE,
            place,
            "the channel `"
                + name
                + "` must have one of `email`, `webhook`, and `slack` with its `token`.",
            "write for example `email: ada@example.com`, or `slack: \"#alerts\"` and `token: ${slack-token}`.");
        return;
      }
    }
    Resource made = part.made();
    resources.add(made);
    check(
        name + " can be told",
        made.address(),
        new Expectation.FieldIs("enabled", List.of(Value.of(true))));
  }

  private static Value secret(Value link) {
    return switch (link) {
      case Value.Reference(var secret, _) -> new Value.Secret(secret);
      default -> throw new IllegalArgumentException("no link: " + link.getClass());
    };
  }

  private void uptime(String name, Uptime uptime) {
    if (uptime.timeout().compareTo(LONGEST_TIMEOUT) > 0 || uptime.timeout().isZero()) {
      context.error(
          Code.INVALID_VALUE,
          uptime.place(),
          "a probe waits from 1 to 60 seconds; `timeout` is " + Spans.shown(uptime.timeout()) + ".",
          "choose at most `60s`.");
    }
    Context.Part part =
        context
            .part(CHECK, name, uptime.place())
            .set("displayName", context.component() + " " + name)
            .set("period", uptime.period().toSeconds() + "s")
            .set("timeout", uptime.timeout().toSeconds() + "s");
    if (uptime.url().isPresent()) {
      ofUrl(part, URI.create(uptime.url().get()));
    } else {
      Optional<Value> service = service(uptime.place(), "the uptime check `" + name + "`");
      if (service.isEmpty()) {
        return;
      }
      part.set("monitoredResource.type", "cloud_run_revision")
          .set("monitoredResource.labels.project_id", context.project())
          .set("monitoredResource.labels.location", context.region())
          .set("monitoredResource.labels.service_name", service.get())
          .set("httpCheck.path", uptime.path())
          .set("httpCheck.port", 443)
          .set("httpCheck.useSsl", true)
          .set("httpCheck.validateSsl", true);
    }
    uptime
        .contains()
        .ifPresent(content ->
            part.set("contentMatchers", Value.list(Value.fields().with("content", content))));
    Resource made = part.made();
    resources.add(made);
    check(name + " is probed", made.address(), new Expectation.Exists());
  }

  private void ofUrl(Context.Part part, URI url) {
    boolean ssl = url.getScheme().equals("https");
    part.set("monitoredResource.type", "uptime_url")
        .set("monitoredResource.labels.project_id", context.project())
        .set("monitoredResource.labels.host", url.getHost())
        .set("httpCheck.path", url.getRawPath().isEmpty() ? "/" : url.getRawPath())
        .set("httpCheck.port", url.getPort() >= 0 ? url.getPort() : ssl ? 443 : 80)
        .set("httpCheck.useSsl", ssl);
    if (ssl) {
      part.set("httpCheck.validateSsl", true);
    }
  }

  /// The name of the watched service.
  private Optional<Value> service(Place where, String who) {
    if (monitoring.service().isEmpty()) {
      context.error(
          Code.MISSING_FIELD,
          where,
          who + " does not say which service it is about.",
          "add `service: ${NAME}` with the name of a component of type service.");
    }
    return monitoring
        .service()
        .map(link -> {
          if (link instanceof Value.Reference(var target, _)) {
            return new Value.Reference(target, "name");
          }
          throw new IllegalArgumentException("no link: " + link.getClass());
        });
  }

  private void errorRate(Monitoring.ErrorRate rate) {
    Optional<Value> service = service(rate.place(), "the alert `errorRate`");
    if (service.isEmpty()) {
      return;
    }
    String requests = "metric.type=\"run.googleapis.com/request_count\"";
    Value.Fields counted =
        Value.fields()
            .with("alignmentPeriod", "300s")
            .with("perSeriesAligner", "ALIGN_RATE")
            .with("crossSeriesReducer", "REDUCE_SUM")
            .with("groupByFields", Value.texts(List.of("resource.labels.service_name")));
    Value.Fields threshold =
        Value.fields()
            .with(
                "filter",
                ofService(
                    requests + " AND metric.labels.response_code_class=\"5xx\"", service.get()))
            .with("denominatorFilter", ofService(requests, service.get()))
            .with("aggregations", Value.list(counted))
            .with("denominatorAggregations", Value.list(counted))
            // where no answer is an error, there is no data of errors
            .with("evaluationMissingData", "EVALUATION_MISSING_DATA_INACTIVE")
            .with("comparison", "COMPARISON_GT")
            .with("thresholdValue", new Value.Num(java.math.BigDecimal.valueOf(rate.percent(), 2)))
            .with("duration", rate.lasts().toSeconds() + "s");
    String title = "more than " + rate.percent() + " % of answers are errors";
    policy("errorRate", rate.place(), title, List.of(condition(title, threshold)));
  }

  private static Value ofService(String filter, Value service) {
    return new Value.Template(
        List.of(
            Value.of(
                filter
                    + " AND resource.type=\"cloud_run_revision\" AND resource.labels.service_name=\""),
            service,
            Value.of("\"")));
  }

  /// As Google's own console makes it: more than one of the places must see the probe fail.
  private void uptimeAlert(Duration lasts) {
    List<Value> conditions = new ArrayList<>();
    monitoring
        .uptime()
        .forEach((name, uptime) -> {
          Address check = context.address(CHECK, name);
          Value.Fields threshold =
              Value.fields()
                  .with(
                      "filter",
                      new Value.Template(
                          List.of(
                              Value.of(
                                  "metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\" AND resource.type=\""
                                      + (uptime.url().isPresent()
                                          ? "uptime_url"
                                          : "cloud_run_revision")
                                      + "\" AND metric.labels.check_id=\""),
                              new Value.Reference(check, "name"),
                              Value.of("\""))))
                  .with(
                      "aggregations",
                      Value.list(
                          Value.fields()
                              .with("alignmentPeriod", "1200s")
                              .with("perSeriesAligner", "ALIGN_NEXT_OLDER")
                              .with("crossSeriesReducer", "REDUCE_COUNT_FALSE")
                              .with("groupByFields", Value.texts(List.of("resource.labels.*")))))
                  .with("comparison", "COMPARISON_GT")
                  .with("thresholdValue", 1)
                  .with("duration", lasts.toSeconds() + "s");
          conditions.add(condition(name + " does not answer", threshold));
        });
    if (conditions.isEmpty()) {
      context.error(
          Code.MISSING_FIELD,
          context.place(),
          "the alert `uptime` has nothing to tell of: there is no uptime check.",
          "add one, for example `uptime: {health: {path: /health}}`.");
      return;
    }
    policy("uptime", context.place(), "it does not answer", conditions);
  }

  private static Value condition(String title, Value.Fields threshold) {
    return Value.fields().with("displayName", title).with("conditionThreshold", threshold);
  }

  private void policy(String part, Place where, String title, List<Value> conditions) {
    Context.Part policy =
        context
            .part(POLICY, part, where)
            .set("displayName", context.component() + ": " + title)
            .set("combiner", "OR")
            .set("conditions", new Value.Items(conditions));
    List<Value> told =
        monitoring.channels().keySet().stream()
            .<Value>map(name ->
                new Value.Reference(context.address("monitoring.NotificationChannel", name), "id"))
            .toList();
    if (!told.isEmpty()) {
      policy.set("notificationChannels", new Value.Items(told));
    }
    Resource made = policy.made();
    resources.add(made);
    check(
        "somebody is told when " + title,
        made.address(),
        new Expectation.FieldIs("enabled", List.of(Value.of(true))));
  }

  private void dashboard() {
    Resource made =
        context
            .main("monitoring.Dashboard", context.place())
            .path("name", called)
            .set("displayName", called)
            .set("mosaicLayout", Charts.layout())
            .made();
    resources.add(made);
    check("a dashboard shows how it does", made.address(), new Expectation.Exists());
  }

  private void check(String name, Address subject, Expectation expectation) {
    checks.add(new Check(name, subject, expectation));
  }
}
