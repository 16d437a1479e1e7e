package dev.groundwork.emulator.run;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a service's and a job's template have in common, in version 1 of the API (Kubernetes'
/// words, with annotations for what those lack) and in version 2.
final class KnativePods {
  static final String RUN = "run.googleapis.com/";

  /// The fields of a container in both versions.
  private static final java.util.Set<String> CONTAINER =
      java.util.Set.of(
          "name",
          "image",
          "command",
          "args",
          "resources",
          "ports",
          "volumeMounts",
          "workingDir",
          "livenessProbe",
          "startupProbe",
          "readinessProbe");

  private KnativePods() {}

  // ---------------------------------------------------------------- from version 2 to version 1

  /// The annotations that stand for fields of version 2.
  static Map<String, Value> annotations(Fields template) {
    Map<String, Value> all = new TreeMap<>(template.fields("annotations").values());
    put(all, "vpc-access-connector", template.text("vpcAccess.connector").map(KnativePods::last));
    put(
        all,
        "vpc-access-egress",
        template
            .text("vpcAccess.connector")
            .or(() -> template.at("vpcAccess.networkInterfaces").map(_ -> ""))
            .flatMap(_ -> template.text("vpcAccess.egress"))
            .map(e -> e.equals("ALL_TRAFFIC") ? "all-traffic" : "private-ranges-only"));
    put(
        all,
        "network-interfaces",
        template.at("vpcAccess.networkInterfaces").map(dev.groundwork.resource.Json::write));
    put(
        all,
        "execution-environment",
        template.text("executionEnvironment").map(e -> e.endsWith("GEN2") ? "gen2" : "gen1"));
    put(all, "encryption-key", template.text("encryptionKey").filter(k -> !k.isEmpty()));
    if (template.flag("sessionAffinity")) {
      put(all, "sessionAffinity", Optional.of("true"));
    }
    List<String> instances = new ArrayList<>();
    for (Value volume : template.items("volumes")) {
      ((Fields) volume)
          .items("cloudSqlInstance.instances")
          .forEach(i -> instances.add(((Value.Text) i).value()));
    }
    put(
        all,
        "cloudsql-instances",
        instances.isEmpty() ? Optional.empty() : Optional.of(String.join(",", instances)));
    return all;
  }

  private static void put(Map<String, Value> all, String name, Optional<String> value) {
    value.ifPresent(v -> all.put(RUN + name, Value.of(v)));
  }

  /// The pod's `spec`.
  static Fields spec(Fields template) {
    List<Value> containers = new ArrayList<>();
    for (Value value : template.items("containers")) {
      containers.add(container((Fields) value, template));
    }
    Fields spec =
        Fields.EMPTY
            .with("containers", new Value.Items(containers))
            .with("serviceAccountName", template.text("serviceAccount").orElse(""));
    List<Value> volumes = new ArrayList<>();
    for (Value value : template.items("volumes")) {
      volume((Fields) value).ifPresent(volumes::add);
    }
    return volumes.isEmpty() ? spec : spec.with("volumes", new Value.Items(volumes));
  }

  private static Fields container(Fields container, Fields template) {
    List<Value> env = new ArrayList<>();
    for (Value value : container.items("env")) {
      Fields variable = (Fields) value;
      Fields reference = variable.fields("valueSource.secretKeyRef");
      env.add(
          reference.isEmpty()
              ? variable
              : variable
                  .without("valueSource")
                  .with(
                      "valueFrom.secretKeyRef",
                      Fields.EMPTY
                          .with("name", reference.text("secret").orElse(""))
                          .with("key", reference.text("version").orElse("latest"))));
    }
    Fields shown =
        container
            .without("resources.cpuIdle")
            .without("resources.startupCpuBoost")
            .without("dependsOn");
    List<String> sockets =
        template.items("volumes").stream()
            .map(v -> (Fields) v)
            .filter(v -> v.get("cloudSqlInstance").isPresent())
            .map(v -> v.text("name").orElse(""))
            .toList();
    List<Value> mounts =
        container.items("volumeMounts").stream()
            .filter(m -> !sockets.contains(((Fields) m).text("name").orElse("")))
            .toList();
    shown =
        mounts.isEmpty()
            ? shown.without("volumeMounts")
            : shown.with("volumeMounts", new Value.Items(mounts));
    return env.isEmpty() ? shown : shown.with("env", new Value.Items(env));
  }

  /// Empty for what version 1 has an annotation for.
  private static Optional<Value> volume(Fields volume) {
    if (volume.get("cloudSqlInstance").isPresent()) {
      return Optional.empty();
    }
    Fields secret = volume.fields("secret");
    if (!secret.isEmpty()) {
      List<Value> items = new ArrayList<>();
      for (Value value : secret.items("items")) {
        Fields item = (Fields) value;
        items.add(item.without("version").with("key", item.text("version").orElse("latest")));
      }
      Fields shown = secret.without("secret").with("secretName", secret.text("secret").orElse(""));
      return Optional.of(
          volume.with(
              "secret", items.isEmpty() ? shown : shown.with("items", new Value.Items(items))));
    }
    if (volume.get("gcs").isPresent()) {
      return Optional.of(
          volume
              .without("gcs")
              .with("csi.driver", "gcsfuse.run.googleapis.com")
              .with("csi.readOnly", volume.flag("gcs.readOnly"))
              .with("csi.volumeAttributes.bucketName", volume.text("gcs.bucket").orElse("")));
    }
    return Optional.of(volume);
  }

  // ---------------------------------------------------------------- from version 1 to version 2

  /// The template's fields of version 2, from a pod's `metadata` and `spec`.
  static Fields template(Fields metadata, Fields spec, String project, String region) {
    Fields annotations = metadata.fields("annotations");
    Map<String, Value> others = new LinkedHashMap<>(annotations.values());
    others.keySet().removeIf(name -> name.startsWith(RUN) || name.contains("knative.dev/"));
    Fields template = Fields.EMPTY;
    Map<String, Value> labels = new LinkedHashMap<>(metadata.fields("labels").values());
    labels
        .keySet()
        .removeIf(name ->
            name.startsWith(RUN)
                || name.contains("knative.dev/")
                || name.startsWith("cloud.googleapis.com/"));
    template = labels.isEmpty() ? template : template.with("labels", new Fields(labels));
    template = others.isEmpty() ? template : template.with("annotations", new Fields(others));
    template = copied(template, "serviceAccount", spec.get("serviceAccountName"));
    Optional<String> connector = text(annotations, "vpc-access-connector");
    if (connector.isPresent()) {
      String name = connector.get();
      template =
          template.with(
              "vpcAccess.connector",
              name.contains("/")
                  ? name
                  : "projects/" + project + "/locations/" + region + "/connectors/" + name);
    }
    Optional<Value> interfaces = text(annotations, "network-interfaces").flatMap(KnativePods::json);
    template = copied(template, "vpcAccess.networkInterfaces", interfaces);
    Optional<String> egress = text(annotations, "vpc-access-egress");
    if (egress.isPresent()) {
      template =
          template.with(
              "vpcAccess.egress",
              egress.get().startsWith("all") ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY");
    }
    Optional<String> environment = text(annotations, "execution-environment");
    if (environment.isPresent()) {
      template =
          template.with(
              "executionEnvironment",
              environment.get().equals("gen1")
                  ? "EXECUTION_ENVIRONMENT_GEN1"
                  : "EXECUTION_ENVIRONMENT_GEN2");
    }
    template =
        copied(template, "encryptionKey", text(annotations, "encryption-key").map(Value::of));
    if (text(annotations, "sessionAffinity").orElse("").equals("true")) {
      template = template.with("sessionAffinity", true);
    }
    return volumes(containers(template, annotations, spec), annotations, spec);
  }

  private static Fields containers(Fields template, Fields annotations, Fields spec) {
    Map<String, String> aliases = aliases(annotations);
    List<Value> containers = new ArrayList<>();
    for (Value value : spec.items("containers")) {
      Fields container = (Fields) value;
      List<Value> env = new ArrayList<>();
      for (Value one : container.items("env")) {
        Fields variable = (Fields) one;
        Fields reference = variable.fields("valueFrom.secretKeyRef");
        String name = reference.text("name").orElse("");
        env.add(
            reference.isEmpty()
                ? variable
                : variable
                    .without("valueFrom")
                    .with(
                        "valueSource.secretKeyRef",
                        Fields.EMPTY
                            .with("secret", aliases.getOrDefault(name, name))
                            .with("version", reference.text("key").orElse("latest"))));
      }
      Fields known = known(container);
      Fields read = env.isEmpty() ? known : known.with("env", new Value.Items(env));
      if (container.get("ports").isPresent() || spec.items("containers").size() == 1) {
        read =
            read.with(
                "resources.cpuIdle",
                !text(annotations, "cpu-throttling").orElse("true").equals("false"));
        if (text(annotations, "startup-cpu-boost").orElse("").equals("true")) {
          read = read.with("resources.startupCpuBoost", true);
        }
      }
      containers.add(read);
    }
    return template.with("containers", new Value.Items(containers));
  }

  /// Without what Kubernetes has and Cloud Run ignores.
  private static Fields known(Fields container) {
    Map<String, Value> kept = new LinkedHashMap<>(container.values());
    kept.keySet().retainAll(CONTAINER);
    Fields known = new Fields(kept);
    known =
        container.fields("resources").get("limits").isPresent()
            ? known.with(
                "resources",
                Fields.EMPTY.with(
                    "limits", container.fields("resources").get("limits").orElseThrow()))
            : known.without("resources");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      known =
          known.get(probe).isPresent()
              ? known.with(probe, known.fields(probe).without("successThreshold"))
              : known;
    }
    return known;
  }

  /// `alias:projects/p/secrets/s,…`
  private static Map<String, String> aliases(Fields annotations) {
    Map<String, String> aliases = new TreeMap<>();
    for (String pair : text(annotations, "secrets").orElse("").split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon > 0) {
        aliases.put(pair.substring(0, colon), pair.substring(colon + 1));
      }
    }
    return aliases;
  }

  private static Fields volumes(Fields template, Fields annotations, Fields spec) {
    Map<String, String> aliases = aliases(annotations);
    List<Value> volumes = new ArrayList<>();
    for (Value value : spec.items("volumes")) {
      Fields volume = (Fields) value;
      Fields secret = volume.fields("secret");
      if (!secret.isEmpty()) {
        List<Value> items = new ArrayList<>();
        for (Value one : secret.items("items")) {
          Fields item = (Fields) one;
          items.add(item.without("key").with("version", item.text("key").orElse("latest")));
        }
        String name = secret.text("secretName").orElse("");
        Fields read = secret.without("secretName").with("secret", aliases.getOrDefault(name, name));
        volume =
            volume.with(
                "secret", items.isEmpty() ? read : read.with("items", new Value.Items(items)));
      } else if (volume.get("csi").isPresent()) {
        volume =
            volume
                .without("csi")
                .with("gcs.bucket", volume.text("csi.volumeAttributes.bucketName").orElse(""))
                .with("gcs.readOnly", volume.flag("csi.readOnly"));
      }
      volumes.add(volume);
    }
    Optional<String> instances = text(annotations, "cloudsql-instances").filter(i -> !i.isEmpty());
    if (instances.isPresent()) {
      volumes.add(
          Fields.EMPTY
              .with("name", "cloudsql")
              .with(
                  "cloudSqlInstance.instances",
                  Value.texts(List.of(instances.get().split(",", -1)))));
    }
    return volumes.isEmpty() ? template : template.with("volumes", new Value.Items(volumes));
  }

  static Optional<String> text(Fields annotations, String name) {
    return annotations
        .get(RUN + name)
        .flatMap(v -> v instanceof Value.Text(var text) ? Optional.of(text) : Optional.empty());
  }

  static Fields copied(Fields into, String path, Optional<Value> value) {
    return value.isPresent() ? into.with(path, value.get()) : into;
  }

  private static Optional<Value> json(String text) {
    try {
      return Optional.of(dev.groundwork.resource.Json.parse(text));
    } catch (dev.groundwork.resource.Json.Malformed e) {
      return Optional.empty();
    }
  }

  static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
