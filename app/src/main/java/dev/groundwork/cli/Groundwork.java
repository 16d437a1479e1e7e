package dev.groundwork.cli;

import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.store.Unreadable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;

/// The command `groundwork`: finds the command that is asked for, runs it, and turns what it throws
/// into an exit code.
@Command(
    name = "groundwork",
    versionProvider = Groundwork.Numbered.class,
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Brings a system up on Google Cloud from one description, proves that it stands, and keeps it standing.",
    footer = {
      "",
      "Nothing reaches a real project unless an environment says `target: gcp`, or the command `--target-cloud gcp`.",
      "Exit codes: 0 done; 1 a mistake, a refusal or a failed check; 2 changes (plan --detailed-exitcode); 64 usage; 130 interrupted."
    })
public final class Groundwork {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int CHANGES = 2;
  static final int USAGE = 64;
  static final int INTERRUPTED = 130;

  /// The commands by name. Only the one that is asked for is made, for each costs milliseconds.
  private static final Map<String, Function<Surroundings, Object>> COMMANDS = new TreeMap<>();

  private static final List<String> ORDER =
      List.of(
          "up",
          "plan",
          "apply",
          "verify",
          "destroy",
          "outputs",
          "validate",
          "schema",
          "secrets",
          "state",
          "emulator",
          "completion",
          "version",
          "train");

  static {
    COMMANDS.put("up", UpCommand::new);
    COMMANDS.put("plan", PlanCommand::new);
    COMMANDS.put("apply", ApplyCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("destroy", DestroyCommand::new);
    COMMANDS.put("outputs", OutputsCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
    COMMANDS.put("secrets", SecretsCommand::new);
    COMMANDS.put("train", TrainCommand::new);
    COMMANDS.put("state", StateCommand::new);
    COMMANDS.put("validate", ValidateCommand::new);
    COMMANDS.put("schema", SchemaCommand::new);
    COMMANDS.put("emulator", EmulatorCommand::line);
    COMMANDS.put("version", VersionCommand::new);
  }

  private final Surroundings surroundings;

  public Groundwork(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  static final class Numbered implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Version.line()};
    }
  }

  /// Runs one command line.
  ///
  /// @return the exit code
  public int run(String... args) {
    if (args.length == 0) {
      surroundings
          .err()
          .println(commandLine(args).getUsageMessage(ansi(surroundings.terminal().err())));
      return USAGE;
    }
    return commandLine(args).execute(args);
  }

  private CommandLine commandLine(String... args) {
    CommandLine root = new CommandLine(CommandSpec.forAnnotatedObject(this));
    boolean one = args.length > 0 && COMMANDS.containsKey(args[0]);
    for (String name : ORDER) {
      if (!one || name.equals(args[0])) {
        Function<Surroundings, Object> command = COMMANDS.get(name);
        if (command != null) {
          root.addSubcommand(name, command.apply(surroundings));
        }
      }
    }
    Ansi out = ansi(surroundings.terminal().out());
    root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    root.setColorScheme(CommandLine.Help.defaultColorScheme(out));
    root.setUsageHelpAutoWidth(false);
    root.setUsageHelpWidth(110);
    root.setExpandAtFiles(false);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setParameterExceptionHandler((e, _) -> usage(e));
    root.setExecutionExceptionHandler((e, _, _) -> failed(e));
    return root;
  }

  private Ansi ansi(boolean terminal) {
    return terminal && surroundings.terminal().coloured() ? Ansi.ON : Ansi.OFF;
  }

  private int usage(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    surroundings.err().println("groundwork: " + e.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    surroundings
        .err()
        .println("  fix: see `" + command.getCommandSpec().qualifiedName() + " --help`.");
    return USAGE;
  }

  private int failed(Exception e) throws Exception {
    return switch (e) {
      case Stop stop -> {
        stop.diagnostics().stream().map(Diagnostic::render).forEach(surroundings.err()::println);
        yield stop.exitCode();
      }
      case Unreadable unreadable -> {
        surroundings.err().println(unreadable.diagnostic().render());
        yield FAILED;
      }
      case InterruptedException _ -> INTERRUPTED;
      default -> {
        new CrashReport(surroundings).write(e);
        yield FAILED;
      }
    };
  }

  /// A completion script for bash and zsh.
  String completion() {
    return AutoComplete.bash("groundwork", commandLine());
  }
}
