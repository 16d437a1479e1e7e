package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work.Outcome;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Brings up the newest revision of a service and gives it its traffic; says why when it cannot.
final class Deployment {
  private final ControlPlane plane;
  private final Revisions revisions;
  private final Fleets fleets;
  private final Secrets secrets;
  private final Launcher launcher;

  Deployment(
      ControlPlane plane, Revisions revisions, Fleets fleets, Secrets secrets, Launcher launcher) {
    this.plane = plane;
    this.revisions = revisions;
    this.fleets = fleets;
    this.secrets = secrets;
    this.launcher = launcher;
  }

  /// What a change of a service has to do outside the store.
  Outcome bringUp(Place place) {
    Optional<Entry> service = plane.store().get(place.key());
    if (service.isEmpty()) {
      return new Outcome.Done();
    }
    String full = service.get().body().text("latestCreatedRevision").orElseThrow();
    String revision = full.substring(full.lastIndexOf('/') + 1);
    Entry entry = plane.store().get(place.revisionKey(revision)).orElseThrow();
    Optional<Problem> problem =
        Conditions.holds(entry.body(), "Ready")
            ? Optional.empty()
            : tried(place, revision, entry.body());
    plane
        .store()
        .run(transaction ->
            transaction
                .get(entry.key())
                .ifPresent(
                    now -> transaction.put(now.withBody(revisions.settled(now.body(), problem)))));
    if (problem.isEmpty()) {
      return new Outcome.Done(now -> now.withBody(ready(place, revision, now.body())));
    }
    launcher
        .output(place, revision, "")
        .say(
            dev.groundwork.emulator.control.LogEntry.Severity.ERROR,
            "Ready condition status changed to False for Revision "
                + revision
                + " with message: "
                + problem.get().message());
    Problem shown = asServices(problem.get(), revision);
    return new Outcome.Flawed(
        now -> now.withBody(notReady(place, shown, now.body())),
        new Refusal(400, "FAILED_PRECONDITION", "failedPrecondition", shown.message(), List.of()));
  }

  private static Problem asServices(Problem problem, String revision) {
    return new Problem(
        problem.kind(),
        problem.reason(),
        "Revision '" + revision + "' is not ready and cannot serve traffic. " + problem.message());
  }

  private Optional<Problem> tried(Place place, String revision, Fields body) {
    Optional<Problem> connector = connector(body);
    if (connector.isPresent()) {
      return connector;
    }
    Optional<Problem> unreadable =
        secrets.check(body, place.project(), body.text("serviceAccount").orElse(""));
    if (unreadable.isPresent()) {
      return unreadable;
    }
    String image = new Launcher.Order(place, revision, body, java.util.Map.of()).image();
    Optional<Problem> missing = launcher.missing(image);
    if (missing.isPresent()) {
      return missing;
    }
    try {
      fleets.fleet(place, revision, body).warm(1);
      return Optional.empty();
    } catch (NotStarted e) {
      fleets.drop(place.revisionKey(revision));
      return Optional.of(e.problem());
    }
  }

  private Optional<Problem> connector(Fields revision) {
    Optional<String> connector = revision.text("vpcAccess.connector").filter(c -> c.contains("/"));
    boolean stands =
        connector
            .map(c -> {
              String[] parts = c.substring(c.indexOf("projects/")).split("/", 3);
              String project = plane.projects().find(parts[1]).map(p -> p.id()).orElse(parts[1]);
              return plane
                  .store()
                  .get("vpcaccess.googleapis.com/projects/" + project + "/" + parts[2])
                  .isPresent();
            })
            .orElse(true);
    return stands
        ? Optional.empty()
        : Optional.of(
            Problem.common(
                "VPC_NETWORK_NOT_FOUND",
                "VPC connector "
                    + connector.orElse("")
                    + " does not exist, or Cloud Run does not have permission to use it."));
  }

  private Fields ready(Place place, String revision, Fields service) {
    Instant now = plane.clock().instant();
    Fields ready =
        service.with("latestReadyRevision", place.relativeName() + "/revisions/" + revision);
    return addressed(place, ready)
        .without("reconciling")
        .with("observedGeneration", service.text("generation").orElse("1"))
        .with("terminalCondition", Conditions.of("Ready", Conditions.SUCCEEDED, now))
        .with(
            "conditions",
            Conditions.list(
                Conditions.of("RoutesReady", Conditions.SUCCEEDED, now),
                Conditions.of("ConfigurationsReady", Conditions.SUCCEEDED, now)));
  }

  private Fields notReady(Place place, Problem problem, Fields service) {
    Instant now = plane.clock().instant();
    boolean serves = service.text("latestReadyRevision").isPresent();
    return addressed(place, service)
        .without("reconciling")
        .with("observedGeneration", service.text("generation").orElse("1"))
        .with("updateTime", Times.micros(now))
        .with("terminalCondition", Conditions.of("Ready", Conditions.FAILED, problem, now))
        .with(
            "conditions",
            Conditions.list(
                serves
                    ? Conditions.of("RoutesReady", Conditions.SUCCEEDED, now)
                    : Conditions.of("RoutesReady", Conditions.FAILED, problem, now),
                Conditions.of("ConfigurationsReady", Conditions.FAILED, problem, now)));
  }

  /// Where the service is reached, and which revision answers there.
  private Fields addressed(Place place, Fields service) {
    String number = plane.projects().find(place.project()).orElseThrow().number();
    String hashed = "https://" + Hostnames.hashed(place.name(), number, place.region());
    String numbered = "https://" + Hostnames.numbered(place.name(), number, place.region());
    Fields addressed = service;
    if (!service.flag("defaultUriDisabled")) {
      addressed =
          addressed.with("urls", Value.texts(List.of(numbered, hashed))).with("uri", hashed);
    } else {
      addressed = addressed.without("urls").without("uri");
    }
    List<Value> statuses = new ArrayList<>();
    for (Value value : service.items("traffic")) {
      Fields target = (Fields) value;
      Optional<String> tag = target.text("tag").filter(t -> !t.isEmpty());
      statuses.add(
          tag.isPresent()
              ? target.with(
                  "uri", "https://" + tag.get() + "---" + hashed.substring("https://".length()))
              : target);
    }
    return addressed.with("trafficStatuses", new Value.Items(statuses));
  }

  /// What the deletion of a service has to do outside the store.
  Outcome takeDown(Place place) {
    plane
        .store()
        .under(place.key() + "/revisions/")
        .forEach(revision -> fleets.drop(revision.key()));
    return new Outcome.Done();
  }
}
