package dev.groundwork.emulator.serviceusage;

import java.util.Map;

/// The accounts under which Google's services act in a project.
final class Agents {
  /// Those that are not called after their API.
  private static final Map<String, String> NAMES =
      Map.of(
          "compute", "compute-system",
          "container", "container-engine-robot",
          "sqladmin", "gcp-sa-cloud-sql",
          "run", "serverless-robot-prod",
          "redis", "cloud-redis",
          "servicenetworking", "service-networking",
          "dataproc", "dataproc-accounts");

  private Agents() {}

  static String email(String api, String projectNumber) {
    String label = api.substring(0, api.indexOf('.'));
    return "service-"
        + projectNumber
        + "@"
        + NAMES.getOrDefault(label, "gcp-sa-" + label)
        + ".iam.gserviceaccount.com";
  }
}
