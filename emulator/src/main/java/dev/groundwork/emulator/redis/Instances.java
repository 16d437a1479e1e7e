package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.control.Work;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.emulator.tls.Authority;
import dev.groundwork.emulator.tls.Pem;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is special about Memorystore's instances: what they are completed with, what is refused,
/// and the servers behind them.
final class Instances implements Behavior {
  static final String HOST = "redis.googleapis.com";
  static final String TYPE = "redis.Instance";
  private static final String METADATA = "google.cloud.redis.v1.OperationMetadata";

  private final ControlPlane plane;
  private final Servers servers;
  private final Networking networking;
  private final Clock real;

  /// @param real the machine's clock: certificates are checked by real clients
  Instances(ControlPlane plane, Servers servers, Clock real) {
    this.plane = plane;
    this.servers = servers;
    this.real = real;
    networking = new Networking(plane);
  }

  @Override
  public Fields create(Edit edit, Fields wanted) {
    Rules.check(wanted);
    Fields body = placed(edit, completed(edit, wanted));
    return body.with("state", "CREATING");
  }

  private Fields completed(Edit edit, Fields wanted) {
    String region = edit.path("region");
    String zone = wanted.text("locationId").orElse(region + "-a");
    if (!zone.startsWith(region + "-")) {
      throw Refusals.invalid(
              "instance.location_id",
              "Location '" + zone + "' is not a zone of region '" + region + "'.")
          .asException();
    }
    boolean readers = wanted.text("readReplicasMode").orElse("").equals("READ_REPLICAS_ENABLED");
    String number =
        plane
            .projects()
            .find(edit.transaction(), edit.path("project"))
            .map(p -> p.number())
            .orElse("0");
    Fields body =
        wanted
            .with("locationId", zone)
            .with("currentLocationId", zone)
            .with("redisVersion", wanted.text("redisVersion").orElse("REDIS_7_0"))
            .with("readReplicasMode", readers ? "READ_REPLICAS_ENABLED" : "READ_REPLICAS_DISABLED")
            .with("port", isEncrypted(wanted) ? ServerSpec.TLS_PORT : ServerSpec.PLAIN_PORT)
            .with(
                "persistenceIamIdentity",
                "serviceAccount:service-" + number + "@cloud-redis.iam.gserviceaccount.com");
    if (Rules.isStandard(body) && body.text("alternativeLocationId").isEmpty()) {
      body = body.with("alternativeLocationId", region + (zone.endsWith("-a") ? "-b" : "-a"));
    }
    if (readers && body.get("replicaCount").isEmpty()) {
      body = body.with("replicaCount", 2);
    }
    return scheduled(body);
  }

  /// With what is said of saving and maintenance in full.
  private Fields scheduled(Fields body) {
    Instant now = plane.clock().instant();
    Fields full = body;
    if (!full.text("persistenceConfig.persistenceMode").orElse("").equals("RDB")) {
      full = full.with("persistenceConfig", Fields.EMPTY.with("persistenceMode", "DISABLED"));
    } else {
      String period = full.text("persistenceConfig.rdbSnapshotPeriod").orElse("TWENTY_FOUR_HOURS");
      Instant start =
          full.text("persistenceConfig.rdbSnapshotStartTime").map(Instant::parse).orElse(now);
      Instant next = start;
      while (!next.isAfter(now)) {
        next = next.plus(period(period));
      }
      full =
          full.with("persistenceConfig.rdbSnapshotPeriod", period)
              .with("persistenceConfig.rdbSnapshotStartTime", Times.micros(start))
              .with("persistenceConfig.rdbNextSnapshotTime", Times.micros(next));
    }
    if (!full.fields("maintenancePolicy").isEmpty()) {
      List<Value> windows =
          full.items("maintenancePolicy.weeklyMaintenanceWindow").stream()
              .<Value>map(w -> w instanceof Fields f ? f.with("duration", "3600s") : w)
              .toList();
      full =
          full.with("maintenancePolicy.weeklyMaintenanceWindow", new Value.Items(windows))
              .with(
                  "maintenancePolicy.createTime",
                  full.text("maintenancePolicy.createTime").orElse(Times.micros(now)))
              .with("maintenancePolicy.updateTime", Times.micros(now));
    }
    return full;
  }

  private static Duration period(String name) {
    return switch (name) {
      case "ONE_HOUR" -> Duration.ofHours(1);
      case "SIX_HOURS" -> Duration.ofHours(6);
      case "TWELVE_HOURS" -> Duration.ofHours(12);
      default -> Duration.ofHours(24);
    };
  }

  private Fields placed(Edit edit, Fields body) {
    return networking.placed(edit, body).with("nodes", nodes(body));
  }

  private static Value nodes(Fields body) {
    String zone = body.text("locationId").orElse("");
    int replicas = Rules.isStandard(body) ? Math.max(1, Rules.number(body, "replicaCount", 1)) : 0;
    List<Value> nodes = new java.util.ArrayList<>();
    for (int i = 0; i <= replicas; i++) {
      String own = i % 2 == 0 ? zone : body.text("alternativeLocationId").orElse(zone);
      nodes.add(Fields.EMPTY.with("id", "node-" + i).with("zone", own));
    }
    return new Value.Items(nodes);
  }

  @Override
  public Fields update(Edit edit, Fields before, Fields after) {
    checkIdle(edit.key());
    if (edit.ask().request().path().endsWith(":upgrade")) {
      Rules.checkUpgrade(
          before.text("redisVersion").orElse(""), after.text("redisVersion").orElse(""));
    } else {
      Rules.checkChangeable(Masks.paths(edit.ask().queryOr("updateMask", "")));
      Rules.check(after);
    }
    return scheduled(after).with("nodes", nodes(after));
  }

  /// @throws dev.groundwork.emulator.control.Refused when an operation on the instance has not
  ///   ended
  void checkIdle(String stored) {
    if (!plane.operations().on(stored).isEmpty()) {
      throw Refusals.busy(InstanceKey.of(stored)).asException();
    }
  }

  @Override
  public void delete(Edit edit, Entry current) {
    checkIdle(edit.key());
  }

  @Override
  public Optional<Work> work(Operation operation) {
    InstanceKey key = InstanceKey.of(operation.target());
    return Optional.of(
        switch (operation.action()) {
          case CREATE -> () -> raise(key, operation);
          case DELETE ->
              () -> {
                servers.delete(key);
                return new Work.Outcome.Done();
              };
          case UPDATE, READ, LIST -> () -> change(key, operation);
        });
  }

  private Work.Outcome raise(InstanceKey key, Operation operation) throws IOException {
    Fields body = plane.store().get(operation.target()).map(Entry::body).orElse(Fields.EMPTY);
    try {
      // what an interrupted or failed creation has left holds nobody's keys
      servers.delete(key);
      servers.up(key, spec(body));
    } catch (Servers.Unavailable e) {
      servers.delete(key);
      return failed("Groundwork's emulator has " + e.getMessage());
    }
    if (!isEncrypted(body)) {
      return new Work.Outcome.Done();
    }
    Fields certificate =
        certificate(servers.ask(key, server -> server.authority(real.instant())).certificate());
    return new Work.Outcome.Done(
        e -> e.withBody(e.body().with("serverCaCerts", Value.list(certificate))));
  }

  private Work.Outcome change(InstanceKey key, Operation operation) throws IOException {
    Fields body = plane.store().get(operation.target()).map(Entry::body).orElse(Fields.EMPTY);
    Fields before = operation.before().map(b -> b.fields("body")).orElse(body);
    try {
      if (!before.flag("authEnabled") && body.flag("authEnabled")) {
        servers.ask(
            key,
            server -> {
              server.changePassword();
              return server;
            });
      }
      servers.up(key, spec(body));
      boolean resized = !body.get("memorySizeGb").equals(before.get("memorySizeGb"));
      if (resized && !Rules.isStandard(body)) {
        // a basic instance is resized by replacing its only node
        servers.ask(
            key,
            server -> {
              server.flush();
              return server;
            });
      }
      if (operation.verb().equals("failover") || operation.verb().equals("upgrade")) {
        servers.ask(
            key,
            server -> {
              server.disconnect();
              return server;
            });
      }
      return new Work.Outcome.Done();
    } catch (IOException e) {
      servers.up(key, spec(before));
      return failed("Redis does not take these settings: " + e.getMessage());
    }
  }

  private static Work.Outcome failed(String message) {
    return new Work.Outcome.Failed(
        new Refusal(500, "INTERNAL", "internalError", message, List.of()));
  }

  /// What the instance asks of its server.
  static ServerSpec spec(Fields body) {
    Map<String, String> configs = new TreeMap<>();
    body.fields("redisConfigs")
        .values()
        .forEach((name, value) -> configs.put(name, value instanceof Value.Text(var t) ? t : ""));
    return new ServerSpec(
        body.flag("authEnabled"),
        isEncrypted(body),
        body.text("host").orElse("127.0.0.1"),
        (long) Rules.number(body, "memorySizeGb", 1) << 30,
        configs);
  }

  private static boolean isEncrypted(Fields body) {
    return body.text("transitEncryptionMode").orElse("").equals("SERVER_AUTHENTICATION");
  }

  private static Fields certificate(X509Certificate certificate) {
    return Fields.EMPTY
        .with("serialNumber", certificate.getSerialNumber().toString())
        .with("cert", Pem.write(certificate))
        .with("createTime", Times.micros(certificate.getNotBefore().toInstant()))
        .with("expireTime", Times.micros(certificate.getNotAfter().toInstant()))
        .with("sha1Fingerprint", Authority.sha1Fingerprint(certificate));
  }

  @Override
  public Entry settled(Transaction transaction, Operation operation, Entry now) {
    return operation.action() == Action.CREATE
        ? now.withBody(now.body().with("state", "READY"))
        : now;
  }

  @Override
  public Fields show(Entry entry) {
    if (Busy.isBeingDeleted(entry)) {
      return entry.body().with("state", "DELETING");
    }
    boolean changing =
        entry.body().text("state").orElse("").equals("READY")
            && !plane.operations().on(entry.key()).isEmpty();
    return changing ? entry.body().with("state", "UPDATING") : entry.body();
  }

  @Override
  public Optional<Fields> metadata(Operation operation, Entry target) {
    Fields metadata =
        Fields.EMPTY
            .with("apiVersion", "v1")
            .with("createTime", Times.micros(operation.began()))
            .with("target", InstanceKey.of(operation.target()).toString())
            .with("verb", operation.verb().toLowerCase(Locale.ROOT));
    if (operation.ended().isPresent()) {
      metadata = metadata.with("endTime", Times.micros(operation.ended().get()));
    }
    return Optional.of(Operation.typed(METADATA, metadata));
  }

  /// The instance as it is when the operation has ended, which it has not quite yet.
  @Override
  public Optional<Fields> response(Operation operation, Entry target) {
    return operation.action() == Action.DELETE
        ? Optional.empty()
        : Optional.of(
            Operation.typed(
                "google.cloud.redis.v1.Instance", target.body().with("state", "READY")));
  }

  /// The network is looked for here, in Memorystore's own words.
  @Override
  public boolean refusesMissing(String field) {
    return !field.equals("authorizedNetwork");
  }

  @Override
  public Optional<Refusal> present(Ask ask, String relativeName) {
    return Optional.of(Refusal.alreadyExists("Resource '" + relativeName + "' already exists"));
  }
}
