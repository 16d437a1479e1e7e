package dev.groundwork.emulator.iam;

import static dev.groundwork.resource.Call.Verb.POST;

import dev.groundwork.emulator.access.Conditions;
import dev.groundwork.emulator.control.Ask;
import dev.groundwork.emulator.control.Behavior;
import dev.groundwork.emulator.control.ControlPlane;
import dev.groundwork.emulator.control.Edit;
import dev.groundwork.emulator.control.Installation;
import dev.groundwork.emulator.control.Operation;
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

/// Workload identity pools and their providers. What is deleted waits for thirty days, its name
/// taken meanwhile, and can be brought back.
final class Pools {
  static final String POOL = "iam.WorkloadIdentityPool";
  static final String PROVIDER = "iam.WorkloadIdentityPoolProvider";

  private static final Duration WAITS = Duration.ofDays(30);
  private static final String ONE =
      "v1/projects/{project}/locations/global/workloadIdentityPools/{pool}";

  private final ControlPlane plane;
  private final Conditions conditions = new Conditions();

  Pools(ControlPlane plane) {
    this.plane = plane;
  }

  void install(Installation into) {
    into.behavior(POOL, new Waiting());
    into.behavior(PROVIDER, new Waiting());
    into.route(POST, ONE + ":undelete", ask -> undelete(ask, POOL, ""));
    into.route(
        POST,
        ONE + "/providers/{provider}:undelete",
        ask -> undelete(ask, PROVIDER, "/providers/" + ask.path("provider")));
  }

  /// What is alike for both.
  private final class Waiting implements Behavior {
    @Override
    public Fields create(Edit edit, Fields wanted) {
      check(edit, wanted);
      String relative = edit.key().substring(Iam.HOST.length() + 1);
      return wanted.with("name", numbered(relative)).with("state", "ACTIVE");
    }

    @Override
    public Fields update(Edit edit, Fields before, Fields after) {
      check(edit, after);
      return after;
    }

    @Override
    public void delete(Edit edit, Entry current) {
      if (isDeleted(current)) {
        throw Refusal.notFound("Requested entity was not found.").asException();
      }
    }

    @Override
    public Entry settled(Transaction transaction, Operation operation, Entry now) {
      if (operation.action() == Action.DELETE) {
        Fields gone =
            now.body()
                .with("state", "DELETED")
                .with("expireTime", Times.micros(plane.clock().instant().plus(WAITS)));
        transaction.put(Entry.of(now.key(), now.type(), gone));
      }
      return now;
    }

    @Override
    public List<Fields> show(List<Entry> entries) {
      return entries.stream().filter(e -> !isDeleted(e)).map(Entry::body).toList();
    }

    @Override
    public Optional<Refusal> present(Ask ask, String relativeName) {
      return Optional.of(Refusal.alreadyExists("Requested entity already exists"));
    }
  }

  private static boolean isDeleted(Entry entry) {
    return entry.body().text("state").orElse("").equals("DELETED");
  }

  private String numbered(String relative) {
    String[] words = relative.split("/", 3);
    return "projects/"
        + plane.projects().find(words[1]).map(Project::number).orElse(words[1])
        + "/"
        + words[2];
  }

  private void check(Edit edit, Fields wanted) {
    if (!edit.type().name().equals(PROVIDER)) {
      return;
    }
    boolean isOidc = wanted.get("oidc").isPresent();
    if (!isOidc && wanted.get("aws").isEmpty() && wanted.get("saml").isEmpty()) {
      throw Refusal.invalid("A provider must be one of aws, oidc and saml.").asException();
    }
    Fields mapping = wanted.fields("attributeMapping");
    if (!mapping.values().containsKey("google.subject") && wanted.get("aws").isEmpty()) {
      throw Refusal.invalid("The attribute mapping must contain a mapping for google.subject.")
          .asException();
    }
    for (Value expression : mapping.values().values()) {
      compile(expression instanceof Value.Text(var text) ? text : "", "attribute mapping");
    }
    String condition = wanted.text("attributeCondition").orElse("");
    if (!condition.isEmpty()) {
      compile(condition, "attribute condition");
    }
    String issuer = wanted.text("oidc.issuerUri").orElse("");
    if (isOidc && !issuer.startsWith("https://")) {
      throw Refusal.invalid("The issuer URI must be an https URI.").asException();
    }
    // whoever has an account there could come in
    boolean isShared = issuer.equals("https://token.actions.githubusercontent.com");
    if (isShared && !condition.contains("assertion.") && !condition.contains("attribute.")) {
      throw Refusal.invalid(
              "The attribute condition must reference one of the provider's claims. For more information, see https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines#conditions")
          .asException();
    }
  }

  private void compile(String expression, String what) {
    Optional<String> mistake = conditions.mistake(expression);
    if (mistake.isPresent()) {
      throw Refusal.invalid(
              "Invalid " + what + ": " + mistake.get().lines().findFirst().orElse("") + ".")
          .asException();
    }
  }

  private Reply undelete(Ask ask, String type, String rest) {
    String key =
        Iam.HOST
            + "/projects/"
            + ask.path("project")
            + "/locations/global/workloadIdentityPools/"
            + ask.path("pool")
            + rest;
    return Reply.ok(
        plane
            .store()
            .change(transaction -> {
              Entry gone =
                  transaction
                      .get(key)
                      .filter(Pools::isDeleted)
                      .orElseThrow(
                          () -> Refusal.notFound("Requested entity was not found.").asException());
              Fields back = gone.body().with("state", "ACTIVE").without("expireTime");
              transaction.put(gone.withBody(back));
              Operation.Start start =
                  Operation.Start.longRunning(
                          Iam.HOST, Action.UPDATE, type, "", Duration.ofSeconds(4))
                      .answering(Operation.typed("google.iam.v1." + type.substring(4), back));
              return plane.operations().show(plane.operations().begin(transaction, start));
            }));
  }
}
