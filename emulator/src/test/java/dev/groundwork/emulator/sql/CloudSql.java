package dev.groundwork.emulator.sql;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.http.HttpFront;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.ShapeArchive;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Cloud SQL for tests: the service alone, in a project `p` that has what an instance refers to.
final class CloudSql implements AutoCloseable {
  static final Path PROGRAMS = new dev.groundwork.emulator.Emulator.Options(false, 1).programs();

  final ControlPlane plane;
  private final SqlService service;

  CloudSql(Path folder) {
    this(folder, false);
  }

  CloudSql(Path folder, boolean realistic) {
    Clock clock = Clock.systemUTC();
    plane =
        new ControlPlane(
            Catalog.standard(),
            ShapeArchive.standard(),
            folder,
            clock,
            new Random(1),
            1,
            realistic);
    service = new SqlService(plane, PROGRAMS, Path.of(System.getProperty("java.io.tmpdir")), clock);
    plane.open(List.of(service));
    if (plane.projects().find("p").isEmpty()) {
      furnish();
    }
  }

  private void furnish() {
    put(
        Projects.key("p"),
        "cloudresourcemanager.Project",
        Fields.EMPTY
            .with("projectId", "p")
            .with("name", "projects/123456")
            .with("state", "ACTIVE"));
    put(Projects.numberKey("123456"), "number", Fields.EMPTY.with("projectId", "p"));
    put(
        Projects.apiKey("p", "sqladmin.googleapis.com"),
        "serviceusage.Service",
        Fields.EMPTY.with("state", "ENABLED"));
    for (String network : List.of("peered", "lonely")) {
      put(
          "compute.googleapis.com/projects/p/global/networks/" + network,
          "compute.Network",
          Fields.EMPTY.with("name", network));
    }
    put(
        "compute.googleapis.com/projects/p/global/addresses/range",
        "compute.GlobalAddress",
        Fields.EMPTY.with("address", "10.60.0.0").with("prefixLength", 16));
    put(
        "servicenetworking.googleapis.com/projects/p/global/networks/peered",
        "servicenetworking.Connection",
        Fields.EMPTY
            .with("network", "projects/123456/global/networks/peered")
            .with("reservedPeeringRanges", Value.list(Value.of("range"))));
  }

  void put(String key, String type, Fields body) {
    plane.store().run(t -> t.put(Entry.of(key, type, body)));
  }

  Reply call(String verb, String pathAndQuery, Fields body) {
    return answer(verb, "/sql/v1beta4/projects/p/" + pathAndQuery, body);
  }

  Reply answer(String verb, String pathAndQuery) {
    return answer(verb, pathAndQuery, Fields.EMPTY);
  }

  private Reply answer(String verb, String pathAndQuery, Fields body) {
    String[] parts = pathAndQuery.split("\\?", 2);
    Map<String, List<String>> query = new LinkedHashMap<>();
    if (parts.length > 1) {
      Arrays.stream(parts[1].split("&", -1))
          .forEach(p ->
              query.put(p.split("=", -1)[0], List.of(p.split("=", -1)[1].replace("%25", "%"))));
    }
    Payload payload = body.isEmpty() ? Payload.NONE : Payload.of(Json.write(body));
    return plane.answer(
        new Request(
            verb,
            Instances.HOST,
            parts[0],
            query,
            Map.of("content-type", "application/json"),
            payload));
  }

  Fields get(String path) {
    return body(call("GET", path, Fields.EMPTY));
  }

  static Fields body(Reply reply) {
    return reply.json().map(v -> (Fields) v).orElse(Fields.EMPTY);
  }

  /// Calls, waits for the operation and says how it ended.
  Fields done(String verb, String path, Fields body) {
    Reply reply = call(verb, path, body);
    if (reply.status() != 200) {
      throw new AssertionError(verb + " " + path + ": " + body(reply));
    }
    String name = body(reply).text("name").orElseThrow();
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (System.nanoTime() < end) {
      Fields operation = get("operations/" + name);
      if (operation.text("status").orElse("").equals("DONE")) {
        return operation;
      }
      Thread.onSpinWait();
    }
    throw new AssertionError("never done: " + path);
  }

  /// A description of a PostgreSQL in the peered network, without a public address.
  static Fields postgres(String name, int major) {
    return Fields.EMPTY
        .with("name", name)
        .with("databaseVersion", "POSTGRES_" + major)
        .with("region", "us-central1")
        .with("rootPassword", "root-secret")
        .with("settings.tier", "db-f1-micro")
        .with("settings.edition", "ENTERPRISE")
        .with("settings.ipConfiguration.ipv4Enabled", false)
        .with("settings.ipConfiguration.privateNetwork", "projects/p/global/networks/peered")
        .with("settings.ipConfiguration.sslMode", "ENCRYPTED_ONLY");
  }

  Reachable reachable(String instance, int port) {
    return plane.reachable().stream()
        .filter(r -> r.resource().endsWith("/" + instance) && r.port() == port)
        .findFirst()
        .orElseThrow();
  }

  HttpFront listen() {
    return new HttpFront(InetAddress.getLoopbackAddress(), 0, plane::answer);
  }

  /// Advances the clock and waits for the work until the instance stands.
  void advanceUntilRunnable(String instance) {
    plane.advance(Duration.ofHours(1));
    long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!get("instances/" + instance).text("state").orElse("").equals("RUNNABLE")) {
      if (System.nanoTime() > end) {
        throw new AssertionError(instance + " never stands");
      }
      Thread.onSpinWait();
    }
  }

  /// What is left when the emulator is killed: its servers run on, its own sockets are closed.
  void abandon() {
    service.abandon();
    plane.store().close();
  }

  @Override
  public void close() {
    plane.close();
  }
}
