package dev.groundwork.emulator.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Map;

/// The two host names that a service has: one with a hash of its project and a short name of its
/// region, one with the project's number and the region.
final class Hostnames {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

  /// Google's own short names, where they are not the first letters of the region's parts.
  private static final Map<String, String> SHORT =
      Map.of(
          "asia-east1", "de",
          "asia-northeast1", "an",
          "asia-southeast1", "as",
          "europe-north1", "lz",
          "europe-west1", "ew",
          "europe-west4", "ez",
          "us-central1", "uc",
          "us-east1", "ue",
          "us-east4", "uk",
          "us-west1", "uw");

  private Hostnames() {}

  /// Both, the one that `uri` shows first.
  static List<String> of(String service, String projectNumber, String region) {
    return List.of(
        hashed(service, projectNumber, region), numbered(service, projectNumber, region));
  }

  static String hashed(String service, String projectNumber, String region) {
    return service + "-" + hash(projectNumber) + "-" + code(region) + ".a.run.app";
  }

  static String numbered(String service, String projectNumber, String region) {
    return service + "-" + projectNumber + "." + region + ".run.app";
  }

  private static String hash(String projectNumber) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(projectNumber.getBytes(StandardCharsets.UTF_8));
      StringBuilder hash = new StringBuilder();
      for (int i = 0; i < 10; i++) {
        hash.append(LETTERS.charAt(digest[i] & 31));
      }
      return hash.toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String code(String region) {
    String known = SHORT.get(region);
    if (known != null) {
      return known;
    }
    String[] parts = region.split("-", -1);
    return parts.length < 2 || parts[1].isEmpty()
        ? "zz"
        : parts[0].substring(0, 1) + parts[1].charAt(0);
  }
}
