package dev.groundwork.catalog.run;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.LIST;
import static dev.groundwork.resource.Action.READ;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;

/// One member in one role on a job. Others in the role are left alone.
public final class JobIamMember {
  private JobIamMember() {}

  private static final String JOB = "v2/projects/{project}/locations/{location}/jobs/{job}";

  public static final ResourceType TYPE =
      ResourceType.named("run.JobIamMember")
          .summary("One member in one role on a job; other members are left alone.")
          .shaped("groundwork.iam.Member")
          .reachedAt("run.googleapis.com", JOB + "/iamMembers/{+role}/{+member}")
          .memberOf(
              Call.get(JOB + ":getIamPolicy?options.requestedPolicyVersion=3"),
              Call.post(JOB + ":setIamPolicy").withoutResource())
          .immutable("condition")
          .references("job", "run.Job", "name")
          .goesWith("job")
          .permissions(CREATE, "run.jobs.getIamPolicy", "run.jobs.setIamPolicy")
          .permissions(DELETE, "run.jobs.getIamPolicy", "run.jobs.setIamPolicy")
          .permissions(READ, "run.jobs.getIamPolicy")
          .permissions(LIST, "run.jobs.getIamPolicy")
          .takes(CREATE, ofSeconds(1))
          .takes(DELETE, ofSeconds(1))
          .knownToTerraformAs("google_cloud_run_v2_job_iam_member")
          .from(
              "https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs/setIamPolicy");
}
