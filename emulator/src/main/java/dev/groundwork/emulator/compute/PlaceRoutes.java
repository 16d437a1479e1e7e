package dev.groundwork.emulator.compute;

import static dev.groundwork.resource.Call.Verb.GET;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Regions;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// The project as Compute shows it, and its regions and zones.
final class PlaceRoutes {
  private static final String PROJECT = "compute/v1/projects/{project}";

  private final ControlPlane plane;

  PlaceRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    into.route(GET, PROJECT, this::project);
    into.route(
        GET,
        PROJECT + "/regions",
        ask -> list(ask, "region", Places.regions().stream().map(r -> region(ask, r)).toList()));
    into.route(
        GET,
        PROJECT + "/zones",
        ask -> list(ask, "zone", Places.zones().stream().map(z -> zone(ask, z)).toList()));
    into.route(GET, PROJECT + "/regions/{region}", this::region);
    into.route(GET, PROJECT + "/zones/{zone}", this::zone);
  }

  private Reply project(Ask ask) {
    Project project = plane.projects().find(ask.path("project")).orElseThrow();
    Fields shown =
        Fields.EMPTY
            .with("kind", "compute#project")
            .with("id", Long.toString(7L * Long.parseLong(project.number()) * 1000003L))
            .with("creationTimestamp", "1969-12-31T16:00:00.000-08:00")
            .with("name", project.id())
            .with(
                "commonInstanceMetadata",
                Fields.EMPTY.with("kind", "compute#metadata").with("fingerprint", "AAAAAAAAAAA="))
            .with(
                "quotas",
                quotas(
                    "NETWORKS",
                    "FIREWALLS",
                    "ROUTES",
                    "SUBNETWORKS",
                    "STATIC_ADDRESSES",
                    "ROUTERS",
                    "IN_USE_ADDRESSES"))
            .with("selfLink", Names.link("projects/" + project.id()))
            .with(
                "defaultServiceAccount",
                project.number() + "-compute@developer.gserviceaccount.com")
            .with("xpnProjectStatus", "UNSPECIFIED_XPN_PROJECT_STATUS")
            .with("defaultNetworkTier", "PREMIUM")
            .with("vmDnsSetting", "ZONAL_ONLY");
    return Reply.ok(shown);
  }

  private static Value quotas(String... metrics) {
    return new Value.Items(
        List.of(metrics).stream()
            .<Value>map(m -> Fields.EMPTY.with("metric", m).with("limit", 1000).with("usage", 0))
            .toList());
  }

  private Reply region(Ask ask) {
    String name = ask.path("region");
    if (!Places.isRegion(name)) {
      throw Refusal.notFound(
              "The resource 'projects/"
                  + ask.path("project")
                  + "/regions/"
                  + name
                  + "' was not found")
          .asException();
    }
    return Reply.ok(region(ask, name));
  }

  private static Fields region(Ask ask, String name) {
    String project = "projects/" + ask.path("project");
    List<String> zones =
        Regions.zones(name).stream().map(z -> Names.link(project + "/zones/" + z)).toList();
    return place("region", project + "/regions/" + name, 1000 + Places.regions().indexOf(name))
        .with("zones", Value.texts(zones))
        .with("quotas", quotas("CPUS", "STATIC_ADDRESSES", "IN_USE_ADDRESSES"))
        .with("supportsPzs", false);
  }

  private Reply zone(Ask ask) {
    String name = ask.path("zone");
    if (!Places.zones().contains(name)) {
      throw Refusal.notFound(
              "The resource 'projects/"
                  + ask.path("project")
                  + "/zones/"
                  + name
                  + "' was not found")
          .asException();
    }
    return Reply.ok(zone(ask, name));
  }

  private static Fields zone(Ask ask, String name) {
    String project = "projects/" + ask.path("project");
    return place("zone", project + "/zones/" + name, 2000 + Places.zones().indexOf(name))
        .with("region", Names.link(project + "/regions/" + name.substring(0, name.length() - 2)))
        .with("supportsPzs", false);
  }

  private static Fields place(String kind, String relativeName, int id) {
    return Fields.EMPTY
        .with("kind", "compute#" + kind)
        .with("id", Integer.toString(id))
        .with("creationTimestamp", "1969-12-31T16:00:00.000-08:00")
        .with("name", Names.last(relativeName))
        .with("description", Names.last(relativeName))
        .with("status", "UP")
        .with("selfLink", Names.link(relativeName));
  }

  private static Reply list(Ask ask, String kind, List<Fields> places) {
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    List<Entry> all =
        places.stream()
            .filter(p -> filter.map(f -> f.accepts(p)).orElse(true))
            .map(p -> Entry.of(p.text("name").orElseThrow(), kind, p))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", 500, all);
    String id = "projects/" + ask.path("project") + "/" + kind + "s";
    Fields body =
        Fields.EMPTY
            .with("kind", "compute#" + kind + "List")
            .with("id", id)
            .with("selfLink", Names.link(id));
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    body = items.isEmpty() ? body : body.with("items", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }
}
