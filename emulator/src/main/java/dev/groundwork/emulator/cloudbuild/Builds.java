package dev.groundwork.emulator.cloudbuild;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Builds: begun, listed, cancelled, begun again.
final class Builds implements Behavior {
  static final String TYPE = "cloudbuild.Build";

  private static final String COLLECTION = "v1/projects/{project}/locations/{location}/builds";
  private static final String ONE = COLLECTION + "/{build}";

  private final ControlPlane plane;
  private final BuildRuns runs;

  Builds(ControlPlane plane, BuildRuns runs) {
    this.plane = plane;
    this.runs = runs;
  }

  void install(Installation into) {
    into.behavior(TYPE, this);
    into.route(GET, COLLECTION, this::list);
    into.route(POST, COLLECTION, this::create);
    into.route(GET, ONE, ask -> Reply.ok(find(ask).body()));
    into.route(POST, ONE + ":cancel", this::cancel);
    into.route(POST, ONE + ":retry", this::retry);
    into.open(
        GET,
        "v1/operations/build/{project}/{operation}",
        ask -> operation("operations/build/" + ask.path("project") + "/" + ask.path("operation")));
    into.route(
        GET,
        "v1/projects/{project}/locations/{location}/operations/{operation}",
        ask ->
            operation(
                "projects/"
                    + ask.path("project")
                    + "/locations/"
                    + ask.path("location")
                    + "/operations/"
                    + ask.path("operation")));
  }

  private Reply operation(String name) {
    return plane
        .operations()
        .find(Place.HOST, "", name)
        .map(o -> Reply.ok(plane.operations().show(o)))
        .orElseThrow(() -> Refusal.notFound("Requested entity was not found.").asException());
  }

  private static Place place(Ask ask, String build) {
    return new Place(ask.path("project"), ask.path("location"), build);
  }

  /// The newest first.
  private Reply list(Ask ask) {
    List<Entry> all = new ArrayList<>();
    Optional<Filter> filter =
        ask.query("filter").filter(f -> !f.isBlank()).map(Builds::named).map(Filter::parse);
    plane.store().under(place(ask, "").under("builds")).stream()
        .filter(e -> e.type().equals(TYPE))
        .filter(e -> filter.map(f -> f.accepts(e.body())).orElse(true))
        .sorted(
            Comparator.comparing((Entry e) -> e.body().text("createTime").orElse(""))
                .reversed()
                .thenComparing(Entry::key))
        // pages go by key, so the place in the order stands in for it
        .forEach(e -> all.add(Entry.of("%08d".formatted(all.size()), TYPE, e.body())));
    Paging.Page page = Paging.page(ask, "pageSize", 100, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("builds", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  /// Google's filter calls fields as its protos do.
  private static String named(String filter) {
    return filter
        .replaceAll("\\b(build_)?trigger_id\\b", "buildTriggerId")
        .replaceAll("\\bbuild_id\\b", "id")
        .replaceAll("\\bcreate_time\\b", "createTime")
        .replaceAll("\\bstart_time\\b", "startTime")
        .replaceAll("\\bfinish_time\\b", "finishTime");
  }

  private Entry find(Ask ask) {
    return plane
        .store()
        .get(place(ask, ask.path("build")).buildKey())
        .orElseThrow(() -> Refusal.notFound("Requested entity was not found.").asException());
  }

  private Reply create(Ask ask) {
    Fields wanted =
        plane
            .bodies()
            .withoutOutputs(Config.SHAPE, plane.bodies().read(Config.SHAPE, ask.body(), false));
    boolean loose = wanted.text("options.substitutionOption").orElse("").equals("ALLOW_LOOSE");
    return plane
        .store()
        .change(transaction -> {
          Operation operation =
              begin(
                  transaction,
                  new Place(ask.path("project"), ask.path("location"), plane.ids().uuid()),
                  wanted,
                  new Substitutions(users(wanted), loose),
                  source(wanted),
                  Optional.empty());
          return Reply.ok(plane.operations().show(operation));
        });
  }

  /// What the source is called under which this machine may know it; empty for a build without one.
  private static String source(Fields wanted) {
    return wanted
        .text("source.repoSource.repoName")
        .or(() -> wanted.text("source.gitSource.url"))
        .or(() ->
            wanted
                .text("source.storageSource.bucket")
                .map(
                    b -> "gs://" + b + "/" + wanted.text("source.storageSource.object").orElse("")))
        .orElse("");
  }

  static SortedMap<String, String> users(Fields build) {
    TreeMap<String, String> users = new TreeMap<>();
    build
        .fields("substitutions")
        .values()
        .forEach((name, value) -> users.put(name, value instanceof Value.Text(var t) ? t : ""));
    return users;
  }

  private Reply cancel(Ask ask) {
    Entry build = find(ask);
    if (build.body().text("finishTime").isPresent()) {
      throw Refusal.precondition("Cannot cancel a build that has finished.").asException();
    }
    runs.cancel(build.key());
    return Reply.ok(find(ask).body().with("status", "CANCELLED"));
  }

  private Reply retry(Ask ask) {
    Entry old = find(ask);
    Fields wanted = plane.bodies().withoutOutputs(Config.SHAPE, old.hidden().fields("wanted"));
    return plane
        .store()
        .change(transaction -> {
          Operation operation =
              begin(
                  transaction,
                  new Place(ask.path("project"), ask.path("location"), plane.ids().uuid()),
                  wanted,
                  new Substitutions(users(old.body()), true),
                  old.hidden().text("repository").orElse(""),
                  old.body().text("buildTriggerId"));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  /// Begins a build.
  ///
  /// @param wanted what was asked for
  /// @param given variables, less those that only the build knows
  /// @param repository what is fetched first; empty for nothing
  Operation begin(
      Transaction transaction,
      Place place,
      Fields wanted,
      Substitutions given,
      String repository,
      Optional<String> trigger) {
    BuildRules.check(wanted);
    Projects.Project project = plane.projects().find(place.project()).orElseThrow();
    String account =
        wanted
            .text("serviceAccount")
            .orElse(
                "projects/"
                    + project.id()
                    + "/serviceAccounts/"
                    + project.number()
                    + "-compute@developer.gserviceaccount.com");
    BuildRules.checkLogging(wanted, wanted.text("serviceAccount").isPresent());
    TreeMap<String, String> all = new TreeMap<>(given.values());
    all.put("PROJECT_ID", project.id());
    all.put("PROJECT_NUMBER", project.number());
    all.put("BUILD_ID", place.name());
    all.put("LOCATION", place.location());
    all.put("SERVICE_ACCOUNT", account);
    all.put("SERVICE_ACCOUNT_EMAIL", account.substring(account.lastIndexOf('/') + 1));
    Fields filled;
    try {
      filled = new Substitutions(all, given.loose()).in(wanted);
    } catch (Substitutions.Missing e) {
      throw Refusal.invalid(
              "invalid build: invalid value for 'build.substitutions': " + e.getMessage())
          .asException();
    }
    Fields build = shown(place, project, filled, account, given, trigger);
    Fields hidden = Fields.EMPTY.with("wanted", wanted).with("repository", repository);
    Entry entry = transaction.put(Entry.of(place.buildKey(), TYPE, build).withHidden(hidden));
    String coded =
        Base64.getEncoder()
            .withoutPadding()
            .encodeToString(place.name().getBytes(StandardCharsets.UTF_8));
    return plane
        .operations()
        .begin(
            transaction,
            Operation.Start.longRunning(Place.HOST, Action.CREATE, TYPE, entry.key(), Duration.ZERO)
                .named(
                    place.location().equals("global")
                        ? "operations/build/" + project.id() + "/" + coded
                        : "projects/"
                            + project.id()
                            + "/locations/"
                            + place.location()
                            + "/operations/"
                            + coded));
  }

  private Fields shown(
      Place place,
      Projects.Project project,
      Fields filled,
      String account,
      Substitutions given,
      Optional<String> trigger) {
    Fields build =
        filled
            .with(
                "name",
                "projects/"
                    + project.number()
                    + "/locations/"
                    + place.location()
                    + "/builds/"
                    + place.name())
            .with("id", place.name())
            .with("projectId", project.id())
            .with("status", "QUEUED")
            .with("createTime", Times.micros(plane.clock().instant()))
            .with("timeout", filled.text("timeout").orElse("600s"))
            .with("queueTtl", filled.text("queueTtl").orElse("3600s"))
            .with("serviceAccount", account)
            .with(
                "logUrl",
                "https://console.cloud.google.com/cloud-build/builds"
                    + (place.location().equals("global") ? "" : ";region=" + place.location())
                    + "/"
                    + place.name()
                    + "?project="
                    + project.number());
    if (!given.values().isEmpty()) {
      java.util.Map<String, Value> values = new TreeMap<>();
      given.values().forEach((name, value) -> values.put(name, Value.of(value)));
      build = build.with("substitutions", new Fields(values));
    }
    if (trigger.isPresent()) {
      List<Value> tags = new ArrayList<>(build.items("tags"));
      Value tag = Value.of("trigger-" + trigger.get());
      if (!tags.contains(tag)) {
        tags.add(tag);
      }
      build = build.with("buildTriggerId", trigger.get()).with("tags", new Value.Items(tags));
    }
    return build;
  }

  @Override
  public Optional<Work> work(Operation operation) {
    return Optional.of(() -> runs.run(operation.target()));
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.of(
        Operation.typed(
            "google.devtools.cloudbuild.v1.BuildOperationMetadata",
            Fields.EMPTY.with("build", target.body())));
  }

  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    return Optional.of(Operation.typed(Config.SHAPE, target.body()));
  }
}
