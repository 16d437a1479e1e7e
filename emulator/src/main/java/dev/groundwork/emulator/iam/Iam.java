package dev.groundwork.emulator.iam;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.PATCH;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Masks;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Roles, pools of foreign identities, and service accounts, named by email or unique id, in a
/// project or in `-`, which stands for any.
public final class Iam implements Service {
  static final String HOST = "iam.googleapis.com";
  static final String TYPE = "iam.ServiceAccount";

  private static final String ONE = "v1/projects/{project}/serviceAccounts/{account}";

  private final ControlPlane plane;
  private final Keys keys;

  public Iam(ControlPlane plane) {
    this.plane = plane;
    keys = new Keys(plane);
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.behavior(TYPE, new Account());
    new CustomRoles(plane).install(into);
    new Pools(plane).install(into);
    into.open(GET, ONE, ask -> Reply.ok(entry(ask).body()));
    into.open(PATCH, ONE, this::patch);
    into.open(PUT, ONE, this::put);
    into.open(DELETE, ONE, this::delete);
    into.open(POST, ONE + ":disable", ask -> change(ask, f -> f.with("disabled", true), true));
    into.open(POST, ONE + ":enable", ask -> change(ask, f -> f.without("disabled"), true));
    into.open(GET, ONE + ":getIamPolicy", ask -> Reply.ok(plane.policies().get(entry(ask).key())));
    into.open(POST, ONE + ":getIamPolicy", ask -> Reply.ok(plane.policies().get(entry(ask).key())));
    into.open(
        POST,
        ONE + ":setIamPolicy",
        ask -> {
          String key = entry(ask).key();
          return Reply.ok(
              plane.store().change(t -> plane.policies().set(t, key, ask.body().fields("policy"))));
        });
    into.open(
        POST,
        ONE + ":testIamPermissions",
        ask -> {
          entry(ask);
          List<Value> asked = ask.body().items("permissions");
          return Reply.ok(
              asked.isEmpty()
                  ? Fields.EMPTY
                  : Fields.EMPTY.with("permissions", new Value.Items(asked)));
        });
    into.open(POST, ONE + "/keys", ask -> keys.create(ask, entry(ask)));
    into.open(GET, ONE + "/keys", ask -> keys.list(entry(ask)));
    into.open(GET, ONE + "/keys/{key}", ask -> keys.get(ask, entry(ask)));
    into.open(DELETE, ONE + "/keys/{key}", ask -> keys.delete(ask, entry(ask)));
  }

  /// The account's id has its own rules, and is what is named when it is taken.
  private final class Account implements Behavior {
    @Override
    public Fields create(Edit edit, Fields wanted) {
      if (!edit.name().matches("[a-z]([-a-z0-9]{4,28}[a-z0-9])")) {
        throw Refusal.invalid(
                "Invalid service account ID ("
                    + edit.name()
                    + "): must be between 6 and 30 lowercase letters, digits and dashes, begin with a letter and not end with a dash.")
            .withReason("badRequest")
            .asException();
      }
      String unique = plane.ids().unique();
      return wanted.with("uniqueId", unique).with("oauth2ClientId", unique);
    }

    @Override
    public Optional<Refusal> present(Ask ask, String relativeName) {
      String email = relativeName.substring(relativeName.lastIndexOf('/') + 1);
      return Optional.of(
          Refusal.alreadyExists(
              "Service account "
                  + email.substring(0, email.indexOf('@'))
                  + " already exists within project projects/"
                  + ask.path("project")
                  + "."));
    }
  }

  private Reply patch(Ask ask) {
    Fields wanted = ask.body().fields("serviceAccount");
    List<String> paths = Masks.paths(ask.body().text("updateMask").orElse(""));
    if (paths.isEmpty()) {
      throw Refusal.invalid("The update mask must not be empty.")
          .withReason("badRequest")
          .asException();
    }
    for (String path : paths) {
      if (!List.of("displayName", "description").contains(path)) {
        throw Refusal.invalid("The field '" + path + "' cannot be updated.")
            .withReason("badRequest")
            .asException();
      }
    }
    return change(ask, f -> Masks.apply(f, wanted, paths), false);
  }

  private Reply put(Ask ask) {
    return change(
        ask, f -> Masks.apply(f, ask.body(), List.of("displayName", "description")), false);
  }

  private Reply change(Ask ask, UnaryOperator<Fields> change, boolean silent) {
    Entry changed =
        plane
            .store()
            .change(transaction -> {
              Entry before = entry(ask);
              return transaction.put(
                  before.withBody(change.apply(before.body()).with("etag", plane.ids().etag())));
            });
    return silent ? Reply.empty() : Reply.ok(changed.body());
  }

  private Reply delete(Ask ask) {
    plane
        .store()
        .run(transaction -> {
          Entry account = entry(ask);
          transaction.drop(account.key());
          plane.policies().drop(transaction, account.key());
          plane
              .policies()
              .deleted(
                  transaction,
                  account.body().text("email").orElse(""),
                  account.body().text("uniqueId").orElse(""));
          keys.dropAll(transaction, account);
        });
    return Reply.empty();
  }

  private Entry entry(Ask ask) {
    String account = ask.path("account");
    Optional<Entry> found =
        account.contains("@")
            ? byEmail(account)
            : all().stream()
                .filter(e -> e.body().text("uniqueId").equals(Optional.of(account)))
                .findFirst();
    String project = ask.path("project");
    return found
        .filter(e ->
            project.equals("-")
                || plane
                    .projects()
                    .find(project)
                    .map(p -> e.body().text("projectId").equals(Optional.of(p.id())))
                    .orElse(false))
        .orElseThrow(() -> Refusal.notFound("Unknown service account").asException());
  }

  private Optional<Entry> byEmail(String email) {
    return all().stream()
        .filter(e -> e.body().text("email").equals(Optional.of(email)))
        .findFirst();
  }

  private List<Entry> all() {
    return plane.store().under(HOST + "/projects/").stream()
        .filter(e -> e.type().equals(TYPE))
        .toList();
  }

  /// An account that Google makes.
  ///
  /// @param email whole
  public static void make(
      ControlPlane plane,
      Transaction transaction,
      String project,
      String email,
      String displayName) {
    String name = "projects/" + project + "/serviceAccounts/" + email;
    String key = HOST + "/" + name;
    if (transaction.get(key).isEmpty()) {
      String unique = plane.ids().unique();
      Fields body =
          Fields.EMPTY
              .with("name", name)
              .with("projectId", project)
              .with("uniqueId", unique)
              .with("email", email)
              .with("displayName", displayName)
              .with("etag", plane.ids().etag())
              .with("oauth2ClientId", unique);
      transaction.put(Entry.of(key, TYPE, body));
    }
  }
}
