package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Refusal;
import java.util.Locale;
import java.util.Set;

/// Where datasets can be.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/locations">BigQuery locations</a>
final class Locations {
  private static final Set<String> ALL =
      Set.of(
          "US",
          "EU",
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
          "us-west4",
          "aws-us-east-1",
          "aws-us-west-2",
          "aws-ap-northeast-2",
          "aws-ap-southeast-2",
          "aws-eu-west-1",
          "aws-eu-central-1",
          "azure-eastus2");

  private Locations() {}

  /// The location as Google writes it: `US` where nothing is said.
  ///
  /// @throws dev.groundwork.emulator.control.Refused when there is none of that name
  static String of(String asked) {
    if (asked.isEmpty()) {
      return "US";
    }
    String upper = asked.toUpperCase(Locale.ROOT);
    String written =
        upper.equals("US") || upper.equals("EU") ? upper : asked.toLowerCase(Locale.ROOT);
    if (!ALL.contains(written)) {
      throw Refusal.invalid("Invalid value for location: " + asked + " is not a valid value")
          .asException();
    }
    return written;
  }
}
