package dev.groundwork.emulator.cloudbuild;

/// Where a trigger or a build is.
///
/// @param project the project's id
/// @param location `global` or a region
/// @param name of a trigger, or the id of a build
record Place(String project, String location, String name) {
  static final String HOST = "cloudbuild.googleapis.com";

  String triggerKey() {
    return under("triggers") + name;
  }

  String buildKey() {
    return under("builds") + name;
  }

  /// What the keys of a collection begin with.
  String under(String collection) {
    return HOST + "/projects/" + project + "/locations/" + location + "/" + collection + "/";
  }

  /// Of `cloudbuild.googleapis.com/projects/p/locations/l/builds/b`.
  static Place of(String key) {
    String[] parts = key.split("/", -1);
    return new Place(parts[2], parts[4], parts[6]);
  }
}
