package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.sql.Databases.Database;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// Databases of an instance. In a PostgreSQL they are what PostgreSQL says they are; of other kinds
/// the store knows.
final class DatabaseRoutes {
  private static final String SHAPE = "sqladmin.v1beta4.Database";
  private static final String POSTGRES_HINT =
      " (Please use psql client to delete database that is not owned by \"cloudsqlsuperuser\")";

  private final ControlPlane plane;
  private final Instances instances;
  private final Changes changes;

  DatabaseRoutes(ControlPlane plane, Instances instances, Changes changes) {
    this.plane = plane;
    this.instances = instances;
    this.changes = changes;
  }

  Reply list(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    List<Value> items = databases(key).stream().<Value>map(d -> show(key, d)).toList();
    Fields body = Fields.EMPTY.with("kind", "sql#databasesList");
    return Reply.ok(items.isEmpty() ? body : body.with("items", new Value.Items(items)));
  }

  Reply get(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    return Reply.ok(show(key, existing(key, ask.path("name"))));
  }

  private List<Database> databases(InstanceKey key) {
    Entry instance = instances.require(key);
    if (Instances.isServed(instance.body())) {
      return changes.ask(key, "failed to list databases: ", Databases::databases);
    }
    return plane.store().under(instance.key() + "/databases/").stream()
        .map(Entry::body)
        .map(b ->
            new Database(
                b.text("name").orElse(""),
                b.text("charset").orElse(""),
                b.text("collation").orElse("")))
        .toList();
  }

  private static Fields show(InstanceKey key, Database database) {
    return Fields.EMPTY
        .with("kind", "sql#database")
        .with("etag", Integer.toHexString((key + "/" + database).hashCode()))
        .with("name", database.name())
        .with("charset", database.charset())
        .with("collation", database.collation())
        .with("instance", key.name())
        .with("project", key.project())
        .with(
            "selfLink",
            "https://%s/sql/v1beta4/projects/%s/instances/%s/databases/%s"
                .formatted(Instances.HOST, key.project(), key.name(), database.name()));
  }

  Reply insert(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    Entry instance = instances.require(key);
    boolean postgres = Instances.isPostgres(instance.body());
    Database wanted =
        new Database(
            sent.text("name")
                .filter(n -> !n.isEmpty())
                .orElseThrow(() -> Refusals.missing("name").asException()),
            given(sent, "charset", postgres ? "UTF8" : "utf8mb4"),
            given(sent, "collation", postgres ? Locales.STANDARD : "utf8mb4_0900_ai_ci"));
    if (databases(key).stream().anyMatch(d -> d.name().equals(wanted.name()))) {
      throw Refusals.invalid(
              "failed to create database "
                  + wanted.name()
                  + ". Detail: pq: database \""
                  + wanted.name()
                  + "\" already exists.")
          .asException();
    }
    return Reply.ok(
        changes.make(
            key,
            "CREATE_DATABASE",
            "failed to create database " + wanted.name() + ". Detail: pq: ",
            databases ->
                databases.createDatabase(wanted.name(), wanted.charset(), wanted.collation()),
            transaction ->
                transaction.put(
                    Entry.of(
                        instance.key() + "/databases/" + wanted.name(),
                        "sql.Database",
                        Fields.EMPTY
                            .with("name", wanted.name())
                            .with("charset", wanted.charset())
                            .with("collation", wanted.collation())))));
  }

  private static String given(Fields sent, String field, String otherwise) {
    return sent.text(field).filter(v -> !v.isEmpty()).orElse(otherwise);
  }

  /// PostgreSQL cannot change what the API lets one ask for; asking for what is there already is no
  /// change.
  Reply update(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Database before = existing(key, ask.path("name"));
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    Entry instance = instances.require(key);
    Database after =
        new Database(
            before.name(),
            given(sent, "charset", before.charset()),
            given(sent, "collation", before.collation()));
    if (Instances.isPostgres(instance.body()) && !after.equals(before)) {
      throw Refusals.invalid(
              "failed to update database "
                  + before.name()
                  + ". Detail: charset and collation of a PostgreSQL database cannot be changed.")
          .asException();
    }
    return Reply.ok(
        changes.make(
            key,
            "UPDATE_DATABASE",
            "failed to update database " + before.name() + ". Detail: pq: ",
            _ -> {},
            transaction ->
                transaction
                    .get(instance.key() + "/databases/" + before.name())
                    .ifPresent(e ->
                        transaction.put(
                            e.withBody(
                                e.body()
                                    .with("charset", after.charset())
                                    .with("collation", after.collation()))))));
  }

  Reply delete(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    String name = existing(key, ask.path("name")).name();
    Entry instance = instances.require(key);
    return Reply.ok(
        changes.make(
            key,
            "DELETE_DATABASE",
            "failed to delete database \"" + name + "\"." + POSTGRES_HINT + " Detail: pq: ",
            databases -> databases.dropDatabase(name),
            transaction -> transaction.drop(instance.key() + "/databases/" + name)));
  }

  private Database existing(InstanceKey key, String name) {
    return databases(key).stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Refusals.notFound().asException());
  }
}
