package dev.groundwork.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/// Which cloud: the emulator, unless the blueprint's environment or this option says the real one.
final class TargetOption {
  enum TargetCloud {
    EMULATOR,
    GCP
  }

  @Option(
      names = "--target-cloud",
      paramLabel = "emulator|gcp",
      description = "Which cloud; without it what the environment says, or the emulator.")
  Optional<TargetCloud> cloud = Optional.empty();

  /// @param said what the blueprint says: `emulator` or `gcp`
  TargetCloud or(String said) {
    return cloud.orElse(said.equals("gcp") ? TargetCloud.GCP : TargetCloud.EMULATOR);
  }
}
