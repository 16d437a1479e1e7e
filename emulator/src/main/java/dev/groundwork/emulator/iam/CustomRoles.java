package dev.groundwork.emulator.iam;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.access.Roles;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;

/// Roles: Google's, which can be looked at, and those of projects and organizations. A deleted role
/// can be brought back for seven days; its name stays taken for thirty more.
final class CustomRoles {
  private static final String TYPE = "iam.CustomRole";
  private static final String SHAPE = "google.iam.admin.v1.Role";
  private static final Duration RESTORABLE = Duration.ofDays(7);
  private static final Duration TAKEN = Duration.ofDays(37);

  private final ControlPlane plane;

  CustomRoles(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    into.open(GET, "v1/roles", this::predefined);
    into.open(GET, "v1/roles/{role}", this::one);
    into.open(POST, "v1/permissions:queryTestablePermissions", this::testable);
    for (String kind : List.of("projects/{project}", "organizations/{organization}")) {
      String all = "v1/" + kind + "/roles";
      String one = all + "/{role}";
      into.open(POST, all, this::create);
      into.open(GET, all, this::list);
      into.open(GET, one, ask -> Reply.ok(entry(ask).body()));
      into.open(PATCH, one, this::update);
      into.open(DELETE, one, this::delete);
      into.open(POST, one + ":undelete", this::undelete);
    }
  }

  // ------------------------------------------------------------------ Google's own

  private Reply predefined(Ask ask) {
    boolean full = ask.queryOr("view", "").equals("FULL");
    List<Value> roles =
        Roles.standard().all().stream().<Value>map(role -> shown(role, full)).toList();
    return Reply.ok(Fields.EMPTY.with("roles", new Value.Items(roles)));
  }

  private Reply one(Ask ask) {
    String name = "roles/" + ask.path("role");
    return Reply.ok(
        Roles.standard()
            .find(name)
            .map(role -> shown(role, true))
            .orElseThrow(() -> absent(name).asException()));
  }

  private static Fields shown(Roles.Shown role, boolean full) {
    Fields fields =
        Fields.EMPTY
            .with("name", role.name())
            .with("title", role.title())
            .with("stage", role.stage())
            .with("etag", "AA==");
    List<String> permissions = full ? Roles.standard().permissions(role.name()) : List.of();
    return permissions.isEmpty()
        ? fields
        : fields.with("includedPermissions", Value.texts(permissions));
  }

  private Reply testable(Ask ask) {
    List<Value> all =
        Roles.standard().permissions("roles/owner").stream()
            .<Value>map(p -> Fields.EMPTY.with("name", p).with("stage", "GA"))
            .toList();
    return Reply.ok(Fields.EMPTY.with("permissions", new Value.Items(all)));
  }

  // ------------------------------------------------------------------ custom ones

  private Reply create(Ask ask) {
    String id = ask.body().text("roleId").orElse("");
    if (!id.matches("[a-zA-Z0-9_.]{3,64}")) {
      throw refused(
          "The role_id provided is invalid: it must be 3 to 64 characters of letters, digits, underscores and periods.");
    }
    Fields wanted = plane.bodies().read(SHAPE, ask.body().fields("role"), false);
    check(wanted);
    String name = parent(ask) + "/roles/" + id;
    return Reply.ok(
        plane
            .store()
            .change(transaction -> {
              transaction.get(key(name)).ifPresent(there -> refuseTaken(there, id, parent(ask)));
              Fields role =
                  wanted.with("name", name).with("etag", plane.ids().etag()).without("deleted");
              return transaction.put(Entry.of(key(name), TYPE, role)).body();
            }));
  }

  private void refuseTaken(Entry there, String id, String parent) {
    if (!there.body().flag("deleted")) {
      throw Refusal.alreadyExists("A role named " + id + " in " + parent + " already exists.")
          .asException();
    }
    if (plane.clock().instant().isBefore(deletedAt(there).plus(TAKEN))) {
      throw Refusal.precondition(
              "You can't create a role with role_id ("
                  + id
                  + ") where there is an existing role with that role_id in a deleted state.")
          .asException();
    }
  }

  private static void check(Fields role) {
    for (Value value : role.items("includedPermissions")) {
      String permission = value instanceof Value.Text(var text) ? text : "";
      boolean unknown =
          !permission.matches("[a-zA-Z0-9]+(\\.[a-zA-Z0-9-]+){2,}")
              || (Roles.standard().knowsServiceOf(permission)
                  && !Roles.standard().knows(permission));
      if (unknown) {
        throw refused("Permission " + permission + " is not valid.");
      }
    }
  }

  private Reply list(Ask ask) {
    boolean full = ask.queryOr("view", "").equals("FULL");
    boolean deleted = ask.queryOr("showDeleted", "").equals("true");
    List<Entry> all =
        plane.store().under(key(parent(ask) + "/roles/")).stream()
            .filter(e -> deleted || !e.body().flag("deleted"))
            .filter(e -> !isPast(e))
            .toList();
    Paging.Page page = Paging.page(ask, "pageSize", 300, all);
    List<Value> roles =
        page.entries().stream()
            .<Value>map(e -> full ? e.body() : e.body().without("includedPermissions"))
            .toList();
    Fields body =
        roles.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("roles", new Value.Items(roles));
    return Reply.ok(page.next().map(next -> body.with("nextPageToken", next)).orElse(body));
  }

  private Reply update(Ask ask) {
    Fields wanted = plane.bodies().read(SHAPE, ask.body(), false);
    check(wanted);
    List<String> asked = Masks.paths(ask.queryOr("updateMask", ""));
    List<String> paths =
        asked.isEmpty() ? List.of("title", "description", "includedPermissions", "stage") : asked;
    return change(
        ask,
        role -> {
          if (role.flag("deleted")) {
            throw Refusal.precondition("You can't update a role that is deleted.").asException();
          }
          String etag = wanted.text("etag").orElse("");
          if (!etag.isEmpty() && !role.text("etag").orElse("").equals(etag)) {
            throw Refusal.aborted(
                    "There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.")
                .asException();
          }
          return Masks.apply(role, wanted, paths);
        });
  }

  private Reply delete(Ask ask) {
    return change(ask, role -> role.with("deleted", true));
  }

  private Reply undelete(Ask ask) {
    return change(
        ask,
        role -> {
          if (!role.flag("deleted")) {
            throw Refusal.precondition("The role is not in a deleted state.").asException();
          }
          return role.without("deleted");
        });
  }

  private Reply change(Ask ask, UnaryOperator<Fields> change) {
    return Reply.ok(
        plane
            .store()
            .change(transaction -> {
              Entry before = entry(transaction, ask);
              Fields after = change.apply(before.body()).with("etag", plane.ids().etag());
              Fields hidden =
                  after.flag("deleted")
                      ? Fields.EMPTY.with("deletedAt", plane.clock().instant().toString())
                      : Fields.EMPTY;
              return transaction.put(before.withBody(after).withHidden(hidden)).body();
            }));
  }

  // ------------------------------------------------------------------ finding them

  private static String key(String name) {
    return Iam.HOST + "/" + name;
  }

  private String parent(Ask ask) {
    if (ask.path().containsKey("organization")) {
      return "organizations/" + ask.path("organization");
    }
    return plane
        .projects()
        .find(ask.path("project"))
        .map(p -> "projects/" + p.id())
        .orElseThrow(() ->
            Refusal.notFound("Project " + ask.path("project") + " does not exist.").asException());
  }

  private Entry entry(Ask ask) {
    return plane.store().change(transaction -> entry(transaction, ask));
  }

  private Entry entry(Transaction transaction, Ask ask) {
    String name = parent(ask) + "/roles/" + ask.path("role");
    return transaction
        .get(key(name))
        .filter(e -> !isPast(e))
        .orElseThrow(() -> absent(name).asException());
  }

  /// Whether it was deleted so long ago that it cannot be brought back.
  private boolean isPast(Entry role) {
    return role.body().flag("deleted")
        && plane.clock().instant().isAfter(deletedAt(role).plus(RESTORABLE));
  }

  private static Instant deletedAt(Entry role) {
    return role.hidden().text("deletedAt").map(Instant::parse).orElse(Instant.EPOCH);
  }

  private static Refusal absent(String name) {
    return Refusal.notFound("The role named " + name + " was not found.");
  }

  private static RuntimeException refused(String message) {
    return Refusal.invalid(message).withReason("badRequest").asException();
  }
}
