package dev.groundwork.emulator.run;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Passage;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Cloud Run, see the package.
public final class CloudRun implements Service {
  private static final String SERVICE =
      "v2/projects/{project}/locations/{location}/services/{service}";
  private static final String REVISION = SERVICE + "/revisions/{revision}";

  private final ControlPlane plane;
  private final Images images;
  private final Children children;
  private final Launcher launcher;
  private final Fleets fleets;
  private final Front front;
  private final Revisions revisions;
  private final Services services;
  private final Jobs jobs;
  private final Executions executions;

  public CloudRun(ControlPlane plane) {
    this.plane = plane;
    Path folder = plane.folder("run");
    images = new Images(folder);
    children = new Children(folder.resolve("processes"));
    Secrets secrets = new Secrets(plane);
    Rules rules = new Rules(plane);
    launcher = new Launcher(plane, images, children, secrets, Engine.usual(), folder);
    fleets = new Fleets(plane, launcher);
    front = new Front(plane, fleets, launcher);
    revisions = new Revisions(plane);
    Deployment deployment = new Deployment(plane, revisions, fleets, secrets, launcher);
    services = new Services(plane, rules, revisions, deployment);
    ExecutionRuns runs = new ExecutionRuns(plane, launcher, children, secrets);
    jobs = new Jobs(plane, rules, runs);
    executions = new Executions(plane, runs);
    plane.agenda().add(fleets);
    plane.agenda().add(runs);
  }

  /// What takes the requests to services.
  public Passage front() {
    return front;
  }

  /// What stands for container images.
  public Images images() {
    return images;
  }

  @Override
  public String host() {
    return Place.HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior("run.Service", services);
    into.behavior("run.Job", jobs);
    executions.install(into);
    new KnativeRoutes(plane).install(into);
    into.route(GET, SERVICE + "/revisions", this::listRevisions);
    into.route(GET, REVISION, ask -> Reply.ok(revision(ask).body()));
    into.route(DELETE, REVISION, this::deleteRevision);
  }

  private static Place place(Ask ask) {
    return new Place(ask.path("project"), ask.path("location"), "services", ask.path("service"));
  }

  private Reply listRevisions(Ask ask) {
    Paging.Page page = Paging.page(ask, "pageSize", 100, revisions.of(place(ask)));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("revisions", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Entry revision(Ask ask) {
    Place place = place(ask);
    return plane
        .store()
        .get(place.revisionKey(ask.path("revision")))
        .orElseThrow(() ->
            Services.absent(
                    plane,
                    new Place(place.project(), place.region(), "revisions", ask.path("revision")),
                    "REVISION")
                .asException());
  }

  private Reply deleteRevision(Ask ask) {
    Entry entry = revision(ask);
    deleteRevision(place(ask), entry);
    return plane
        .store()
        .change(transaction -> {
          Operation operation =
              plane
                  .operations()
                  .beginEnded(
                      transaction,
                      Operation.Start.longRunning(
                              Place.HOST, Action.DELETE, Revisions.TYPE, "", Duration.ZERO)
                          .named(
                              "projects/"
                                  + ask.path("project")
                                  + "/locations/"
                                  + ask.path("location")
                                  + "/operations/"
                                  + plane.ids().uuid())
                          .withMetadata("google.cloud.run.v2.Revision", entry.body())
                          .answering(
                              Operation.typed("google.cloud.run.v2.Revision", entry.body())));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  /// Takes a revision that serves no traffic.
  void deleteRevision(Place place, Entry revision) {
    String name = revision.key().substring(revision.key().lastIndexOf('/') + 1);
    boolean serves =
        plane
            .store()
            .get(place.key())
            .map(s ->
                s.body().text("latestCreatedRevision").orElse("").endsWith("/" + name)
                    || s.body().text("latestReadyRevision").orElse("").endsWith("/" + name)
                    || s.body().items("traffic").stream()
                        .anyMatch(t -> ((Fields) t).text("revision").orElse("").endsWith(name)))
            .orElse(false);
    if (serves) {
      throw Refusal.precondition(
              "Revision '" + name + "' cannot be deleted: it is serving traffic or is the latest.")
          .asException();
    }
    fleets.drop(revision.key());
    plane.store().run(transaction -> transaction.drop(revision.key()));
  }

  /// Ends what a crash has left, and brings up again what must always run.
  @Override
  public void start() {
    children.endOrphans();
    for (Entry entry : plane.store().under(Place.HOST + "/projects/")) {
      if (entry.type().equals("run.Service")) {
        Place place = Place.of(entry.key());
        Optional<String> ready = entry.body().text("latestReadyRevision");
        ready
            .map(r -> r.substring(r.lastIndexOf('/') + 1))
            .flatMap(r -> plane.store().get(place.revisionKey(r)))
            .filter(r -> Templates.number(r.body(), "scaling.minInstanceCount", 0) > 0)
            .ifPresent(r -> Thread.ofVirtual().start(() -> warm(place, r)));
      }
    }
  }

  private void warm(Place place, Entry revision) {
    String name = revision.key().substring(revision.key().lastIndexOf('/') + 1);
    try {
      fleets.fleet(place, name, revision.body()).warm(0);
    } catch (NotStarted e) {
      launcher
          .output(place, name, "")
          .say(dev.groundwork.emulator.control.LogEntry.Severity.ERROR, e.problem().message());
    }
  }

  @Override
  public List<Reachable> reachable() {
    return plane
        .address()
        .map(at ->
            plane.store().under(Place.HOST + "/projects/").stream()
                .filter(e -> e.type().equals("run.Service"))
                .filter(e -> e.body().text("uri").isPresent())
                .map(e ->
                    new Reachable(
                        Place.HOST,
                        Place.of(e.key()).relativeName(),
                        e.body().text("uri").orElse("").substring("https://".length()),
                        443,
                        e.body().text("uri").orElse("").substring("https://".length())
                            + ".localhost",
                        at.getPort()))
                .toList())
        .orElse(List.of());
  }

  /// How many instances of a revision run: for tests and status.
  int instances(Place place, String revision) {
    return fleets.size(place.revisionKey(revision));
  }

  @Override
  public void close() {
    fleets.close();
    launcher.close();
  }

  @Override
  public void erase() {
    images.clear();
  }
}
