package dev.groundwork.emulator.control;

import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType.Listing;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads one resource or a list of them.
final class Reads {
  /// The page's size when a client asks for none.
  private static final int PAGE = 500;

  private final ControlPlane plane;
  private final Behaviors behaviors;
  private final Kind kind;

  Reads(ControlPlane plane, Behaviors behaviors, Kind kind) {
    this.plane = plane;
    this.behaviors = behaviors;
    this.kind = kind;
  }

  Reply get(Call call, Ask ask) {
    Map<String, String> path = parameters(call, ask);
    String key = kind.key(path);
    Entry entry =
        plane
            .store()
            .get(key)
            .filter(e -> e.type().equals(kind.type().name()))
            .orElseThrow(() -> absent(ask, path).asException());
    return Reply.ok(behaviors.of(kind.type().name()).show(entry));
  }

  Reply list(Listing listing, Ask ask) {
    String collection = kind.collection(parameters(listing.call(), ask));
    List<Entry> all = kind.members(plane.store().under(collection), collection);
    Behavior behavior = behaviors.of(kind.type().name());
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    List<Entry> kept =
        filter.isEmpty()
            ? all
            : all.stream().filter(e -> filter.get().accepts(behavior.show(e))).toList();
    Paging.Page page = Paging.page(ask, listing.pageSize(), PAGE, kept);
    List<Value> items = behavior.show(page.entries()).stream().<Value>map(f -> f).toList();
    Fields body = Envelope.of(kind, collection.substring(kind.type().host().length() + 1));
    body = items.isEmpty() ? body : body.with(listing.items(), new Value.Items(items));
    body = page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body;
    return Reply.ok(body);
  }

  /// The resources of all regions or zones at once, by scope; a scope without any says so.
  Reply wide(Ask ask) {
    return Reply.ok(plane.aggregates().of(ask, List.of(kind)));
  }

  /// The parameters of the resource's path, from the request's path and query.
  Map<String, String> parameters(Call call, Ask ask) {
    Map<String, String> path = new TreeMap<>(ask.path());
    call.query()
        .forEach((name, template) -> {
          if (template.startsWith("{") && template.endsWith("}")) {
            ask.query(name)
                .filter(v -> !v.isEmpty())
                .ifPresent(v -> path.put(template.substring(1, template.length() - 1), v));
          }
        });
    String project = path.get("project");
    if (project != null && !ask.path().containsKey("project")) {
      path.put("project", plane.requireApi(ask.host(), project, kind.type().api()));
    }
    return path;
  }

  /// The key of the resource in the path.
  ///
  /// @throws Refused when it is not there
  String key(Ask ask) {
    Map<String, String> path = ask.path();
    String key = kind.key(path);
    if (plane.store().get(key).isEmpty()) {
      throw absent(ask, path).asException();
    }
    return key;
  }

  Refusal absent(Ask ask, Map<String, String> path) {
    String name = kind.relativeName(path);
    return behaviors
        .of(kind.type().name())
        .absent(ask, name)
        .orElseGet(() -> Words.absent(kind.type(), name));
  }
}
