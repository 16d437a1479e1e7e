package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Regions;
import java.util.Locale;
import java.util.Set;

/// Where datasets can be.
///
/// @see <a href="https://cloud.google.com/bigquery/docs/locations">BigQuery locations</a>
final class Locations {
  /// Multi-regions, and the places in other clouds.
  private static final Set<String> MORE =
      Set.of(
          "US",
          "EU",
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
    if (!MORE.contains(written) && !Regions.ALL.contains(written)) {
      throw Refusal.invalid("Invalid value for location: " + asked + " is not a valid value")
          .asException();
    }
    return written;
  }
}
