package dev.groundwork.emulator;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.access.Mode;
import dev.groundwork.emulator.artifactregistry.ArtifactRegistry;
import dev.groundwork.emulator.bigquery.BigQuery;
import dev.groundwork.emulator.billing.Billing;
import dev.groundwork.emulator.cloudbuild.CloudBuild;
import dev.groundwork.emulator.cloudscheduler.Scheduler;
import dev.groundwork.emulator.compute.Compute;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.credentials.Credentials;
import dev.groundwork.emulator.dns.Dns;
import dev.groundwork.emulator.http.HttpFront;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.iam.Iam;
import dev.groundwork.emulator.kms.Kms;
import dev.groundwork.emulator.logging.Logging;
import dev.groundwork.emulator.monitoring.Monitoring;
import dev.groundwork.emulator.pubsub.PubSub;
import dev.groundwork.emulator.redis.RedisService;
import dev.groundwork.emulator.resourcemanager.ResourceManager;
import dev.groundwork.emulator.run.CloudRun;
import dev.groundwork.emulator.run.Images;
import dev.groundwork.emulator.secretmanager.SecretManager;
import dev.groundwork.emulator.servicenetworking.ServiceNetworking;
import dev.groundwork.emulator.serviceusage.ServiceUsage;
import dev.groundwork.emulator.sql.SqlService;
import dev.groundwork.emulator.storage.Storage;
import dev.groundwork.emulator.vpcaccess.VpcAccess;
import dev.groundwork.shape.Shapes;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// Google Cloud on this machine: one port, every service. Any number can run in one process.
///
/// ```java
/// try (Emulator emulator = new Emulator(Catalog.standard(), shapes, folder, Clock.systemUTC(), new Random(), Emulator.Options.DEFAULTS)) {
///   emulator.start(0);
///   URI secrets = URI.create("http://127.0.0.1:" + emulator.port() + "/secretmanager.googleapis.com/v1/");
/// }
/// ```
public final class Emulator implements AutoCloseable {
  private final ControlPlane plane;
  private final ControlSurface surface;
  private final CloudRun run;
  private final CloudBuild builds;
  private final InetAddress address;
  private Optional<HttpFront> front = Optional.empty();
  private Optional<Tunnel> tunnel = Optional.empty();

  /// @param realistic whether operations take as long as on the real cloud, on the emulated clock
  /// @param seed of the faults
  /// @param programs where large programs are unpacked, once for all emulators of this machine
  public record Options(boolean realistic, long seed, Path programs) {
    public static final Options DEFAULTS = new Options(false, 1);

    public Options(boolean realistic, long seed) {
      this(realistic, seed, usualPrograms());
    }

    /// Root's own folder is closed to the accounts to which root gives its servers.
    private static Path usualPrograms() {
      return System.getProperty("user.name", "").equals("root")
          ? Path.of("/var/cache/groundwork")
          : Path.of(System.getProperty("user.home", "."), ".cache", "groundwork");
    }
  }

  /// @param folder where everything is kept; made when it is not there; used by one emulator at a
  ///   time
  /// @param random where ids, etags and addresses come from
  public Emulator(
      Catalog catalog, Shapes shapes, Path folder, Clock clock, Random random, Options options) {
    plane =
        new ControlPlane(
            catalog, shapes, folder, clock, random, options.seed(), options.realistic());
    address = InetAddress.getLoopbackAddress();
    surface = new ControlSurface(plane, options, this);
    // every service that does more than the catalog says; a new one is a line here
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
    run = new CloudRun(plane);
    Storage storage = new Storage(plane);
    builds = new CloudBuild(plane);
    List<Service> services = new ArrayList<>(Credentials.all(plane));
    services.addAll(
        List.of(
            new ResourceManager(plane),
            new Billing(plane),
            new Logging(plane),
            new Monitoring(plane),
            new ServiceUsage(plane),
            new Iam(plane),
            new Compute(plane),
            new ServiceNetworking(plane),
            new SqlService(plane, options.programs(), temporary, clock),
            new RedisService(plane, options.programs(), temporary, clock),
            new Scheduler(plane),
            new PubSub(plane),
            new Kms(plane),
            new Dns(plane),
            new SecretManager(plane),
            new ArtifactRegistry(plane),
            run,
            builds,
            new VpcAccess(plane),
            storage,
            new BigQuery(plane, storage.files())));
    plane.open(services);
  }

  /// Listens on the loopback address; returns when requests are answered.
  ///
  /// @param port 0 for any free one
  public synchronized void start(int port) {
    HttpFront listening = new HttpFront(address, port, this::answer, run.front());
    plane.listening(URI.create("http://127.0.0.1:" + listening.port()));
    front = Optional.of(listening);
    tunnel =
        Optional.of(
            new Tunnel(
                address,
                listening.port(),
                plane.folder("tls"),
                plane.clock(),
                this::answer,
                run.front()));
  }

  /// The port of a proxy for clients that insist on Google's own addresses, over TLS too.
  ///
  /// @throws IllegalStateException before `start`
  public synchronized int proxyPort() {
    return tunnel.orElseThrow(() -> new IllegalStateException("not started")).port();
  }

  /// The file with the certificate of the authority under which the proxy's TLS stands.
  ///
  /// @throws IllegalStateException before `start`
  public synchronized Path proxyAuthority() {
    return tunnel.orElseThrow(() -> new IllegalStateException("not started")).certificate();
  }

  /// A file with an access token for clients that insist on one: bq.
  ///
  /// @throws IllegalStateException before `start`
  public synchronized Path accessTokenFile() {
    return tunnel.orElseThrow(() -> new IllegalStateException("not started")).accessToken();
  }

  /// @throws IllegalStateException before `start`
  public synchronized int port() {
    return front.orElseThrow(() -> new IllegalStateException("not started")).port();
  }

  /// Where the emulator answers: `http://127.0.0.1:8086`.
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /// What is done about calls whose caller lacks a permission, from now on.
  public void iam(Mode mode) {
    plane.access().mode(mode);
  }

  /// What stands for container images on this machine.
  Images images() {
    return run.images();
  }

  /// What builds are made of and fired by on this machine.
  CloudBuild builds() {
    return builds;
  }

  /// For tests that set the scene.
  ControlPlane plane() {
    return plane;
  }

  /// Answers one request without a socket.
  public Reply answer(Request request) {
    return request.host().isEmpty() ? surface.answer(request) : plane.answer(request);
  }

  /// Stops answering and everything behind; what is on disk stays.
  @Override
  public synchronized void close() {
    tunnel.ifPresent(Tunnel::close);
    tunnel = Optional.empty();
    front.ifPresent(HttpFront::close);
    front = Optional.empty();
    plane.close();
  }
}
