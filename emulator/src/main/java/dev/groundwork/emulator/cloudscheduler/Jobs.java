package dev.groundwork.emulator.cloudscheduler;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// What is special about jobs: what they are completed with, and what is refused.
final class Jobs implements Behavior {
  static final String HOST = "cloudscheduler.googleapis.com";
  static final String TYPE = "cloudscheduler.Job";

  private static final List<String> TARGETS =
      List.of("appEngineHttpTarget", "httpTarget", "pubsubTarget");
  private static final Duration SHORTEST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private static final int MOST_RETRIES = 5;

  private final ControlPlane plane;

  Jobs(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    String sent = edit.ask().body().text("name").orElse("");
    String prefix =
        "projects/[^/]+/locations/" + java.util.regex.Pattern.quote(edit.path("region")) + "/jobs/";
    if (!sent.isEmpty() && !sent.matches(prefix + "[A-Za-z0-9_-]{1,500}")) {
      throw Refusals.name(sent).asException();
    }
    check(wanted);
    return planned(completed(wanted).with("state", "ENABLED"));
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    check(after);
    return planned(completed(after));
  }

  /// With its next time, or without one while it is paused.
  Fields planned(Fields job) {
    Instant now = plane.clock().instant();
    Fields touched = job.with("userUpdateTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    Optional<Instant> next =
        job.text("state").orElse("").equals("ENABLED")
            ? schedule(job).flatMap(s -> s.after(now))
            : Optional.empty();
    return next.isPresent()
        ? touched.with("scheduleTime", Times.micros(next.get()))
        : touched.without("scheduleTime");
  }

  static Optional<Schedule> schedule(Fields job) {
    return Schedule.of(
        job.text("schedule").orElse(""),
        job.text("timeZone").filter(z -> !z.isEmpty()).orElse("Etc/UTC"));
  }

  private static Fields completed(Fields job) {
    if (job.get("httpTarget").isEmpty()) {
      return job;
    }
    Fields full = job;
    full = full.with("attemptDeadline", full.text("attemptDeadline").orElse("180s"));
    full =
        full.with("httpTarget.httpMethod", full.text("httpTarget.httpMethod").orElse("POST"))
            .with(
                "httpTarget.headers.User-Agent",
                full.text("httpTarget.headers.User-Agent").orElse("Google-Cloud-Scheduler"));
    Fields retry = full.fields("retryConfig");
    full =
        full.with("retryConfig.maxRetryDuration", retry.text("maxRetryDuration").orElse("0s"))
            .with("retryConfig.minBackoffDuration", retry.text("minBackoffDuration").orElse("5s"))
            .with(
                "retryConfig.maxBackoffDuration", retry.text("maxBackoffDuration").orElse("3600s"))
            .with("retryConfig.maxDoublings", Retry.number(retry, "maxDoublings", 5));
    if (full.get("httpTarget").orElseThrow() instanceof Fields http
        && http.get("oidcToken").isPresent()
        && http.text("oidcToken.audience").orElse("").isEmpty()) {
      full = full.with("httpTarget.oidcToken.audience", http.text("uri").orElse(""));
    }
    if (full.fields("httpTarget").get("oauthToken").isPresent()
        && full.text("httpTarget.oauthToken.scope").orElse("").isEmpty()) {
      full =
          full.with(
              "httpTarget.oauthToken.scope", "https://www.googleapis.com/auth/cloud-platform");
    }
    return full;
  }

  private void check(Fields job) {
    if (schedule(job).isEmpty()) {
      throw Refusals.schedule().asException();
    }
    if (TARGETS.stream().filter(t -> job.get(t).isPresent()).count() != 1) {
      throw Refusals.noTarget().asException();
    }
    Optional<Duration> deadline = Retry.duration(job, "attemptDeadline");
    if (deadline.isPresent()
        && (deadline.get().compareTo(SHORTEST) < 0 || deadline.get().compareTo(LONGEST) > 0)) {
      throw Refusals.deadline().asException();
    }
    int retries = Retry.number(job.fields("retryConfig"), "retryCount", 0);
    if (retries < 0 || retries > MOST_RETRIES) {
      throw Refusals.retries().asException();
    }
    String uri = job.text("httpTarget.uri").orElse("");
    if (job.get("httpTarget").isPresent() && !uri.matches("https?://[^\\s/?#]+\\S*")) {
      throw Refusals.uri(uri).asException();
    }
    for (String field :
        List.of(
            "httpTarget.oidcToken.serviceAccountEmail",
            "httpTarget.oauthToken.serviceAccountEmail")) {
      Optional<Value> email = job.at(field);
      if (email.isPresent()
          && email.get() instanceof Value.Text(var text)
          && plane.accounts().find(text).isEmpty()) {
        throw Refusals.noAccount(text).asException();
      }
    }
  }

  @Override
  public boolean isReplacedByPatch() {
    return true;
  }

  @Override
  public Optional<Refusal> absent(Ask ask, String relativeName) {
    return Optional.of(Refusals.noSuchJob());
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusals.present(relativeName));
  }
}
