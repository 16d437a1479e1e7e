package dev.groundwork.emulator.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One run of another program, from start to end.
///
/// @param status its exit status; -1 when it could not be started or did not end in time
/// @param output what it wrote, errors included
public record Command(int status, String output) {

  public boolean succeeded() {
    return status == 0;
  }

  public static Command run(List<String> program) {
    return run(program, Map.of(), "", Duration.ofSeconds(20));
  }

  /// @param environment added to our own
  /// @param input what it reads
  public static Command run(
      List<String> program, Map<String, String> environment, String input, Duration limit) {
    ProcessBuilder builder =
        new ProcessBuilder(program).redirectErrorStream(true).directory(Path.of("/").toFile());
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // it ended before it read everything: its status tells
      }
      String[] output = {""};
      Thread reader =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  output[0] =
                      new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                } catch (IOException e) {
                  output[0] = "";
                }
              });
      boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        process.destroyForcibly();
      }
      reader.join();
      return new Command(ended ? process.exitValue() : -1, output[0]);
    } catch (IOException e) {
      return new Command(-1, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Command(-1, "interrupted");
    }
  }
}
