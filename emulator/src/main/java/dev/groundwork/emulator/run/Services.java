package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Services: what their template says becomes a revision, which is brought up while the operation
/// runs.
final class Services implements Behavior {
  private final ControlPlane plane;
  private final Rules rules;
  private final Revisions revisions;
  private final Deployment deployment;

  Services(ControlPlane plane, Rules rules, Revisions revisions, Deployment deployment) {
    this.plane = plane;
    this.rules = rules;
    this.revisions = revisions;
    this.deployment = deployment;
  }

  @Override
  public boolean isReplacedByPatch() {
    return true;
  }

  /// What is missing shows when the revision is brought up.
  @Override
  public boolean refusesMissing(String field) {
    return false;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    rules.serviceName(edit.name());
    Fields complete = completed(edit, wanted);
    Fields revised =
        revised(
            edit, complete.with("creator", plane.caller()).with("lastModifier", plane.caller()));
    return pending(revised, Optional.empty());
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    Fields complete = completed(edit, after).with("lastModifier", plane.caller());
    boolean same = complete.fields("template").equals(before.fields("template"));
    boolean stands = Conditions.holds(before, "ConfigurationsReady");
    Fields revised = same && stands ? complete : revised(edit, complete);
    return pending(
        revised, before.get("terminalCondition").map(_ -> before.fields("terminalCondition")));
  }

  private Fields completed(Edit edit, Fields service) {
    String number = plane.projects().find(edit.path("project")).orElseThrow().number();
    Fields template = Templates.ofService(service.fields("template"), number);
    rules.service(template);
    Fields complete = service.with("template", template);
    return complete.items("traffic").isEmpty()
        ? complete.with(
            "traffic",
            Value.list(
                Fields.EMPTY
                    .with("type", "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST")
                    .with("percent", 100)))
        : complete;
  }

  private Fields revised(Edit edit, Fields service) {
    Place place = Place.of(edit.key());
    String revision = revisions.make(edit.transaction(), place, service);
    return service.with("latestCreatedRevision", place.relativeName() + "/revisions/" + revision);
  }

  private Fields pending(Fields service, Optional<Fields> before) {
    Instant now = plane.clock().instant();
    Fields terminal =
        before
            .map(b ->
                b.with("state", Conditions.PENDING)
                    .without("message")
                    .without("reason")
                    .without("revisionReason")
                    .without("severity"))
            .orElseGet(() -> Fields.EMPTY.with("type", "Ready").with("state", Conditions.PENDING));
    return service
        .with("reconciling", true)
        .with("terminalCondition", terminal)
        .with(
            "conditions",
            Conditions.list(
                Conditions.of("RoutesReady", Conditions.RECONCILING, now),
                Conditions.of("ConfigurationsReady", Conditions.RECONCILING, now)));
  }

  @Override
  public Optional<Work> work(Operation operation) {
    Place place = Place.of(operation.target());
    return Optional.of(
        operation.action() == Action.DELETE
            ? () -> deployment.takeDown(place)
            : () -> deployment.bringUp(place));
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    if (operation.action() != Action.DELETE) {
      return now;
    }
    transaction
        .under(now.key() + "/revisions/")
        .forEach(revision -> transaction.drop(revision.key()));
    return now.withBody(deleted(now.body(), operation.began()));
  }

  static Fields deleted(Fields body, Instant at) {
    String generation = Long.toString(1 + Long.parseLong(body.text("generation").orElse("1")));
    return body.with("generation", generation)
        .with("observedGeneration", generation)
        .with("deleteTime", Times.micros(at))
        .with("expireTime", Times.micros(at.plus(Duration.ofDays(30))));
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.of(
        Operation.typed("google.cloud.run.v2.Service", asMetadata(operation, target)));
  }

  /// As operations show a service or job: before it has an id.
  static Fields asMetadata(Operation operation, Entry target) {
    Fields body = target.body().without("uid");
    boolean begins = operation.action() == Action.DELETE && body.get("deleteTime").isEmpty();
    return begins
        ? deleted(body, operation.began())
            .with("observedGeneration", body.text("observedGeneration").orElse("1"))
            .with("reconciling", true)
            .with("terminalCondition.state", Conditions.PENDING)
        : body;
  }

  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    return Optional.of(Operation.typed("google.cloud.run.v2.Service", target.body()));
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(absent(plane, Place.of(relativeName), "SERVICE"));
  }

  static Refusal absent(ControlPlane plane, Place place, String kind) {
    return Refusal.notFound(
        "Resource '"
            + place.name()
            + "' of kind '"
            + kind
            + "' in region '"
            + place.region()
            + "' in project '"
            + place.project()
            + "' does not exist.");
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    Place place = Place.of(relativeName);
    return Optional.of(Refusal.alreadyExists("Resource '" + place.name() + "' already exists."));
  }
}
