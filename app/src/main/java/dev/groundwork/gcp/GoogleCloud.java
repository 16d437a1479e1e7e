package dev.groundwork.gcp;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.gcp.Wire.Reply;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Listing;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.PolicyMember;
import dev.groundwork.resource.ResourceType.Revelation;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.shape.Shapes;
import dev.groundwork.verify.Callers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/// Google Cloud, real or emulated: carries out what the catalog states of each type, over HTTP.
public final class GoogleCloud implements Cloud, AutoCloseable {
  /// The largest page that every service takes.
  private static final String PAGE = "100";

  private static final String LARGE_PAGE = "500";

  private final Wire wire;
  private final Updates updates;
  private final Projects projects;
  private final PolicyMembers members;
  private final Pause pause;

  /// Waits; a test passes by at once.
  public interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  public GoogleCloud(Endpoint endpoint, Shapes shapes, Pause pause) {
    this.wire = new Wire(endpoint);
    this.updates = new Updates(shapes);
    this.projects = new Projects(wire);
    this.members = new PolicyMembers(wire, projects);
    this.pause = pause;
  }

  @Override
  public Answer read(Target target) {
    ResourceType type = target.type();
    Optional<PolicyMember> policy = type.policyMember();
    if (policy.isPresent()) {
      return members.read(target, policy.get());
    }
    if (type.isReadByListing()) {
      // the name itself is no part of the scope: each item must tell its own
      Map<String, String> scope = new java.util.TreeMap<>(target.path());
      scope.keySet().retainAll(type.scope());
      return switch (list(type, scope)) {
        case Listed.Refused(var refusal) -> absentOr(type, refusal);
        case Listed.Found(var found) ->
            found.stream()
                .filter(p -> p.path().equals(named(type, target.path())))
                .<Answer>map(Function.identity())
                .findFirst()
                .orElse(new Answer.Absent());
      };
    }
    Call call =
        type.call(Action.READ)
            .orElseThrow(() -> new IllegalStateException(type + " cannot be read"));
    return switch (send(type, call, target.path(), Fields.EMPTY)) {
      case Sent.Refused(var refusal) -> absentOr(type, refusal);
      case Sent.Done(var body) ->
          type.isThere(body) ? new Answer.Present(target.path(), body) : new Answer.Absent();
    };
  }

  /// The parameters of the path alone, as a listing tells them.
  private static Map<String, String> named(ResourceType type, Map<String, String> path) {
    Map<String, String> named = new java.util.TreeMap<>(path);
    named.keySet().retainAll(type.parameters());
    return named;
  }

  private static Answer absentOr(ResourceType type, Refusal refusal) {
    boolean hidden = refusal.kind() == Kind.NOT_FOUND || refusal.kind() == Kind.PERMISSION;
    return hidden && type.absentStatuses().contains(refusal.status())
        ? new Answer.Absent()
        : new Answer.Refused(refusal);
  }

  @Override
  public Listed list(ResourceType type, Map<String, String> scope) {
    Optional<PolicyMember> policy = type.policyMember();
    if (policy.isPresent()) {
      return members.list(type, policy.get(), scope);
    }
    Listing listing = listing(type, scope);
    List<Answer.Present> found = new ArrayList<>();
    String token = "";
    do {
      Sent sent = page(type, listing, scope, token);
      if (!(sent instanceof Sent.Done(var page))) {
        return new Listed.Refused(((Sent.Refused) sent).refusal());
      }
      for (Fields item : items(page, listing.items())) {
        if (type.isThere(item)) {
          type.identify(scope, item).ifPresent(path -> found.add(new Answer.Present(path, item)));
        }
      }
      token = page.text("nextPageToken").orElse("");
    } while (!token.isEmpty());
    return new Listed.Found(found);
  }

  /// The listing of one region when the region is known, else that of all.
  private static Listing listing(ResourceType type, Map<String, String> scope) {
    Listing narrow =
        type.listing().orElseThrow(() -> new IllegalStateException(type + " cannot be listed"));
    return scope.keySet().containsAll(narrow.call().needs())
        ? narrow
        : type.wideListing().orElse(narrow);
  }

  private Sent page(ResourceType type, Listing listing, Map<String, String> scope, String token) {
    return projects
        .completed(listing.call(), scope)
        .then(parameters -> {
          Request request = Request.of(type.host(), listing.call(), parameters, Fields.EMPTY);
          if (!listing.pageSize().isEmpty()) {
            request =
                request.with(
                    listing.pageSize(),
                    listing.pageSize().equals("maxResults") ? LARGE_PAGE : PAGE);
          }
          return wire.call(token.isEmpty() ? request : request.with("pageToken", token));
        });
  }

  /// The objects of a list at a dotted path, in which `*` stands for every key.
  private static List<Fields> items(Fields page, String path) {
    List<Value> level = List.of(page);
    for (String part : path.split("\\.", -1)) {
      List<Value> next = new ArrayList<>();
      for (Value value : level) {
        if (value instanceof Fields fields) {
          if (part.equals("*")) {
            next.addAll(fields.values().values());
          } else {
            fields.get(part).ifPresent(next::add);
          }
        }
      }
      level = next;
    }
    List<Fields> items = new ArrayList<>();
    for (Value list : level) {
      if (list instanceof Value.Items(var values)) {
        values.forEach(value -> {
          if (value instanceof Fields fields) {
            items.add(fields);
          }
        });
      }
    }
    return items;
  }

  @Override
  public Answer create(Target target, Fields body, String requestId) {
    ResourceType type = target.type();
    Optional<PolicyMember> policy = type.policyMember();
    if (policy.isPresent()) {
      return members.add(target, policy.get(), body);
    }
    Call call =
        type.call(Action.CREATE)
            .orElseThrow(() -> new IllegalStateException(type + " cannot be created"));
    return switch (send(type, call, target.path(), body, Action.CREATE, requestId)) {
      case Sent.Refused(var refusal)
          when refusal.kind() == Kind.ALREADY_EXISTS && isWaitingForItsEnd(target) ->
          restore(target, requestId);
      case Sent.Refused(var refusal) ->
          new Answer.Refused(nameReserved(target, redacted(refusal, type, body)));
      case Sent.Done(var answer) -> begun(new Operation(target, Action.CREATE, ""), answer);
    };
  }

  /// Whether the resource is deleted, but can be brought back.
  public boolean isWaitingForItsEnd(Target target) {
    return target.type().restore().isPresent()
        && target
            .type()
            .call(Action.READ)
            .map(read -> new Tombstones(wire).isDeleted(target, read))
            .orElse(false);
  }

  private Answer restore(Target target, String requestId) {
    ResourceType type = target.type();
    return switch (send(
        type,
        type.restore().orElseThrow(),
        target.path(),
        Fields.EMPTY,
        Action.CREATE,
        requestId)) {
      case Sent.Refused(var refusal) -> new Answer.Refused(refusal);
      case Sent.Done(var answer) -> begun(new Operation(target, Action.CREATE, ""), answer);
    };
  }

  /// The same words tell that a resource is there and that its name is still taken by one deleted
  /// lately: looking tells.
  private Refusal nameReserved(Target target, Refusal refusal) {
    boolean maybe =
        refusal.kind() == Kind.ALREADY_EXISTS && target.type().nameStaysTaken().isPresent();
    return maybe && read(target) instanceof Answer.Absent
        ? new Refusal(
            Kind.NAME_RESERVED,
            refusal.status(),
            refusal.reason(),
            refusal.message(),
            Optional.empty())
        : refusal;
  }

  @Override
  public Answer update(
      Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
    ResourceType type = target.type();
    Optional<List<Updates.Step>> steps = Updates.steps(type, changed);
    if (steps.isEmpty()) {
      return refused(
          Kind.INVALID, type + " has no call that changes " + String.join(", ", changed));
    }
    Answer answer = new Answer.Present(target.path(), observed);
    for (Updates.Step step : steps.get()) {
      answer = awaited(answer);
      if (!(answer instanceof Answer.Present present)) {
        return answer;
      }
      Sent sent =
          projects
              .completed(step.call(), target.path())
              .then(path ->
                  wire.call(
                      identified(
                          type,
                          Action.UPDATE,
                          requestId,
                          updates.request(type, path, step, body, present.observed()))));
      answer =
          switch (sent) {
            case Sent.Refused(var refusal) -> new Answer.Refused(redacted(refusal, type, body));
            case Sent.Done(var done) -> begun(new Operation(target, Action.UPDATE, ""), done);
          };
    }
    return answer;
  }

  /// Where one change takes several calls, each waits for the operation of the one before it. A run
  /// that is killed between them leaves a difference that the next plan shows.
  private Answer awaited(Answer answer) {
    Duration interval = Duration.ofMillis(50);
    Answer now = answer;
    while (now instanceof Answer.Working(var operation)) {
      try {
        pause.sleep(interval);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return now;
      }
      interval =
          interval.multipliedBy(2).compareTo(Duration.ofSeconds(5)) < 0
              ? interval.multipliedBy(2)
              : Duration.ofSeconds(5);
      now = poll(operation);
    }
    return now;
  }

  @Override
  public Answer delete(Target target, Fields observed, String requestId) {
    ResourceType type = target.type();
    Optional<PolicyMember> policy = type.policyMember();
    if (policy.isPresent()) {
      return members.remove(target, policy.get(), observed);
    }
    Call call =
        type.call(Action.DELETE)
            .orElseThrow(() -> new IllegalStateException(type + " cannot be deleted"));
    return switch (send(type, call, target.path(), Fields.EMPTY, Action.DELETE, requestId)) {
      case Sent.Refused(var refusal) -> absentOr(type, refusal);
      case Sent.Done(var answer) -> begun(new Operation(target, Action.DELETE, ""), answer);
    };
  }

  @Override
  public Answer poll(Operation operation) {
    ResourceType type = operation.target().type();
    return switch (wire.call(Request.get(type.host(), operation.name()))) {
      // an operation is forgotten after a while: what it left tells how it ended
      case Sent.Refused(var refusal) ->
          refusal.kind() == Kind.NOT_FOUND
              ? ended(operation, Fields.EMPTY)
              : new Answer.Refused(refusal);
      case Sent.Done(var answer) -> standing(operation, answer);
    };
  }

  /// What the answer to a change means: an operation where the service has them, else the resource.
  private Answer begun(Operation change, Fields answer) {
    ResourceType type = change.target().type();
    return switch (type.operations(change.action())) {
      case NONE -> ended(change, answer);
      case COMPUTE, SQL, LONG_RUNNING ->
          OperationText.isOperation(type.operations(change.action()), answer)
              ? standing(
                  new Operation(
                      change.target(),
                      change.action(),
                      OperationText.name(change.target(), change.action(), answer)),
                  answer)
              : ended(change, answer);
    };
  }

  private Answer standing(Operation operation, Fields answer) {
    Operations style = operation.target().type().operations(operation.action());
    if (!OperationText.isDone(style, answer)) {
      return new Answer.Working(operation);
    }
    return OperationText.error(style, answer)
        .<Answer>map(refusal ->
            operation.action() == Action.DELETE
                ? absentOr(operation.target().type(), refusal)
                : new Answer.Refused(refusal))
        .orElseGet(() -> ended(operation, answer.fields("response")));
  }

  /// What stands after a change has ended well.
  ///
  /// @param result what the answer shows of the resource; may be nothing
  private Answer ended(Operation change, Fields result) {
    Target target = change.target();
    ResourceType type = target.type();
    return switch (change.action()) {
      case DELETE -> new Answer.Absent();
      case CREATE, UPDATE, READ, LIST -> {
        boolean isWhole = type.operations(change.action()) == Operations.NONE && !result.isEmpty();
        boolean isNamed = target.path().keySet().containsAll(type.parameters());
        Optional<Map<String, String>> path =
            isNamed ? Optional.of(target.path()) : type.identify(target.path(), result);
        if (path.isEmpty()) {
          yield refused(Kind.OTHER, "Google's answer does not say how it named the new " + type);
        }
        if (isWhole && type.isThere(result)) {
          yield new Answer.Present(path.get(), result);
        }
        Answer now = read(new Target(type, path.get()));
        yield now instanceof Answer.Absent
            ? refused(Kind.NOT_YET, target + " was accepted by Google, but cannot be read yet")
            : now;
      }
    };
  }

  private static Answer refused(Kind kind, String message) {
    return new Answer.Refused(new Refusal(kind, 0, "", message, Optional.empty()));
  }

  @Override
  public Permissions test(String resource, SortedSet<String> permissions) {
    return projects.test(resource, permissions);
  }

  /// Why the name of a resource that is to be made cannot be used yet; empty when nothing speaks
  /// against it.
  ///
  /// @param now the cloud's time
  public Optional<String> reserved(Target target, Instant now) {
    return new Tombstones(wire).of(target, now);
  }

  @Override
  public SecretValue reveal(String secret) {
    return new Secrets(wire).reveal(secret);
  }

  @Override
  public SecretValue reveal(Target holder) {
    Optional<Revelation> revelation = holder.type().revelation();
    if (revelation.isEmpty()) {
      return reveal(holder.id());
    }
    return switch (send(holder.type(), revelation.get().call(), holder.path(), Fields.EMPTY)) {
      case Sent.Done(var answer) ->
          answer
              .text(revelation.get().field())
              .filter(text -> !text.isEmpty())
              .<SecretValue>map(text -> new SecretValue.Revealed(text, holder.id()))
              .orElseGet(() ->
                  new SecretValue.Refused(
                      new Refusal(
                          Kind.OTHER,
                          200,
                          "",
                          holder.id() + " has no " + revelation.get().field(),
                          Optional.empty())));
      case Sent.Refused(var refusal) -> new SecretValue.Refused(refusal);
    };
  }

  private Sent send(ResourceType type, Call call, Map<String, String> path, Fields resource) {
    return projects
        .completed(call, path)
        .then(parameters -> wire.call(Request.of(type.host(), call, parameters, resource)));
  }

  private Sent send(
      ResourceType type,
      Call call,
      Map<String, String> path,
      Fields resource,
      Action action,
      String requestId) {
    return projects
        .completed(call, path)
        .then(parameters ->
            wire.call(
                identified(
                    type, action, requestId, Request.of(type.host(), call, parameters, resource))));
  }

  /// Compute tells a repeated request by its id.
  private static Request identified(
      ResourceType type, Action action, String requestId, Request request) {
    return type.operations(action) == Operations.COMPUTE
        ? request.with("requestId", requestId)
        : request;
  }

  /// The refusal, less any value of a sensitive field that Google's message may repeat.
  private static Refusal redacted(Refusal refusal, ResourceType type, Fields body) {
    String message = refusal.message();
    for (String field : type.sensitive()) {
      Optional<String> secret = body.text(field);
      if (secret.isPresent() && !secret.get().isEmpty()) {
        message = message.replace(secret.get(), "(a secret)");
      }
    }
    return new Refusal(
        refusal.kind(), refusal.status(), refusal.reason(), message, refusal.retryAfter());
  }

  /// The same cloud as service accounts and strangers see it.
  public Callers callers() {
    return new CloudCallers(wire.endpoint(), wire);
  }

  @Override
  public void close() {
    wire.close();
  }

  /// What one request came to.
  sealed interface Sent {
    record Done(Fields body) implements Sent {}

    record Refused(Refusal refusal) implements Sent {}

    /// What a reply means.
    static Sent of(Reply reply) {
      return switch (reply) {
        case Reply.Answered(var status, var body, var retryAfter) ->
            status < 300 ? new Done(body) : new Refused(Refusals.of(status, body, retryAfter));
        case Reply.Unsent(var why) ->
            new Refused(new Refusal(Kind.UNAVAILABLE, 0, "", why, Optional.empty()));
        case Reply.Unidentified(var why) ->
            new Refused(new Refusal(Kind.UNAUTHENTICATED, 0, "", why, Optional.empty()));
        case Reply.Lost(var why) -> new Refused(Refusal.lost(why));
      };
    }
  }
}
