package dev.groundwork.emulator.redis;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What Memorystore does not take, beyond what the catalog's facts say.
///
/// @see <a href="https://cloud.google.com/memorystore/docs/redis/supported-redis-configurations">
///   Supported Redis configurations</a>
final class Rules {
  private static final List<String> VERSIONS =
      List.of("REDIS_3_2", "REDIS_4_0", "REDIS_5_0", "REDIS_6_X", "REDIS_7_0", "REDIS_7_2");

  /// Fields that can change on a standing instance.
  private static final Set<String> CHANGEABLE =
      Set.of(
          "authEnabled",
          "availableMaintenanceVersions",
          "displayName",
          "labels",
          "maintenancePolicy",
          "maintenanceVersion",
          "memorySizeGb",
          "persistenceConfig",
          "readReplicasMode",
          "redisConfigs",
          "replicaCount",
          "secondaryIpRange");

  /// Redis' settings that can be changed, and what each takes.
  private static final Map<String, String> CONFIGS =
      Map.ofEntries(
          Map.entry("activedefrag", "yes|no"),
          Map.entry("databases", "[1-9]\\d?|100"),
          Map.entry("lazyfree-lazy-eviction", "yes|no"),
          Map.entry("lazyfree-lazy-expire", "yes|no"),
          Map.entry("lazyfree-lazy-user-del", "yes|no"),
          Map.entry("lazyfree-lazy-user-flush", "yes|no"),
          Map.entry("lfu-decay-time", "\\d{1,9}"),
          Map.entry("lfu-log-factor", "\\d{1,9}"),
          Map.entry("maxmemory-clients", "\\d{1,15}%?"),
          Map.entry("maxmemory-gb", "\\d{1,3}(\\.\\d+)?"),
          Map.entry(
              "maxmemory-policy", "noeviction|(allkeys|volatile)-(lfu|lru|random)|volatile-ttl"),
          Map.entry("notify-keyspace-events", "[KEg$lshzxetmdnA]*"),
          Map.entry("stream-node-max-bytes", "\\d{1,12}"),
          Map.entry("stream-node-max-entries", "\\d{1,12}"),
          Map.entry("timeout", "0|[1-9]\\d{0,8}"));

  private static final int SMALLEST = 1;
  private static final int LARGEST = 300;
  private static final int SMALLEST_WITH_READERS = 5;

  private Rules() {}

  /// @throws dev.groundwork.emulator.control.Refused when something is not as it must be
  static void check(Fields body) {
    int memory = number(body, "memorySizeGb", 0);
    boolean readers = body.text("readReplicasMode").orElse("").equals("READ_REPLICAS_ENABLED");
    if (memory < SMALLEST || memory > LARGEST) {
      throw Refusals.invalid(
              "instance.memory_size_gb",
              "Memory size must be between " + SMALLEST + " GB and " + LARGEST + " GB.")
          .asException();
    }
    if (!isStandard(body) && (readers || number(body, "replicaCount", 0) > 0)) {
      throw Refusals.invalid(
              "instance.replica_count",
              "Read replicas are only supported for Standard Tier instances.")
          .asException();
    }
    if (readers && memory < SMALLEST_WITH_READERS) {
      throw Refusals.invalid(
              "instance.memory_size_gb",
              "Read replicas are only supported for instances of at least "
                  + SMALLEST_WITH_READERS
                  + " GB.")
          .asException();
    }
    if (!isStandard(body) && body.text("alternativeLocationId").isPresent()) {
      throw Refusals.invalid(
              "instance.alternative_location_id",
              "An alternative location can only be given for Standard Tier instances.")
          .asException();
    }
    body.fields("redisConfigs").values().forEach(Rules::checkConfig);
  }

  private static void checkConfig(String name, Value value) {
    String allowed = CONFIGS.get(name);
    if (allowed == null) {
      throw Refusals.invalid(
              "instance.redis_configs", "Redis config parameter '" + name + "' is not supported.")
          .asException();
    }
    if (!(value instanceof Value.Text(var text)) || !text.matches(allowed)) {
      throw Refusals.invalid(
              "instance.redis_configs",
              "Invalid value for the Redis config parameter '" + name + "'.")
          .asException();
    }
  }

  /// @param fields what a change names
  static void checkChangeable(List<String> fields) {
    if (fields.isEmpty()) {
      throw Refusals.emptyMask().asException();
    }
    for (String field : fields) {
      String top = field.contains(".") ? field.substring(0, field.indexOf('.')) : field;
      if (!CHANGEABLE.contains(top)) {
        throw Refusals.fixed(top).asException();
      }
    }
  }

  static void checkUpgrade(String from, String to) {
    if (VERSIONS.indexOf(to) <= VERSIONS.indexOf(from)) {
      throw Refusals.invalid(
              "redis_version",
              "Invalid redis version: " + to + " is not newer than the current " + from + ".")
          .asException();
    }
  }

  static boolean isStandard(Fields body) {
    return body.text("tier").orElse("").equals("STANDARD_HA");
  }

  static int number(Fields body, String field, int otherwise) {
    return body.at(field)
        .map(v -> v instanceof Value.Num(var n) ? n.intValue() : otherwise)
        .orElse(otherwise);
  }
}
