package dev.groundwork.emulator.logging;

import dev.groundwork.emulator.access.Mode;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.LogEntry;
import dev.groundwork.emulator.control.LogEntry.Severity;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Route;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/// The audit log of administration: an entry for every call that changes a resource or its policy,
/// granted or refused. Neither what was sent nor what was answered is in it, because both may hold
/// secrets.
final class Audit {
  private static final String LOG = "cloudaudit.googleapis.com/activity";
  private static final String TYPE = "type.googleapis.com/google.cloud.audit.AuditLog";

  /// Calls by other verbs than GET that change no resource: they read, or they use one.
  private static final Pattern USES =
      Pattern.compile(
          ".*(:(getIamPolicy|testIamPermissions|search|searchAll\\w*|lookup|query|batchGet\\w*|list|write|tail|publish|pull|acknowledge|modifyAckDeadline|access|encrypt|decrypt|asymmetric\\w+|mac\\w+|signBlob|signJwt|generateAccessToken|generateIdToken|generateConfigUpgrade|getAncestry|getEffective\\w+|validate\\w*|run|pause|resume)"
              + "|/testIamPermissions|/insertAll|/queries|/jobs|/timeSeries|/token|/o(/.*)?|/entries)$"
              + "|^/(upload|batch|token|resumable)/.*");

  private static final Set<String> HOSTS_WITHOUT =
      Set.of(
          "oauth2.googleapis.com",
          "sts.googleapis.com",
          "iamcredentials.googleapis.com",
          "accounts.google.com",
          "www.googleapis.com",
          "metadata.google.internal");

  private final ControlPlane plane;
  private final Map<String, List<Compiled>> routes = new ConcurrentHashMap<>();

  Audit(ControlPlane plane) {
    this.plane = plane;
  }

  private record Compiled(Route route, Pattern path) {}

  /// A request has been answered.
  void answered(Request request, Reply reply) {
    boolean changes =
        !Set.of("GET", "HEAD", "OPTIONS").contains(request.verb())
            && request.host().endsWith(".googleapis.com")
            && !HOSTS_WITHOUT.contains(request.host())
            && !USES.matcher(request.path()).matches();
    // a permission that was missing has been noted already, by who found that out
    boolean denied = reply.status() == 403 && plane.access().mode() == Mode.ENFORCE;
    if (changes && !denied && reply.status() > 0 && reply.status() < 500) {
      project(request, reply).ifPresent(p -> plane.logs().write(entry(p, request, reply)));
    }
  }

  private Optional<String> project(Request request, Reply reply) {
    Optional<String> name = Optional.empty();
    List<String> segments = request.segments();
    for (int i = 0; i + 1 < segments.size() && name.isEmpty(); i++) {
      if (segments.get(i).equals("projects")) {
        name = Optional.of(segments.get(i + 1).replaceAll(":.*", ""));
      }
    }
    return name.or(() -> request.query("project"))
        .or(() ->
            reply
                .json()
                .flatMap(j -> j instanceof Fields f ? f.text("projectNumber") : Optional.empty()))
        .flatMap(plane.projects()::find)
        .map(Project::id);
  }

  private LogEntry entry(String project, Request request, Reply reply) {
    String service = request.host();
    String method = method(request);
    String name = resource(request);
    Fields message =
        Fields.EMPTY
            .with("@type", TYPE)
            .with("serviceName", service)
            .with("methodName", method)
            .with("resourceName", name)
            .with("authenticationInfo.principalEmail", plane.caller())
            .with("requestMetadata.callerIp", "127.0.0.1");
    Optional<String> agent = request.header("user-agent");
    message =
        agent.isPresent()
            ? message.with("requestMetadata.callerSuppliedUserAgent", agent.get())
            : message;
    boolean refused = reply.status() >= 400;
    if (refused) {
      message = message.with("status", status(reply));
    }
    return LogEntry.of(
            project,
            LOG,
            monitored(project, service, method, request),
            plane.clock().instant(),
            new LogEntry.Payload.Message(message))
        .at(refused ? Severity.ERROR : Severity.NOTICE);
  }

  private static Fields status(Reply reply) {
    Fields error =
        reply
            .json()
            .map(j -> j instanceof Fields f ? f.fields("error") : Fields.EMPTY)
            .orElse(Fields.EMPTY);
    int code =
        switch (error.text("status").orElse("")) {
          case "INVALID_ARGUMENT" -> 3;
          case "NOT_FOUND" -> 5;
          case "ALREADY_EXISTS" -> 6;
          case "PERMISSION_DENIED" -> 7;
          case "RESOURCE_EXHAUSTED" -> 8;
          case "FAILED_PRECONDITION" -> 9;
          case "ABORTED" -> 10;
          default ->
              switch (reply.status()) {
                case 400 -> 3;
                case 403 -> 7;
                case 404 -> 5;
                case 409 -> 6;
                case 412 -> 9;
                default -> 2;
              };
        };
    return Fields.EMPTY
        .with("code", new Value.Num(BigDecimal.valueOf(code)))
        .with("message", error.text("message").orElse(""));
  }

  /// The method's name: from Google's own routes, or put together as services without them do.
  private String method(Request request) {
    String path = request.path();
    String service = request.host().substring(0, request.host().indexOf('.'));
    for (Compiled compiled : routes.computeIfAbsent(service, this::compiled)) {
      if (compiled.route().verb().equals(request.verb())
          && compiled.path().matcher(path).matches()) {
        String method = compiled.route().method();
        return service.equals("compute") ? compute(method) : method;
      }
    }
    List<String> names =
        request.segments().stream()
            .filter(s -> s.matches("[a-z][A-Za-z]+(:[A-Za-z]+)?"))
            .filter(s -> !s.matches("v\\d.*|sql|storage|bigquery|dns|compute|projects"))
            .toList();
    String verb =
        switch (request.verb()) {
          case "POST" -> "create";
          case "DELETE" -> "delete";
          default -> "update";
        };
    String prefix =
        service.equals("sqladmin") ? "cloudsql" : service.equals("storage") ? "storage" : service;
    String collection =
        service.equals("storage") ? "buckets" : names.isEmpty() ? "projects" : names.getFirst();
    return prefix + "." + collection + "." + verb;
  }

  /// `google.cloud.compute.v1.Networks.Insert` is `v1.compute.networks.insert` to its audit log.
  private static String compute(String method) {
    String[] parts = method.split("\\.", -1);
    return "v1.compute." + lower(parts[parts.length - 2]) + "." + lower(parts[parts.length - 1]);
  }

  private static String lower(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private List<Compiled> compiled(String service) {
    return plane.shapes().routes(service).stream()
        .map(r -> new Compiled(r, Pattern.compile(expression(r.path()))))
        .toList();
  }

  /// `/v1/{name=projects/*/secrets/*}` as a regular expression.
  private static String expression(String template) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < template.length()) {
      int open = template.indexOf('{', at);
      if (open < 0) {
        out.append(Pattern.quote(template.substring(at)));
        break;
      }
      out.append(Pattern.quote(template.substring(at, open)));
      int close = template.indexOf('}', open);
      String inner = template.substring(open + 1, close);
      int equals = inner.indexOf('=');
      out.append(
          (equals < 0 ? "*" : inner.substring(equals + 1))
              .replace("**", "\0")
              .replace("*", "[^/:]+")
              .replace("\0", ".+"));
      at = close + 1;
    }
    return out.toString();
  }

  private static String resource(Request request) {
    String path = String.join("/", request.segments());
    int projects = path.indexOf("projects/");
    String name = projects >= 0 ? path.substring(projects) : path;
    return name.replaceAll(":[A-Za-z]+$", "");
  }

  private static LogEntry.Resource monitored(
      String project, String service, String method, Request request) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("project_id", project);
    List<String> segments = request.segments();
    String type =
        switch (service) {
          case "cloudresourcemanager.googleapis.com" -> "project";
          case "storage.googleapis.com" -> {
            after(segments, "b").ifPresent(b -> labels.put("bucket_name", b));
            yield "gcs_bucket";
          }
          case "sqladmin.googleapis.com" -> {
            after(segments, "instances")
                .ifPresent(i -> labels.put("database_id", project + ":" + i));
            yield "cloudsql_database";
          }
          case "run.googleapis.com" -> {
            after(segments, "services")
                .or(() -> request.query("serviceId"))
                .ifPresent(s -> labels.put("service_name", s));
            after(segments, "locations").ifPresent(l -> labels.put("location", l));
            yield "cloud_run_revision";
          }
          default -> {
            labels.put("service", service);
            labels.put("method", method);
            yield "audited_resource";
          }
        };
    return new LogEntry.Resource(type, labels);
  }

  private static Optional<String> after(List<String> segments, String collection) {
    int at = segments.indexOf(collection);
    return at >= 0 && at + 1 < segments.size()
        ? Optional.of(segments.get(at + 1).replaceAll(":[A-Za-z]+$", ""))
        : Optional.empty();
  }
}
