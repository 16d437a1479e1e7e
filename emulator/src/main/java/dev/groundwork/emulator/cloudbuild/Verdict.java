package dev.groundwork.emulator.cloudbuild;

/// How a build has ended.
///
/// @param status Google's: `SUCCESS` only when everything that the build promises has happened
/// @param detail why not; empty for a success
/// @param failure the type in `failureInfo`; empty when there is none
record Verdict(String status, String detail, String failure) {
  static final Verdict SUCCESS = new Verdict("SUCCESS", "", "");

  static Verdict of(String status, String detail) {
    return new Verdict(status, detail, "");
  }

  static Verdict unfetched(String repository) {
    return new Verdict(
        "FAILURE",
        "could not resolve source: nothing on this machine is known to be "
            + repository
            + ". Say where it is with `groundwork emulator source add "
            + repository
            + " --folder DIR`, then run the trigger again.",
        "FETCH_SOURCE_FAILED");
  }

  static Verdict step(Step step, String why) {
    return new Verdict(
        "FAILURE",
        "Build step failure: build step "
            + step.index()
            + " \""
            + step.name()
            + "\" failed: "
            + why,
        "USER_BUILD_STEP");
  }
}
