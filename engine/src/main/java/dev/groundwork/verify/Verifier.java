package dev.groundwork.verify;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.verify.Check.Database;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.DatabaseProbe.Login;
import dev.groundwork.verify.Finding.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/// Carries out checks. Fields are looked up in what a refresh has read already; databases, caches
/// and secrets are asked.
public final class Verifier {
  private final Catalog catalog;
  private final Cloud cloud;
  private final DatabaseProbe databases;
  private final CacheProbe caches;
  private final CallerChecks callers;
  private final Executor executor;

  /// Without a way to ask as others than the user.
  public Verifier(
      Catalog catalog, Cloud cloud, DatabaseProbe databases, CacheProbe caches, Executor executor) {
    this(catalog, cloud, databases, caches, Callers.NONE, executor);
  }

  /// @param executor runs the checks; one virtual thread each in the product
  public Verifier(
      Catalog catalog,
      Cloud cloud,
      DatabaseProbe databases,
      CacheProbe caches,
      Callers callers,
      Executor executor) {
    this.catalog = catalog;
    this.cloud = cloud;
    this.databases = databases;
    this.caches = caches;
    this.callers = new CallerChecks(catalog, cloud, callers);
    this.executor = executor;
  }

  /// One finding per check, in the order of the checks.
  ///
  /// @param observed every resource that the checks are about, as the cloud last answered; one that
  ///   is missing here counts as absent
  public List<Finding> verify(List<Check> checks, Map<Address, Answer> observed) {
    List<CompletableFuture<Finding>> running =
        checks.stream()
            .map(check -> CompletableFuture.supplyAsync(() -> verify(check, observed), executor))
            .toList();
    return running.stream().map(CompletableFuture::join).toList();
  }

  private Finding verify(Check check, Map<Address, Answer> observed) {
    return switch (observed.getOrDefault(check.subject(), new Answer.Absent())) {
      case Answer.Present present -> of(check, present, observed);
      case Answer.Absent _ ->
          switch (check.expectation()) {
            case Expectation.Exists _ -> new Finding(check, Outcome.FAILED, "it is not there");
            case Expectation.Granted _ -> new Finding(check, Outcome.FAILED, "no such grant");
            case Expectation.OfDatabase _,
                Expectation.FieldIs _,
                Expectation.FieldAbsent _,
                Expectation.NoElement _,
                Expectation.ElementIs _,
                Expectation.CacheAnswers _,
                Expectation.Permitted _,
                Expectation.Answers _,
                Expectation.RefusesStrangers _,
                Expectation.NoMember _,
                Expectation.DueAsDescribed _,
                Expectation.SecretHasValue _ ->
                skipped(check, check.subject() + " is not there");
          };
      case Answer.Working _ -> skipped(check, check.subject() + " is still being worked on");
      case Answer.Refused(var refusal) ->
          skipped(check, check.subject() + " cannot be read: " + refusal.message());
    };
  }

  private Finding of(Check check, Answer.Present subject, Map<Address, Answer> observed) {
    ResourceType type = catalog.get(check.subject().type());
    return switch (check.expectation()) {
      case Expectation.FieldIs is -> FieldChecks.is(check, is, type, subject.observed());
      case Expectation.FieldAbsent absent ->
          FieldChecks.absent(check, absent, type, subject.observed());
      case Expectation.NoElement none ->
          FieldChecks.noElement(check, none, type, subject.observed());
      case Expectation.ElementIs is -> FieldChecks.elementIs(check, is, type, subject.observed());
      case Expectation.Granted granted -> FieldChecks.granted(check, granted, subject);
      case Expectation.Exists _ ->
          new Finding(check, Outcome.PASSED, new Target(type, subject.path()).id() + " is there");
      case Expectation.SecretHasValue _ -> secret(check, new Target(type, subject.path()));
      case Expectation.CacheAnswers asked ->
          cache(check, asked, new Target(type, subject.path()), subject);
      case Expectation.Permitted permitted ->
          callers.permitted(check, permitted, subject, observed);
      case Expectation.Answers answers -> callers.answers(check, answers, subject, observed);
      case Expectation.RefusesStrangers refuses ->
          callers.refusesStrangers(check, refuses, subject);
      case Expectation.NoMember none -> callers.noMember(check, none, subject);
      case Expectation.DueAsDescribed due -> TimeChecks.due(check, due, subject);
      case Expectation.OfDatabase asked -> database(check, asked, observed);
    };
  }

  private Finding secret(Check check, Target secret) {
    return switch (cloud.reveal(secret.id())) {
      case Cloud.SecretValue.Revealed revealed ->
          new Finding(check, Outcome.PASSED, revealed.version() + " is enabled");
      case Cloud.SecretValue.Refused(var refusal) ->
          new Finding(
              check,
              Outcome.FAILED,
              "no value can be read: "
                  + refusal.message()
                  + (refusal.kind() == Refusal.Kind.NOT_FOUND
                      ? "; add one: groundwork secrets add "
                          + secret.path().getOrDefault("name", "")
                      : ""));
    };
  }

  private Finding database(
      Check check, Expectation.OfDatabase asked, Map<Address, Answer> observed) {
    Database database = asked.database();
    if (!(observed.get(database.instance()) instanceof Answer.Present instance)) {
      return skipped(check, database.instance() + " is not there");
    }
    if (!(observed.get(database.password()) instanceof Answer.Present secret)) {
      return skipped(check, database.password() + " is not there");
    }
    ResourceType instances = catalog.get(database.instance().type());
    ResourceType secrets = catalog.get(database.password().type());
    return switch (cloud.reveal(new Target(secrets, secret.path()).id())) {
      case Cloud.SecretValue.Refused(var refusal) ->
          skipped(
              check,
              "the password cannot be read from " + database.password() + ": " + refusal.message());
      case Cloud.SecretValue.Revealed password -> {
        String project = instance.path().getOrDefault("project", "");
        String name = instance.path().getOrDefault(instances.parameters().getLast(), "");
        Login login = new Login(project, name, database.name(), database.user(), password);
        yield finding(check, databases.probe(login, asked));
      }
    };
  }

  private Finding cache(
      Check check, Expectation.CacheAnswers asked, Target instance, Answer.Present subject) {
    Optional<SecretValue.Revealed> password = Optional.empty();
    if (asked.auth()) {
      switch (cloud.reveal(instance)) {
        case SecretValue.Refused(var refusal) -> {
          return skipped(check, "its password cannot be read: " + refusal.message());
        }
        case SecretValue.Revealed revealed -> password = Optional.of(revealed);
      }
    }
    List<String> authorities =
        subject.observed().items("serverCaCerts").stream()
            .filter(Value.Fields.class::isInstance)
            .flatMap(c -> ((Value.Fields) c).text("cert").stream())
            .toList();
    Optional<String> host = subject.observed().text("host");
    int port =
        subject.observed().get("port").orElse(Value.of(0)) instanceof Value.Num(var number)
            ? number.intValue()
            : 0;
    return host.isEmpty()
        ? skipped(check, instance.id() + " has no address")
        : finding(
            check,
            caches.probe(
                new CacheProbe.Cache(host.get(), port, asked.tls(), authorities, password)));
  }

  private static Finding finding(Check check, DatabaseProbe.Result result) {
    return switch (result) {
      case DatabaseProbe.Result.Held(var evidence) -> new Finding(check, Outcome.PASSED, evidence);
      case DatabaseProbe.Result.Broken(var evidence) ->
          new Finding(check, Outcome.FAILED, evidence);
      case DatabaseProbe.Result.Unknown(var reason) -> skipped(check, reason);
    };
  }

  private static Finding skipped(Check check, String why) {
    return new Finding(check, Outcome.SKIPPED, why);
  }
}
