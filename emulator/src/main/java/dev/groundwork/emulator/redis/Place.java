package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.process.Loopbacks;
import dev.groundwork.emulator.tls.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where on this machine a server listens.
record Place(String host, int port) {

  /// The place that is written in the file, while nothing else listens there; else a new one,
  /// written there.
  ///
  /// @param port that Memorystore uses
  static Place keptIn(Path file, InstanceKey key, int port) throws IOException {
    if (Files.isRegularFile(file)) {
      Place kept = read(file);
      boolean own = !kept.host().equals("127.0.0.1");
      if ((!own || kept.port() == port) && Loopbacks.canListen(kept.host(), kept.port())) {
        return kept;
      }
    }
    Place chosen =
        Loopbacks.own(key.toString(), port)
            .map(host -> new Place(host, port))
            .orElseGet(() -> new Place("127.0.0.1", Loopbacks.freePort()));
    PrivateFiles.write(file, chosen.host() + " " + chosen.port() + "\n");
    return chosen;
  }

  /// The place that is written in the file.
  static Place read(Path file) throws IOException {
    String[] parts = Files.readString(file).strip().split(" ", -1);
    return new Place(parts[0], Integer.parseInt(parts[1]));
  }
}
