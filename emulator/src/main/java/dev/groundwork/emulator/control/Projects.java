package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Projects, found by id or number, and the APIs enabled in them.
public final class Projects {
  /// The type of projects' entries.
  public static final String TYPE = "cloudresourcemanager.Project";

  /// The type of the entries of enabled APIs.
  public static final String API_TYPE = "serviceusage.Service";

  private static final String HOST = "cloudresourcemanager.googleapis.com";

  private final Store store;
  private final Map<String, BiConsumer<Transaction, Project>> makers = new ConcurrentHashMap<>();

  Projects(Store store) {
    this.store = store;
  }

  /// One project.
  ///
  /// @param id chosen by its maker
  /// @param number chosen by Google
  /// @param active false when it waits for deletion
  public record Project(String id, String number, boolean active) {}

  public Optional<Project> find(String idOrNumber) {
    return find(store::get, idOrNumber);
  }

  /// As `find`, seeing what the transaction has changed.
  public Optional<Project> find(Transaction transaction, String idOrNumber) {
    return find(transaction::get, idOrNumber);
  }

  private static Optional<Project> find(Function<String, Optional<Entry>> get, String idOrNumber) {
    String id =
        get.apply(numberKey(idOrNumber))
            .flatMap(index -> index.body().text("projectId"))
            .orElse(idOrNumber);
    return get.apply(key(id))
        .filter(e -> !Busy.isBeingCreated(e))
        .map(Entry::body)
        .map(Projects::of);
  }

  /// The project of an entry.
  public static Project of(Fields body) {
    return new Project(
        body.text("projectId").orElseThrow(),
        body.text("name").orElseThrow().substring("projects/".length()),
        body.text("state").orElse("").equals("ACTIVE"));
  }

  /// The key of the project's entry.
  public static String key(String id) {
    return HOST + "/projects/" + id;
  }

  /// The key of the entry that says which project has this number.
  public static String numberKey(String number) {
    return "project-number/" + number;
  }

  /// The key of the entry of one of Google's APIs in a project.
  public static String apiKey(String project, String api) {
    return "serviceusage.googleapis.com/projects/" + project + "/services/" + api;
  }

  /// Whether a billing account pays for the project.
  public boolean hasBilling(Transaction transaction, String project) {
    return transaction
        .get("cloudbilling.googleapis.com/projects/" + project + "/billingInfo")
        .map(e -> e.body().flag("billingEnabled"))
        .orElse(false);
  }

  void whenEnabled(String api, BiConsumer<Transaction, Project> make) {
    makers.put(api, make);
  }

  /// Enables an API in a project, with what Google makes for it.
  public void enable(Transaction transaction, Project project, String api) {
    String name = "projects/" + project.number() + "/services/" + api;
    Fields body =
        Fields.EMPTY
            .with("name", name)
            .with("parent", "projects/" + project.number())
            .with("state", "ENABLED");
    transaction.put(Entry.of(apiKey(project.id(), api), API_TYPE, body));
    BiConsumer<Transaction, Project> maker = makers.get(api);
    if (maker != null) {
      maker.accept(transaction, project);
    }
  }

  public boolean isEnabled(String project, String api) {
    return store
        .get(apiKey(project, api))
        .map(e -> e.body().text("state").orElse("").equals("ENABLED"))
        .orElse(false);
  }
}
