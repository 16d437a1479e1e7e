package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What Cloud Run refuses at once, in its words.
final class Rules {
  private static final Set<String> RESERVED =
      Set.of("PORT", "K_SERVICE", "K_REVISION", "K_CONFIGURATION");
  private static final Set<Long> WHOLE_CPUS = Set.of(1000L, 2000L, 4000L, 6000L, 8000L);

  private final ControlPlane plane;

  Rules(ControlPlane plane) {
    this.plane = plane;
  }

  void serviceName(String name) {
    if (!name.matches("[a-z]([-a-z0-9]{0,47}[a-z0-9])?")) {
      throw violation(
          "Violation in CreateServiceRequest.service_id",
          "only lowercase, digits, and hyphens; must begin with letter, and cannot end with hyphen; must be less than 50 characters.");
    }
  }

  void jobName(String name) {
    if (!name.matches("[a-z]([-a-z0-9]{0,61}[a-z0-9])?")) {
      throw violation(
          "Violation in CreateJobRequest.job_id",
          "only lowercase, digits, and hyphens; must begin with letter, and cannot end with hyphen; must be less than 64 characters.");
    }
  }

  /// @param template of a service, with its defaults
  void service(Fields template) {
    int concurrency = Templates.number(template, "maxInstanceRequestConcurrency", 80);
    if (concurrency < 0 || concurrency > 1000) {
      throw violation(
          "template.max_instance_request_concurrency",
          "must be between 0 and 1000 inclusive; " + concurrency + " was given.");
    }
    long timeout = Templates.seconds(template, "timeout", 300);
    if (timeout < 1 || timeout > 3600) {
      throw violation(
          "template.timeout",
          "must be between 1s and 3600s inclusive; " + timeout + "s was given.");
    }
    int least = Templates.number(template, "scaling.minInstanceCount", 0);
    int most = Templates.number(template, "scaling.maxInstanceCount", 100);
    if (least < 0 || most < 1 || least > most) {
      throw violation(
          "template.scaling",
          "min_instance_count must not be greater than max_instance_count, and neither may be negative.");
    }
    common(template, "template.containers", concurrency);
    long ports =
        template.items("containers").stream()
            .filter(c -> ((Fields) c).get("ports").isPresent())
            .count();
    if (ports != 1) {
      throw violation(
          "template.containers",
          "Revision template should contain exactly one container with an exposed port.");
    }
  }

  /// @param template of a job's tasks, with its defaults
  void job(Fields template) {
    common(template, "template.template.containers", 1);
  }

  private void common(Fields template, String path, int concurrency) {
    if (template.items("containers").isEmpty()) {
      throw violation(path, "At least one container must be specified.");
    }
    int index = 0;
    for (Value value : template.items("containers")) {
      container((Fields) value, path + "[" + index + "]", concurrency, template);
      index++;
    }
    template.text("serviceAccount").ifPresent(this::account);
  }

  private static void container(Fields container, String path, int concurrency, Fields template) {
    if (container.text("image").orElse("").isBlank()) {
      throw violation(path + ".image", "Container image is required.");
    }
    List<String> reserved = new ArrayList<>();
    for (Value value : container.items("env")) {
      ((Fields) value).text("name").filter(RESERVED::contains).ifPresent(reserved::add);
    }
    if (!reserved.isEmpty()) {
      throw violation(
          path + ".env",
          "The following reserved env names were provided: "
              + String.join(", ", reserved)
              + ". These values are automatically set by the system.");
    }
    int port = Templates.port(container);
    if (port < 1 || port > 65535) {
      throw violation(path + ".ports[0].container_port", "must be between 1 and 65535 inclusive.");
    }
    limits(container, path + ".resources.limits", concurrency, template);
  }

  private static void limits(Fields container, String path, int concurrency, Fields template) {
    String cpuText = container.text("resources.limits.cpu").orElse("1000m");
    String memoryText = container.text("resources.limits.memory").orElse("512Mi");
    Optional<Long> cpu = Quantity.millis(cpuText);
    Optional<Long> memory = Quantity.bytes(memoryText);
    boolean part = cpu.isPresent() && cpu.get() >= 80 && cpu.get() < 1000;
    // what holds for the sum of several containers is left to them
    boolean alone = template.items("containers").size() == 1;
    if (cpu.isEmpty() || (alone && !part && !WHOLE_CPUS.contains(cpu.get()))) {
      throw violation(
          path + ".cpu",
          "Invalid value specified for cpu. Must be equal to one of [.08-1], 1.0, 2.0, 4.0, 6.0, 8.0");
    }
    if (alone && part && concurrency > 1) {
      throw violation(
          path + ".cpu",
          "Invalid value specified for cpu. Total cpu < 1 is not supported with concurrency > 1.");
    }
    boolean second =
        template.text("executionEnvironment").orElse("").equals("EXECUTION_ENVIRONMENT_GEN2");
    String environment = second ? " with gen2 execution environment" : "";
    if (alone && part && second) {
      throw violation(
          path + ".cpu",
          "Invalid value specified for cpu. Total cpu < 1 is not supported with gen2 execution environment.");
    }
    long least = least(cpu.get(), second);
    long most = most(cpu.get());
    if (memory.isEmpty()) {
      throw violation(
          path + ".memory",
          "Invalid value specified for memory. '" + memoryText + "' is not an amount of memory.");
    }
    if (!alone) {
      return;
    }
    if (memory.get() < least << 20 || memory.get() > most << 20) {
      throw violation(
          path + ".memory",
          "Invalid value specified for memory"
              + environment
              + ". For "
              + cpus(cpu.get())
              + " CPU, memory must be between "
              + size(least)
              + " and "
              + size(most)
              + " inclusive.");
    }
  }

  /// Least memory in MiB.
  private static long least(long millis, boolean second) {
    if (millis >= 6000) {
      return 4096;
    }
    if (millis >= 4000) {
      return 2048;
    }
    return second ? 512 : 128;
  }

  /// Most memory in MiB.
  private static long most(long millis) {
    if (millis < 500) {
      return 512;
    }
    if (millis < 1000) {
      return 1024;
    }
    return millis == 1000 ? 4096 : millis == 6000 ? 24576 : millis * 4096 / 1000;
  }

  private static String cpus(long millis) {
    return java.math.BigDecimal.valueOf(millis, 3).stripTrailingZeros().scale() <= 0
        ? millis / 1000 + ".0"
        : java.math.BigDecimal.valueOf(millis, 3).stripTrailingZeros().toPlainString();
  }

  private static String size(long mebibytes) {
    return mebibytes % 1024 == 0 ? mebibytes / 1024 + "Gi" : mebibytes + "Mi";
  }

  /// Accounts that Google makes itself come with APIs that need not be enabled here.
  private void account(String email) {
    boolean ours = email.matches("[^@]+@[^@]+\\.iam\\.gserviceaccount\\.com");
    boolean known = plane.accounts().find(email).isPresent();
    if ((ours && !known) || !email.contains("@")) {
      throw Refusal.forbidden(
              "Permission 'iam.serviceaccounts.actAs' denied on service account "
                  + email
                  + " (or it may not exist).")
          .asException();
    }
  }

  static dev.groundwork.emulator.control.Refused violation(String field, String description) {
    return Refusal.invalid(field + ": " + description)
        .withDetail(
            Fields.EMPTY
                .with("@type", "type.googleapis.com/google.rpc.BadRequest")
                .with(
                    "fieldViolations",
                    Value.list(Fields.EMPTY.with("field", field).with("description", description))))
        .asException();
  }
}
