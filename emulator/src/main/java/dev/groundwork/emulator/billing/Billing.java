package dev.groundwork.emulator.billing;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Cloud Billing, see the package.
public final class Billing implements Service {
  private static final String HOST = "cloudbilling.googleapis.com";
  private static final String TYPE = "cloudbilling.ProjectBillingInfo";

  private final ControlPlane plane;

  public Billing(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.open(GET, "v1/projects/{project}/billingInfo", ask -> Reply.ok(info(project(ask))));
    into.open(PUT, "v1/projects/{project}/billingInfo", this::link);
    into.open(GET, "v1/billingAccounts", this::accounts);
    into.open(GET, "v1/billingAccounts/{account}", ask -> Reply.ok(account(ask.path("account"))));
    into.open(GET, "v1/billingAccounts/{account}/projects", this::projects);
    String policy = "v1/billingAccounts/{account}";
    into.open(GET, policy + ":getIamPolicy", ask -> Reply.ok(plane.policies().get(key(ask))));
    into.open(
        POST,
        policy + ":setIamPolicy",
        ask ->
            Reply.ok(
                plane
                    .store()
                    .change(t -> plane.policies().set(t, key(ask), ask.body().fields("policy")))));
    into.open(
        POST,
        policy + ":testIamPermissions",
        ask ->
            Reply.ok(
                ask.body().items("permissions").isEmpty()
                    ? Fields.EMPTY
                    : Fields.EMPTY.with(
                        "permissions", new Value.Items(ask.body().items("permissions")))));
  }

  private Fields info(Project project) {
    return plane.store().get(key(project)).map(Entry::body).orElseGet(() -> shown(project, ""));
  }

  private static Fields shown(Project project, String account) {
    Fields f =
        Fields.EMPTY
            .with("name", "projects/" + project.id() + "/billingInfo")
            .with("projectId", project.id());
    return account.isEmpty()
        ? f
        : f.with("billingAccountName", account).with("billingEnabled", true);
  }

  private Reply link(Ask ask) {
    Project project = project(ask);
    Fields wanted =
        plane.bodies().read("google.cloud.billing.v1.ProjectBillingInfo", ask.body(), false);
    String account = wanted.text("billingAccountName").orElse("");
    if (!account.isEmpty() && !account.matches("billingAccounts/[0-9A-Za-z-]+")) {
      throw Refusal.invalid("Request contains an invalid argument.").asException();
    }
    Fields info = shown(project, account);
    plane.store().run(t -> t.put(Entry.of(key(project), TYPE, info)));
    return Reply.ok(info);
  }

  /// The accounts that some project names: more cannot be known.
  private Reply accounts(Ask ask) {
    List<Value> accounts =
        plane.store().under(HOST + "/projects/").stream()
            .flatMap(e -> e.body().text("billingAccountName").stream())
            .distinct()
            .sorted()
            .<Value>map(name -> account(name.substring("billingAccounts/".length())))
            .toList();
    return Reply.ok(
        accounts.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("billingAccounts", new Value.Items(accounts)));
  }

  private static Fields account(String id) {
    return Fields.EMPTY
        .with("name", "billingAccounts/" + id)
        .with("open", true)
        .with("displayName", "Billing account " + id.toUpperCase(Locale.ROOT))
        .with("currencyCode", "USD");
  }

  private Reply projects(Ask ask) {
    String name = "billingAccounts/" + ask.path("account");
    List<Entry> all =
        plane.store().under(HOST + "/projects/").stream()
            .filter(e -> e.body().text("billingAccountName").equals(Optional.of(name)))
            .toList();
    Paging.Page page = Paging.page(ask, "pageSize", 100, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("projectBillingInfo", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Project project(Ask ask) {
    return plane
        .projects()
        .find(ask.path("project"))
        .orElseThrow(() -> Refusal.forbidden("The caller does not have permission").asException());
  }

  private static String key(Project project) {
    return HOST + "/projects/" + project.id() + "/billingInfo";
  }

  private static String key(Ask ask) {
    return HOST + "/billingAccounts/" + ask.path("account");
  }
}
