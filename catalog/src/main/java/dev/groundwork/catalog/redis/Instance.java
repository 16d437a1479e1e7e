package dev.groundwork.catalog.redis;

import static dev.groundwork.resource.Action.CREATE;
import static dev.groundwork.resource.Action.DELETE;
import static dev.groundwork.resource.Action.UPDATE;
import static java.time.Duration.ofMinutes;

import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.ResourceType.Stamp;

/// A Memorystore instance: a managed Redis inside one network. Its tier, its network and whether
/// connections are encrypted are chosen for good; a basic instance loses its keys when it is
/// resized.
public final class Instance {
  private Instance() {}

  private static final String COLLECTION = "v1/projects/{project}/locations/{region}/instances";

  public static final ResourceType TYPE =
      ResourceType.named("redis.Instance")
          .summary("A Memorystore instance: a managed Redis inside one network.")
          .shaped("google.cloud.redis.v1.Instance")
          .names(
              "[a-z]([-a-z0-9]{0,38}[a-z0-9])?",
              "at most 40 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen")
          .reachedAt("redis.googleapis.com", COLLECTION + "/{name}")
          .createdBy(Call.post(COLLECTION + "?instanceId={name}"))
          .updatedBy(Call.patch(COLLECTION + "/{name}").maskedInQuery("updateMask"))
          .fieldUpdatedBy(
              "redisVersion", Call.post(COLLECTION + "/{name}:upgrade").sendingOnly("redisVersion"))
          .listedBy(Call.get(COLLECTION), "instances")
          .operations(Operations.LONG_RUNNING)
          .required("memorySizeGb", "tier")
          .immutable(
              "alternativeLocationId",
              "authorizedNetwork",
              "connectMode",
              "customerManagedKey",
              "locationId",
              "reservedIpRange",
              "tier",
              "transitEncryptionMode")
          .defaults("connectMode", "DIRECT_PEERING")
          .defaults("transitEncryptionMode", "DISABLED")
          .serverSets(
              "alternativeLocationId",
              "authorizedNetwork",
              "availableMaintenanceVersions",
              "locationId",
              "maintenanceVersion",
              "persistenceConfig",
              "readReplicasMode",
              "redisVersion",
              "replicaCount",
              "reservedIpRange",
              "secondaryIpRange")
          .allows(
              "redisVersion",
              "REDIS_3_2",
              "REDIS_4_0",
              "REDIS_5_0",
              "REDIS_6_X",
              "REDIS_7_0",
              "REDIS_7_2")
          .writeOnly("reservedIpRange")
          .reveals(Call.get(COLLECTION + "/{name}/authString"), "authString")
          .references("authorizedNetwork", "compute.Network", "id")
          .references("customerManagedKey", "kms.CryptoKey", "id")
          .follows("authorizedNetwork", "servicenetworking.Connection", "network")
          .predicts("name", "projects/{project}/locations/{region}/instances/{name}")
          .stamps("createTime", Stamp.CREATED)
          .compares("authorizedNetwork", Sameness.LINK)
          .holdsData()
          .labels("labels")
          .permissions("redis.instances")
          .takes(CREATE, ofMinutes(6))
          .takes(UPDATE, ofMinutes(4))
          .takes(DELETE, ofMinutes(3))
          .knownToTerraformAs("google_redis_instance")
          .knownToAssetInventoryAs("redis.googleapis.com/Instance")
          .meter("redis.capacity", "GiB-hour")
          .from(
              "https://cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances");
}
