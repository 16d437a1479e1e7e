package dev.groundwork.cli;

import dev.groundwork.diagnostic.Code;
import dev.groundwork.resource.Value;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/// `groundwork emulator reset`.
@Command(
    name = "reset",
    description =
        "Empties the emulator: every project and all data in it. The emulator goes on running when it does.",
    mixinStandardHelpOptions = true)
final class EmulatorReset implements Callable<Integer> {
  private final Surroundings surroundings;

  EmulatorReset(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Stop, InterruptedException {
    Emulators emulators = new Emulators(surroundings);
    if (emulators.find().isPresent()) {
      emulators.post("reset", Value.fields());
    } else {
      try {
        delete(emulators.folder().resolve("data"));
      } catch (IOException e) {
        throw Stop.of(
            Code.EMULATOR,
            emulators.folder().toString(),
            "the emulator's data cannot be deleted: " + e.getMessage(),
            "");
      }
    }
    surroundings.out().println("The emulator is empty.");
    surroundings
        .out()
        .println(
            "What Groundwork has recorded of it is in .groundwork/state; the next plan shows it as deleted.");
    return Groundwork.DONE;
  }

  /// Deletes a folder with all that is in it; nothing when it is not there.
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failed)
              throws IOException {
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
