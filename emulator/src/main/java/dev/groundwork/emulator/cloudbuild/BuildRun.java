package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.process.Children.Child;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// One build while its steps run, each as soon as the steps that it waits for have ended.
final class BuildRun {
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final ControlPlane plane;
  private final Children children;
  private final Programs programs;
  private final StepEnvironment environment;
  private final Place place;
  private final Workspace workspace;
  private final BuildLog log;
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, Running> running = new ConcurrentHashMap<>();

  /// Steps that have taken too long.
  private final Set<Integer> late = ConcurrentHashMap.newKeySet();

  private final Instant deadline;
  private Fields body;
  private Map<String, String> secrets = Map.of();

  /// Why the build as a whole ends early: what its status will be.
  private Optional<Verdict> early = Optional.empty();

  /// One step's process.
  private record Running(Step step, Child child, Optional<Instant> deadline) {}

  BuildRun(
      ControlPlane plane,
      Children children,
      Programs programs,
      StepEnvironment environment,
      Place place,
      Fields build,
      Workspace workspace,
      BuildLog log) {
    this.plane = plane;
    this.children = children;
    this.programs = programs;
    this.environment = environment;
    this.place = place;
    this.workspace = workspace;
    this.log = log;
    Instant now = plane.clock().instant();
    body = build.with("status", "WORKING").with("startTime", Times.micros(now));
    deadline = now.plus(seconds(build, "timeout").orElse(Duration.ofMinutes(10)));
    for (Value value : build.items("steps")) {
      steps.add(new Step(steps.size(), (Fields) value));
    }
    body =
        body.with(
            "steps",
            new Value.Items(
                steps.stream().<Value>map(s -> s.body().with("status", "QUEUED")).toList()));
  }

  private static Optional<Duration> seconds(Fields body, String field) {
    return body.text(field).filter(t -> t.endsWith("s")).map(t -> Duration.parse("PT" + t));
  }

  synchronized Fields body() {
    return body;
  }

  /// @param changed takes the build whenever something of it has changed
  Verdict carryOut(Consumer<Fields> changed) throws InterruptedException {
    String account = account(body);
    try {
      secrets = environment.secrets(body, account);
      log.hide(secrets.values());
    } catch (StepEnvironment.Unreadable e) {
      return Verdict.of("FAILURE", String.valueOf(e.getMessage()));
    }
    log.say("BUILD");
    List<CompletableFuture<Step.End>> ends = new ArrayList<>();
    for (Step step : steps) {
      List<CompletableFuture<Step.End>> before =
          steps.subList(0, step.index()).stream()
              .filter(step::awaits)
              .map(earlier -> ends.get(earlier.index()))
              .toList();
      CompletableFuture<Step.End> end = new CompletableFuture<>();
      ends.add(end);
      Thread.ofVirtual()
          .name("build step " + step.index())
          .start(() -> {
            try {
              before.forEach(CompletableFuture::join);
              end.complete(carryOut(step, account, changed));
            } catch (RuntimeException e) {
              end.completeExceptionally(e);
            }
          });
    }
    List<Step.End> all = new ArrayList<>();
    for (CompletableFuture<Step.End> end : ends) {
      all.add(end.join());
    }
    return verdict(all);
  }

  /// `projects/p/serviceAccounts/a@…` is `a@…`.
  static String account(Fields build) {
    String name = build.text("serviceAccount").orElse("");
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private Step.End carryOut(Step step, String account, Consumer<Fields> changed) {
    if (isEnding()) {
      return new Step.End.Cancelled();
    }
    Instant began = plane.clock().instant();
    log.say("Starting " + step.logged());
    set(step, "WORKING", Times.micros(began), "", changed);
    Step.End end;
    Path scripts = workspace.folder().resolveSibling("scripts");
    end =
        switch (programs.of(step, workspace, scripts)) {
          case Programs.Plan.Leave(var reason) -> new Step.End.Left(reason, false);
          case Programs.Plan.Run(var command) -> run(step, command, account);
        };
    String ended = Times.micros(plane.clock().instant());
    switch (end) {
      case Step.End.Succeeded _ -> log.say("Finished " + step.logged());
      case Step.End.Left(var reason, _) -> {
        log.say(step, "not carried out: " + reason);
        log.say("Finished " + step.logged());
      }
      case Step.End.Failed(var why, var tolerated) -> {
        log.say("Finished " + step.logged());
        log.say(tolerated ? step.logged() + ": " + why + ", which it may" : "ERROR: " + why);
        if (!tolerated) {
          endEarly(Verdict.step(step, why));
        }
      }
      case Step.End.TimedOut _ -> endEarly(Verdict.of("TIMEOUT", timedOut(step)));
      case Step.End.Cancelled _ -> {}
    }
    set(step, status(end), Times.micros(began), ended, changed);
    return end;
  }

  private static String timedOut(Step step) {
    return "build step "
        + step.index()
        + " \""
        + step.name()
        + "\" timed out after "
        + step.body().text("timeout").orElse("");
  }

  private static String status(Step.End end) {
    return switch (end) {
      case Step.End.Succeeded _ -> "SUCCESS";
      case Step.End.Failed _ -> "FAILURE";
      case Step.End.TimedOut _ -> "TIMEOUT";
      case Step.End.Cancelled _ -> "CANCELLED";
      // as a step that was never begun stays; what was begun and left has no status of Google's
      case Step.End.Left(_, var begun) -> begun ? "INTERNAL_ERROR" : "QUEUED";
    };
  }

  private Step.End run(Step step, List<String> command, String account) {
    Path called = workspace.folder().resolveSibling("called" + step.index());
    Map<String, String> variables =
        new TreeMap<>(environment.of(place, body(), step, account, secrets, workspace));
    variables.put("PATH", programs.path());
    variables.put(Programs.CALLED, called.toString());
    Child child;
    try {
      Path directory = workspace.directory(step.body().text("dir").orElse(""));
      Files.createDirectories(directory);
      synchronized (this) {
        if (early.isPresent()) {
          return new Step.End.Cancelled();
        }
        child = children.start(command, directory, variables);
        running.put(
            step.index(),
            new Running(
                step,
                child,
                seconds(step.body(), "timeout").map(t -> plane.clock().instant().plus(t))));
      }
    } catch (IOException e) {
      return new Step.End.Left("it cannot be started on this machine: " + e.getMessage(), false);
    }
    int status;
    try {
      Thread errors =
          Thread.ofVirtual().start(() -> log.follow(step, child.process().getErrorStream()));
      log.follow(step, child.process().getInputStream());
      status = child.process().waitFor();
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Step.End.Cancelled();
    } finally {
      running.remove(step.index());
    }
    if (late.contains(step.index())) {
      return new Step.End.TimedOut();
    }
    if (isEnding()) {
      return new Step.End.Cancelled();
    }
    Optional<String> left = Programs.called(called);
    if (left.isPresent()) {
      return new Step.End.Left(left.get(), true);
    }
    return step.allows(status)
        ? new Step.End.Succeeded()
        : new Step.End.Failed(
            "step exited with non-zero status: " + status, step.body().flag("allowFailure"));
  }

  private synchronized boolean isEnding() {
    return early.isPresent();
  }

  private synchronized void set(
      Step step, String status, String began, String ended, Consumer<Fields> changed) {
    List<Value> all = new ArrayList<>(body.items("steps"));
    Fields shown = ((Fields) all.get(step.index())).with("status", status);
    if (!status.equals("QUEUED")) {
      shown = shown.with("timing.startTime", began);
      shown = ended.isEmpty() ? shown : shown.with("timing.endTime", ended);
    } else {
      shown = shown.without("timing");
    }
    all.set(step.index(), shown);
    body = body.with("steps", new Value.Items(all));
    changed.accept(body);
  }

  private Verdict verdict(List<Step.End> ends) {
    List<Value> warnings = new ArrayList<>();
    List<String> left = new ArrayList<>();
    for (int i = 0; i < ends.size(); i++) {
      if (ends.get(i) instanceof Step.End.Left(var reason, _)) {
        left.add("step " + i + " \"" + steps.get(i).title() + "\": " + reason);
      }
    }
    int carriedOut = ends.size() - left.size();
    List<String> images = new ArrayList<>(Step.texts(body(), "images"));
    images.addAll(Step.texts(body(), "artifacts.images"));
    images.forEach(image -> left.add("the image " + image + " was not pushed"));
    for (String kind :
        List.of("objects", "mavenArtifacts", "pythonPackages", "npmPackages", "goModules")) {
      if (body().at("artifacts." + kind).isPresent()) {
        left.add("artifacts." + kind + " were not uploaded");
      }
    }
    left.forEach(text -> warnings.add(Fields.EMPTY.with("text", text).with("priority", "WARNING")));
    synchronized (this) {
      body = warnings.isEmpty() ? body : body.with("warnings", new Value.Items(warnings));
      if (early.isPresent()) {
        return early.get();
      }
    }
    return left.isEmpty()
        ? Verdict.SUCCESS
        : Verdict.of(
            "INTERNAL_ERROR",
            "This machine has carried out "
                + carriedOut
                + " of "
                + ends.size()
                + " steps, and nothing failed, but not all of the build happened. "
                + String.join(". ", left)
                + ".");
  }

  private void endEarly(Verdict verdict) {
    synchronized (this) {
      if (early.isPresent()) {
        return;
      }
      early = Optional.of(verdict);
    }
    stopAll();
  }

  private void stopAll() {
    for (Running one : running.values()) {
      Thread.ofVirtual().start(() -> children.stop(one.child(), GRACE));
    }
  }

  void cancel() {
    endEarly(Verdict.of("CANCELLED", "The build was cancelled."));
  }

  /// When something of it must have ended.
  Optional<Instant> deadline() {
    if (isEnding()) {
      return Optional.empty();
    }
    return running.values().stream()
        .filter(one -> !late.contains(one.step().index()))
        .flatMap(one -> one.deadline().stream())
        .filter(at -> at.isBefore(deadline))
        .min(Instant::compareTo)
        .or(() -> Optional.of(deadline));
  }

  void timeOut(Instant now) {
    if (!deadline.isAfter(now)) {
      endEarly(
          Verdict.of(
              "TIMEOUT",
              "Build exceeded its time-out of " + body().text("timeout").orElse("600s") + "."));
      return;
    }
    for (Running one : running.values()) {
      if (one.deadline().isPresent()
          && !one.deadline().get().isAfter(now)
          && late.add(one.step().index())) {
        Thread.ofVirtual().start(() -> children.stop(one.child(), GRACE));
      }
    }
  }
}
