package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value.Fields;
import java.util.Optional;
import java.util.function.Function;

/// Projects, found by id or number, and the APIs enabled in them.
public final class Projects {
  /// The type of projects' entries.
  public static final String TYPE = "cloudresourcemanager.Project";

  private static final String HOST = "cloudresourcemanager.googleapis.com";

  private final Store store;

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
        get.apply(numberKey(idOrNumber)).flatMap(index -> index.body().text("projectId")).orElse(idOrNumber);
    return get.apply(key(id)).map(Entry::body).map(Projects::of);
  }

  private static Project of(Fields body) {
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

  public boolean isEnabled(String project, String api) {
    return store.get(apiKey(project, api)).map(e -> e.body().text("state").orElse("").equals("ENABLED")).orElse(false);
  }
}
