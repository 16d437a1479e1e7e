package dev.groundwork.emulator.redis;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Kind;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.control.Starts;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// Memorystore for Redis. Every instance has a real Redis server behind it: the one installed on
/// the machine, else the one that came with the emulator; which, is in the emulator's log.
public final class RedisService implements Service {
  private static final String ONE = "v1/projects/{project}/locations/{region}/instances/{name}";

  private final ControlPlane plane;
  private final Servers servers;
  private final Instances instances;
  private final Kind kind;

  /// Where those listened that an outage has ended: their addresses stay theirs.
  private final SortedMap<InstanceKey, Place> out = new ConcurrentSkipListMap<>();

  /// @param programs where Redis' program is unpacked, for all emulators of this machine
  /// @param temporary a folder with a short path, for sockets
  /// @param real the machine's clock
  public RedisService(ControlPlane plane, Path programs, Path temporary, Clock real) {
    this.plane = plane;
    servers = new Servers(plane.folder("redis"), programs, temporary, real);
    instances = new Instances(plane, servers, real);
    kind = new Kind(plane.catalog().get(Instances.TYPE));
  }

  @Override
  public String host() {
    return Instances.HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta1/", "v1/");
    into.behavior(Instances.TYPE, instances);
    into.route(Verb.GET, ONE + "/authString", this::authString);
    into.route(Verb.POST, ONE + ":failover", this::failover);
  }

  private Reply authString(Ask ask) {
    Entry instance = require(ask);
    if (!instance.body().flag("authEnabled")) {
      return Reply.empty();
    }
    try {
      String password = servers.ask(InstanceKey.of(instance.key()), Server::password);
      return Reply.ok(Fields.EMPTY.with("authString", password));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Reply failover(Ask ask) {
    Entry instance = require(ask);
    return plane
        .store()
        .change(transaction -> {
          instances.checkIdle(instance.key());
          Fields before = instance.body();
          if (!Rules.isStandard(before)) {
            throw Refusals.basicHasNoFailover().asException();
          }
          String primary = before.text("locationId").orElse("");
          boolean away = !before.text("currentLocationId").orElse("").equals(primary);
          Fields after =
              before.with(
                  "currentLocationId",
                  away ? primary : before.text("alternativeLocationId").orElse(primary));
          transaction.put(instance.withBody(after));
          Operation.Start start =
              Starts.of(kind, ask.path(), Action.UPDATE, "failover", after).from(instance);
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  private Entry require(Ask ask) {
    return plane
        .store()
        .get(kind.key(ask.path()))
        .orElseThrow(() ->
            Refusal.notFound("Resource '" + kind.relativeName(ask.path()) + "' was not found")
                .asException());
  }

  /// Servers come back at once and side by side; who needs one before it is there waits for it.
  @Override
  public void start() {
    List<Entry> standing =
        plane.store().under(Instances.HOST + "/").stream()
            .filter(e -> e.type().equals(Instances.TYPE))
            .toList();
    try {
      servers.keepOnly(standing.stream().map(e -> InstanceKey.of(e.key())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Entry entry : standing) {
      if (entry.body().text("state").orElse("").equals("READY")) {
        servers.bringBack(InstanceKey.of(entry.key()), Instances.spec(entry.body()));
      }
    }
  }

  @Override
  public List<Reachable> reachable() {
    List<Reachable> all = new ArrayList<>();
    SortedMap<InstanceKey, Place> places = new TreeMap<>(out);
    places.putAll(servers.places());
    for (Map.Entry<InstanceKey, Place> place : places.entrySet()) {
      String resource = place.getKey().toString();
      Fields body =
          plane.store().get(Instances.HOST + "/" + resource).map(Entry::body).orElse(Fields.EMPTY);
      Place at = place.getValue();
      body.text("host")
          .ifPresent(address ->
              all.add(
                  new Reachable(
                      Instances.HOST,
                      resource,
                      address,
                      Rules.number(body, "port", ServerSpec.PLAIN_PORT),
                      at.host(),
                      at.port())));
    }
    return all;
  }

  @Override
  public boolean interrupt(String resource) {
    InstanceKey key = InstanceKey.of(Instances.HOST + "/" + resource);
    Optional<Place> place = Optional.ofNullable(servers.places().get(key));
    place.ifPresent(at -> {
      out.put(key, at);
      servers.end(key);
    });
    return place.isPresent();
  }

  @Override
  public void recover(String resource) {
    String key = Instances.HOST + "/" + resource;
    out.remove(InstanceKey.of(key));
    plane
        .store()
        .get(key)
        .filter(e -> e.type().equals(Instances.TYPE))
        .ifPresent(e -> servers.bringBack(InstanceKey.of(key), Instances.spec(e.body())));
  }

  @Override
  public void close() {
    servers.close();
  }

  /// Lets go of the servers without ending them: what the end of this process by force would do.
  void abandon() {
    servers.abandon();
  }

  @Override
  public void erase() {
    out.clear();
    try {
      servers.erase();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
