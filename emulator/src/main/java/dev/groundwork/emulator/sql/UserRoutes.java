package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Users of an instance. In a PostgreSQL they are its roles, so that those made by SQL are shown
/// too; the store holds what PostgreSQL does not know of them. A password is never stored.
final class UserRoutes {
  private static final String SHAPE = "sqladmin.v1beta4.User";

  private final ControlPlane plane;
  private final Instances instances;
  private final Changes changes;

  UserRoutes(ControlPlane plane, Instances instances, Changes changes) {
    this.plane = plane;
    this.instances = instances;
    this.changes = changes;
  }

  /// The entry of a user.
  ///
  /// @param shown what is shown of it beyond what is alike for all
  static Entry entry(String instance, Fields shown, String etag) {
    return Entry.of(
        instance + "/users/" + shown.text("name").orElse(""), "sql.User", shown.with("etag", etag));
  }

  Reply list(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    List<Value> users = users(key).stream().<Value>map(u -> show(key, u)).toList();
    Fields body = Fields.EMPTY.with("kind", "sql#usersList");
    return Reply.ok(users.isEmpty() ? body : body.with("items", new Value.Items(users)));
  }

  Reply get(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    return users(key).stream()
        .filter(u -> u.text("name").orElse("").equals(ask.path("name")))
        .findFirst()
        .map(u -> Reply.ok(show(key, u)))
        .orElseThrow(() -> Refusals.notFound().asException());
  }

  private List<Fields> users(InstanceKey key) {
    Entry instance = instances.require(key);
    List<Fields> stored =
        plane.store().under(instance.key() + "/users/").stream().map(Entry::body).toList();
    if (!Instances.isServed(instance.body())) {
      return stored;
    }
    Set<String> names = new TreeSet<>(changes.ask(key, "failed to list users: ", Databases::users));
    List<Fields> users = new ArrayList<>();
    for (String name : names) {
      users.add(
          stored.stream()
              .filter(u -> u.text("name").orElse("").equals(name))
              .findFirst()
              .orElseGet(() -> Fields.EMPTY.with("name", name).with("etag", etag(name))));
    }
    return users;
  }

  private static String etag(String text) {
    return Integer.toHexString(text.hashCode());
  }

  private static Fields show(InstanceKey key, Fields user) {
    Fields shown =
        Fields.EMPTY
            .with("kind", "sql#user")
            .with("etag", user.text("etag").orElse(""))
            .with("name", user.text("name").orElse(""))
            .with("host", "")
            .with("instance", key.name())
            .with("project", key.project());
    for (String field : List.of("type", "passwordPolicy", "sqlserverUserDetails")) {
      if (user.get(field).isPresent()) {
        shown = shown.with(field, user.get(field).get());
      }
    }
    return shown;
  }

  Reply insert(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    String type = sent.text("type").filter(t -> !t.isEmpty()).orElse("BUILT_IN");
    String given =
        sent.text("name")
            .filter(n -> !n.isEmpty())
            .orElseThrow(() -> Refusals.missing("name").asException());
    // PostgreSQL takes the first 63 characters only: Cloud SQL leaves out what is alike for all
    // service accounts
    String name =
        type.equals("CLOUD_IAM_SERVICE_ACCOUNT")
            ? given.replaceFirst("\\.gserviceaccount\\.com$", "")
            : given;
    Optional<String> password = sent.text("password").filter(p -> !p.isEmpty());
    Fields user = Fields.EMPTY.with("name", name);
    user = type.equals("BUILT_IN") ? user : user.with("type", type);
    Fields policied = policy(user, sent);
    Entry instance = instances.require(key);
    return Reply.ok(
        changes.make(
            key,
            "CREATE_USER",
            "failed to create user " + name + ": ",
            databases -> databases.createUser(name, password, roles(type, sent)),
            transaction -> transaction.put(entry(instance.key(), policied, plane.ids().etag()))));
  }

  private static List<String> roles(String type, Fields sent) {
    List<String> asked = new ArrayList<>();
    sent.items("databaseRoles")
        .forEach(r -> asked.add(r instanceof Value.Text(var text) ? text : ""));
    switch (type) {
      case "CLOUD_IAM_USER" -> asked.add("cloudsqliamuser");
      case "CLOUD_IAM_SERVICE_ACCOUNT" -> asked.add("cloudsqliamserviceaccount");
      case "CLOUD_IAM_GROUP" -> asked.add("cloudsqliamgroup");
      default -> {
        if (asked.isEmpty()) {
          asked.add(Template.MEMBERSHIP);
        }
      }
    }
    return List.copyOf(asked);
  }

  private Fields policy(Fields user, Fields sent) {
    Fields policy = sent.fields("passwordPolicy");
    if (policy.isEmpty()) {
      return user;
    }
    Optional<String> lasts = policy.text("passwordExpirationDuration");
    if (lasts.isPresent()) {
      Duration life =
          Duration.ofMillis((long) (1000 * Double.parseDouble(lasts.get().replace("s", ""))));
      policy =
          policy.with(
              "status.passwordExpirationTime",
              plane.clock().instant().plus(life).truncatedTo(ChronoUnit.SECONDS).toString());
    } else {
      policy = policy.with("status", Fields.EMPTY);
    }
    return user.with("passwordPolicy", policy);
  }

  Reply update(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    Fields sent = plane.bodies().read(SHAPE, ask.body(), false);
    String name = named(ask);
    Fields before = existing(key, name);
    Optional<String> password = sent.text("password").filter(p -> !p.isEmpty());
    Fields kept =
        sent.fields("passwordPolicy").isEmpty()
            ? sent.with("passwordPolicy", before.fields("passwordPolicy").without("status"))
            : sent;
    Fields after = kept.fields("passwordPolicy").isEmpty() ? before : policy(before, kept);
    Entry instance = instances.require(key);
    return Reply.ok(
        changes.make(
            key,
            "UPDATE_USER",
            "failed to update user " + name + ": ",
            databases -> {
              if (password.isPresent()) {
                databases.setPassword(name, password.get());
              }
            },
            transaction ->
                transaction.put(entry(instance.key(), after.without("etag"), plane.ids().etag()))));
  }

  Reply delete(Ask ask) {
    InstanceKey key = Instances.key(ask.path());
    String name = named(ask);
    existing(key, name);
    Entry instance = instances.require(key);
    return Reply.ok(
        changes.make(
            key,
            "DELETE_USER",
            "failed to delete user " + name + ": . ",
            databases -> databases.dropUser(name),
            transaction -> transaction.drop(instance.key() + "/users/" + name)));
  }

  private static String named(Ask ask) {
    return ask.query("name")
        .filter(n -> !n.isEmpty())
        .orElseThrow(() -> Refusals.missing("name").asException());
  }

  private Fields existing(InstanceKey key, String name) {
    return users(key).stream()
        .filter(u -> u.text("name").orElse("").equals(name))
        .findFirst()
        .orElseThrow(() -> Refusals.notFound().asException());
  }
}
