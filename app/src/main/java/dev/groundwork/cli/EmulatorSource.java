package dev.groundwork.cli;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `groundwork emulator source …`: where the repositories are that builds fetch.
@Command(
    name = "source",
    description = "Says where on this machine the repositories are that Cloud Build fetches.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class EmulatorSource implements Runnable {
  private final Surroundings surroundings;
  @Spec private CommandSpec spec = CommandSpec.create();

  private EmulatorSource(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static CommandLine line(Surroundings surroundings) {
    return new CommandLine(new EmulatorSource(surroundings));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "say which: " + String.join(", ", spec.subcommands().keySet()));
  }

  @Command(
      name = "add",
      description = "Has builds take a folder, as it then is, for a repository.",
      mixinStandardHelpOptions = true)
  Integer add(
      @Parameters(
              paramLabel = "REPOSITORY",
              description =
                  "As triggers name it: owner/name, its URL, or the name of a connected one.")
          String repository,
      @Option(
              names = "--folder",
              paramLabel = "DIR",
              description = "Where it is; here when not said.",
              defaultValue = ".")
          Path folder)
      throws Stop, InterruptedException {
    Fields body =
        Value.fields()
            .with("repository", repository)
            .with("folder", surroundings.folder().resolve(folder).normalize().toString());
    surroundings.out().println(describe(new Emulators(surroundings).put("sources", body)));
    return Groundwork.DONE;
  }

  @Command(
      name = "list",
      description = "Shows the repositories that are known.",
      mixinStandardHelpOptions = true)
  Integer list(@Option(names = "--json", description = "As a JSON document.") boolean json)
      throws Stop, InterruptedException {
    Fields sources = new Emulators(surroundings).get("sources");
    if (json) {
      surroundings.out().println(Json.pretty(sources));
    } else if (sources.items("sources").isEmpty()) {
      surroundings.out().println("No repository is known.");
    } else {
      sources.items("sources").forEach(s -> surroundings.out().println(describe((Fields) s)));
    }
    return Groundwork.DONE;
  }

  @Command(
      name = "remove",
      description = "Forgets where a repository is.",
      mixinStandardHelpOptions = true)
  Integer remove(
      @Parameters(paramLabel = "REPOSITORY", description = "As it was added.") String repository)
      throws Stop, InterruptedException {
    new Emulators(surroundings)
        .delete("sources?repository=" + URLEncoder.encode(repository, StandardCharsets.UTF_8));
    return Groundwork.DONE;
  }

  @Command(
      name = "push",
      description = "Says that something was pushed, which fires the triggers that wait for it.",
      mixinStandardHelpOptions = true)
  Integer push(
      @Parameters(paramLabel = "REPOSITORY", description = "As triggers name it.")
          String repository,
      @Option(
              names = "--branch",
              paramLabel = "NAME",
              description = "The branch that was pushed.",
              defaultValue = "")
          String branch,
      @Option(
              names = "--tag",
              paramLabel = "NAME",
              description = "The tag that was pushed, in place of a branch.",
              defaultValue = "")
          String tag)
      throws Stop, InterruptedException {
    if (branch.isEmpty() == tag.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "say which was pushed: --branch NAME or --tag NAME");
    }
    Fields body =
        Value.fields().with("repository", repository).with("branch", branch).with("tag", tag);
    Fields fired = new Emulators(surroundings).post("sources:push", body);
    if (fired.items("builds").isEmpty()) {
      surroundings.out().println("No trigger waits for this push.");
    }
    for (Value value : fired.items("builds")) {
      Fields one = (Fields) value;
      surroundings
          .out()
          .println(one.text("trigger").orElse("") + "  " + one.text("build").orElse(""));
    }
    for (Value value : fired.items("notFired")) {
      Fields one = (Fields) value;
      surroundings
          .out()
          .println(
              one.text("trigger").orElse("") + "  not fired: " + one.text("reason").orElse(""));
    }
    return Groundwork.DONE;
  }

  private static String describe(Fields source) {
    return source.text("repository").orElse("") + "  in " + source.text("folder").orElse("");
  }
}
