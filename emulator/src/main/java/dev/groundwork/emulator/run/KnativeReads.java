package dev.groundwork.emulator.run;

import static dev.groundwork.emulator.run.KnativePods.RUN;
import static dev.groundwork.emulator.run.KnativePods.copied;
import static dev.groundwork.emulator.run.KnativePods.text;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What clients send in version 1 of the API, as version 2 takes it.
final class KnativeReads {
  private KnativeReads() {}

  static Fields service(Fields sent, String project, String region) {
    Fields annotations = sent.fields("metadata.annotations");
    Fields service = common(sent);
    service = service.with("ingress", ingress(text(annotations, "ingress").orElse("all")));
    service = copied(service, "description", text(annotations, "description").map(Value::of));
    if (text(annotations, "invoker-iam-disabled").orElse("").equals("true")) {
      service = service.with("invokerIamDisabled", true);
    }
    if (text(annotations, "default-url-disabled").orElse("").equals("true")) {
      service = service.with("defaultUriDisabled", true);
    }
    service =
        copied(
            service,
            "customAudiences",
            text(annotations, "custom-audiences").flatMap(KnativeReads::json));
    Fields metadata = sent.fields("spec.template.metadata");
    Fields pod = sent.fields("spec.template.spec");
    Fields template = KnativePods.template(metadata, pod, project, region);
    template = copied(template, "revision", metadata.get("name"));
    template = copied(template, "maxInstanceRequestConcurrency", pod.get("containerConcurrency"));
    if (pod.get("timeoutSeconds").isPresent()) {
      template = template.with("timeout", plain(pod.get("timeoutSeconds").orElseThrow()) + "s");
    }
    template = scale(template, metadata, "maxScale", "scaling.maxInstanceCount");
    template = scale(template, metadata, "minScale", "scaling.minInstanceCount");
    List<Value> traffic = new ArrayList<>();
    for (Value value : sent.items("spec.traffic")) {
      traffic.add(target((Fields) value));
    }
    service = service.with("template", template);
    return traffic.isEmpty() ? service : service.with("traffic", new Value.Items(traffic));
  }

  private static Fields target(Fields one) {
    Fields two =
        one.text("revisionName")
                .filter(r -> !r.isEmpty() && !one.flag("latestRevision"))
                .isPresent()
            ? Fields.EMPTY
                .with("type", "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION")
                .with("revision", one.text("revisionName").orElse(""))
            : Fields.EMPTY.with("type", "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST");
    two = copied(two, "percent", one.get("percent"));
    return copied(two, "tag", one.get("tag"));
  }

  private static Fields scale(Fields template, Fields metadata, String name, String path) {
    Optional<Value> count = metadata.fields("annotations").get("autoscaling.knative.dev/" + name);
    return count.isPresent() && plain(count.get()).matches("\\d{1,6}")
        ? template.with(path, Long.parseLong(plain(count.get())))
        : template;
  }

  static Fields job(Fields sent, String project, String region) {
    Fields outer = sent.fields("spec.template");
    Fields pod = outer.fields("spec.template.spec");
    Fields tasks = KnativePods.template(outer.fields("metadata"), pod, project, region);
    tasks = tasks.without("labels").without("annotations");
    tasks = withoutCpu(tasks);
    tasks = copied(tasks, "maxRetries", pod.get("maxRetries"));
    if (pod.get("timeoutSeconds").isPresent()) {
      tasks = tasks.with("timeout", plain(pod.get("timeoutSeconds").orElseThrow()) + "s");
    }
    Fields template = Fields.EMPTY.with("template", tasks);
    template = copied(template, "taskCount", outer.at("spec.taskCount"));
    template = copied(template, "parallelism", outer.at("spec.parallelism"));
    return common(sent).with("template", template);
  }

  /// Tasks have their CPU all the time; nothing is said of it.
  private static Fields withoutCpu(Fields tasks) {
    List<Value> containers = new ArrayList<>();
    for (Value value : tasks.items("containers")) {
      Fields container = (Fields) value;
      Fields resources =
          container.fields("resources").without("cpuIdle").without("startupCpuBoost");
      containers.add(
          resources.isEmpty()
              ? container.without("resources")
              : container.with("resources", resources));
    }
    return tasks.with("containers", new Value.Items(containers));
  }

  /// What a run of a job changes for this time.
  static Fields overrides(Fields sent) {
    Fields one = sent.fields("overrides");
    Fields two = copied(Fields.EMPTY, "taskCount", one.get("taskCount"));
    if (one.get("timeoutSeconds").isPresent()) {
      two = two.with("timeout", plain(one.get("timeoutSeconds").orElseThrow()) + "s");
    }
    return copied(two, "containerOverrides", one.get("containerOverrides"));
  }

  private static Fields common(Fields sent) {
    Fields annotations = sent.fields("metadata.annotations");
    Fields read = copied(Fields.EMPTY, "client", text(annotations, "client-name").map(Value::of));
    read = copied(read, "clientVersion", text(annotations, "client-version").map(Value::of));
    Optional<String> stage = text(annotations, "launch-stage");
    read = copied(read, "launchStage", stage.map(Value::of));
    Map<String, Value> labels = kept(sent.fields("metadata.labels"));
    Map<String, Value> others = kept(annotations);
    read = labels.isEmpty() ? read : read.with("labels", new Fields(labels));
    return others.isEmpty() ? read : read.with("annotations", new Fields(others));
  }

  /// All but those that stand for fields of version 2.
  private static Map<String, Value> kept(Fields all) {
    Map<String, Value> kept = new LinkedHashMap<>(all.values());
    kept.keySet()
        .removeIf(name ->
            name.startsWith(RUN)
                || name.startsWith("cloud.googleapis.com/")
                || name.contains("knative.dev/"));
    return kept;
  }

  private static String ingress(String one) {
    return switch (one) {
      case "internal" -> "INGRESS_TRAFFIC_INTERNAL_ONLY";
      case "internal-and-cloud-load-balancing" -> "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER";
      case "none" -> "INGRESS_TRAFFIC_NONE";
      default -> "INGRESS_TRAFFIC_ALL";
    };
  }

  private static String plain(Value value) {
    return switch (value) {
      case Value.Num(var n) -> n.toPlainString();
      case Value.Text(var text) -> text;
      default -> "";
    };
  }

  private static Optional<Value> json(String text) {
    try {
      return Optional.of(dev.groundwork.resource.Json.parse(text));
    } catch (dev.groundwork.resource.Json.Malformed e) {
      return Optional.empty();
    }
  }
}
