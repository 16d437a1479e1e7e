package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Compute's aggregated lists: the resources of one kind in all scopes of a project.
public final class Aggregates {
  private static final String LINK = "https://www.googleapis.com/compute/v1/";

  private final ControlPlane plane;
  private final Behaviors behaviors;

  Aggregates(ControlPlane plane, Behaviors behaviors) {
    this.plane = plane;
    this.behaviors = behaviors;
  }

  /// @param kinds types whose resources are of one kind to clients: global and regional addresses
  public Fields of(Ask ask, List<Kind> kinds) {
    String project = "projects/" + ask.path("project") + "/";
    String template = kinds.getFirst().type().relativeName();
    String collection = template.substring(0, template.lastIndexOf('/'));
    String items = collection.substring(collection.lastIndexOf('/') + 1);
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    List<Entry> all =
        plane.store().under(kinds.getFirst().type().host() + "/" + project).stream()
            .filter(e -> kinds.stream().anyMatch(k -> k.type().name().equals(e.type())))
            .filter(e -> filter.map(f -> f.accepts(behaviors.of(e.type()).show(e))).orElse(true))
            .toList();
    Paging.Page page = Paging.page(ask, "maxResults", 500, all);
    Map<String, List<Value>> byScope = new TreeMap<>();
    for (Entry entry : page.entries()) {
      String relative = entry.key().substring(entry.key().indexOf(project) + project.length());
      String scope = relative.substring(0, relative.indexOf("/" + items + "/"));
      byScope
          .computeIfAbsent(scope, _ -> new ArrayList<>())
          .add(behaviors.of(entry.type()).show(entry));
    }
    Map<String, Value> scopes = new LinkedHashMap<>();
    byScope.forEach(
        (scope, found) -> scopes.put(scope, Fields.EMPTY.with(items, new Value.Items(found))));
    scopes.computeIfAbsent("global", _ -> Fields.EMPTY.with("warning", nothing("global")));
    String id = project + "aggregated/" + items;
    Fields body =
        Fields.EMPTY
            .with(
                "kind",
                "compute#" + Envelope.lower(kinds.getFirst().type().kind()) + "AggregatedList")
            .with("id", id)
            .with("items", new Fields(scopes))
            .with("selfLink", LINK + id);
    return page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
  }

  private static Fields nothing(String scope) {
    return Fields.EMPTY
        .with("code", "NO_RESULTS_ON_PAGE")
        .with("message", "There are no results for scope '" + scope + "' on this page.")
        .with("data", Value.list(Fields.EMPTY.with("key", "scope").with("value", scope)));
  }
}
