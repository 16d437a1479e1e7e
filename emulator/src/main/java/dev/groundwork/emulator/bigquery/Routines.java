package dev.groundwork.emulator.bigquery;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;

/// Routines: functions and procedures, kept as they were described. Queries cannot call them.
final class Routines {
  static final String TYPE = "bigquery.Routine";

  private static final String SHAPE = "bigquery.v2.Routine";
  private static final List<String> LISTED =
      List.of(
          "etag",
          "routineReference",
          "routineType",
          "creationTime",
          "lastModifiedTime",
          "language");

  private final ControlPlane plane;

  Routines(ControlPlane plane) {
    this.plane = plane;
  }

  Reply insert(Ask ask) {
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    String id = sent.text("routineReference.routineId").orElse("");
    if (!id.matches("[A-Za-z0-9_]{1,256}")) {
      throw Refusal.invalid(
              id.isEmpty()
                  ? "Required parameter is missing: routineId"
                  : "Invalid routine ID \""
                      + id
                      + "\". Routine IDs must be alphanumeric (plus underscores) and must be at most 256 characters long.")
          .asException();
    }
    if (sent.text("routineType").isEmpty()) {
      throw Refusal.required("Required parameter is missing: routineType").asException();
    }
    Ask named = named(ask, id);
    String now = Long.toString(plane.clock().millis());
    Fields body =
        form(sent, ask, id)
            .with("etag", plane.ids().etag())
            .with("creationTime", now)
            .with("lastModifiedTime", now);
    return plane
        .store()
        .change(transaction -> {
          Datasets.find(transaction, ask.path("project"), ask.path("dataset"));
          if (transaction.get(key(named)).isPresent()) {
            throw Names.taken("Routine", shown(named)).asException();
          }
          return Reply.ok(transaction.put(Entry.of(key(named), TYPE, body)).body());
        });
  }

  private static Fields form(Fields sent, Ask ask, String id) {
    Fields body =
        sent.with(
            "routineReference",
            Fields.EMPTY
                .with("projectId", ask.path("project"))
                .with("datasetId", ask.path("dataset"))
                .with("routineId", id));
    boolean unsaid =
        body.text("determinismLevel").equals(Optional.of("DETERMINISM_LEVEL_UNSPECIFIED"));
    body = unsaid ? body.without("determinismLevel") : body;
    return body.get("language").isPresent() ? body : body.with("language", "SQL");
  }

  Reply get(Ask ask) {
    return Reply.ok(find(plane.store().get(key(ask)), ask).body());
  }

  Reply update(Ask ask) {
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    return plane
        .store()
        .change(transaction -> {
          Entry routine = find(transaction.get(key(ask)), ask);
          Names.checkEtag(ask, routine.body());
          Fields body =
              form(sent, ask, ask.path("routine"))
                  .with("etag", plane.ids().etag())
                  .with("creationTime", routine.body().text("creationTime").orElse(""))
                  .with("lastModifiedTime", Long.toString(plane.clock().millis()));
          return Reply.ok(transaction.put(routine.withBody(body)).body());
        });
  }

  Reply list(Ask ask) {
    String dataset = Names.dataset(ask.path("project"), ask.path("dataset"));
    if (plane.store().get(dataset).isEmpty()) {
      throw Names.noDataset(ask.path("project"), ask.path("dataset")).asException();
    }
    Paging.Page page =
        Paging.page(ask, "maxResults", 1000, plane.store().under(dataset + "/routines/"));
    List<Value> items =
        page.entries().stream().<Value>map(e -> Datasets.part(e.body(), LISTED)).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("routines", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  Reply delete(Ask ask) {
    return plane
        .store()
        .change(transaction -> {
          transaction.drop(find(transaction.get(key(ask)), ask).key());
          return Reply.noContent();
        });
  }

  private static Entry find(Optional<Entry> routine, Ask ask) {
    return routine.orElseThrow(
        () -> Refusal.notFound("Not found: Routine " + shown(ask)).asException());
  }

  private static Ask named(Ask ask, String routine) {
    java.util.Map<String, String> path = new java.util.TreeMap<>(ask.path());
    path.put("routine", routine);
    return ask.withPath(path);
  }

  private static String key(Ask ask) {
    return Names.dataset(ask.path("project"), ask.path("dataset"))
        + "/routines/"
        + ask.path("routine");
  }

  private static String shown(Ask ask) {
    return ask.path("project") + ":" + ask.path("dataset") + "." + ask.path("routine");
  }
}
