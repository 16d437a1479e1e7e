package dev.groundwork.catalog.cloudscheduler;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Sameness;

/// A Cloud Scheduler job: a call or a message at the times that a cron expression says, in a time
/// zone of its own.
public final class Job {
  private Job() {}

  private static final String COLLECTION = "v1/projects/{project}/locations/{region}/jobs";

  public static final ResourceType TYPE =
      ResourceType.named("cloudscheduler.Job")
          .summary("A call or a message at the times that a cron expression says.")
          .shaped("google.cloud.scheduler.v1.Job")
          .names("[A-Za-z0-9_-]{1,500}", "at most 500 letters, digits, hyphens and underscores")
          .reachedAt("cloudscheduler.googleapis.com", COLLECTION + "/{name}")
          .createdBy(
              Call.post(COLLECTION)
                  .with("name", "projects/{project}/locations/{region}/jobs/{name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "jobs")
          .required("schedule")
          .outputOnly("state", "status", "userUpdateTime", "lastAttemptTime", "scheduleTime")
          .defaults("timeZone", "Etc/UTC")
          .serverSets(
              "attemptDeadline",
              "retryConfig.maxBackoffDuration",
              "retryConfig.maxDoublings",
              "retryConfig.maxRetryDuration",
              "retryConfig.minBackoffDuration",
              "retryConfig.retryCount",
              "httpTarget.headers",
              "httpTarget.oidcToken.audience",
              "httpTarget.oauthToken.scope",
              "appEngineHttpTarget.headers",
              "appEngineHttpTarget.appEngineRouting.host")
          .references("pubsubTarget.topicName", "pubsub.Topic", "id")
          .references("httpTarget.oidcToken.serviceAccountEmail", "iam.ServiceAccount", "email")
          .references("httpTarget.oauthToken.serviceAccountEmail", "iam.ServiceAccount", "email")
          .predicts("name", "projects/{project}/locations/{region}/jobs/{name}")
          .compares("attemptDeadline", Sameness.DURATION)
          .compares("retryConfig.maxRetryDuration", Sameness.DURATION)
          .compares("retryConfig.minBackoffDuration", Sameness.DURATION)
          .compares("retryConfig.maxBackoffDuration", Sameness.DURATION)
          .permissions("cloudscheduler.jobs")
          .takes(CREATE, ofSeconds(1))
          .takes(UPDATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_cloud_scheduler_job")
          .meter("cloudscheduler.job", "job-month")
          .from(
              "https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs");
}
