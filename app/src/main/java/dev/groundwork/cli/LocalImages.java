package dev.groundwork.cli;

import dev.groundwork.component.LocalImage;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.gcp.EmulatorControl;
import dev.groundwork.gcp.EmulatorControl.Said;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Tells an emulator what stands for the blueprint's container images on this machine. The real
/// cloud is told nothing.
final class LocalImages {
  private LocalImages() {}

  /// @throws Stop when the emulator takes one not
  static void register(Session session) throws Stop, InterruptedException {
    if (session.connection().emulator().isEmpty()) {
      return;
    }
    EmulatorControl emulator = session.connection().emulator().get();
    for (LocalImage image : session.blueprint().images()) {
      Fields body =
          Value.fields()
              .with("image", image.image())
              .with("folder", session.folder().resolve(image.folder()).normalize().toString())
              .with("command", Value.texts(command(image.command())));
      if (emulator.put("images", body) instanceof Said.No(var why)) {
        throw Stop.of(
            Code.EMULATOR,
            image.image(),
            "the emulator does not take the program that stands for this image: " + why + ".",
            "correct `local` of the component with this image.");
      }
    }
  }

  /// `java` is the one that runs Groundwork: the user's own may be another version, or missing.
  private static List<String> command(List<String> written) {
    List<String> command = new ArrayList<>(written);
    if (command.getFirst().equals("java")) {
      command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
    }
    return command;
  }
}
