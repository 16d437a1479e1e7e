package dev.groundwork.emulator.run;

import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.credentials.Machine;
import dev.groundwork.emulator.credentials.MetadataServer;
import dev.groundwork.emulator.process.Children;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Starts containers: as the process that stands for their image on this machine, with the
/// environment that Cloud Run gives.
final class Launcher {
  private final ControlPlane plane;
  private final Images images;
  private final Children children;
  private final Secrets secrets;
  private final Engine engine;
  private final Path folder;
  private final Map<Machine, MetadataServer> metadata = new ConcurrentHashMap<>();

  Launcher(
      ControlPlane plane,
      Images images,
      Children children,
      Secrets secrets,
      Engine engine,
      Path folder) {
    this.plane = plane;
    this.engine = engine;
    this.images = images;
    this.children = children;
    this.secrets = secrets;
    this.folder = folder;
  }

  /// One container to start.
  ///
  /// @param place of the service or job
  /// @param part its revision or execution
  /// @param template that holds the container, with its defaults
  /// @param variables that Cloud Run adds
  record Order(Place place, String part, Fields template, Map<String, String> variables) {
    Fields container() {
      List<Value> all = template.items("containers");
      return all.stream()
          .map(v -> (Fields) v)
          .filter(c -> c.get("ports").isPresent())
          .findFirst()
          .orElseGet(() -> (Fields) all.getFirst());
    }

    String image() {
      return container().text("image").orElse("");
    }

    String account() {
      return template.text("serviceAccount").orElse("");
    }
  }

  /// Why the image cannot run here; empty when it can.
  Optional<Problem> missing(String image) {
    Optional<Images.Local> local = images.find(image);
    if (local.isEmpty() && (Sample.plays(image) || engine.find().isPresent())) {
      return Optional.empty();
    }
    if (local.filter(l -> Files.isDirectory(l.folder())).isPresent()) {
      return Optional.empty();
    }
    String known =
        local
            .map(l -> "the folder " + l.folder() + " of its local command is not there")
            .orElse("neither Docker nor Podman answers, and no local command stands for it");
    return Optional.of(
        Problem.common(
            "CONTAINER_MISSING",
            "Image '"
                + image
                + "' not found. On this machine "
                + known
                + ": say what to run in its place with `groundwork emulator image add "
                + image
                + " --folder DIR -- COMMAND`, then deploy again."));
  }

  /// A server, ready for requests.
  Instance serve(Order order) throws NotStarted {
    Fields container = order.container();
    if (images.find(order.image()).isEmpty() && Sample.plays(order.image())) {
      return new Sample(order.place().name(), order.part());
    }
    int port = ProcessInstance.freePort();
    Map<String, String> own = new TreeMap<>(order.variables());
    own.put("PORT", Integer.toString(port));
    Children.Child child = start(order, own, plane.ids().hex(32));
    ProcessInstance instance =
        ProcessInstance.of(children, child, port, Probe.of(container, "livenessProbe"));
    instance.awaitReady(
        Probe.of(container, "startupProbe").orElseThrow(), Templates.port(container));
    return instance;
  }

  /// A process that runs to its end.
  Children.Child run(Order order) throws NotStarted {
    return start(order, order.variables(), plane.ids().hex(32));
  }

  private Children.Child start(Order order, Map<String, String> own, String instance)
      throws NotStarted {
    Optional<Problem> missing = missing(order.image());
    if (missing.isPresent()) {
      throw new NotStarted(missing.get());
    }
    Optional<Images.Local> local = images.find(order.image());
    try {
      Map<String, String> environment = environment(order, local, own);
      Children.Child child =
          local.isPresent()
              ? process(order, local.get(), environment)
              : container(order, environment, instance);
      output(order.place(), order.part(), instance).follow(child.process());
      return child;
    } catch (IOException e) {
      throw new NotStarted(
          Problem.common(
              "CONTAINER_MISSING",
              "What runs image '"
                  + order.image()
                  + "' on this machine cannot be started: "
                  + e.getMessage()));
    }
  }

  private Children.Child process(Order order, Images.Local local, Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(local.command());
    command.addAll(texts(order.container(), "args"));
    return children.start(command, local.folder(), environment);
  }

  private Children.Child container(Order order, Map<String, String> environment, String instance)
      throws IOException {
    String name = "groundwork-" + instance;
    List<String> command =
        Engine.command(
            engine.find().orElseThrow(() -> new IOException("neither Docker nor Podman answers")),
            name,
            order.image(),
            environment.keySet(),
            texts(order.container(), "command"),
            texts(order.container(), "args"));
    Children.Child child = children.start(command, folder, environment);
    var _ = child.process().onExit().thenRun(() -> engine.remove(name));
    return child;
  }

  /// Where what a revision or execution writes goes.
  Output output(Place place, String part, String instance) {
    boolean service = place.kind().equals("services");
    Map<String, String> labels =
        service
            ? Map.of(
                "project_id", place.project(),
                "location", place.region(),
                "service_name", place.name(),
                "configuration_name", place.name(),
                "revision_name", part)
            : Map.of(
                "project_id", place.project(),
                "location", place.region(),
                "job_name", place.name());
    Path file =
        folder
            .resolve("logs")
            .resolve(place.project())
            .resolve(place.region())
            .resolve(place.name())
            .resolve(part + ".log");
    return new Output(
        plane.logs(),
        plane.clock(),
        place.project(),
        new LogEntry.Resource(service ? "cloud_run_revision" : "cloud_run_job", labels),
        instance,
        file);
  }

  private static List<String> texts(Fields body, String field) {
    return body.items(field).stream()
        .map(v -> v instanceof Value.Text(var text) ? text : "")
        .toList();
  }

  private Map<String, String> environment(
      Order order, Optional<Images.Local> local, Map<String, String> own) throws NotStarted {
    Map<String, String> all = new TreeMap<>(endpoints());
    String project = order.place().project();
    String number = plane.projects().find(project).map(Projects.Project::number).orElse("0");
    Machine machine = new Machine(project, number, order.place().region(), order.account());
    all.put(
        "GCE_METADATA_HOST",
        metadata.computeIfAbsent(machine, m -> new MetadataServer(plane, m)).address());
    all.put("GCE_METADATA_IP", all.get("GCE_METADATA_HOST"));
    all.put("GOOGLE_CLOUD_PROJECT", project);
    local.ifPresent(l -> all.putAll(l.environment()));
    Fields container = order.container();
    int index = order.template().items("containers").indexOf(container);
    for (Value value : container.items("env")) {
      Fields variable = (Fields) value;
      if (variable.get("valueSource").isEmpty()) {
        all.put(variable.text("name").orElse(""), variable.text("value").orElse(""));
      }
    }
    all.putAll(secrets.variables(container, index, project, order.account()));
    all.putAll(own);
    return Inside.isIn(order.template()) ? Inside.told(all, plane.reachable()) : all;
  }

  /// Where clients in the container find the emulator.
  private Map<String, String> endpoints() {
    Map<String, String> all = new TreeMap<>();
    plane
        .address()
        .ifPresent(base -> {
          all.put("GROUNDWORK_EMULATOR_URL", base.toString());
          all.put("STORAGE_EMULATOR_HOST", base.toString());
          for (ResourceType type : plane.catalog().types()) {
            if (type.host().endsWith(".googleapis.com")) {
              String label = type.host().replace(".googleapis.com", "");
              all.put(
                  "CLOUDSDK_API_ENDPOINT_OVERRIDES_"
                      + (label.equals("sqladmin") ? "sql" : label).toUpperCase(Locale.ROOT),
                  base + "/" + type.host() + "/" + prefix(label));
            }
          }
        });
    return all;
  }

  private static String prefix(String label) {
    return switch (label) {
      case "compute" -> "compute/v1/";
      case "dns" -> "dns/v1/";
      case "storage" -> "storage/v1/";
      case "bigquery" -> "bigquery/v2/";
      default -> "";
    };
  }

  Images images() {
    return images;
  }

  void close() {
    children.endAll(Fleet.GRACE);
    metadata.values().forEach(MetadataServer::close);
    metadata.clear();
  }
}
