package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.control.Refusal;

/// Cloud Scheduler's sentences.
final class Refusals {
  private Refusals() {}

  static Refusal schedule() {
    return Refusal.invalid("Schedule or time zone is invalid.");
  }

  static Refusal noTarget() {
    return Refusal.invalid("Job must have exactly one target.");
  }

  static Refusal name(String name) {
    return Refusal.invalid(
        "Job name must be formatted: \"projects/<PROJECT_ID>/locations/<LOCATION_ID>/jobs/<JOB_ID>\". Invalid name: \""
            + name
            + "\".");
  }

  static Refusal deadline() {
    return Refusal.invalid("Job.attempt_deadline must be between 15s and 1800s.");
  }

  static Refusal retries() {
    return Refusal.invalid("RetryConfig.retry_count must be between 0 and 5.");
  }

  static Refusal uri(String uri) {
    return Refusal.invalid(
        "Job.http_target.uri must be a valid HTTP or HTTPS URL: \"" + uri + "\".");
  }

  static Refusal noAccount(String email) {
    return Refusal.notFound("Service account " + email + " does not exist.");
  }

  static Refusal noSuchJob() {
    return Refusal.notFound("Job not found.");
  }

  static Refusal present(String name) {
    return Refusal.alreadyExists("Job " + name + " already exists.");
  }
}
