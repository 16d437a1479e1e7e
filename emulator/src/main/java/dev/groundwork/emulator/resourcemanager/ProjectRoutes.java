package dev.groundwork.emulator.resourcemanager;

import static dev.groundwork.resource.Call.Verb.DELETE;
import static dev.groundwork.resource.Call.Verb.GET;
import static dev.groundwork.resource.Call.Verb.POST;
import static dev.groundwork.resource.Call.Verb.PUT;

import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Busy;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Filter;
import dev.groundwork.emulator.control.Handler;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
import dev.groundwork.emulator.control.Paging;
import dev.groundwork.emulator.control.Projects;
import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.control.Refusal;
import dev.groundwork.emulator.control.Times;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/// Projects, in versions 1 and 3 of the API. A project is seen once its creation has ended; a
/// deleted one stays, with its name taken, until it could be restored no more.
final class ProjectRoutes {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");

  /// APIs that Google enables in every project by itself.
  private static final List<String> FROM_THE_START =
      List.of(
          "bigquery.googleapis.com",
          "bigquerystorage.googleapis.com",
          "cloudapis.googleapis.com",
          "cloudtrace.googleapis.com",
          "datastore.googleapis.com",
          "logging.googleapis.com",
          "monitoring.googleapis.com",
          "servicemanagement.googleapis.com",
          "serviceusage.googleapis.com",
          "sql-component.googleapis.com",
          "storage-api.googleapis.com",
          "storage-component.googleapis.com",
          "storage.googleapis.com");

  private final ControlPlane plane;

  ProjectRoutes(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    into.open(POST, "v1/projects", this::createFirst);
    into.open(POST, "v3/projects", this::createThird);
    into.open(GET, "v1/projects/{project}", ask -> Reply.ok(ProjectForms.first(entry(ask).body())));
    into.open(GET, "v3/projects/{project}", ask -> Reply.ok(entry(ask).body()));
    into.open(GET, "v1/projects", ask -> list(ask, ProjectForms::first, _ -> true));
    into.open(GET, "v3/projects:search", this::search);
    into.open(
        GET,
        "v3/projects",
        ask -> list(ask, p -> p, p -> p.text("parent").equals(ask.query("parent"))));
    into.open(PUT, "v1/projects/{project}", this::replaceFirst);
    into.open(DELETE, "v1/projects/{project}", ask -> end(ask, "DELETE_REQUESTED", false));
    into.open(DELETE, "v3/projects/{project}", ask -> end(ask, "DELETE_REQUESTED", true));
    into.open(POST, "v1/projects/{project}:undelete", ask -> end(ask, "ACTIVE", false));
    into.open(POST, "v3/projects/{project}:undelete", ask -> end(ask, "ACTIVE", true));
    into.open(POST, "v1/projects/{project}:getAncestry", this::ancestry);
    for (String version : List.of("v1", "v3")) {
      into.open(
          POST,
          version + "/projects/{project}:getIamPolicy",
          existing(key -> Reply.ok(plane.policies().get(key))));
      into.open(
          GET,
          version + "/projects/{project}:getIamPolicy",
          existing(key -> Reply.ok(plane.policies().get(key))));
      into.open(POST, version + "/projects/{project}:setIamPolicy", this::setPolicy);
      into.open(POST, version + "/projects/{project}:testIamPermissions", this::test);
    }
  }

  private Reply createFirst(Ask ask) {
    Fields body = ask.body();
    Fields wanted =
        Fields.EMPTY
            .with("labels", body.fields("labels"))
            .with("displayName", body.text("name").orElse(""));
    String parent = ProjectForms.parent(body);
    Fields project =
        project(
            body.text("projectId").orElse(""),
            parent.isEmpty() ? wanted : wanted.with("parent", parent));
    Fields response =
        Operation.typed("google.cloudresourcemanager.v1.Project", ProjectForms.first(project));
    Fields metadata =
        Operation.typed("google.cloudresourcemanager.v1.ProjectCreationStatus", creation(project));
    Operation operation = create(project, response, metadata);
    // the first version says nothing of a creation that has just begun but its name
    return Reply.ok(Fields.EMPTY.with("name", operation.name()));
  }

  private Reply createThird(Ask ask) {
    Fields wanted =
        plane.bodies().read("google.cloud.resourcemanager.v3.Project", ask.body(), false);
    Fields project = project(wanted.text("projectId").orElse(""), wanted);
    Fields response = Operation.typed("google.cloud.resourcemanager.v3.Project", project);
    Fields metadata =
        Operation.typed("google.cloud.resourcemanager.v3.CreateProjectMetadata", creation(project));
    return Reply.ok(plane.operations().show(create(project, response, metadata)));
  }

  private static Fields creation(Fields project) {
    return Fields.EMPTY
        .with("createTime", project.text("createTime").orElseThrow())
        .with("gettable", true)
        .with("ready", true);
  }

  private Operation create(Fields project, Fields response, Fields metadata) {
    String id = project.text("projectId").orElseThrow();
    String number = project.text("name").orElseThrow().substring("projects/".length());
    return plane
        .store()
        .change(transaction -> {
          if (transaction.get(Projects.key(id)).isPresent()) {
            throw Refusal.alreadyExists("Requested entity already exists").asException();
          }
          Entry entry = Entry.of(Projects.key(id), Projects.TYPE, project);
          transaction.put(Busy.creating(entry));
          transaction.put(
              Entry.of(Projects.numberKey(number), "index", Fields.EMPTY.with("projectId", id)));
          plane
              .policies()
              .grant(transaction, Projects.key(id), "roles/owner", "user:" + plane.caller());
          FROM_THE_START.forEach(
              api -> plane.projects().enable(transaction, new Project(id, number, true), api));
          Operation.Start start =
              Operation.Start.longRunning(
                      ResourceManager.HOST,
                      Action.CREATE,
                      Projects.TYPE,
                      Projects.key(id),
                      Duration.ofSeconds(15))
                  .named("operations/cp." + plane.ids().numeric())
                  .showing("metadata", metadata)
                  .answering(response);
          return plane.operations().begin(transaction, start);
        });
  }

  private Fields project(String id, Fields wanted) {
    if (!ID.matcher(id).matches()) {
      throw Refusal.invalid(
              "project_id must be 6 to 30 lowercase letters, digits, or hyphens, begin with a letter and not end with a hyphen: '"
                  + id
                  + "'.")
          .asException();
    }
    String now = Times.micros(plane.clock().instant());
    Fields project =
        Fields.EMPTY
            .with("name", "projects/" + plane.ids().projectNumber())
            .with("projectId", id)
            .with("state", "ACTIVE")
            .with("displayName", wanted.text("displayName").filter(n -> !n.isEmpty()).orElse(id))
            .with("createTime", now)
            .with("updateTime", now)
            .with("etag", "W/\"" + plane.ids().hex(16) + "\"");
    project =
        wanted.text("parent").isPresent()
            ? project.with("parent", wanted.text("parent").get())
            : project;
    return wanted.fields("labels").isEmpty()
        ? project
        : project.with("labels", wanted.fields("labels"));
  }

  private Reply replaceFirst(Ask ask) {
    return Reply.ok(
        ProjectForms.first(
            change(
                    ask,
                    project -> {
                      Fields changed =
                          project
                              .with("displayName", ask.body().text("name").orElse(""))
                              .without("labels");
                      return ask.body().fields("labels").isEmpty()
                          ? changed
                          : changed.with("labels", ask.body().fields("labels"));
                    })
                .body()));
  }

  private Reply end(Ask ask, String state, boolean third) {
    Fields now =
        change(
                ask,
                project -> {
                  if (project.text("state").orElse("").equals(state)) {
                    throw Refusal.precondition("Precondition check failed.").asException();
                  }
                  Fields changed = project.with("state", state);
                  return state.equals("ACTIVE")
                      ? changed.without("deleteTime")
                      : changed.with("deleteTime", Times.micros(plane.clock().instant()));
                })
            .body();
    if (!third) {
      return Reply.empty();
    }
    String verb = state.equals("ACTIVE") ? "UndeleteProjectMetadata" : "DeleteProjectMetadata";
    Fields response = Operation.typed("google.cloud.resourcemanager.v3.Project", now);
    Operation.Start start =
        Operation.Start.longRunning(
                ResourceManager.HOST, Action.UPDATE, Projects.TYPE, "", Duration.ofSeconds(5))
            .withMetadata("google.cloud.resourcemanager.v3." + verb, Fields.EMPTY)
            .answering(response);
    return Reply.ok(
        plane.operations().show(plane.store().change(t -> plane.operations().begin(t, start))));
  }

  private Entry change(Ask ask, UnaryOperator<Fields> change) {
    return plane
        .store()
        .change(transaction -> {
          Entry entry = entry(transaction, ask.path("project"));
          Fields changed =
              change
                  .apply(entry.body())
                  .with("updateTime", Times.micros(plane.clock().instant()))
                  .with("etag", "W/\"" + plane.ids().hex(16) + "\"");
          return transaction.put(entry.withBody(changed));
        });
  }

  private Reply search(Ask ask) {
    Optional<Filter> query = ask.query("query").filter(q -> !q.isBlank()).map(Filter::parse);
    return list(ask, p -> p, p -> query.map(q -> q.accepts(p)).orElse(true));
  }

  private Reply list(
      Ask ask, UnaryOperator<Fields> form, java.util.function.Predicate<Fields> keep) {
    Optional<Filter> filter = ask.query("filter").filter(f -> !f.isBlank()).map(Filter::parse);
    String prefix = Projects.key("");
    List<Entry> all =
        plane.store().under(prefix).stream()
            .filter(e ->
                e.type().equals(Projects.TYPE) && !Busy.isBeingCreated(e) && keep.test(e.body()))
            .filter(e -> filter.map(f -> f.accepts(form.apply(e.body()))).orElse(true))
            .toList();
    Paging.Page page = Paging.page(ask, "pageSize", 500, all);
    List<Value> projects = page.entries().stream().<Value>map(e -> form.apply(e.body())).toList();
    Fields body =
        projects.isEmpty()
            ? Fields.EMPTY
            : Fields.EMPTY.with("projects", new Value.Items(projects));
    return Reply.ok(page.next().isPresent() ? body.with("nextPageToken", page.next().get()) : body);
  }

  private Reply ancestry(Ask ask) {
    Fields project = entry(ask).body();
    Value self = ancestor("project", project.text("projectId").orElseThrow());
    List<Value> line = new java.util.ArrayList<>(List.of(self));
    Optional<String> parent = project.text("parent");
    while (parent.isPresent()) {
      String name = parent.get();
      line.add(
          ancestor(
              name.startsWith("folders/") ? "folder" : "organization",
              name.substring(name.indexOf('/') + 1)));
      parent =
          plane
              .store()
              .get(ResourceManager.HOST + "/" + name)
              .flatMap(e -> e.body().text("parent"));
    }
    return Reply.ok(Fields.EMPTY.with("ancestor", new Value.Items(line)));
  }

  private static Value ancestor(String type, String id) {
    return Fields.EMPTY.with("resourceId", Fields.EMPTY.with("type", type).with("id", id));
  }

  private Reply setPolicy(Ask ask) {
    return Reply.ok(
        plane
            .store()
            .change(t ->
                plane
                    .policies()
                    .set(t, entry(t, ask.path("project")).key(), ask.body().fields("policy"))));
  }

  private Reply test(Ask ask) {
    entry(ask);
    List<Value> asked = ask.body().items("permissions");
    return Reply.ok(
        asked.isEmpty() ? Fields.EMPTY : Fields.EMPTY.with("permissions", new Value.Items(asked)));
  }

  private Handler existing(Function<String, Reply> answer) {
    return ask -> answer.apply(entry(ask).key());
  }

  private Entry entry(Ask ask) {
    return find(plane.projects().find(ask.path("project")), key -> plane.store().get(key));
  }

  private Entry entry(Transaction transaction, String project) {
    return find(plane.projects().find(transaction, project), transaction::get);
  }

  /// Whoever may not see a project is not told whether it is there.
  private static Entry find(Optional<Project> project, Function<String, Optional<Entry>> get) {
    return project
        .flatMap(p -> get.apply(Projects.key(p.id())))
        .orElseThrow(() -> Refusal.forbidden("The caller does not have permission").asException());
  }
}
