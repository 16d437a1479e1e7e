package dev.groundwork.emulator.run;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Executions of jobs, and their tasks: begun, listed, cancelled, deleted.
final class Executions implements Behavior {
  static final String TYPE = "run.Execution";
  static final String TASK = "run.Task";

  private static final String SHAPE = "google.cloud.run.v2.Execution";
  private static final String JOB = "v2/projects/{project}/locations/{location}/jobs/{job}";
  private static final String ONE = JOB + "/executions/{execution}";

  private final ControlPlane plane;
  private final ExecutionRuns runs;

  Executions(ControlPlane plane, ExecutionRuns runs) {
    this.plane = plane;
    this.runs = runs;
  }

  void install(Installation into) {
    into.behavior(TYPE, this);
    into.route(POST, JOB + ":run", this::run);
    into.route(
        GET, JOB + "/executions", ask -> list(ask, executionsPrefix(ask), TYPE, "executions"));
    into.route(GET, ONE, ask -> Reply.ok(find(ask).body()));
    into.route(DELETE, ONE, this::delete);
    into.route(POST, ONE + ":cancel", this::cancel);
    into.route(GET, ONE + "/tasks", ask -> list(ask, find(ask).key() + "/tasks/", TASK, "tasks"));
    into.route(GET, ONE + "/tasks/{task}", this::task);
  }

  private static Place place(Ask ask) {
    return new Place(ask.path("project"), ask.path("location"), "jobs", ask.path("job"));
  }

  private static String executionsPrefix(Ask ask) {
    Place place = place(ask);
    return place.name().equals("-")
        ? Place.HOST + "/projects/" + place.project() + "/locations/" + place.region() + "/jobs/"
        : place.key() + "/executions/";
  }

  private Reply list(Ask ask, String prefix, String type, String items) {
    List<Entry> all =
        plane.store().under(prefix).stream().filter(e -> e.type().equals(type)).toList();
    Paging.Page page = Paging.page(ask, "pageSize", 100, all);
    List<Value> shown = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body = shown.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with(items, new Value.Items(shown));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Entry find(Ask ask) {
    Place place = place(ask);
    return plane
        .store()
        .get(place.executionKey(ask.path("execution")))
        .orElseThrow(() ->
            Services.absent(
                    plane,
                    new Place(place.project(), place.region(), "executions", ask.path("execution")),
                    "EXECUTION")
                .asException());
  }

  private Reply task(Ask ask) {
    return plane
        .store()
        .get(find(ask).key() + "/tasks/" + ask.path("task"))
        .map(e -> Reply.ok(e.body()))
        .orElseThrow(() ->
            Refusal.notFound("Task '" + ask.path("task") + "' does not exist.").asException());
  }

  private Reply run(Ask ask) {
    Place place = place(ask);
    Fields request = plane.bodies().read("google.cloud.run.v2.RunJobRequest", ask.body(), false);
    return plane
        .store()
        .change(transaction -> {
          Operation operation = begin(transaction, place, request.fields("overrides"));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  /// Begins an execution of a job.
  ///
  /// @param overrides what is other than the job says, for this time
  Operation begin(Transaction transaction, Place place, Fields overrides) {
    Entry job =
        transaction
            .get(place.key())
            .orElseThrow(() -> Services.absent(plane, place, "JOB").asException());
    Instant now = plane.clock().instant();
    String name = place.name() + "-" + suffix();
    Fields template = overridden(job.body().fields("template"), overrides);
    Fields body =
        Fields.EMPTY
            .with("name", place.relativeName() + "/executions/" + name)
            .with("uid", plane.ids().numeric())
            .with("creator", plane.caller())
            .with("generation", "1")
            .with("createTime", Times.micros(now))
            .with("updateTime", Times.micros(now))
            .with("launchStage", job.body().text("launchStage").orElse("GA"))
            .with("job", place.name())
            .with("parallelism", Templates.number(template, "parallelism", 0))
            .with("taskCount", Templates.number(template, "taskCount", 1))
            .with("template", template.fields("template"))
            .with("reconciling", true)
            .with(
                "conditions",
                Conditions.list(
                    Conditions.of("Completed", Conditions.RECONCILING, now),
                    Conditions.of("ResourcesAvailable", Conditions.SUCCEEDED, now),
                    Conditions.of("Started", Conditions.RECONCILING, now)))
            .with("etag", plane.ids().etag());
    Optional<Value> labels = template.get("labels");
    body = labels.isPresent() ? body.with("labels", labels.get()) : body;
    Entry entry = transaction.put(Entry.of(place.executionKey(name), TYPE, body));
    Fields after =
        job.body()
            .with("executionCount", Templates.number(job.body(), "executionCount", 0) + 1L)
            .with(
                "latestCreatedExecution",
                Fields.EMPTY
                    .with("name", name)
                    .with("createTime", Times.micros(now))
                    .with("completionStatus", "EXECUTION_RUNNING"));
    transaction.put(job.withBody(after));
    return plane.operations().begin(transaction, start(Action.CREATE, entry, place));
  }

  private static Operation.Start start(Action action, Entry entry, Place place) {
    String scope = "projects/" + place.project() + "/locations/" + place.region();
    return new Operation.Start(
        "",
        Place.HOST,
        Operations.LONG_RUNNING,
        scope,
        action.name(),
        action,
        TYPE,
        entry.key(),
        "",
        Duration.ofSeconds(5),
        Optional.empty(),
        Fields.EMPTY,
        Optional.empty());
  }

  private static Fields overridden(Fields template, Fields overrides) {
    Fields after = template;
    if (overrides.get("taskCount").isPresent()) {
      after = after.with("taskCount", overrides.get("taskCount").orElseThrow());
    }
    if (overrides.get("timeout").isPresent()) {
      after = after.with("template.timeout", overrides.get("timeout").orElseThrow());
    }
    for (Value value : overrides.items("containerOverrides")) {
      after = Overrides.apply(after, (Fields) value);
    }
    return after;
  }

  private String suffix() {
    String letters = "bcdfghjklmnpqrstvwxz2456789";
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      suffix.append(letters.charAt((int) plane.ids().number(letters.length())));
    }
    return suffix.toString();
  }

  private Reply cancel(Ask ask) {
    Entry entry = find(ask);
    if (entry.body().get("completionTime").isPresent()) {
      throw Refusal.precondition(
              "The execution '" + ask.path("execution") + "' has completed already.")
          .asException();
    }
    runs.cancel(entry.key());
    return plane
        .store()
        .change(transaction -> {
          Operation operation =
              plane
                  .operations()
                  .beginEnded(
                      transaction,
                      start(Action.UPDATE, entry, place(ask))
                          .withMetadata(SHAPE, entry.body())
                          .answering(Operation.typed(SHAPE, entry.body())));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  private Reply delete(Ask ask) {
    Entry entry = find(ask);
    runs.cancel(entry.key());
    return plane
        .store()
        .change(transaction -> {
          transaction.under(entry.key() + "/").forEach(e -> transaction.drop(e.key()));
          transaction.drop(entry.key());
          Operation operation =
              plane
                  .operations()
                  .beginEnded(
                      transaction,
                      start(Action.DELETE, entry, place(ask))
                          .withMetadata(SHAPE, entry.body())
                          .answering(Operation.typed(SHAPE, entry.body())));
          return Reply.ok(plane.operations().show(operation));
        });
  }

  @Override
  public Optional<Work> work(Operation operation) {
    return operation.action() == Action.CREATE
        ? Optional.of(() -> runs.run(operation.target()))
        : Optional.empty();
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    Place place = Place.of(now.key());
    String name = now.key().substring(now.key().lastIndexOf('/') + 1);
    transaction
        .get(place.key())
        .filter(job -> job.body().text("latestCreatedExecution.name").orElse("").equals(name))
        .ifPresent(job ->
            transaction.put(
                job.withBody(
                    job.body()
                        .with(
                            "latestCreatedExecution.completionTime",
                            now.body().text("completionTime").orElse(""))
                        .with("latestCreatedExecution.completionStatus", status(now.body())))));
    return now;
  }

  private static String status(Fields execution) {
    if (Conditions.holds(execution, "Completed")) {
      return "EXECUTION_SUCCEEDED";
    }
    boolean cancelled =
        Conditions.find(execution, "Completed")
            .flatMap(c -> c.text("executionReason"))
            .map("CANCELLED"::equals)
            .orElse(false);
    return cancelled ? "EXECUTION_CANCELLED" : "EXECUTION_FAILED";
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    return Optional.of(Operation.typed(SHAPE, target.body()));
  }

  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    return Optional.of(Operation.typed(SHAPE, target.body()));
  }

  /// The variables that every task has.
  static Map<String, String> variables(
      Place job, String execution, int index, int attempt, int count) {
    return Map.of(
        "CLOUD_RUN_JOB", job.name(),
        "CLOUD_RUN_EXECUTION", execution,
        "CLOUD_RUN_TASK_INDEX", Integer.toString(index),
        "CLOUD_RUN_TASK_ATTEMPT", Integer.toString(attempt),
        "CLOUD_RUN_TASK_COUNT", Integer.toString(count));
  }
}
