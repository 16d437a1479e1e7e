package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.emulator.process.Folders;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Cloud Build, see the package.
public final class CloudBuild implements Service {
  private final ControlPlane plane;
  private final Path folder;
  private final Sources sources;
  private final Children children;
  private final BuildRuns runs;
  private final Triggers triggers;
  private final Builds builds;
  private final TriggerRuns triggerRuns;

  public CloudBuild(ControlPlane plane) {
    this.plane = plane;
    folder = plane.folder("cloudbuild");
    sources = new Sources(folder);
    children = new Children(folder.resolve("processes"));
    runs = new BuildRuns(plane, sources, children, folder);
    triggers = new Triggers(plane);
    builds = new Builds(plane, runs);
    triggerRuns = new TriggerRuns(plane, triggers, builds, sources);
    plane.agenda().add(runs);
  }

  /// Where repositories are on this machine.
  public Sources sources() {
    return sources;
  }

  /// Says that something was pushed to a repository.
  ///
  /// @throws IllegalArgumentException when it says too little, in words for who sent it
  public Fields push(Fields body) {
    return triggerRuns.push(body);
  }

  @Override
  public String host() {
    return Place.HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior(Triggers.TYPE, triggers);
    builds.install(into);
    triggerRuns.install(into);
    // the older calls name no location
    for (String path : new String[] {"triggers", "builds"}) {
      older(into, Verb.GET, path);
      older(into, Verb.POST, path);
      for (Verb verb : new Verb[] {Verb.GET, Verb.PATCH, Verb.DELETE}) {
        older(into, verb, path + "/{id}");
      }
      for (String custom : new String[] {":run", ":webhook", ":cancel", ":retry"}) {
        older(into, Verb.POST, path + "/{id}" + custom);
      }
    }
  }

  private void older(Installation into, Verb verb, String path) {
    into.open(
        verb,
        "v1/projects/{project}/" + path,
        ask -> {
          String[] parts = ask.request().path().split("/", 5);
          return plane.answer(
              ask.request()
                  .at(Place.HOST, "/v1/projects/" + parts[3] + "/locations/global/" + parts[4]));
        });
  }

  @Override
  public void start() {
    children.endOrphans();
  }

  @Override
  public void close() {
    runs.close();
  }

  @Override
  public void erase() {
    sources.clear();
    try {
      if (Files.exists(folder)) {
        Folders.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
