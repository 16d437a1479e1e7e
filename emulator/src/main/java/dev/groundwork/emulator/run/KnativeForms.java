package dev.groundwork.emulator.run;

import static dev.groundwork.emulator.run.KnativePods.RUN;
import static dev.groundwork.emulator.run.KnativePods.copied;
import static dev.groundwork.emulator.run.KnativePods.last;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Resources of version 2 as version 1 of the API shows them.
final class KnativeForms {
  static final String SERVING = "serving.knative.dev/v1";
  static final String RUNNING = "run.googleapis.com/v1";

  private final String number;
  private final String region;

  /// @param number of the project: version 1's namespace
  KnativeForms(String number, String region) {
    this.number = number;
    this.region = region;
  }

  Fields service(Fields service) {
    Map<String, Value> annotations = new TreeMap<>(service.fields("annotations").values());
    String ingress = ingress(service.text("ingress").orElse("INGRESS_TRAFFIC_ALL"));
    annotations.put(RUN + "ingress", Value.of(ingress));
    annotations.put(RUN + "ingress-status", Value.of(ingress));
    put(annotations, "serving.knative.dev/creator", service.text("creator"));
    put(annotations, "serving.knative.dev/lastModifier", service.text("lastModifier"));
    put(annotations, RUN + "client-name", service.text("client"));
    put(annotations, RUN + "client-version", service.text("clientVersion"));
    put(annotations, RUN + "description", service.text("description"));
    put(
        annotations,
        RUN + "custom-audiences",
        service.get("customAudiences").map(dev.groundwork.resource.Json::write));
    put(annotations, RUN + "urls", service.get("urls").map(dev.groundwork.resource.Json::write));
    if (service.flag("invokerIamDisabled")) {
      annotations.put(RUN + "invoker-iam-disabled", Value.of("true"));
    }
    Fields template = service.fields("template");
    Fields spec =
        Fields.EMPTY
            .with("template", revisionTemplate(template))
            .with("traffic", traffic(service.items("traffic"), Optional.empty()));
    Fields status =
        Fields.EMPTY
            .with("observedGeneration", observed(service))
            .with("conditions", serviceConditions(service));
    status =
        copied(
            status,
            "latestReadyRevisionName",
            service.text("latestReadyRevision").map(r -> Value.of(last(r))));
    status =
        copied(
            status,
            "latestCreatedRevisionName",
            service.text("latestCreatedRevision").map(r -> Value.of(last(r))));
    Optional<String> ready = service.text("latestReadyRevision").map(KnativePods::last);
    if (ready.isPresent()) {
      status = status.with("traffic", traffic(service.items("trafficStatuses"), ready));
    }
    if (service.text("uri").isPresent()) {
      status =
          status
              .with("url", service.text("uri").orElse(""))
              .with("address.url", service.text("uri").orElse(""));
    }
    return resource(SERVING, "Service", "services", service, annotations, Map.of())
        .with("spec", spec)
        .with("status", status);
  }

  private static long observed(Fields body) {
    return Long.parseLong(body.text("observedGeneration").orElse("0"));
  }

  private static String ingress(String two) {
    return switch (two) {
      case "INGRESS_TRAFFIC_INTERNAL_ONLY" -> "internal";
      case "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" -> "internal-and-cloud-load-balancing";
      case "INGRESS_TRAFFIC_NONE" -> "none";
      default -> "all";
    };
  }

  private Fields revisionTemplate(Fields template) {
    Map<String, Value> annotations = KnativePods.annotations(template);
    scale(annotations, "maxScale", template.at("scaling.maxInstanceCount"));
    scale(annotations, "minScale", template.at("scaling.minInstanceCount"));
    Fields first =
        template.items("containers").isEmpty()
            ? Fields.EMPTY
            : (Fields) template.items("containers").getFirst();
    if (first.flag("resources.startupCpuBoost")) {
      annotations.put(RUN + "startup-cpu-boost", Value.of("true"));
    }
    if (!first.flag("resources.cpuIdle")) {
      annotations.put(RUN + "cpu-throttling", Value.of("false"));
    }
    Fields metadata = Fields.EMPTY;
    metadata = copied(metadata, "name", template.text("revision").map(r -> Value.of(last(r))));
    metadata = copied(metadata, "labels", template.get("labels"));
    metadata =
        annotations.isEmpty() ? metadata : metadata.with("annotations", new Fields(annotations));
    return Fields.EMPTY.with("metadata", metadata).with("spec", podOf(template));
  }

  private static Fields podOf(Fields template) {
    return KnativePods.spec(template)
        .with(
            "containerConcurrency", Templates.number(template, "maxInstanceRequestConcurrency", 80))
        .with("timeoutSeconds", Templates.seconds(template, "timeout", 300));
  }

  private static void scale(Map<String, Value> annotations, String name, Optional<Value> count) {
    count.ifPresent(c ->
        annotations.put(
            "autoscaling.knative.dev/" + name,
            Value.of(c instanceof Value.Num(var n) ? n.toPlainString() : "0")));
  }

  /// @param latest what answers for the latest revision; left open in what is wanted
  private static Value traffic(List<Value> targets, Optional<String> latest) {
    List<Value> shown = new ArrayList<>();
    for (Value value : targets) {
      Fields target = (Fields) value;
      boolean newest =
          target.text("type").orElse("").endsWith("LATEST")
              || target.text("revision").orElse("").isEmpty();
      Fields one = Fields.EMPTY;
      one = newest ? one.with("latestRevision", true) : one;
      Optional<String> revision =
          target.text("revision").filter(r -> !r.isEmpty()).map(KnativePods::last);
      one = copied(one, "revisionName", revision.or(() -> latest).map(Value::of));
      one = copied(one, "percent", target.get("percent"));
      one = copied(one, "tag", target.get("tag"));
      one = copied(one, "url", target.get("uri"));
      shown.add(one);
    }
    return new Value.Items(shown);
  }

  private static Value serviceConditions(Fields service) {
    List<Value> all = new ArrayList<>();
    all.add(condition(service.fields("terminalCondition").with("type", "Ready")));
    service.items("conditions").forEach(c -> all.add(condition((Fields) c)));
    return new Value.Items(all);
  }

  private static Value conditions(Fields body) {
    return new Value.Items(
        body.items("conditions").stream().<Value>map(c -> condition((Fields) c)).toList());
  }

  private static Fields condition(Fields two) {
    String state = two.text("state").orElse("");
    String status =
        state.equals(Conditions.SUCCEEDED)
            ? "True"
            : state.equals(Conditions.FAILED) ? "False" : "Unknown";
    Fields one = Fields.EMPTY.with("type", two.text("type").orElse("Ready")).with("status", status);
    Optional<String> reason =
        two.text("reason")
            .or(() -> two.text("revisionReason"))
            .or(() -> two.text("executionReason"));
    one = copied(one, "reason", reason.map(r -> Value.of(camel(r))));
    one = copied(one, "message", two.get("message"));
    return copied(one, "lastTransitionTime", two.get("lastTransitionTime"));
  }

  /// `HEALTH_CHECK_CONTAINER_ERROR` → `HealthCheckContainerError`.
  private static String camel(String constant) {
    return Arrays.stream(constant.split("_", -1))
        .map(w -> w.substring(0, 1) + w.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }

  Fields revision(Fields revision) {
    String service = revision.text("service").orElse("");
    Map<String, Value> annotations =
        new TreeMap<>(revisionTemplate(revision).fields("metadata.annotations").values());
    Map<String, Value> labels =
        Map.of(
            "serving.knative.dev/service", Value.of(service),
            "serving.knative.dev/configuration", Value.of(service),
            "serving.knative.dev/serviceUid", Value.of(""));
    return resource(SERVING, "Revision", "revisions", revision, annotations, labels)
        .with("spec", podOf(revision))
        .with(
            "status",
            Fields.EMPTY
                .with("observedGeneration", 1)
                .with("conditions", conditions(revision))
                .with("logUrl", revision.text("logUri").orElse(""))
                .with("serviceName", service)
                .with(
                    "imageDigest",
                    ((Fields) revision.items("containers").getFirst()).text("image").orElse("")));
  }

  Fields job(Fields job) {
    Map<String, Value> annotations = new TreeMap<>(job.fields("annotations").values());
    put(annotations, "serving.knative.dev/creator", job.text("creator"));
    put(annotations, "serving.knative.dev/lastModifier", job.text("lastModifier"));
    put(annotations, RUN + "client-name", job.text("client"));
    put(annotations, RUN + "client-version", job.text("clientVersion"));
    Fields template = job.fields("template");
    Fields status =
        Fields.EMPTY
            .with("observedGeneration", observed(job))
            .with(
                "conditions",
                Value.list(condition(job.fields("terminalCondition").with("type", "Ready"))))
            .with("executionCount", Templates.number(job, "executionCount", 0));
    Fields latest = job.fields("latestCreatedExecution");
    if (!latest.isEmpty()) {
      Fields shown = Fields.EMPTY.with("name", latest.text("name").orElse(""));
      shown = copied(shown, "creationTimestamp", latest.get("createTime"));
      shown = copied(shown, "completionTimestamp", latest.get("completionTime"));
      shown = copied(shown, "completionStatus", latest.get("completionStatus"));
      status = status.with("latestCreatedExecution", shown);
    }
    return resource(RUNNING, "Job", "jobs", job, annotations, Map.of())
        .with("spec.template", executionTemplate(template))
        .with("status", status);
  }

  private static Fields executionTemplate(Fields template) {
    Fields tasks = template.fields("template");
    Map<String, Value> annotations = KnativePods.annotations(tasks);
    Fields metadata = copied(Fields.EMPTY, "labels", template.get("labels"));
    metadata =
        annotations.isEmpty() ? metadata : metadata.with("annotations", new Fields(annotations));
    Fields spec =
        Fields.EMPTY
            .with("taskCount", Templates.number(template, "taskCount", 1))
            .with("template.spec", taskSpec(tasks));
    return Fields.EMPTY
        .with("metadata", metadata)
        .with("spec", copied(spec, "parallelism", template.get("parallelism")));
  }

  private static Fields taskSpec(Fields tasks) {
    return KnativePods.spec(tasks)
        .with("maxRetries", Templates.number(tasks, "maxRetries", 3))
        .with("timeoutSeconds", Long.toString(Templates.seconds(tasks, "timeout", 600)));
  }

  Fields execution(Fields execution) {
    Fields spec =
        Fields.EMPTY
            .with("taskCount", Templates.number(execution, "taskCount", 1))
            .with("template.spec", taskSpec(execution.fields("template")));
    spec = copied(spec, "parallelism", execution.get("parallelism"));
    Fields status =
        Fields.EMPTY
            .with("observedGeneration", 1)
            .with("conditions", conditions(execution))
            .with("logUri", execution.text("logUri").orElse(""));
    status = copied(status, "startTime", execution.get("startTime"));
    status = copied(status, "completionTime", execution.get("completionTime"));
    for (String count :
        List.of(
            "runningCount", "succeededCount", "failedCount", "cancelledCount", "retriedCount")) {
      status = copied(status, count, execution.get(count));
    }
    Map<String, Value> annotations = new TreeMap<>();
    put(annotations, "serving.knative.dev/creator", execution.text("creator"));
    return resource(
            RUNNING,
            "Execution",
            "executions",
            execution,
            annotations,
            Map.of(RUN + "job", Value.of(execution.text("job").orElse(""))))
        .with("spec", spec)
        .with("status", status);
  }

  Fields task(Fields task) {
    Fields status =
        Fields.EMPTY
            .with("observedGeneration", 1)
            .with("index", Templates.number(task, "index", 0))
            .with("conditions", conditions(task));
    status = copied(status, "completionTime", task.get("completionTime"));
    status = copied(status, "retried", task.get("retried"));
    return resource(
            RUNNING,
            "Task",
            "tasks",
            task,
            Map.of(),
            Map.of(
                RUN + "job", Value.of(task.text("job").orElse("")),
                RUN + "execution", Value.of(task.text("execution").orElse(""))))
        .with("spec", taskSpec(task))
        .with("status", status);
  }

  private Fields resource(
      String version,
      String kind,
      String collection,
      Fields body,
      Map<String, Value> annotations,
      Map<String, Value> ownLabels) {
    String name = last(body.text("name").orElse(""));
    Map<String, Value> labels = new TreeMap<>(body.fields("labels").values());
    labels.putAll(ownLabels);
    labels.put("cloud.googleapis.com/location", Value.of(region));
    Fields metadata =
        Fields.EMPTY
            .with("name", name)
            .with("namespace", number)
            .with(
                "selfLink",
                "/apis/" + version + "/namespaces/" + number + "/" + collection + "/" + name)
            .with("uid", body.text("uid").orElse(""))
            .with("resourceVersion", body.text("etag").orElse(""))
            .with("generation", Long.parseLong(body.text("generation").orElse("1")))
            .with("creationTimestamp", body.text("createTime").orElse(""));
    metadata = metadata.with("labels", new Fields(labels));
    metadata =
        annotations.isEmpty() ? metadata : metadata.with("annotations", new Fields(annotations));
    return Fields.EMPTY.with("apiVersion", version).with("kind", kind).with("metadata", metadata);
  }

  private static void put(Map<String, Value> all, String name, Optional<String> value) {
    value.filter(v -> !v.isEmpty()).ifPresent(v -> all.put(name, Value.of(v)));
  }
}
