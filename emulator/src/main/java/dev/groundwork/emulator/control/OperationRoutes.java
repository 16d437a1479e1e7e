package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Routes.Route;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Where operations are asked for, in every service that has some.
final class OperationRoutes {
  private static final String COMPUTE = "compute.googleapis.com";
  private static final String SQL = "sqladmin.googleapis.com";

  private final ControlPlane plane;

  OperationRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Routes routes) {
    Set<String> longRunning = new TreeSet<>();
    for (ResourceType type : plane.catalog().types()) {
      if (Arrays.stream(dev.groundwork.resource.Action.values())
          .anyMatch(a -> type.operations(a) == ResourceType.Operations.LONG_RUNNING)) {
        longRunning.add(type.host());
      }
    }
    for (String host : longRunning) {
      routes.add(
          host,
          Verb.GET,
          "{version}/operations/{name}",
          new Route(ask -> longRunning(ask, ""), "", false));
      routes.add(
          host,
          Verb.GET,
          "{version}/projects/{project}/locations/{location}/operations/{name}",
          new Route(
              ask ->
                  longRunning(
                      ask,
                      "projects/" + ask.path("project") + "/locations/" + ask.path("location")),
              "",
              true));
    }
    for (String scope : List.of("global", "regions/{region}", "zones/{zone}")) {
      String at = "compute/v1/projects/{project}/" + scope + "/operations";
      routes.add(
          COMPUTE,
          Verb.GET,
          at + "/{name}",
          new Route(ask -> one(ask, COMPUTE, scope(ask)), COMPUTE, true));
      routes.add(
          COMPUTE,
          Verb.POST,
          at + "/{name}/wait",
          new Route(ask -> one(ask, COMPUTE, scope(ask)), COMPUTE, true));
      routes.add(COMPUTE, Verb.GET, at, new Route(this::computeList, COMPUTE, true));
    }
    String sql = "sql/v1beta4/projects/{project}/operations";
    routes.add(
        SQL,
        Verb.GET,
        sql + "/{name}",
        new Route(ask -> one(ask, SQL, "projects/" + ask.path("project")), SQL, true));
    routes.add(SQL, Verb.GET, sql, new Route(this::sqlList, SQL, true));
  }

  private Reply longRunning(Ask ask, String scope) {
    String name = (scope.isEmpty() ? "" : scope + "/") + "operations/" + ask.path("name");
    return plane
        .operations()
        .find(ask.host(), scope, name)
        .map(o -> Reply.ok(plane.operations().show(o)))
        .orElseThrow(() -> Refusal.notFound("Operation not found: " + name).asException());
  }

  private Reply one(Ask ask, String host, String scope) {
    return plane
        .operations()
        .find(host, scope, ask.path("name"))
        .map(o -> Reply.ok(plane.operations().show(o)))
        .orElseThrow(() ->
            (host.equals(SQL)
                    ? Refusal.notFound("The Cloud SQL instance operation does not exist.")
                        .withReason("operationDoesNotExist")
                    : Refusal.notFound(
                        "The resource '"
                            + scope
                            + "/operations/"
                            + ask.path("name")
                            + "' was not found"))
                .asException());
  }

  private static String scope(Ask ask) {
    String project = "projects/" + ask.path("project") + "/";
    if (ask.path().containsKey("region")) {
      return project + "regions/" + ask.path("region");
    }
    return project + (ask.path().containsKey("zone") ? "zones/" + ask.path("zone") : "global");
  }

  private Reply computeList(Ask ask) {
    String scope = scope(ask);
    Fields body =
        Fields.EMPTY
            .with("kind", "compute#operationList")
            .with("id", scope + "/operations")
            .with("selfLink", "https://www.googleapis.com/compute/v1/" + scope + "/operations");
    return Reply.ok(listed(ask, body, plane.operations().list(COMPUTE, scope)));
  }

  /// Newest first, as Cloud SQL lists them; `instance` keeps one instance's.
  private Reply sqlList(Ask ask) {
    List<Operation> all =
        plane.operations().list(SQL, "projects/" + ask.path("project")).reversed().stream()
            .filter(o ->
                ask.query("instance")
                    .map(i -> o.shown().text("targetId").orElse("").equals(i))
                    .orElse(true))
            .toList();
    return Reply.ok(listed(ask, Fields.EMPTY.with("kind", "sql#operationsList"), all));
  }

  private Fields listed(Ask ask, Fields body, List<Operation> all) {
    List<Value> items =
        all.stream()
            .map(plane.operations()::show)
            .filter(o ->
                ask.query("filter")
                    .filter(f -> !f.isBlank())
                    .map(f -> Filter.parse(f).accepts(o))
                    .orElse(true))
            .<Value>map(o -> o)
            .toList();
    return items.isEmpty() ? body : body.with("items", new Value.Items(items));
  }
}
