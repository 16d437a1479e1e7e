package dev.groundwork.emulator.run;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;

/// Completes the templates of services and jobs with what Google takes for granted.
final class Templates {
  static final int PORT = 8080;

  private Templates() {}

  /// The account that runs what names none.
  static String defaultAccount(String projectNumber) {
    return projectNumber + "-compute@developer.gserviceaccount.com";
  }

  /// A service's template.
  static Fields ofService(Fields template, String projectNumber) {
    Fields filled = template;
    filled = or(filled, "timeout", Value.of("300s"));
    filled = or(filled, "serviceAccount", Value.of(defaultAccount(projectNumber)));
    filled = or(filled, "maxInstanceRequestConcurrency", Value.of(hasPartOfCpu(template) ? 1 : 80));
    if (filled.at("scaling.maxInstanceCount").isEmpty()) {
      filled = filled.with("scaling.maxInstanceCount", 100);
    }
    return egress(filled.with("containers", containers(template, true)));
  }

  /// The inner template of a job.
  static Fields ofJob(Fields template, String projectNumber) {
    Fields filled = or(template, "serviceAccount", Value.of(defaultAccount(projectNumber)));
    return egress(filled.with("containers", containers(template, false)));
  }

  private static Fields egress(Fields template) {
    return template.get("vpcAccess").isPresent()
        ? or(template, "vpcAccess.egress", Value.of("PRIVATE_RANGES_ONLY"))
        : template;
  }

  private static boolean hasPartOfCpu(Fields template) {
    return template.items("containers").stream()
        .map(c -> ((Fields) c).text("resources.limits.cpu").orElse("1"))
        .anyMatch(cpu -> Quantity.millis(cpu).orElse(1000L) < 1000);
  }

  private static Value containers(Fields template, boolean serves) {
    List<Value> containers = template.items("containers");
    List<Value> filled = new ArrayList<>();
    for (Value value : containers) {
      Fields container = (Fields) value;
      boolean ingress = serves && (containers.size() == 1 || container.get("ports").isPresent());
      filled.add(mounted(container(container, ingress, containers.size() > 1), template));
    }
    return new Value.Items(filled);
  }

  /// Cloud SQL's sockets stand at `/cloudsql`, whatever is asked for.
  private static Fields mounted(Fields container, Fields template) {
    List<String> sockets =
        template.items("volumes").stream()
            .map(v -> (Fields) v)
            .filter(v -> v.get("cloudSqlInstance").isPresent())
            .map(v -> v.text("name").orElse(""))
            .toList();
    if (container.items("volumeMounts").isEmpty()) {
      return container;
    }
    List<Value> mounts =
        container.items("volumeMounts").stream()
            .<Value>map(v ->
                sockets.contains(((Fields) v).text("name").orElse(""))
                    ? ((Fields) v).with("mountPath", "/cloudsql")
                    : v)
            .toList();
    return container.with("volumeMounts", new Value.Items(mounts));
  }

  private static Fields container(Fields container, boolean ingress, boolean several) {
    Fields filled = container;
    if (ingress && filled.get("resources").isEmpty()) {
      filled = filled.with("resources.cpuIdle", true).with("resources.startupCpuBoost", true);
    }
    filled = or(filled, "resources.limits.cpu", Value.of("1000m"));
    filled = or(filled, "resources.limits.memory", Value.of(several ? "256Mi" : "512Mi"));
    int port = port(filled);
    if (ingress) {
      Fields first =
          filled.items("ports").isEmpty()
              ? Fields.EMPTY
              : (Fields) filled.items("ports").getFirst();
      first = or(first, "name", Value.of("http1"));
      first = or(first, "containerPort", Value.of(port));
      filled = filled.with("ports", Value.list(first));
      if (filled.get("startupProbe").isEmpty()) {
        Fields probe =
            Fields.EMPTY
                .with("timeoutSeconds", 240)
                .with("periodSeconds", 240)
                .with("failureThreshold", 1)
                .with("tcpSocket", Fields.EMPTY.with("port", port));
        return filled.with("startupProbe", probe);
      }
    }
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      filled =
          filled.get(probe).isPresent()
              ? filled.with(probe, probe(filled.fields(probe), port))
              : filled;
    }
    return filled;
  }

  private static Fields probe(Fields probe, int port) {
    Fields filled = or(probe, "timeoutSeconds", Value.of(1));
    filled = or(filled, "periodSeconds", Value.of(10));
    filled = or(filled, "failureThreshold", Value.of(3));
    for (String kind : List.of("httpGet", "tcpSocket", "grpc")) {
      filled = filled.get(kind).isPresent() ? or(filled, kind + ".port", Value.of(port)) : filled;
    }
    return filled.get("httpGet").isPresent() ? or(filled, "httpGet.path", Value.of("/")) : filled;
  }

  /// The port on which a container listens.
  static int port(Fields container) {
    return container.items("ports").stream()
        .map(p -> number((Fields) p, "containerPort", PORT))
        .findFirst()
        .orElse(PORT);
  }

  static int number(Fields body, String path, int otherwise) {
    return body.at(path)
        .map(v -> v instanceof Value.Num(var n) ? n.intValue() : otherwise)
        .orElse(otherwise);
  }

  /// `300s` in whole seconds.
  static long seconds(Fields body, String path, long otherwise) {
    return body.text(path)
        .map(t -> (long) Math.ceil(Double.parseDouble(t.substring(0, t.length() - 1))))
        .orElse(otherwise);
  }

  private static Fields or(Fields body, String path, Value otherwise) {
    return body.at(path).isPresent() ? body : body.with(path, otherwise);
  }
}
