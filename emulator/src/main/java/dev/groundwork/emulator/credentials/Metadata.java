package dev.groundwork.emulator.credentials;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.resource.Value.Fields;

/// The metadata server as clients on this machine see it that were given none of their own: they
/// run in the project that sorts first, as its default account.
final class Metadata implements Service {
  private final ControlPlane plane;

  Metadata(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return "metadata.google.internal";
  }

  @Override
  public void install(Installation into) {
    MetadataAnswers answers = new MetadataAnswers(plane, this::machine);
    into.open(GET, "", ask -> answers.answer(ask.request()));
    into.open(GET, "{+path}", ask -> answers.answer(ask.request()));
  }

  private Machine machine() {
    Fields project =
        plane.store().under(Projects.key("")).stream()
            .filter(e -> e.type().equals(Projects.TYPE))
            .findFirst()
            .orElseThrow(() -> Refusal.notFound("There is no project yet.").asException())
            .body();
    Projects.Project found = Projects.of(project);
    return new Machine(
        found.id(),
        found.number(),
        "us-central1",
        found.number() + "-compute@developer.gserviceaccount.com");
  }
}
