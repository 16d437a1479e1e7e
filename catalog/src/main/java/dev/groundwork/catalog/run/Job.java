package dev.groundwork.catalog.run;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A container that runs to its end when it is told to, in one task or many.
public final class Job {
  private Job() {}

  private static final String COLLECTION = "v2/projects/{project}/locations/{location}/jobs";

  public static final ResourceType TYPE =
      ResourceType.named("run.Job")
          .summary("A container that runs to its end when it is told to, in one task or many.")
          .shaped("google.cloud.run.v2.Job")
          .names(
              "[a-z]([-a-z0-9]{0,61}[a-z0-9])?",
              "1 to 63 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen")
          .reachedAt("run.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?jobId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}"))
          .listedBy(Call.get(COLLECTION), "jobs")
          .operations(Operations.LONG_RUNNING)
          .outputOnly("etag")
          .defaults("launchStage", "GA")
          .defaults("template.taskCount", 1)
          .defaults("template.template.maxRetries", 3)
          .defaults("template.template.timeout", "600s")
          .defaults("template.template.executionEnvironment", "EXECUTION_ENVIRONMENT_GEN2")
          .serverSets(
              "template.parallelism",
              "template.template.serviceAccount",
              "template.template.vpcAccess.egress",
              "template.template.vpcAccess.networkInterfaces.network",
              "template.template.vpcAccess.networkInterfaces.subnetwork",
              "template.template.containers.resources",
              "template.template.containers.startupProbe",
              "template.template.containers.env.value",
              "template.template.volumes.emptyDir.medium")
          .references("template.template.encryptionKey", "kms.CryptoKey", "id")
          .references("template.template.serviceAccount", "iam.ServiceAccount", "email")
          .references("template.template.vpcAccess.connector", "vpcaccess.Connector", "id")
          .references(
              "template.template.vpcAccess.networkInterfaces.network",
              "compute.Network",
              "selfLink")
          .references(
              "template.template.vpcAccess.networkInterfaces.subnetwork",
              "compute.Subnetwork",
              "selfLink")
          .references(
              "template.template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.Secret",
              "name")
          .references("template.template.volumes.secret.secret", "secretmanager.Secret", "name")
          .references(
              "template.template.volumes.cloudSqlInstance.instances",
              "sql.Instance",
              "connectionName")
          .references("template.template.volumes.gcs.bucket", "storage.Bucket", "name")
          .follows(
              "template.template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretVersion",
              "secret")
          .follows(
              "template.template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretIamMember",
              "secret")
          // digits in what was recorded, although the API's description speaks of a UUID
          .stamps("uid", Stamp.NUMERIC_ID)
          .stamps("generation", Stamp.COUNTER)
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .stamps("etag", Stamp.ETAG)
          .compares("template.template.timeout", Sameness.DURATION)
          .compares("template.template.containers.env", Sameness.SET)
          .compares("template.template.vpcAccess.connector", Sameness.LINK)
          .compares("template.template.vpcAccess.networkInterfaces.network", Sameness.LINK)
          .compares("template.template.vpcAccess.networkInterfaces.subnetwork", Sameness.LINK)
          .compares(
              "template.template.containers.env.valueSource.secretKeyRef.secret", Sameness.LINK)
          .compares("template.template.volumes.cloudSqlInstance.instances", Sameness.SET)
          .follows(
              "template.template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretVersion",
              "secret")
          .mendedBy(
              "terminalCondition.state",
              "CONDITION_FAILED",
              "template.annotations.groundwork-attempt",
              "terminalCondition.message")
          .labels("labels")
          .permissions("run.jobs")
          .permissionsOn("template.template.serviceAccount", CREATE, "iam.serviceAccounts.actAs")
          .permissionsOn("template.template.serviceAccount", UPDATE, "iam.serviceAccounts.actAs")
          .takes(CREATE, ofSeconds(5))
          .takes(UPDATE, ofSeconds(5))
          .takes(DELETE, ofSeconds(5))
          .knownToTerraformAs("google_cloud_run_v2_job")
          .knownToAssetInventoryAs("run.googleapis.com/Job")
          .meter("run.jobs.cpu", "vCPU-second")
          .meter("run.jobs.memory", "GiB-second")
          .from("https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs");
}
