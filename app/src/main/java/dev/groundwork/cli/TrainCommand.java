package dev.groundwork.cli;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.Emulator;
import dev.groundwork.shape.ShapeArchive;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `groundwork train`: does what short commands do, with no output, so that the JVM can record
/// which classes they and the emulator load. The launcher runs it once to make the start-up cache.
@Command(
    name = "train",
    hidden = true,
    description = "Runs short commands once, for the start-up cache.")
final class TrainCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(paramLabel = "BLUEPRINT_DIR")
  private List<String> blueprints = List.of();

  TrainCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    Surroundings silent = surroundings.printingTo(nowhere);
    for (String blueprint : blueprints) {
      new Groundwork(silent).run("validate", blueprint);
      new Groundwork(silent).run("validate", blueprint, "--json");
    }
    new Groundwork(silent).run("--help");
    new Groundwork(silent).run("version");
    new Groundwork(silent).run("state", "list");
    new Groundwork(silent).run("emulator", "status");
    emulate();
    return Groundwork.DONE;
  }

  /// An emulator that answers a few questions and ends.
  private void emulate() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("groundwork-train");
    try (Emulator emulator =
            new Emulator(
                Catalog.standard(),
                ShapeArchive.standard(),
                folder,
                surroundings.clock(),
                new Random(1),
                Emulator.Options.DEFAULTS);
        HttpClient client = HttpClient.newHttpClient()) {
      emulator.start(0);
      String projects = emulator.url() + "/cloudresourcemanager.googleapis.com/v3/projects";
      for (HttpRequest.Builder request :
          List.of(
              HttpRequest.newBuilder(URI.create(projects))
                  .POST(HttpRequest.BodyPublishers.ofString("{\"projectId\": \"train-project\"}")),
              HttpRequest.newBuilder(URI.create(projects + "/train-project")),
              HttpRequest.newBuilder(URI.create(projects + ":search")))) {
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      }
    } finally {
      EmulatorReset.delete(folder);
    }
  }
}
