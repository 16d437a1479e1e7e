package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.OutgoingCalls;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value.Fields;

/// Cloud Scheduler. Jobs fire on the emulated clock: advancing it makes every run that is due on
/// the way happen, in order and at its own time.
public final class Scheduler implements Service {
  private static final String ONE = "v1/projects/{project}/locations/{region}/jobs/{name}";

  private final ControlPlane plane;
  private final Jobs jobs;
  private final Runs runs;
  private final OutgoingCalls calls;
  private final Kind kind;

  public Scheduler(ControlPlane plane) {
    this.plane = plane;
    jobs = new Jobs(plane);
    calls = new OutgoingCalls(plane);
    runs = new Runs(plane, new Attempt(plane, calls));
    kind = new Kind(plane.catalog().get(Jobs.TYPE));
  }

  @Override
  public String host() {
    return Jobs.HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta1/", "v1/");
    into.behavior(Jobs.TYPE, jobs);
    into.route(Verb.POST, ONE + ":pause", ask -> become(ask, "PAUSED"));
    into.route(Verb.POST, ONE + ":resume", ask -> become(ask, "ENABLED"));
    into.route(Verb.POST, ONE + ":run", this::run);
    plane.agenda().add(runs);
  }

  private Reply become(Ask ask, String state) {
    return plane
        .store()
        .change(transaction -> {
          Entry job =
              transaction
                  .get(kind.key(ask.path()))
                  .orElseThrow(() -> Refusals.noSuchJob().asException());
          Fields after = jobs.planned(job.body().with("state", state));
          transaction.put(job.withBody(after).withHidden(job.hidden().without("again")));
          return Reply.ok(after);
        });
  }

  private Reply run(Ask ask) {
    String key = kind.key(ask.path());
    if (plane.store().get(key).isEmpty()) {
      throw Refusals.noSuchJob().asException();
    }
    return Reply.ok(runs.force(key));
  }

  @Override
  public void start() {
    runs.skipPast();
  }

  @Override
  public void close() {
    calls.close();
  }
}
