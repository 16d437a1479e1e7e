package dev.groundwork.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Starts emulators that go on when this command has ended.
public interface EmulatorLauncher {

  /// Starts `groundwork emulator start --foreground` with these options and returns at once.
  ///
  /// @param folder where `.groundwork` lies
  /// @param log takes what the emulator prints
  /// @return its process
  Started start(Path folder, List<String> options, Path log) throws IOException;

  /// A process that was started.
  interface Started {
    boolean isAlive();
  }
}
