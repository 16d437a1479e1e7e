package dev.groundwork.emulator.run;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Payload;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Version 1 of the API, which gcloud speaks: Kubernetes' paths and shapes, at an address of each
/// region's own. Every change is made through version 2, so that both see the same and refuse the
/// same.
final class KnativeRoutes {
  private static final Pattern REGION = Pattern.compile("([a-z]+-[a-z]+\\d+)-.*");
  private static final String SERVING = "apis/serving.knative.dev/v1/namespaces/{project}/";
  private static final String RUNNING = "apis/run.googleapis.com/v1/namespaces/{project}/";
  private static final String ONE = "v1/projects/{project}/locations/{location}/";

  private final ControlPlane plane;

  KnativeRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  /// One kind of resource in both versions.
  ///
  /// @param type of its entries
  /// @param kind as Kubernetes' lists and Google's refusals call it
  private record Kind(
      String type, String kind, String version, BiFunction<KnativeForms, Fields, Fields> form) {}

  private static final Kind SERVICE =
      new Kind("run.Service", "Service", KnativeForms.SERVING, KnativeForms::service);
  private static final Kind REVISION =
      new Kind(Revisions.TYPE, "Revision", KnativeForms.SERVING, KnativeForms::revision);
  private static final Kind JOB =
      new Kind("run.Job", "Job", KnativeForms.RUNNING, KnativeForms::job);
  private static final Kind EXECUTION =
      new Kind(Executions.TYPE, "Execution", KnativeForms.RUNNING, KnativeForms::execution);
  private static final Kind TASK =
      new Kind(Executions.TASK, "Task", KnativeForms.RUNNING, KnativeForms::task);

  void install(Installation into) {
    reading(into, SERVING + "services", ONE + "services", SERVICE);
    reading(into, SERVING + "revisions", ONE + "revisions", REVISION);
    reading(into, RUNNING + "jobs", ONE + "jobs", JOB);
    reading(into, RUNNING + "executions", ONE + "executions", EXECUTION);
    reading(into, RUNNING + "tasks", ONE + "tasks", TASK);
    into.route(POST, SERVING + "services", ask -> create(ask, SERVICE));
    into.route(PUT, SERVING + "services/{name}", ask -> replace(ask, SERVICE));
    into.route(DELETE, SERVING + "services/{name}", ask -> delete(ask, SERVICE));
    into.route(DELETE, SERVING + "revisions/{name}", ask -> delete(ask, REVISION));
    into.route(POST, RUNNING + "jobs", ask -> create(ask, JOB));
    into.route(PUT, RUNNING + "jobs/{name}", ask -> replace(ask, JOB));
    into.route(DELETE, RUNNING + "jobs/{name}", ask -> delete(ask, JOB));
    into.route(POST, RUNNING + "jobs/{name}:run", this::run);
    into.route(DELETE, RUNNING + "executions/{name}", ask -> delete(ask, EXECUTION));
    into.route(POST, RUNNING + "executions/{name}:cancel", this::cancel);
    for (String collection : List.of("services", "jobs")) {
      for (String verb : List.of("getIamPolicy", "setIamPolicy", "testIamPermissions")) {
        String path = ONE + collection + "/{name}:" + verb;
        into.route(verb.startsWith("get") ? GET : POST, path, this::samePath);
      }
    }
  }

  private void reading(Installation into, String regional, String global, Kind kind) {
    into.route(GET, regional, ask -> list(ask, kind));
    into.route(GET, regional + "/{name}", ask -> Reply.ok(shown(find(ask, kind), kind)));
    into.route(GET, global, ask -> list(ask, kind));
    into.route(GET, global + "/{name}", ask -> Reply.ok(shown(find(ask, kind), kind)));
  }

  /// The region: in the path, or in the address that was called.
  private static Optional<String> region(Ask ask) {
    Optional<String> inPath = Optional.ofNullable(ask.path().get("location"));
    if (inPath.isPresent()) {
      return inPath.filter(l -> !l.equals("-"));
    }
    Matcher host = REGION.matcher(ask.request().header("host").orElse(""));
    return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
  }

  private List<Entry> all(Ask ask, Kind kind) {
    String prefix =
        Place.HOST
            + "/projects/"
            + ask.path("project")
            + "/locations/"
            + region(ask).map(r -> r + "/").orElse("");
    return plane.store().under(prefix).stream().filter(e -> e.type().equals(kind.type())).toList();
  }

  private Fields shown(Entry entry, Kind kind) {
    Place place = Place.of(entry.key());
    String number = plane.projects().find(place.project()).map(p -> p.number()).orElse("0");
    return kind.form().apply(new KnativeForms(number, place.region()), entry.body());
  }

  private Reply list(Ask ask, Kind kind) {
    Map<String, String> selected = selector(ask.queryOr("labelSelector", ""));
    List<Value> items =
        all(ask, kind).stream()
            .map(e -> shown(e, kind))
            .filter(f ->
                selected.entrySet().stream()
                    .allMatch(s ->
                        f.fields("metadata.labels")
                            .get(s.getKey())
                            .equals(Optional.of(Value.of(s.getValue())))))
            .<Value>map(f -> f)
            .toList();
    return Reply.ok(
        Fields.EMPTY
            .with("apiVersion", kind.version())
            .with("kind", kind.kind() + "List")
            .with("metadata", Fields.EMPTY.with("resourceVersion", ""))
            .with("items", new Value.Items(items)));
  }

  /// `a=b,c=d`; everything else selects nothing less.
  private static Map<String, String> selector(String text) {
    Map<String, String> selected = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      Matcher equal = Pattern.compile("\\s*([^=!\\s]+)\\s*={1,2}\\s*(\\S+)\\s*").matcher(part);
      if (equal.matches()) {
        selected.put(equal.group(1), equal.group(2));
      }
    }
    return selected;
  }

  private Entry find(Ask ask, Kind kind) {
    return all(ask, kind).stream()
        .filter(e -> e.key().endsWith("/" + ask.path("name")))
        .findFirst()
        .orElseThrow(() ->
            Services.absent(
                    plane,
                    new Place(ask.path("project"), region(ask).orElse("-"), "", ask.path("name")),
                    kind.kind().toUpperCase(java.util.Locale.ROOT))
                .asException());
  }

  private String requiredRegion(Ask ask) {
    return region(ask)
        .orElseThrow(() ->
            Refusal.invalid(
                    "Changes are made at a region's own address: https://REGION-run.googleapis.com.")
                .asException());
  }

  private Fields read(Ask ask, Kind kind) {
    return kind.equals(SERVICE)
        ? KnativeReads.service(ask.body(), ask.path("project"), requiredRegion(ask))
        : KnativeReads.job(ask.body(), ask.path("project"), requiredRegion(ask));
  }

  private Reply create(Ask ask, Kind kind) {
    String collection = kind.equals(SERVICE) ? "services" : "jobs";
    String name = ask.body().text("metadata.name").orElse("");
    Fields body = read(ask, kind);
    String path =
        "/v2/projects/"
            + ask.path("project")
            + "/locations/"
            + requiredRegion(ask)
            + "/"
            + collection;
    if (isTrial(ask)) {
      return Reply.ok(ask.body());
    }
    Reply reply =
        two(
            ask,
            "POST",
            path,
            Map.of(kind.equals(SERVICE) ? "serviceId" : "jobId", List.of(name)),
            body);
    return reply.status() == 200 ? now(ask, kind, name) : reply;
  }

  private Reply replace(Ask ask, Kind kind) {
    Entry entry = find(ask, kind);
    Fields body = read(ask, kind);
    if (isTrial(ask)) {
      return Reply.ok(ask.body());
    }
    Optional<String> seen = ask.body().text("metadata.resourceVersion").filter(v -> !v.isEmpty());
    body = seen.isPresent() ? body.with("etag", seen.get()) : body;
    Reply reply = two(ask, "PATCH", path(entry), Map.of(), body);
    return reply.status() == 200 ? now(ask, kind, ask.path("name")) : reply;
  }

  private Reply delete(Ask ask, Kind kind) {
    Reply reply = two(ask, "DELETE", path(find(ask, kind)), Map.of(), Fields.EMPTY);
    return reply.status() == 200
        ? Reply.ok(
            Fields.EMPTY
                .with("apiVersion", "v1")
                .with("kind", "Status")
                .with("status", "Success")
                .with("details", Fields.EMPTY.with("name", ask.path("name"))))
        : reply;
  }

  private Reply run(Ask ask) {
    Reply reply =
        two(
            ask,
            "POST",
            path(find(ask, JOB)) + ":run",
            Map.of(),
            Fields.EMPTY.with("overrides", KnativeReads.overrides(ask.body())));
    Optional<String> name =
        reply
            .json()
            .flatMap(v -> v instanceof Fields f ? f.text("metadata.name") : Optional.empty());
    return reply.status() == 200 && name.isPresent()
        ? plane
            .store()
            .get(Place.HOST + "/" + name.get())
            .map(e -> Reply.ok(shown(e, EXECUTION)))
            .orElse(reply)
        : reply;
  }

  private Reply cancel(Ask ask) {
    Entry entry = find(ask, EXECUTION);
    Reply reply = two(ask, "POST", path(entry) + ":cancel", Map.of(), Fields.EMPTY);
    return reply.status() == 200 ? Reply.ok(shown(entry, EXECUTION)) : reply;
  }

  private Reply samePath(Ask ask) {
    String path = ask.request().path().replaceFirst("^/v1/", "/v2/");
    return two(ask, ask.request().verb(), path, ask.request().query(), ask.body());
  }

  /// Whether the client only wants to know if it would be taken.
  private static boolean isTrial(Ask ask) {
    return ask.queryOr("dryRun", "").equals("all");
  }

  private Reply now(Ask ask, Kind kind, String name) {
    return Reply.ok(shown(find(ask.withPath(with(ask.path(), name)), kind), kind));
  }

  private static Map<String, String> with(Map<String, String> path, String name) {
    Map<String, String> named = new TreeMap<>(path);
    named.put("name", name);
    return named;
  }

  private static String path(Entry entry) {
    return "/v2/" + entry.key().substring(Place.HOST.length() + 1);
  }

  /// The same in version 2, by the same caller.
  private Reply two(
      Ask ask, String verb, String path, Map<String, List<String>> query, Fields body) {
    boolean bodiless = verb.equals("GET") || verb.equals("DELETE");
    Map<String, String> headers = new TreeMap<>();
    ask.request().header("authorization").ifPresent(h -> headers.put("authorization", h));
    headers.put("content-type", "application/json");
    return plane.answer(
        new Request(
            verb,
            Place.HOST,
            path,
            query,
            headers,
            bodiless ? Payload.NONE : Payload.of(Json.write(body))));
  }
}
