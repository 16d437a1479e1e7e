package dev.groundwork.cli;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork emulator outage …`: databases and caches that stop answering.
@Command(
    name = "outage",
    description =
        "Stops the server behind a database or a cache, while its API goes on to say that all is well.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class EmulatorOutage implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  private EmulatorOutage(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new EmulatorOutage(surroundings));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "begin",
      description = "Stops the server; its data stays.",
      mixinStandardHelpOptions = true)
  Integer begin(
      @Parameters(
              paramLabel = "RESOURCE",
              description = "The instance: its name, or as much of its relative name as is needed.")
          String resource)
      throws Stop, InterruptedException {
    Fields said =
        new Emulators(surroundings).post("outages", Value.fields().with("resource", resource));
    surroundings.out().println(said.text("resource").orElse(resource) + " is out.");
    return Groundwork.DONE;
  }

  @Command(name = "end", description = "Starts the server again.", mixinStandardHelpOptions = true)
  Integer end(@Parameters(paramLabel = "RESOURCE", description = "As for begin.") String resource)
      throws Stop, InterruptedException {
    Fields said =
        new Emulators(surroundings)
            .delete("outages?resource=" + URLEncoder.encode(resource, StandardCharsets.UTF_8));
    surroundings.out().println(said.text("resource").orElse(resource) + " is back.");
    return Groundwork.DONE;
  }

  @Command(name = "list", description = "Shows what is out.", mixinStandardHelpOptions = true)
  Integer list(@Option(names = "--json", description = "As a JSON document.") boolean json)
      throws Stop, InterruptedException {
    Fields outages = new Emulators(surroundings).get("outages");
    if (json) {
      surroundings.out().println(Json.pretty(outages));
    } else if (outages.items("outages").isEmpty()) {
      surroundings.out().println("Nothing is out.");
    } else {
      outages
          .items("outages")
          .forEach(o -> surroundings.out().println(o instanceof Value.Text(var t) ? t : ""));
    }
    return Groundwork.DONE;
  }
}
