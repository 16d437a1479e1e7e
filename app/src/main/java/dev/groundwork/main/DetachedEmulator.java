package dev.groundwork.main;

import dev.groundwork.cli.EmulatorLauncher;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// An emulator in a JVM of its own, in a session of its own: closing the terminal or Ctrl-C does
/// not reach it.
final class DetachedEmulator implements EmulatorLauncher {
  @Override
  public Started start(Path folder, List<String> options, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    if (new File("/usr/bin/setsid").canExecute()) {
      command.add("/usr/bin/setsid");
    }
    command.add(
        ProcessHandle.current()
            .info()
            .command()
            .orElse(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(startUpCache());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xlog:disable",
            "-Xms16m",
            "-Xmx512m",
            "-XX:MaxNewSize=32m",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=30",
            "-Dsun.net.httpserver.nodelay=true",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "emulator",
            "start",
            "--foreground"));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().remove("GROUNDWORK_TERMINAL");
    Process process = builder.start();
    return process::isAlive;
  }

  /// The start-up cache that the launcher gave this JVM, when it gave one.
  private static List<String> startUpCache() {
    String[] own = ProcessHandle.current().info().arguments().orElse(new String[0]);
    return Arrays.stream(own).filter(o -> o.startsWith("-XX:AOTCache=")).limit(1).toList();
  }
}
