package dev.groundwork.emulator.control;

import dev.groundwork.emulator.control.Projects.Project;
import dev.groundwork.emulator.http.Reply;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.http.Router;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.Call.Verb;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// Every route of every service: which handler answers a request, after the project and its API
/// have been checked.
final class Routes {
  private final Projects projects;
  private final Access access;
  private final EnumNumbers numbers;
  private final AnswerShapes answers;
  private final Map<String, Router<Stated>> byHost = new TreeMap<>();
  private final Map<String, Map<String, String>> aliases = new TreeMap<>();

  /// @param api the API that the project in the path must have enabled; empty for none
  /// @param checked whether the project in the path must exist
  record Route(Handler handler, String api, boolean checked) {}

  /// A route with the template of its path.
  private record Stated(Route route, String template) {}

  Routes(Projects projects, Shapes shapes, Access access) {
    this.projects = projects;
    this.access = access;
    numbers = new EnumNumbers(shapes);
    answers = new AnswerShapes(shapes);
  }

  void add(String host, Verb verb, String template, Route route) {
    byHost
        .computeIfAbsent(host, _ -> new Router<>())
        .add(verb.name(), template, new Stated(route, template));
  }

  Installation of(String host, Behaviors behaviors) {
    return new Installation() {
      @Override
      public void behavior(String type, Behavior behavior) {
        behaviors.add(type, behavior);
      }

      @Override
      public void route(Verb verb, String template, Handler handler) {
        route(verb, template, host, handler);
      }

      @Override
      public void route(Verb verb, String template, String api, Handler handler) {
        add(host, verb, template, new Route(handler, api, true));
      }

      @Override
      public void open(Verb verb, String template, Handler handler) {
        add(host, verb, template, new Route(handler, "", false));
      }

      @Override
      public void whenEnabled(BiConsumer<Transaction, Project> make) {
        projects.whenEnabled(host, make);
      }

      @Override
      public void alias(String written, String meant) {
        aliases.computeIfAbsent(host, _ -> new TreeMap<>()).put("/" + written, "/" + meant);
      }
    };
  }

  Reply answer(Request asked) {
    Dialect dialect = Dialect.of(asked.host());
    Request request = unaliased(asked);
    Optional<Router.Found<Stated>> found =
        Optional.ofNullable(byHost.get(request.host()))
            .flatMap(r -> r.find(request.verb(), request.segments()));
    if (found.isEmpty()) {
      return unknown(asked);
    }
    try {
      Route route = found.get().target().route();
      String template = found.get().target().template();
      Map<String, String> path = new TreeMap<>(found.get().parameters());
      if (route.checked() && path.containsKey("project")) {
        path.put(
            "project",
            Gate.check(projects, asked.host(), path.get("project"), gated(route.api(), asked)));
      }
      access.check(request, template);
      Reply reply = access.honest(request, template, route.handler().handle(Ask.of(request, path)));
      return asNumbers(request) ? encoded(reply, answers.shape(request)) : reply;
    } catch (Refused e) {
      return Reply.status(e.refusal().code(), dialect.render(e.refusal()));
    }
  }

  /// The API that must be enabled in the project that the call is about. IAM counts its calls to
  /// the caller's own project, unless the caller says which one pays.
  private static String gated(String api, Request request) {
    boolean isCountedElsewhere =
        api.equals("iam.googleapis.com") && request.header("x-goog-user-project").isEmpty();
    return isCountedElsewhere ? "" : api;
  }

  private Request unaliased(Request request) {
    for (Map.Entry<String, String> alias :
        aliases.getOrDefault(request.host(), Map.of()).entrySet()) {
      if (request.path().startsWith(alias.getKey())) {
        return request.at(
            request.host(), alias.getValue() + request.path().substring(alias.getKey().length()));
      }
    }
    return request;
  }

  private static boolean asNumbers(Request request) {
    return request.query("$alt").orElse("").contains("enum-encoding=int");
  }

  private Reply encoded(Reply reply, Optional<String> shape) {
    return shape.isPresent() && reply.content() instanceof Reply.Content.Data(Fields fields)
        ? new Reply(
            reply.status(),
            reply.headers(),
            new Reply.Content.Data(numbers.encode(shape.get(), fields)))
        : reply;
  }

  /// Unlike anything that Google says, so that nobody takes it for an answer about a resource.
  private static Reply unknown(Request request) {
    String where =
        request.host().isEmpty() ? request.path() : "https://" + request.host() + request.path();
    Refusal refusal =
        new Refusal(
            501,
            "UNIMPLEMENTED",
            "notImplemented",
            "Groundwork's emulator does not emulate " + request.verb() + " " + where + ".",
            List.of());
    return Reply.status(501, Dialect.PLAIN.render(refusal));
  }
}
