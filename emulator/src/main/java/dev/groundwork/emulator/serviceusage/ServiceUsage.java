package dev.groundwork.emulator.serviceusage;

import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.control.Apis;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Service;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Service Usage, see the package. An API is enabled when the operation ends, not before.
public final class ServiceUsage implements Service {
  private static final String HOST = "serviceusage.googleapis.com";
  private static final String V1 = "google.api.serviceusage.v1.";

  /// The type of an entry that says which APIs an unfinished operation enables. It goes when the
  /// operation ends.
  private static final String ENABLEMENT = "serviceusage.Enablement";

  private final ControlPlane plane;

  public ServiceUsage(ControlPlane plane) {
    this.plane = plane;
  }

  @Override
  public String host() {
    return HOST;
  }

  @Override
  public void install(Installation into) {
    into.alias("v1beta1/", "v1/");
    into.route(GET, "v1/projects/{project}/services", "", this::list);
    into.route(
        GET,
        "v1/projects/{project}/services/{name}",
        "",
        ask -> Reply.ok(shown(project(ask), ask.path("name"))));
    into.route(GET, "v1/projects/{project}/services:batchGet", "", this::batchGet);
    into.route(POST, "v1/projects/{project}/services/{name}:enable", "", this::enable);
    into.route(POST, "v1/projects/{project}/services:batchEnable", "", this::batchEnable);
    into.route(POST, "v1/projects/{project}/services/{name}:disable", "", this::disable);
    into.route(
        POST, "v1/projects/{project}/services/{name}:generateServiceIdentity", "", this::identity);
    into.behavior(
        ENABLEMENT,
        new Behavior() {
          @Override
          public Entry settled(Transaction transaction, Operation operation, Entry now) {
            Project project =
                plane
                    .projects()
                    .find(transaction, now.body().text("project").orElseThrow())
                    .orElseThrow();
            names(now.body().items("services"))
                .forEach(api -> plane.projects().enable(transaction, project, api));
            return now;
          }
        });
  }

  private Reply enable(Ask ask) {
    Project project = project(ask);
    String api = ask.path("name");
    if (plane.projects().isEnabled(project.id(), api)) {
      return Reply.ok(
          Fields.EMPTY.with("name", "operations/noop.DONE_OPERATION").with("done", true));
    }
    Fields response =
        Operation.typed(
            V1 + "EnableServiceResponse",
            Fields.EMPTY.with("service", enabled(project, api).without("config")));
    return begin(project, List.of(api), response);
  }

  private Reply batchEnable(Ask ask) {
    Project project = project(ask);
    List<String> apis = names(ask.body().items("serviceIds"));
    if (apis.isEmpty() || apis.size() > 20) {
      throw Refusal.invalid("Request must name between 1 and 20 services.").asException();
    }
    List<Value> services =
        apis.stream().<Value>map(api -> enabled(project, api).without("config")).toList();
    Fields response =
        Operation.typed(
            V1 + "BatchEnableServicesResponse",
            Fields.EMPTY.with("services", new Value.Items(services)));
    return begin(project, apis, response);
  }

  private Reply begin(Project project, List<String> apis, Fields response) {
    return plane
        .store()
        .change(transaction -> {
          apis.forEach(ServiceUsage::checkName);
          checkBilling(transaction, project, apis);
          String key = HOST + "/enablements/" + plane.ids().uuid();
          Fields body =
              Fields.EMPTY.with("project", project.id()).with("services", Value.texts(apis));
          transaction.put(Entry.of(key, ENABLEMENT, body));
          Operation.Start start =
              Operation.Start.longRunning(
                      HOST, Action.DELETE, ENABLEMENT, key, Duration.ofSeconds(20))
                  .named("operations/acat.p2-" + project.number() + "-" + plane.ids().uuid())
                  .showing(
                      "metadata",
                      Operation.typed(
                          "google.protobuf.Empty", Fields.EMPTY.with("value", Fields.EMPTY)))
                  .answering(response);
          return Reply.ok(plane.operations().show(plane.operations().begin(transaction, start)));
        });
  }

  private static void checkName(String api) {
    if (!api.matches("[a-z0-9-]+(\\.[a-z0-9-]+)*\\.googleapis\\.com")) {
      throw Refusal.forbidden("Not found or permission denied for service(s): " + api + ".")
          .asException();
    }
  }

  private void checkBilling(Transaction transaction, Project project, List<String> apis) {
    List<String> paid = apis.stream().filter(Apis::needsBilling).toList();
    if (!paid.isEmpty() && !plane.projects().hasBilling(transaction, project.id())) {
      throw Refusal.precondition(
              "Billing account for project '"
                  + project.number()
                  + "' is not found. Billing must be enabled for activation of service(s) '"
                  + String.join(",", paid)
                  + "' to proceed.")
          .withDetail(
              Fields.EMPTY
                  .with("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                  .with("reason", "UREQ_PROJECT_BILLING_NOT_FOUND")
                  .with("domain", "serviceusage.googleapis.com"))
          .asException();
    }
  }

  private Reply disable(Ask ask) {
    Project project = project(ask);
    String api = ask.path("name");
    plane
        .store()
        .run(transaction -> {
          if (!plane.projects().isEnabled(project.id(), api)) {
            throw Refusal.precondition(
                    "Service '"
                        + api
                        + "' is not enabled for consumer 'projects/"
                        + project.number()
                        + "'.")
                .asException();
          }
          transaction.drop(Projects.apiKey(project.id(), api));
        });
    return Reply.ok(
        Fields.EMPTY
            .with("name", "operations/acat.p2-" + project.number() + "-" + plane.ids().uuid())
            .with("done", true));
  }

  private Reply list(Ask ask) {
    Project project = project(ask);
    String prefix = Projects.apiKey(project.id(), "");
    TreeSet<String> names = new TreeSet<>(Apis.known());
    plane.store().under(prefix).forEach(e -> names.add(e.key().substring(prefix.length())));
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    List<Entry> all = new ArrayList<>();
    for (String name : names) {
      Fields shown = shown(project, name);
      if (filter.map(f -> f.accepts(shown)).orElse(true)) {
        all.add(Entry.of(name, Projects.API_TYPE, shown));
      }
    }
    Paging.Page page = Paging.page(ask, "pageSize", 50, all);
    List<Value> items = page.entries().stream().<Value>map(Entry::body).toList();
    Fields body =
        items.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("services", new Value.Items(items));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Reply batchGet(Ask ask) {
    Project project = project(ask);
    List<Value> services =
        ask.request().query().getOrDefault("names", List.of()).stream()
            .<Value>map(name -> shown(project, name.substring(name.lastIndexOf('/') + 1)))
            .toList();
    return Reply.ok(
        services.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("services", new Value.Items(services)));
  }

  private Fields shown(Project project, String api) {
    checkName(api);
    return plane.projects().isEnabled(project.id(), api)
        ? enabled(project, api)
        : enabled(project, api).with("state", "DISABLED");
  }

  private static Fields enabled(Project project, String api) {
    return Fields.EMPTY
        .with("name", "projects/" + project.number() + "/services/" + api)
        .with("config", Fields.EMPTY.with("name", api).with("title", Apis.title(api)))
        .with("state", "ENABLED")
        .with("parent", "projects/" + project.number());
  }

  private Reply identity(Ask ask) {
    Project project = project(ask);
    Fields identity =
        Fields.EMPTY
            .with("email", Agents.email(ask.path("name"), project.number()))
            .with("uniqueId", plane.ids().unique());
    return Reply.ok(
        Fields.EMPTY
            .with("name", "operations/finished.DONE_OPERATION")
            .with("done", true)
            .with(
                "response",
                Operation.typed("google.api.serviceusage.v1beta1.ServiceIdentity", identity)));
  }

  private Project project(Ask ask) {
    return plane.projects().find(ask.path("project")).orElseThrow();
  }

  private static List<String> names(List<Value> values) {
    return values.stream()
        .flatMap(v ->
            v instanceof Value.Text(var text)
                ? java.util.stream.Stream.of(text)
                : java.util.stream.Stream.empty())
        .toList();
  }
}
