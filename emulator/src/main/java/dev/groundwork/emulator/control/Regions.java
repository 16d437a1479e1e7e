package dev.groundwork.emulator.control;

import java.util.List;

/// Google's regions and their zones; services that are offered in other places too add them.
///
/// @see <a href="https://cloud.google.com/compute/docs/regions-zones">Regions and zones</a>
public final class Regions {
  public static final List<String> ALL =
      List.of(
          "africa-south1",
          "asia-east1",
          "asia-east2",
          "asia-northeast1",
          "asia-northeast2",
          "asia-northeast3",
          "asia-south1",
          "asia-south2",
          "asia-southeast1",
          "asia-southeast2",
          "australia-southeast1",
          "australia-southeast2",
          "europe-central2",
          "europe-north1",
          "europe-north2",
          "europe-southwest1",
          "europe-west1",
          "europe-west10",
          "europe-west12",
          "europe-west2",
          "europe-west3",
          "europe-west4",
          "europe-west6",
          "europe-west8",
          "europe-west9",
          "me-central1",
          "me-central2",
          "me-west1",
          "northamerica-northeast1",
          "northamerica-northeast2",
          "northamerica-south1",
          "southamerica-east1",
          "southamerica-west1",
          "us-central1",
          "us-east1",
          "us-east4",
          "us-east5",
          "us-south1",
          "us-west1",
          "us-west2",
          "us-west3",
          "us-west4");

  private Regions() {}

  /// The zones of a region: `a`, `b` and `c` in all but three.
  public static List<String> zones(String region) {
    return switch (region) {
      case "us-east1", "europe-west1" -> List.of(region + "-b", region + "-c", region + "-d");
      case "us-central1" -> List.of(region + "-a", region + "-b", region + "-c", region + "-f");
      default -> List.of(region + "-a", region + "-b", region + "-c");
    };
  }
}
