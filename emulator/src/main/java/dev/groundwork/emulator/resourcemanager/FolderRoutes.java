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
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/// Folders, which are made; and organizations, of which any is there.
final class FolderRoutes {
  private static final String TYPE = "cloudresourcemanager.Folder";
  private static final String SHAPE = "google.cloud.resourcemanager.v3.Folder";

  private final ControlPlane plane;

  FolderRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    into.open(POST, "v3/folders", this::create);
    into.open(GET, "v3/folders", ask -> list(f -> f.text("parent").equals(ask.query("parent"))));
    into.open(GET, "v3/folders:search", _ -> list(_ -> true));
    into.open(GET, "v3/folders/{folder}", ask -> Reply.ok(entry(ask).body()));
    into.open(PATCH, "v3/folders/{folder}", this::update);
    into.open(
        DELETE,
        "v3/folders/{folder}",
        ask -> change(ask, "DeleteFolderMetadata", f -> f.with("state", "DELETE_REQUESTED")));
    into.open(
        POST,
        "v3/folders/{folder}:undelete",
        ask -> change(ask, "UndeleteFolderMetadata", f -> f.with("state", "ACTIVE")));
    for (String kind : List.of("folders", "organizations")) {
      String path = "v3/" + kind + "/{id}";
      into.open(
          POST, path + ":getIamPolicy", ask -> Reply.ok(plane.policies().get(key(kind, ask))));
      into.open(
          POST,
          path + ":setIamPolicy",
          ask ->
              Reply.ok(
                  plane
                      .store()
                      .change(t ->
                          plane.policies().set(t, key(kind, ask), ask.body().fields("policy")))));
      into.open(POST, path + ":testIamPermissions", FolderRoutes::test);
    }
    for (String version : List.of("v1", "v3")) {
      into.open(GET, version + "/organizations/{id}", ask -> Reply.ok(organization(ask)));
    }
    into.open(GET, "v3/organizations:search", _ -> Reply.empty());
    into.open(POST, "v1/organizations:search", _ -> Reply.empty());
  }

  private static String key(String kind, Ask ask) {
    return ResourceManager.HOST + "/" + kind + "/" + ask.path("id");
  }

  private static Reply test(Ask ask) {
    List<Value> asked = ask.body().items("permissions");
    return Reply.ok(
        asked.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("permissions", new Value.Items(asked)));
  }

  private static Fields organization(Ask ask) {
    String id = ask.path("id");
    Fields f =
        Fields.EMPTY.with("name", "organizations/" + id).with("displayName", id + ".example.com");
    return ask.version().equals("v1")
        ? f.with("lifecycleState", "ACTIVE")
        : f.with("state", "ACTIVE");
  }

  private Reply create(Ask ask) {
    Fields wanted = plane.bodies().read(SHAPE, ask.body(), false);
    String now = Times.micros(plane.clock().instant());
    Fields folder =
        Fields.EMPTY
            .with("name", "folders/" + plane.ids().projectNumber())
            .with(
                "parent",
                wanted
                    .text("parent")
                    .orElseThrow(() ->
                        Refusal.invalid("Request contains an invalid argument.").asException()))
            .with("displayName", wanted.text("displayName").orElse(""))
            .with("state", "ACTIVE")
            .with("createTime", now)
            .with("updateTime", now)
            .with("etag", plane.ids().etag());
    Entry entry =
        Entry.of(ResourceManager.HOST + "/" + folder.text("name").orElseThrow(), TYPE, folder);
    return plane
        .store()
        .change(transaction -> {
          transaction.put(entry);
          return Reply.ok(
              plane
                  .operations()
                  .show(
                      plane
                          .operations()
                          .begin(transaction, start("CreateFolderMetadata", folder))));
        });
  }

  private static Operation.Start start(String metadata, Fields folder) {
    Fields response = Operation.typed(SHAPE, folder);
    return Operation.Start.longRunning(
            ResourceManager.HOST, Action.UPDATE, TYPE, "", Duration.ofSeconds(5))
        .withMetadata("google.cloud.resourcemanager.v3." + metadata, Fields.EMPTY)
        .answering(response);
  }

  private Reply update(Ask ask) {
    Fields wanted = plane.bodies().read(SHAPE, ask.body(), false);
    return change(
        ask,
        "UpdateFolderMetadata",
        f -> Masks.apply(f, wanted, Masks.paths(ask.queryOr("updateMask", "displayName"))));
  }

  private Reply change(Ask ask, String metadata, UnaryOperator<Fields> change) {
    return plane
        .store()
        .change(transaction -> {
          Entry before = entry(ask);
          Fields after =
              change
                  .apply(before.body())
                  .with("updateTime", Times.micros(plane.clock().instant()))
                  .with("etag", plane.ids().etag());
          transaction.put(before.withBody(after));
          return Reply.ok(
              plane
                  .operations()
                  .show(plane.operations().begin(transaction, start(metadata, after))));
        });
  }

  private Reply list(Predicate<Fields> keep) {
    List<Value> folders =
        plane.store().under(ResourceManager.HOST + "/folders/").stream()
            .map(Entry::body)
            .filter(keep)
            .<Value>map(f -> f)
            .toList();
    return Reply.ok(
        folders.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("folders", new Value.Items(folders)));
  }

  private Entry entry(Ask ask) {
    return plane
        .store()
        .get(ResourceManager.HOST + "/folders/" + ask.path("folder"))
        .orElseThrow(() -> Refusal.forbidden("The caller does not have permission").asException());
  }
}
