package dev.groundwork.cli;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork emulator image …`: what runs on this machine in place of container images.
@Command(
    name = "image",
    description = "Says what the emulator runs in place of a container image.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class EmulatorImage implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  private EmulatorImage(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new EmulatorImage(surroundings));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "add",
      description =
          "Has a command run in place of an image, from the next instance on; it listens on the port in PORT.",
      mixinStandardHelpOptions = true)
  Integer add(
      @Parameters(
              index = "0",
              paramLabel = "IMAGE",
              description =
                  "As services name it; without a tag or digest it stands for all of them.")
          String image,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "COMMAND",
              description = "The program and its arguments, after --.")
          List<String> command,
      @Option(
              names = "--folder",
              paramLabel = "DIR",
              description = "Where it runs; here when not said.",
              defaultValue = ".")
          Path folder,
      @Option(
              names = "--env",
              paramLabel = "NAME=VALUE",
              description = "A variable beside those of the service; may be repeated.")
          Map<String, String> environment)
      throws Stop, InterruptedException {
    Map<String, Value> variables = new TreeMap<>();
    if (environment != null) {
      environment.forEach((name, value) -> variables.put(name, Value.of(value)));
    }
    Fields body =
        Value.fields()
            .with("image", image)
            .with("command", Value.texts(command))
            .with("folder", surroundings.folder().resolve(folder).normalize().toString())
            .with("environment", new Fields(variables));
    surroundings.out().println(describe(new Emulators(surroundings).put("images", body)));
    return Groundwork.DONE;
  }

  @Command(
      name = "list",
      description = "Shows the images for which something runs.",
      mixinStandardHelpOptions = true)
  Integer list(@Option(names = "--json", description = "As a JSON document.") boolean json)
      throws Stop, InterruptedException {
    Fields images = new Emulators(surroundings).get("images");
    if (json) {
      surroundings.out().println(Json.pretty(images));
    } else if (images.items("images").isEmpty()) {
      surroundings.out().println("Nothing runs in place of any image.");
    } else {
      images.items("images").forEach(i -> surroundings.out().println(describe((Fields) i)));
    }
    return Groundwork.DONE;
  }

  @Command(
      name = "remove",
      description = "Forgets what runs in place of an image; what runs goes on.",
      mixinStandardHelpOptions = true)
  Integer remove(@Parameters(paramLabel = "IMAGE", description = "As it was added.") String image)
      throws Stop, InterruptedException {
    new Emulators(surroundings)
        .delete("images?image=" + URLEncoder.encode(image, StandardCharsets.UTF_8));
    return Groundwork.DONE;
  }

  private static String describe(Fields image) {
    List<String> words =
        image.items("command").stream()
            .map(v -> v instanceof Value.Text(var text) ? text : "")
            .toList();
    return image.text("image").orElse("")
        + "  in "
        + image.text("folder").orElse("")
        + ": "
        + String.join(" ", words);
  }
}
