package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.cloudscheduler.Attempt.Outcome;
import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Lets jobs run when their time has come, and again when an attempt has failed. What is known of
/// an execution that is still being tried is kept with the job, so that a restart forgets nothing.
final class Runs implements Agenda.Timed {
  private static final String LOG = "cloudscheduler.googleapis.com/executions";
  private static final String FORM = "type.googleapis.com/google.cloud.scheduler.logging.";

  private final ControlPlane plane;
  private final Attempt attempt;

  Runs(ControlPlane plane, Attempt attempt) {
    this.plane = plane;
    this.attempt = attempt;
  }

  @Override
  public Optional<Instant> next() {
    return jobs().stream().flatMap(e -> due(e).stream()).min(Comparator.naturalOrder());
  }

  @Override
  public void happen(Instant due) {
    for (Entry job : jobs()) {
      if (due(job).filter(at -> !at.isAfter(due)).isPresent()) {
        boolean again = retry(job).filter(at -> !at.isAfter(due)).isPresent();
        run(job.key(), again);
      }
    }
  }

  /// Times that passed while nothing ran are not made up for.
  void skipPast() {
    Instant now = plane.clock().instant();
    for (Entry job : jobs()) {
      if (scheduled(job).filter(at -> at.isBefore(now)).isPresent()) {
        plane.store().run(t -> t.put(job.withBody(next(job.body(), now))));
      }
    }
  }

  /// Runs a job now, whether it is its time or not.
  Fields force(String key) {
    attempt(key, plane.clock().instant(), 1, plane.clock().instant());
    return plane.store().get(key).map(Entry::body).orElse(Fields.EMPTY);
  }

  private List<Entry> jobs() {
    return plane.store().under(Jobs.HOST + "/").stream()
        .filter(e -> e.type().equals(Jobs.TYPE))
        .toList();
  }

  private static Optional<Instant> due(Entry job) {
    Optional<Instant> retry = retry(job);
    Optional<Instant> scheduled = scheduled(job);
    return retry.isPresent() && (scheduled.isEmpty() || retry.get().isBefore(scheduled.get()))
        ? retry
        : scheduled;
  }

  private static Optional<Instant> scheduled(Entry job) {
    return job.body().text("state").orElse("").equals("ENABLED")
        ? job.body().text("scheduleTime").map(Instant::parse)
        : Optional.empty();
  }

  private static Optional<Instant> retry(Entry job) {
    return job.body().text("state").orElse("").equals("ENABLED")
        ? job.hidden().text("again.at").map(Instant::parse)
        : Optional.empty();
  }

  private void run(String key, boolean again) {
    Optional<Entry> found = plane.store().get(key);
    if (found.isEmpty()) {
      return;
    }
    Entry job = found.get();
    Instant now = plane.clock().instant();
    if (again) {
      attempt(
          key,
          Instant.parse(job.hidden().text("again.scheduled").orElseThrow()),
          1 + Integer.parseInt(job.hidden().text("again.failed").orElse("0")),
          Instant.parse(job.hidden().text("again.first").orElseThrow()));
    } else {
      Instant scheduled = scheduled(job).orElse(now);
      // the next time is fixed before the call, so that a crash does not run it twice
      plane
          .store()
          .run(t ->
              t.put(
                  job.withBody(next(job.body(), scheduled))
                      .withHidden(job.hidden().without("again"))));
      attempt(key, scheduled, 1, now);
    }
  }

  private Fields next(Fields job, Instant last) {
    Optional<Instant> next = Jobs.schedule(job).flatMap(s -> s.after(last));
    return next.isPresent()
        ? job.with("scheduleTime", Times.micros(next.get()))
        : job.without("scheduleTime");
  }

  /// @param number of the attempt in its execution, from 1
  private void attempt(String key, Instant scheduled, int number, Instant first) {
    Fields job = plane.store().get(key).map(Entry::body).orElse(Fields.EMPTY);
    String name = job.text("name").orElse("");
    Instant now = plane.clock().instant();
    log(name, job, "AttemptStarted", scheduled, Outcome.FINE, now);
    Outcome outcome = attempt.make(name.substring(name.lastIndexOf('/') + 1), job, scheduled);
    log(name, job, "AttemptFinished", scheduled, outcome, now);
    Optional<Instant> again =
        outcome.isFine() ? Optional.empty() : Retry.of(job).next(number, first, now);
    plane
        .store()
        .run(t ->
            t.get(key)
                .ifPresent(e -> {
                  Fields status =
                      outcome.isFine() ? Fields.EMPTY : Fields.EMPTY.with("code", outcome.code());
                  Fields hidden = e.hidden().without("again");
                  if (again.isPresent()) {
                    hidden =
                        hidden
                            .with("again.at", again.get().toString())
                            .with("again.scheduled", scheduled.toString())
                            .with("again.failed", Integer.toString(number))
                            .with("again.first", first.toString());
                  }
                  t.put(
                      e.withBody(
                              e.body()
                                  .with("lastAttemptTime", Times.micros(now))
                                  .with("status", status))
                          .withHidden(hidden));
                }));
  }

  private void log(
      String name, Fields job, String what, Instant scheduled, Outcome outcome, Instant now) {
    String[] parts = name.split("/", -1);
    if (parts.length < 6) {
      return;
    }
    Fields payload =
        Fields.EMPTY
            .with("@type", FORM + what)
            .with("jobName", name)
            .with("targetType", Attempt.kind(job))
            .with("scheduledTime", Times.micros(scheduled))
            .with(job.get("pubsubTarget").isPresent() ? "pubsubTopic" : "url", Attempt.target(job));
    if (!outcome.isFine()) {
      payload = payload.with("status", status(outcome.code())).with("debugInfo", outcome.what());
    }
    LogEntry entry =
        LogEntry.of(
                parts[1],
                LOG,
                new LogEntry.Resource(
                    "cloud_scheduler_job",
                    Map.of("project_id", parts[1], "location", parts[3], "job_id", parts[5])),
                now,
                new LogEntry.Payload.Data(payload))
            .at(outcome.isFine() ? Severity.INFO : Severity.ERROR);
    boolean answered = what.equals("AttemptFinished") && outcome.http() > 0;
    plane.logs().write(answered ? entry.about(Fields.EMPTY.with("status", outcome.http())) : entry);
  }

  private static String status(int code) {
    return switch (code) {
      case 1 -> "CANCELLED";
      case 3 -> "INVALID_ARGUMENT";
      case 4 -> "DEADLINE_EXCEEDED";
      case 5 -> "NOT_FOUND";
      case 7 -> "PERMISSION_DENIED";
      case 8 -> "RESOURCE_EXHAUSTED";
      case 10 -> "ABORTED";
      case 12 -> "UNIMPLEMENTED";
      case 13 -> "INTERNAL";
      case 14 -> "UNAVAILABLE";
      case 16 -> "UNAUTHENTICATED";
      default -> "UNKNOWN";
    };
  }
}
