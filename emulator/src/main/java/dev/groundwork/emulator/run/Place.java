package dev.groundwork.emulator.run;

/// Where a service or job stands.
///
/// @param kind `services` or `jobs`
record Place(String project, String region, String kind, String name) {
  static final String HOST = "run.googleapis.com";

  /// The place that an entry's key or a relative name begins with.
  static Place of(String keyOrName) {
    String relative =
        keyOrName.startsWith(HOST + "/") ? keyOrName.substring(HOST.length() + 1) : keyOrName;
    String[] parts = relative.split("/", -1);
    return new Place(parts[1], parts[3], parts[4], parts[5]);
  }

  String relativeName() {
    return "projects/" + project + "/locations/" + region + "/" + kind + "/" + name;
  }

  String key() {
    return HOST + "/" + relativeName();
  }

  String revisionKey(String revision) {
    return key() + "/revisions/" + revision;
  }

  String executionKey(String execution) {
    return key() + "/executions/" + execution;
  }
}
