package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.access.Evaluator;
import dev.groundwork.emulator.access.Mode;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.identity.Caller;
import dev.groundwork.emulator.identity.Issuer;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Who calls, and what they may do. Every call passes here; other services ask `mayCall` for what
/// they do on a caller's or an account's behalf.
public final class Access {
  /// What `groundwork emulator env` gives as a token: the owner's.
  public static final String OWNERS_TOKEN = "emulator";

  private static final String MODE_KEY = "emulator/iam";
  private static final String BEARER = "Bearer ";

  /// Hosts where tokens are got, so that none can be asked for.
  private static final Set<String> WITHOUT_TOKEN =
      Set.of(
          "accounts.google.com",
          "metadata.google.internal",
          "oauth2.googleapis.com",
          "openidconnect.googleapis.com",
          "sts.googleapis.com",
          "www.googleapis.com");

  private static final ScopedValue<Caller> CALLER = ScopedValue.newInstance();

  private final Store store;
  private final Accounts accounts;
  private final Issuer issuer;
  private final Clock clock;
  private final Caller owner;
  private final Lineage lineage;
  private final Permissions permissions;
  private final Evaluator evaluator;
  private final Audit audit;
  private volatile Mode mode;

  Access(
      Catalog catalog,
      Store store,
      Projects projects,
      Policies policies,
      Accounts accounts,
      Issuer issuer,
      Clock clock,
      Logs logs,
      Caller owner) {
    this.store = store;
    this.accounts = accounts;
    this.issuer = issuer;
    this.clock = clock;
    this.owner = owner;
    audit = new Audit(logs);
    lineage = new Lineage(catalog, store, projects, accounts);
    permissions = new Permissions(catalog);
    evaluator = new Evaluator(policies::get, this::customRole);
    mode = store.get(MODE_KEY).flatMap(e -> e.body().text("mode")).map(Mode::of).orElse(Mode.OFF);
  }

  public Mode mode() {
    return mode;
  }

  /// Changes what is done about a missing permission, from the next call on; outlives a restart.
  public void mode(Mode wanted) {
    mode = wanted;
    store.run(t -> t.put(Entry.of(MODE_KEY, "iam", Fields.EMPTY.with("mode", wanted.word()))));
  }

  public Audit audit() {
    return audit;
  }

  // ------------------------------------------------------------------ who calls

  /// Who makes the request that is being answered on this thread; the owner outside of one.
  public Caller caller() {
    return CALLER.orElse(owner);
  }

  /// Answers a request as its caller.
  Reply as(Caller caller, Supplier<Reply> answer) {
    return ScopedValue.where(CALLER, caller).call(answer::get);
  }

  /// Who makes a request. One without a token is the owner's: this is their machine.
  ///
  /// @throws Refused when the token is none of this emulator's, has expired, or its account is
  ///   gone, and modes are not off
  Caller callerOf(Request request) {
    Optional<String> token =
        request
            .header("authorization")
            .filter(h -> h.startsWith(BEARER))
            .map(h -> h.substring(BEARER.length()).strip())
            .or(() -> request.query("access_token"));
    if (token.isEmpty()
        || token.get().equals(OWNERS_TOKEN)
        || WITHOUT_TOKEN.contains(request.host())) {
      return owner;
    }
    Optional<Caller> caller = issuer.callerOf(token.get()).filter(this::stands);
    if (caller.isEmpty() && mode != Mode.OFF) {
      throw Denials.unknownToken().asException();
    }
    return caller.orElse(owner);
  }

  private boolean stands(Caller caller) {
    return !(caller instanceof Caller.ServiceAccount(var email))
        || accounts.find(email).map(a -> !a.disabled()).orElse(true);
  }

  // ------------------------------------------------------------------ what they may do

  /// Whether policies let a caller do something, whatever the mode.
  ///
  /// @param resource key: host and relative name, `run.googleapis.com/projects/p/locations/l/…`
  public boolean mayCall(Caller caller, String permission, String resource) {
    return evaluator.allows(caller, permission, lineage.target(resource), clock.instant());
  }

  /// As `mayCall`, for what is refused only when permissions are enforced; noted in `audit`.
  ///
  /// @return whether to go on
  public boolean permits(Caller caller, String permission, String resource) {
    if (mode == Mode.OFF || mayCall(caller, permission, resource)) {
      return true;
    }
    note(caller, permission, resource, "");
    return mode != Mode.ENFORCE;
  }

  /// Checks a call before it is answered.
  ///
  /// @param template of its route's path
  /// @throws Refused when the caller lacks a permission for it and permissions are enforced
  void check(Request request, String template) {
    Caller caller = caller();
    if (mode == Mode.OFF
        || caller instanceof Caller.Owner
        || WITHOUT_TOKEN.contains(request.host())) {
      return;
    }
    Optional<String> resource = resource(request, template);
    if (resource.isEmpty()) {
      return;
    }
    for (String permission : permissions.of(request.host(), request.verb(), template)) {
      if (!mayCall(caller, permission, resource.get())) {
        note(caller, permission, resource.get(), request.toString());
        if (mode == Mode.ENFORCE) {
          throw Denials.of(request.host(), caller, permission, relative(resource.get()))
              .asException();
        }
        return;
      }
    }
  }

  /// What tests of permissions answer, less what the caller does not have.
  Reply honest(Request request, String template, Reply reply) {
    boolean isTest =
        template.endsWith(":testIamPermissions")
            || template.endsWith("/testIamPermissions")
            || template.endsWith("/iam/testPermissions");
    if (!isTest
        || caller() instanceof Caller.Owner
        || !(reply.content() instanceof Reply.Content.Data(Fields body))) {
      return reply;
    }
    Optional<String> resource = resource(request, template);
    List<Value> granted =
        body.items("permissions").stream()
            .filter(p ->
                p instanceof Value.Text(var permission)
                    && resource.isPresent()
                    && mayCall(caller(), permission, resource.get()))
            .toList();
    Fields answer = body.without("permissions");
    return Reply.ok(
        granted.isEmpty() ? answer : answer.with("permissions", new Value.Items(granted)));
  }

  private Optional<String> resource(Request request, String template) {
    String last = template.substring(template.lastIndexOf('/') + 1);
    Optional<String> named = lineage.key(request, last.indexOf(':') >= 0);
    return named.isPresent() ? named : parent(request).map(p -> Lineage.MANAGER + p);
  }

  /// Where a project or folder is to be made, which the request's body says.
  private static Optional<String> parent(Request request) {
    if (!request.verb().equals("POST")
        || !request.path().matches("/v\\d/(projects|folders)")
        || !request.hasBody()) {
      return Optional.empty();
    }
    try {
      Fields body = Json.parseFields(request.body().text());
      Optional<String> id = body.text("parent.id");
      return id.isPresent()
          ? Optional.of(body.text("parent.type").orElse("") + "s/" + id.get())
          : body.text("parent");
    } catch (Json.Malformed _) {
      return Optional.empty();
    }
  }

  private static String relative(String key) {
    return key.substring(key.indexOf('/') + 1);
  }

  private void note(Caller caller, String permission, String resource, String method) {
    audit.note(
        new Audit.Finding(
            clock.instant(), caller, permission, resource, method, mode == Mode.ENFORCE),
        lineage.project(resource));
  }

  /// The permissions of a custom role that is there and not disabled.
  private List<String> customRole(String name) {
    return store
        .get("iam.googleapis.com/" + name)
        .map(Entry::body)
        .filter(role -> !role.flag("deleted") && !role.text("stage").orElse("").equals("DISABLED"))
        .map(role ->
            role.items("includedPermissions").stream()
                .map(p -> p instanceof Value.Text(var text) ? text : "")
                .toList())
        .orElse(List.of());
  }
}
