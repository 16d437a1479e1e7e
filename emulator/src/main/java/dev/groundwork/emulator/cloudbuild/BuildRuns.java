package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.Agenda;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work.Outcome;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/// Carries builds out: fetches the source, runs the steps, and says honestly how it went. Time-outs
/// are on the emulated clock.
final class BuildRuns implements Agenda.Timed {
  private final ControlPlane plane;
  private final Sources sources;
  private final Children children;
  private final Programs programs;
  private final StepEnvironment environment;
  private final Path folder;
  private final Map<String, BuildRun> running = new ConcurrentHashMap<>();

  BuildRuns(ControlPlane plane, Sources sources, Children children, Path folder) {
    this.plane = plane;
    this.sources = sources;
    this.children = children;
    this.folder = folder;
    programs = new Programs(folder.resolve("programs"), children.path());
    environment = new StepEnvironment(plane);
  }

  /// Where the log of a build is on disk.
  Path log(Place place) {
    return folder.resolve("builds").resolve(place.name()).resolve("log.txt");
  }

  Outcome run(String key) throws InterruptedException {
    Optional<Entry> entry = plane.store().get(key);
    if (entry.isEmpty()) {
      return new Outcome.Done();
    }
    Fields build = entry.get().body();
    Place place = Place.of(key);
    if (!build.text("status").orElse("").equals("QUEUED")) {
      return ended(
          build,
          Verdict.of(
              "INTERNAL_ERROR", "The emulator ended while the build ran, and the build with it."));
    }
    Path own = folder.resolve("builds").resolve(place.name());
    BuildLog log = new BuildLog(plane, place, build, own.resolve("log.txt"));
    Workspace workspace = new Workspace(own.resolve("workspace"));
    log.say("starting build \"" + place.name() + "\"\n\nFETCHSOURCE");
    change(
        key,
        b -> b.with("status", "WORKING").with("startTime", Times.micros(plane.clock().instant())));
    try {
      Files.createDirectories(own.resolve("outputs"));
      Files.createDirectories(workspace.folder());
      Optional<Verdict> unfetched = fetch(entry.get(), workspace, log);
      if (unfetched.isPresent()) {
        log.say("ERROR\nERROR: " + unfetched.get().detail());
        return ended(current(key, build), unfetched.get());
      }
      programs.prepare();
      BuildRun run =
          new BuildRun(plane, children, programs, environment, place, build, workspace, log);
      running.put(key, run);
      try {
        Verdict verdict = run.carryOut(body -> change(key, b -> body));
        log.say(
            verdict.status().equals("SUCCESS")
                ? "PUSH\nDONE"
                : "ERROR\nERROR: " + verdict.detail());
        return ended(run.body(), verdict);
      } finally {
        running.remove(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      delete(workspace);
    }
  }

  private Fields current(String key, Fields otherwise) {
    return plane.store().get(key).map(Entry::body).orElse(otherwise);
  }

  private static void delete(Workspace workspace) {
    try {
      workspace.delete();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Copies the source into the workspace; what is wrong when it cannot be had.
  private Optional<Verdict> fetch(Entry build, Workspace workspace, BuildLog log)
      throws IOException {
    String repository = build.hidden().text("repository").orElse("");
    if (repository.isEmpty()) {
      log.say("no source");
      return Optional.empty();
    }
    Optional<Path> source = sources.find(repository).filter(Files::isDirectory);
    if (source.isEmpty()) {
      return Optional.of(Verdict.unfetched(repository));
    }
    log.say("the working tree of " + repository + " in " + source.get());
    workspace.copy(source.get());
    return Optional.empty();
  }

  private Outcome ended(Fields build, Verdict verdict) {
    Fields last =
        build
            .with("status", verdict.status())
            .with("finishTime", Times.micros(plane.clock().instant()));
    last = verdict.detail().isEmpty() ? last : last.with("statusDetail", verdict.detail());
    last =
        verdict.failure().isEmpty()
            ? last
            : last.with("failureInfo.type", verdict.failure())
                .with("failureInfo.detail", verdict.detail());
    Fields shown = last;
    return verdict.status().equals("SUCCESS")
        ? new Outcome.Done(now -> now.withBody(shown))
        : new Outcome.Flawed(
            now -> now.withBody(shown),
            new Refusal(
                400,
                verdict.status().equals("CANCELLED") ? "CANCELLED" : "FAILED_PRECONDITION",
                "failedPrecondition",
                "Build failed; check build logs for details",
                List.of()));
  }

  private void change(String key, UnaryOperator<Fields> changing) {
    plane
        .store()
        .run(transaction ->
            transaction
                .get(key)
                .ifPresent(now -> transaction.put(now.withBody(changing.apply(now.body())))));
  }

  /// Ends a build's steps; it ends as cancelled.
  void cancel(String key) {
    Optional.ofNullable(running.get(key)).ifPresent(BuildRun::cancel);
  }

  @Override
  public Optional<Instant> next() {
    return running.values().stream()
        .flatMap(run -> run.deadline().stream())
        .min(Instant::compareTo);
  }

  @Override
  public void happen(Instant due) {
    running.values().forEach(run -> run.timeOut(due));
  }

  void close() {
    running.values().forEach(BuildRun::cancel);
    children.endAll(Duration.ofSeconds(2));
    environment.close();
  }
}
