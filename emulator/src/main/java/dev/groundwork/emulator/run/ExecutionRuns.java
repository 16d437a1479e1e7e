package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work.Outcome;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.process.Children.Child;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs the tasks of executions as processes: some at a time, each again when it fails, and none
/// longer than it may by the emulated clock.
final class ExecutionRuns implements Agenda.Timed {
  private static final int MOST_AT_ONCE = 100;

  private final ControlPlane plane;
  private final Launcher launcher;
  private final Children children;
  private final Secrets secrets;
  private final Map<Attempt, Instant> attempts = new ConcurrentHashMap<>();
  private final Set<String> cancelled = ConcurrentHashMap.newKeySet();

  ExecutionRuns(ControlPlane plane, Launcher launcher, Children children, Secrets secrets) {
    this.plane = plane;
    this.launcher = launcher;
    this.children = children;
    this.secrets = secrets;
  }

  /// One run of one task.
  private static final class Attempt {
    final String execution;
    final Child child;
    private String ended = "";

    Attempt(String execution, Child child) {
      this.execution = execution;
      this.child = child;
    }

    /// Says why it is ended from outside; the first reason counts.
    synchronized void endBecause(String why) {
      ended = ended.isEmpty() ? why : ended;
    }

    /// Why it was ended; empty when it was not.
    synchronized String ended() {
      return ended;
    }
  }

  /// Counts of one execution.
  private static final class Tally {
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger succeeded = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
    final AtomicInteger retried = new AtomicInteger();
    final Queue<Problem> problems = new ConcurrentLinkedQueue<>();
  }

  Outcome run(String key) throws InterruptedException {
    Optional<Entry> entry = plane.store().get(key);
    if (entry.isEmpty()) {
      return new Outcome.Done();
    }
    Fields body = entry.get().body();
    Place job = Place.of(key);
    Fields template = body.fields("template");
    Tally tally = new Tally();
    Optional<Problem> unreadable =
        secrets.check(template, job.project(), template.text("serviceAccount").orElse(""));
    Optional<Problem> missing =
        launcher.missing(new Launcher.Order(job, "", template, Map.of()).image());
    Optional<Problem> before = unreadable.or(() -> missing);
    String started = Times.micros(plane.clock().instant());
    change(key, b -> b.with("startTime", started));
    if (before.isPresent()) {
      tally.problems.add(before.get());
      tally.failed.set(Templates.number(body, "taskCount", 1));
    } else {
      tasks(key, job, body, tally);
    }
    boolean wasCancelled = cancelled.remove(key);
    Optional<Problem> problem =
        wasCancelled
            ? Optional.of(Problem.execution("CANCELLED", "Execution " + name(key) + " cancelled."))
            : tally.problems.stream().findFirst();
    Fields done = counted(body.with("startTime", started), tally);
    Fields last = ended(done, problem, wasCancelled);
    return problem.isEmpty()
        ? new Outcome.Done(now -> now.withBody(last))
        : new Outcome.Flawed(
            now -> now.withBody(last),
            new Refusal(
                400,
                "FAILED_PRECONDITION",
                "failedPrecondition",
                problem.get().message(),
                List.of()));
  }

  private void tasks(String key, Place job, Fields body, Tally tally) throws InterruptedException {
    int count = Templates.number(body, "taskCount", 1);
    int parallel = Templates.number(body, "parallelism", 0);
    Semaphore turns = new Semaphore(parallel > 0 ? parallel : MOST_AT_ONCE);
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int index = i;
      turns.acquire();
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                try {
                  task(key, job, body, index, tally);
                } finally {
                  turns.release();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void task(String key, Place job, Fields body, int index, Tally tally) {
    Fields template = body.fields("template");
    int retries = Templates.number(template, "maxRetries", 3);
    String execution = name(key);
    String task = execution + "-task" + index;
    tally.running.incrementAndGet();
    change(key, b -> counted(b, tally));
    Optional<Problem> problem = Optional.empty();
    int attempt = 0;
    for (; attempt <= retries && !cancelled.contains(key); attempt++) {
      Launcher.Order order =
          new Launcher.Order(
              job,
              execution,
              template,
              Executions.variables(
                  job, execution, index, attempt, Templates.number(body, "taskCount", 1)));
      problem = attempt(key, order, task, template);
      if (problem.isEmpty() || attempt == retries) {
        break;
      }
      tally.retried.incrementAndGet();
    }
    tally.running.decrementAndGet();
    if (problem.isEmpty() && !cancelled.contains(key)) {
      tally.succeeded.incrementAndGet();
    } else {
      tally.failed.incrementAndGet();
      problem.ifPresent(tally.problems::add);
    }
    change(key, b -> counted(b, tally));
    record(key, job, task, body, index, attempt, problem);
  }

  private Optional<Problem> attempt(
      String key, Launcher.Order order, String task, Fields template) {
    try {
      Child child = launcher.run(order);
      Attempt attempt = new Attempt(key, child);
      attempts.put(
          attempt,
          plane.clock().instant().plusSeconds(Templates.seconds(template, "timeout", 600)));
      int status;
      try {
        status = child.process().waitFor();
      } finally {
        attempts.remove(attempt);
      }
      String ended = attempt.ended();
      if (status == 0 && ended.isEmpty()) {
        return Optional.empty();
      }
      String why = ended.isEmpty() ? "The container exited with an error." : ended;
      return Optional.of(
          Problem.execution("NON_ZERO_EXIT_CODE", "Task " + task + " failed with message: " + why));
    } catch (NotStarted e) {
      return Optional.of(e.problem());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(Problem.execution("CANCELLED", "The emulator stopped."));
    }
  }

  private void record(
      String key,
      Place job,
      String task,
      Fields body,
      int index,
      int retried,
      Optional<Problem> problem) {
    Instant now = plane.clock().instant();
    Fields template = body.fields("template");
    Fields shown =
        Fields.EMPTY
            .with("name", key.substring(Place.HOST.length() + 1) + "/tasks/" + task)
            .with("uid", plane.ids().numeric())
            .with("generation", "1")
            .with("createTime", body.text("createTime").orElse(""))
            .with("completionTime", Times.micros(now))
            .with("updateTime", Times.micros(now))
            .with("job", job.name())
            .with("execution", name(key))
            .with("containers", template.get("containers").orElseThrow())
            .with("maxRetries", Templates.number(template, "maxRetries", 3))
            .with("timeout", template.text("timeout").orElse("600s"))
            .with("serviceAccount", template.text("serviceAccount").orElse(""))
            .with("index", index)
            .with("retried", retried)
            .with(
                "conditions",
                Conditions.list(
                    problem.isEmpty()
                        ? Conditions.of("Completed", Conditions.SUCCEEDED, now)
                        : Conditions.of("Completed", Conditions.FAILED, problem.get(), now)));
    plane
        .store()
        .run(transaction -> {
          if (transaction.get(key).isPresent()) {
            transaction.put(Entry.of(key + "/tasks/" + task, Executions.TASK, shown));
          }
        });
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private void change(String key, java.util.function.UnaryOperator<Fields> changing) {
    plane
        .store()
        .run(transaction ->
            transaction
                .get(key)
                .ifPresent(now -> transaction.put(now.withBody(changing.apply(now.body())))));
  }

  private static Fields counted(Fields body, Tally tally) {
    Fields after = body;
    after = count(after, "runningCount", tally.running.get());
    after = count(after, "succeededCount", tally.succeeded.get());
    after = count(after, "failedCount", tally.failed.get());
    return count(after, "retriedCount", tally.retried.get());
  }

  private static Fields count(Fields body, String field, int count) {
    return count == 0 ? body.without(field) : body.with(field, count);
  }

  private Fields ended(Fields body, Optional<Problem> problem, boolean wasCancelled) {
    Instant now = plane.clock().instant();
    Fields after = body;
    if (wasCancelled) {
      after =
          after
              .without("failedCount")
              .with("cancelledCount", Templates.number(body, "failedCount", 1));
    }
    return after
        .without("reconciling")
        .with("observedGeneration", "1")
        .with("completionTime", Times.micros(now))
        .with("updateTime", Times.micros(now))
        .with(
            "conditions",
            Conditions.list(
                problem.isEmpty()
                    ? Conditions.of("Completed", Conditions.SUCCEEDED, now)
                    : Conditions.of("Completed", Conditions.FAILED, problem.get(), now),
                Conditions.of("ResourcesAvailable", Conditions.SUCCEEDED, now),
                Conditions.of("Started", Conditions.SUCCEEDED, now),
                Conditions.of("ContainerReady", Conditions.SUCCEEDED, now)));
  }

  /// Ends an execution's tasks; it ends as cancelled.
  void cancel(String key) {
    cancelled.add(key);
    attempts.keySet().stream()
        .filter(a -> a.execution.equals(key))
        .forEach(a -> end(a, "The task was cancelled."));
  }

  /// Ends all executions of a job.
  void cancelAll(String jobKey) {
    attempts.keySet().stream()
        .map(a -> a.execution)
        .filter(key -> key.startsWith(jobKey + "/"))
        .distinct()
        .forEach(this::cancel);
  }

  private void end(Attempt attempt, String why) {
    attempt.endBecause(why);
    Thread.ofVirtual().start(() -> children.stop(attempt.child, Duration.ofSeconds(10)));
  }

  @Override
  public Optional<Instant> next() {
    return attempts.entrySet().stream()
        .filter(a -> a.getKey().ended().isEmpty())
        .map(Map.Entry::getValue)
        .min(Instant::compareTo);
  }

  @Override
  public void happen(Instant due) {
    attempts.forEach((attempt, deadline) -> {
      if (!deadline.isAfter(due)) {
        end(attempt, "The configured timeout was reached.");
      }
    });
  }
}
