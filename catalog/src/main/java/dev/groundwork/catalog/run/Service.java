package dev.groundwork.catalog.run;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A container that answers requests, with as many instances as they need. Each change of its
/// template makes a revision.
public final class Service {
  private Service() {}

  private static final String COLLECTION = "v2/projects/{project}/locations/{location}/services";

  public static final ResourceType TYPE =
      ResourceType.named("run.Service")
          .summary("A container that answers requests, with as many instances as they need.")
          .shaped("google.cloud.run.v2.Service")
          .names(
              "[a-z]([-a-z0-9]{0,47}[a-z0-9])?",
              "1 to 49 lower-case letters, digits and hyphens, starting with a letter and not ending with a hyphen")
          .reachedAt("run.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?serviceId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .listedBy(Call.get(COLLECTION), "services")
          .operations(Operations.LONG_RUNNING)
          .outputOnly("etag", "multiRegionSettings.multiRegionId")
          .defaults("ingress", "INGRESS_TRAFFIC_ALL")
          .defaults("launchStage", "GA")
          .serverSets(
              "traffic",
              "scaling",
              "template.scaling",
              "template.timeout",
              "template.serviceAccount",
              "template.maxInstanceRequestConcurrency",
              "template.vpcAccess.egress",
              "template.vpcAccess.networkInterfaces.network",
              "template.vpcAccess.networkInterfaces.subnetwork",
              "template.containers.resources",
              "template.containers.ports",
              "template.containers.startupProbe",
              "template.containers.livenessProbe.timeoutSeconds",
              "template.containers.livenessProbe.periodSeconds",
              "template.containers.livenessProbe.failureThreshold",
              "template.containers.livenessProbe.httpGet.path",
              "template.containers.livenessProbe.httpGet.port",
              "template.containers.livenessProbe.grpc.port",
              "template.containers.readinessProbe.timeoutSeconds",
              "template.containers.readinessProbe.periodSeconds",
              "template.containers.readinessProbe.failureThreshold",
              "template.containers.readinessProbe.httpGet.path",
              "template.containers.readinessProbe.httpGet.port",
              "template.containers.readinessProbe.grpc.port",
              "template.volumes.emptyDir.medium")
          .references("template.encryptionKey", "kms.CryptoKey", "id")
          .references("template.serviceAccount", "iam.ServiceAccount", "email")
          .references("template.vpcAccess.connector", "vpcaccess.Connector", "id")
          .references("template.vpcAccess.networkInterfaces.network", "compute.Network", "selfLink")
          .references(
              "template.vpcAccess.networkInterfaces.subnetwork", "compute.Subnetwork", "selfLink")
          .references(
              "template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.Secret",
              "name")
          .references("template.volumes.secret.secret", "secretmanager.Secret", "name")
          .references(
              "template.volumes.cloudSqlInstance.instances", "sql.Instance", "connectionName")
          .references("template.volumes.gcs.bucket", "storage.Bucket", "name")
          .follows(
              "template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretVersion",
              "secret")
          .follows(
              "template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretIamMember",
              "secret")
          .follows("template.volumes.secret.secret", "secretmanager.SecretVersion", "secret")
          .follows("template.volumes.secret.secret", "secretmanager.SecretIamMember", "secret")
          // digits in what was recorded, although the API's description speaks of a UUID
          .stamps("uid", Stamp.NUMERIC_ID)
          .stamps("generation", Stamp.COUNTER)
          .stamps("createTime", Stamp.CREATED)
          .stamps("updateTime", Stamp.UPDATED)
          .stamps("etag", Stamp.ETAG)
          .compares("template.timeout", Sameness.DURATION)
          .compares("template.containers.env", Sameness.SET)
          .compares("template.vpcAccess.connector", Sameness.LINK)
          .compares("template.vpcAccess.networkInterfaces.network", Sameness.LINK)
          .compares("template.vpcAccess.networkInterfaces.subnetwork", Sameness.LINK)
          .compares("template.containers.env.valueSource.secretKeyRef.secret", Sameness.LINK)
          .compares("template.volumes.cloudSqlInstance.instances", Sameness.SET)
          .compares("customAudiences", Sameness.SET)
          .follows(
              "template.containers.env.valueSource.secretKeyRef.secret",
              "secretmanager.SecretVersion",
              "secret")
          .mendedBy(
              "terminalCondition.state",
              "CONDITION_FAILED",
              "template.annotations.groundwork-attempt",
              "terminalCondition.message")
          .labels("labels")
          .permissions("run.services")
          .permissionsOn("template.serviceAccount", CREATE, "iam.serviceAccounts.actAs")
          .permissionsOn("template.serviceAccount", UPDATE, "iam.serviceAccounts.actAs")
          .takes(CREATE, ofSeconds(20))
          .takes(UPDATE, ofSeconds(20))
          .takes(DELETE, ofSeconds(10))
          .timesOut(CREATE, ofMinutes(20))
          .knownToTerraformAs("google_cloud_run_v2_service")
          .knownToAssetInventoryAs("run.googleapis.com/Service")
          .meter("run.cpu", "vCPU-second")
          .meter("run.memory", "GiB-second")
          .meter("run.requests", "request")
          .from("https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services");
}
