package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Reachable;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.store.Entry;
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

/// Cloud SQL. An instance of PostgreSQL 13 to 17 has a real server behind it; one of another
/// version, or of MySQL or SQL Server, is answered for by the control plane alone: it becomes
/// RUNNABLE, and nothing listens at its address.
public final class SqlService implements Service {
  private static final String ONE = "sql/v1beta4/projects/{project}/instances/{instance}";

  private final ControlPlane plane;
  private final Servers servers;

  /// Where those listened that an outage has ended: their addresses stay theirs.
  private final SortedMap<InstanceKey, Loopback> out =
      new java.util.concurrent.ConcurrentSkipListMap<>();

  private final Instances instances;
  private final Changes changes;
  private final Clock real;

  /// @param programs where PostgreSQL's programs are unpacked, for all emulators of this machine
  /// @param temporary a folder with a short path, for sockets
  /// @param real the machine's clock
  public SqlService(ControlPlane plane, Path programs, Path temporary, Clock real) {
    this.plane = plane;
    this.real = real;
    servers = new Servers(plane.folder("sql"), programs, temporary, real);
    instances = new Instances(plane, servers);
    changes = new Changes(plane, instances, servers);
  }

  @Override
  public String host() {
    return Instances.HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("sql/v1/", "sql/v1beta4/");
    into.alias("v1/", "sql/v1beta4/");
    into.behavior(Instances.TYPE, instances);
    InstanceRoutes whole = new InstanceRoutes(plane, instances);
    into.route(Verb.PATCH, "sql/v1beta4/projects/{project}/instances/{name}", whole::patch);
    into.route(Verb.PUT, "sql/v1beta4/projects/{project}/instances/{name}", whole::replace);
    into.route(Verb.POST, ONE + "/restart", whole::restart);
    UserRoutes users = new UserRoutes(plane, instances, changes);
    into.route(Verb.GET, ONE + "/users", users::list);
    into.route(Verb.GET, ONE + "/users/{name}", users::get);
    into.route(Verb.POST, ONE + "/users", users::insert);
    into.route(Verb.PUT, ONE + "/users", users::update);
    into.route(Verb.DELETE, ONE + "/users", users::delete);
    DatabaseRoutes databases = new DatabaseRoutes(plane, instances, changes);
    into.route(Verb.GET, ONE + "/databases", databases::list);
    into.route(Verb.GET, ONE + "/databases/{name}", databases::get);
    into.route(Verb.POST, ONE + "/databases", databases::insert);
    into.route(Verb.PATCH, ONE + "/databases/{name}", databases::update);
    into.route(Verb.PUT, ONE + "/databases/{name}", databases::update);
    into.route(Verb.DELETE, ONE + "/databases/{name}", databases::delete);
    CertificateRoutes certificates =
        new CertificateRoutes(plane, instances, changes, servers, real);
    into.route(Verb.GET, ONE + "/sslCerts", certificates::list);
    into.route(Verb.GET, ONE + "/sslCerts/{fingerprint}", certificates::get);
    into.route(Verb.POST, ONE + "/sslCerts", certificates::insert);
    into.route(Verb.DELETE, ONE + "/sslCerts/{fingerprint}", certificates::delete);
    into.route(Verb.GET, ONE + "/listServerCas", certificates::serverAuthorities);
    into.route(Verb.GET, ONE + "/connectSettings", certificates::connectSettings);
    into.route(Verb.POST, ONE + ":generateEphemeralCert", certificates::generateEphemeral);
    into.route(Verb.POST, ONE + "/createEphemeral", certificates::createEphemeral);
    BackupRoutes backups = new BackupRoutes(plane, instances, changes);
    into.route(Verb.GET, ONE + "/backupRuns", backups::list);
    into.route(Verb.GET, ONE + "/backupRuns/{id}", backups::get);
    into.route(Verb.POST, ONE + "/backupRuns", backups::insert);
    into.route(Verb.DELETE, ONE + "/backupRuns/{id}", backups::delete);
    Listings listings = new Listings(plane);
    into.route(Verb.GET, "sql/v1beta4/projects/{project}/operations", listings::operations);
    into.route(
        Verb.GET, "sql/v1beta4/projects/{project}/operations/{operation}", listings::operation);
    into.route(Verb.GET, "sql/v1beta4/projects/{project}/tiers", listings::tiers);
    into.open(Verb.GET, "sql/v1beta4/flags", listings::flags);
  }

  /// Servers come back at once and side by side; who needs one before it is there waits for it.
  @Override
  public void start() {
    List<Entry> standing =
        plane.store().under(Instances.HOST + "/").stream()
            .filter(e -> e.type().equals(Instances.TYPE))
            .toList();
    try {
      servers.keepOnly(standing.stream().map(e -> Instances.key(e.key())).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Entry entry : standing) {
      InstanceKey key = Instances.key(entry.key());
      if (entry.body().text("state").orElse("").equals("RUNNABLE")
          && Instances.isOn(entry.body())) {
        instances.spec(key, entry.body()).ifPresent(spec -> servers.bringBack(key, spec));
      }
    }
  }

  @Override
  public List<Reachable> reachable() {
    SortedMap<InstanceKey, Loopback> places = new TreeMap<>(out);
    places.putAll(servers.places());
    List<Reachable> all = new ArrayList<>();
    for (Map.Entry<InstanceKey, Loopback> place : places.entrySet()) {
      Fields body =
          plane.store().get(instances.stored(place.getKey())).map(Entry::body).orElse(Fields.EMPTY);
      List<String> addresses = new ArrayList<>(PrivateServices.addresses(body, "PRIVATE"));
      addresses.addAll(PrivateServices.addresses(body, "PRIMARY"));
      String resource =
          "projects/" + place.getKey().project() + "/instances/" + place.getKey().name();
      Loopback at = place.getValue();
      for (String address : addresses) {
        all.add(
            new Reachable(
                Instances.HOST, resource, address, Loopback.DATABASE, at.host(), at.port()));
        all.add(
            new Reachable(Instances.HOST, resource, address, Loopback.GATE, at.host(), at.gate()));
      }
    }
    return all;
  }

  @Override
  public boolean interrupt(String resource) {
    SortedMap<InstanceKey, Loopback> places = servers.places();
    Optional<InstanceKey> running =
        places.keySet().stream()
            .filter(k -> resource.equals("projects/" + k.project() + "/instances/" + k.name()))
            .findFirst();
    running.ifPresent(key -> out.put(key, places.get(key)));
    try {
      if (running.isPresent()) {
        servers.stop(running.get());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return running.isPresent();
  }

  @Override
  public void recover(String resource) {
    for (Entry entry : plane.store().under(Instances.HOST + "/")) {
      if (entry.type().equals(Instances.TYPE)) {
        InstanceKey key = Instances.key(entry.key());
        if (resource.equals("projects/" + key.project() + "/instances/" + key.name())) {
          out.remove(key);
          instances.spec(key, entry.body()).ifPresent(spec -> servers.bringBack(key, spec));
        }
      }
    }
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
