package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Revisions: what a service was at one time. Made with each change of the template, never changed.
final class Revisions {
  static final String TYPE = "run.Revision";

  /// The fields of a template that a revision has too.
  private static final List<String> SHARED =
      List.of(
          "labels",
          "annotations",
          "scaling",
          "vpcAccess",
          "maxInstanceRequestConcurrency",
          "timeout",
          "serviceAccount",
          "containers",
          "volumes",
          "executionEnvironment",
          "encryptionKey",
          "serviceMesh",
          "encryptionKeyRevocationAction",
          "encryptionKeyShutdownDuration",
          "sessionAffinity",
          "nodeSelector",
          "gpuZonalRedundancyDisabled");

  private final ControlPlane plane;

  Revisions(ControlPlane plane) {
    this.plane = plane;
  }

  /// Makes the revision of a service as it now is.
  ///
  /// @return its name, without the service's
  String make(Transaction transaction, Place place, Fields service) {
    Fields template = service.fields("template");
    String name =
        template
            .text("revision")
            .filter(r -> !r.isEmpty())
            .map(r -> r.substring(r.lastIndexOf('/') + 1))
            .orElseGet(() -> place.name() + "-" + generation(service) + "-" + suffix());
    if (transaction.get(place.revisionKey(name)).isPresent()) {
      throw Refusal.alreadyExists(
              "Revision named '" + name + "' with different configuration already exists.")
          .asException();
    }
    Instant now = plane.clock().instant();
    String number = plane.projects().find(place.project()).orElseThrow().number();
    Fields body =
        Fields.EMPTY
            .with("name", place.relativeName() + "/revisions/" + name)
            .with("uid", plane.ids().numeric())
            .with("generation", "1")
            .with("createTime", Times.micros(now))
            .with("updateTime", Times.micros(now))
            .with("launchStage", service.text("launchStage").orElse("GA"))
            .with("service", place.name());
    for (String field : SHARED) {
      Optional<dev.groundwork.resource.Value> value = template.get(field);
      body = value.isPresent() ? body.with(field, value.get()) : body;
    }
    body =
        body.with("reconciling", true)
            .with("conditions", pending(now))
            .with("logUri", logUri(place, name, number))
            .with("etag", plane.ids().etag());
    transaction.put(Entry.of(place.revisionKey(name), TYPE, body));
    return name;
  }

  private static String generation(Fields service) {
    return "%05d".formatted(Long.parseLong(service.text("generation").orElse("1")));
  }

  private String suffix() {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      suffix.append(letters.charAt((int) plane.ids().number(letters.length())));
    }
    return suffix.toString();
  }

  private static dev.groundwork.resource.Value pending(Instant now) {
    return Conditions.list(
        Conditions.of("Ready", Conditions.RECONCILING, now),
        Conditions.of("ContainerHealthy", Conditions.RECONCILING, now),
        Conditions.of("ResourcesAvailable", Conditions.RECONCILING, now));
  }

  private static String logUri(Place place, String revision, String project) {
    return "https://console.cloud.google.com/logs/viewer?project="
        + project
        + "&resource=cloud_run_revision/service_name/"
        + place.name()
        + "/revision_name/"
        + revision
        + "&advancedFilter=resource.type%3D%22cloud_run_revision%22%0Aresource.labels.service_name%3D%22"
        + place.name()
        + "%22%0Aresource.labels.revision_name%3D%22"
        + revision
        + "%22";
  }

  /// The revision as it is after an attempt to bring it up.
  Fields settled(Fields revision, Optional<Problem> problem) {
    Instant now = plane.clock().instant();
    Fields after =
        revision
            .without("reconciling")
            .with("observedGeneration", "1")
            .with("updateTime", Times.micros(now));
    if (problem.isEmpty()) {
      return after.with(
          "conditions",
          Conditions.list(
              Conditions.of("Ready", Conditions.SUCCEEDED, now),
              Conditions.of("ContainerHealthy", Conditions.SUCCEEDED, now),
              Conditions.of("ContainerReady", Conditions.SUCCEEDED, now),
              Conditions.of("ResourcesAvailable", Conditions.SUCCEEDED, now)));
    }
    boolean healthCheck = problem.get().kind() == Problem.Kind.REVISION;
    return after.with(
        "conditions",
        Conditions.list(
            Conditions.of("Ready", Conditions.FAILED, problem.get(), now),
            healthCheck
                ? Conditions.of("ContainerHealthy", Conditions.FAILED, problem.get(), now)
                : Conditions.of("ContainerReady", Conditions.FAILED, problem.get(), now),
            healthCheck
                ? Conditions.of("ContainerReady", Conditions.SUCCEEDED, now)
                : Conditions.of("ResourcesAvailable", Conditions.PENDING, now)));
  }

  /// A service's revisions, newest first.
  List<Entry> of(Place place) {
    return plane.store().under(place.key() + "/revisions/").stream()
        .sorted(
            java.util.Comparator.comparing((Entry e) -> e.body().text("createTime").orElse(""))
                .thenComparing(Entry::key)
                .reversed())
        .toList();
  }
}
