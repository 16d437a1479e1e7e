package dev.groundwork.emulator.resourcemanager;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Tags: keys under an organization or project, their values, and what the values are bound to.
final class TagRoutes {
  private static final String V3 = "google.cloud.resourcemanager.v3.";

  private final ControlPlane plane;

  TagRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    install(into, "tagKeys", "TagKey");
    install(into, "tagValues", "TagValue");
    into.open(POST, "v3/tagBindings", this::bind);
    into.open(GET, "v3/tagBindings", this::bindings);
    into.open(GET, "v3/tagBindings/", this::bindings);
    into.open(DELETE, "v3/tagBindings/{resource}/tagValues/{value}", this::unbind);
  }

  private void install(Installation into, String collection, String kind) {
    into.open(POST, "v3/" + collection, ask -> create(ask, collection, kind));
    into.open(GET, "v3/" + collection, ask -> list(ask, collection));
    into.open(GET, "v3/" + collection + "/{id}", ask -> Reply.ok(entry(ask, collection).body()));
    into.open(PATCH, "v3/" + collection + "/{id}", ask -> update(ask, collection, kind));
    into.open(DELETE, "v3/" + collection + "/{id}", ask -> delete(ask, collection, kind));
  }

  private Reply create(Ask ask, String collection, String kind) {
    Fields wanted =
        plane.bodies().withoutOutputs(V3 + kind, plane.bodies().read(V3 + kind, ask.body(), false));
    String given = wanted.text("parent").orElse("");
    String shortName = wanted.text("shortName").orElse("");
    if (given.isEmpty() || shortName.isEmpty()) {
      throw Refusal.invalid("Request contains an invalid argument.").asException();
    }
    Optional<Project> project =
        given.startsWith("projects/")
            ? plane.projects().find(given.substring("projects/".length()))
            : Optional.empty();
    String parent = project.map(p -> "projects/" + p.number()).orElse(given);
    return plane
        .store()
        .change(transaction -> {
          boolean taken =
              under(transaction, collection).stream()
                  .anyMatch(e ->
                      e.body().text("parent").equals(Optional.of(parent))
                          && e.body().text("shortName").equals(Optional.of(shortName)));
          String now = Times.micros(plane.clock().instant());
          Fields tag =
              wanted
                  .with("name", collection + "/28147" + plane.ids().projectNumber())
                  .with("parent", parent)
                  .with("namespacedName", namespace(transaction, parent, project) + "/" + shortName)
                  .with("createTime", now)
                  .with("updateTime", now)
                  .with("etag", plane.ids().etag());
          Operation.Start start = start("Create" + kind + "Metadata", kind, tag, Action.CREATE);
          if (taken) {
            String message =
                "<eye3 title='ALREADY_EXISTS'/> generic::ALREADY_EXISTS: A "
                    + kind
                    + " with short name '"
                    + shortName
                    + "' already exists under parent '"
                    + parent
                    + "'";
            return Reply.ok(
                plane
                    .operations()
                    .show(
                        plane
                            .operations()
                            .beginFailing(transaction, start, Refusal.alreadyExists(message))));
          }
          transaction.put(
              Entry.of(key(tag.text("name").orElseThrow()), "cloudresourcemanager." + kind, tag));
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  private static String namespace(
      Transaction transaction, String parent, Optional<Project> project) {
    if (parent.startsWith("tagKeys/")) {
      return transaction
          .get(key(parent))
          .flatMap(e -> e.body().text("namespacedName"))
          .orElseThrow(() -> denied(parent).asException());
    }
    return project.map(Project::id).orElse(parent.substring(parent.indexOf('/') + 1));
  }

  private static Operation.Start start(String metadata, String kind, Fields tag, Action action) {
    Fields response = Operation.typed(V3 + kind, tag);
    return Operation.Start.longRunning(
            ResourceManager.HOST, action, "cloudresourcemanager." + kind, "", Duration.ofSeconds(2))
        .withMetadata(V3 + metadata, Fields.EMPTY)
        .answering(response);
  }

  private Reply update(Ask ask, String collection, String kind) {
    Fields wanted = plane.bodies().read(V3 + kind, ask.body(), false);
    return plane
        .store()
        .change(transaction -> {
          Entry before = entry(ask, collection);
          Fields after =
              Masks.apply(
                      before.body(), wanted, Masks.paths(ask.queryOr("updateMask", "description")))
                  .with("updateTime", Times.micros(plane.clock().instant()))
                  .with("etag", plane.ids().etag());
          transaction.put(before.withBody(after));
          Operation.Start start = start("Update" + kind + "Metadata", kind, after, Action.UPDATE);
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  private Reply delete(Ask ask, String collection, String kind) {
    return plane
        .store()
        .change(transaction -> {
          Entry entry = entry(ask, collection);
          String name = entry.body().text("name").orElseThrow();
          boolean used =
              under(transaction, "tagValues").stream()
                      .anyMatch(e -> e.body().text("parent").equals(Optional.of(name)))
                  || under(transaction, "tagBindings").stream()
                      .anyMatch(e -> e.body().text("tagValue").equals(Optional.of(name)));
          if (used) {
            throw Refusal.precondition(
                    "Cannot delete " + kind + " '" + name + "' because it is still in use.")
                .asException();
          }
          transaction.drop(entry.key());
          Operation.Start start =
              start("Delete" + kind + "Metadata", kind, entry.body(), Action.DELETE);
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  private Reply list(Ask ask, String collection) {
    String parent = ask.queryOr("parent", "");
    String canonical =
        parent.startsWith("projects/")
            ? plane
                .projects()
                .find(parent.substring("projects/".length()))
                .map(p -> "projects/" + p.number())
                .orElse(parent)
            : parent;
    return page(ask, collection, tag -> tag.text("parent").equals(Optional.of(canonical)));
  }

  private Reply page(Ask ask, String collection, Predicate<Fields> keep) {
    List<Entry> all =
        plane.store().under(key(collection + "/")).stream()
            .filter(e -> keep.test(e.body()))
            .toList();
    Paging.Page page = Paging.page(ask, "pageSize", 100, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with(collection, new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Reply bind(Ask ask) {
    Fields wanted = plane.bodies().read(V3 + "TagBinding", ask.body(), false);
    String parent = wanted.text("parent").orElse("");
    String value = wanted.text("tagValue").orElse("");
    String name = "tagBindings/" + Templates.encode(parent) + "/" + value;
    return plane
        .store()
        .change(transaction -> {
          Entry tag = transaction.get(key(value)).orElseThrow(() -> denied(value).asException());
          if (transaction.get(key(name)).isPresent()) {
            throw Refusal.alreadyExists(
                    "A binding already exists between the given resource and TagValue.")
                .asException();
          }
          Fields binding =
              Fields.EMPTY
                  .with("name", name)
                  .with("parent", parent)
                  .with("tagValue", value)
                  .with("tagValueNamespacedName", tag.body().text("namespacedName").orElse(""));
          transaction.put(
              Entry.of(
                  key(name),
                  "cloudresourcemanager.TagBinding",
                  binding.without("tagValueNamespacedName")));
          return Reply.ok(done(Operation.typed(V3 + "TagBinding", binding)));
        });
  }

  private Reply bindings(Ask ask) {
    return page(ask, "tagBindings", binding -> binding.text("parent").equals(ask.query("parent")));
  }

  private Reply unbind(Ask ask) {
    String name =
        "tagBindings/" + Templates.encode(ask.path("resource")) + "/tagValues/" + ask.path("value");
    plane
        .store()
        .run(transaction -> {
          if (transaction.get(key(name)).isEmpty()) {
            throw denied(name).asException();
          }
          transaction.drop(key(name));
        });
    return Reply.ok(done(Operation.typed("google.protobuf.Empty", Fields.EMPTY)));
  }

  private static Fields done(Fields response) {
    return Fields.EMPTY.with("done", true).with("response", response);
  }

  private Entry entry(Ask ask, String collection) {
    String name = collection + "/" + ask.path("id");
    return plane.store().get(key(name)).orElseThrow(() -> denied(name).asException());
  }

  private static List<Entry> under(Transaction transaction, String collection) {
    return transaction.under(key(collection + "/"));
  }

  private static String key(String name) {
    return ResourceManager.HOST + "/" + name;
  }

  private static Refusal denied(String name) {
    return Refusal.forbidden(
        "com.google.apps.framework.request.StatusException: <eye3 title='PERMISSION_DENIED'/> generic::PERMISSION_DENIED: Permission denied on resource '"
            + name
            + "' (or it may not exist).");
  }
}
