package dev.groundwork.main;

import dev.groundwork.cli.Groundwork;
import dev.groundwork.cli.Surroundings;
import dev.groundwork.cli.Terminal;
import dev.groundwork.cli.Version;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import java.util.TreeMap;

/// The program. Makes everything that is made once: streams, clock, randomness, environment.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintStream out = stream(FileDescriptor.out);
    if (args.length == 1 && (args[0].equals("version") || args[0].equals("--version"))) {
      // the commonest question of scripts is answered without loading the command line
      out.println(Version.line());
      out.flush();
      return;
    }
    System.exit(run(args, out));
  }

  private static int run(String[] args, PrintStream out) {
    PrintStream err = stream(FileDescriptor.err);
    Surroundings surroundings =
        new Surroundings(
            Path.of("").toAbsolutePath(),
            new TreeMap<>(System.getenv()),
            System.in,
            out,
            err,
            terminal(),
            Clock.systemUTC(),
            new SecureRandom(),
            new DetachedEmulator(),
            new Signals(),
            host());
    try {
      return new Groundwork(surroundings).run(args);
    } finally {
      out.flush();
      err.flush();
    }
  }

  /// The machine's name, without asking the network for it.
  private static String host() {
    String told = System.getenv("HOSTNAME");
    if (told != null && !told.isEmpty()) {
      return told;
    }
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException _) {
      return "localhost";
    }
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  /// Which of the streams is a terminal: the launcher says so, for asking takes the JVM long.
  private static Terminal terminal() {
    String told = System.getenv("GROUNDWORK_TERMINAL");
    Set<String> streams = told == null ? Set.of() : Set.of(told.split(","));
    boolean coloured = System.getenv("NO_COLOR") == null && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        streams.contains("in"), streams.contains("out"), streams.contains("err"), coloured);
  }
}
