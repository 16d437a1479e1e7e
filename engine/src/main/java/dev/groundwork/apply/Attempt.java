package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.plan.PlanText;
import dev.groundwork.plan.Step;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One step on its way: what was refused how often, since when it tries, and what is told of it.
final class Attempt {
  /// What Google calls a resource that is not there yet, or about to go.
  private static final Set<String> PASSING =
      Set.of(
          "PENDING",
          "PENDING_CREATE",
          "PENDING_DELETE",
          "CREATING",
          "PROVISIONING",
          "STAGING",
          "INITIALIZING",
          "STARTING",
          "UPDATING",
          "REPAIRING",
          "RECONCILING",
          "DELETING",
          "DELETE_IN_PROGRESS",
          "RESIZING",
          "RESTARTING",
          "REBOOTING",
          "UPGRADING");

  private static final int POLLS_REFUSED = 10;

  private final Step step;
  private final ResourceType type;
  private final Action action;
  private final Surroundings surroundings;
  private final Ground ground;
  private final Map<Refusal.Kind, Integer> tries = new EnumMap<>(Refusal.Kind.class);
  private final Duration begun;
  private UnaryOperator<String> hide = UnaryOperator.identity();
  private int polls;
  private int pollsRefused;
  private boolean mayHaveBeenDone;
  private boolean outcomeIsOpen;

  /// What attempts of a run have in common.
  record Surroundings(Lanes lanes, RandomGenerator random, Telling telling) {}

  /// Takes what is told of a step.
  interface Telling {
    void waiting(Step step, String operation, Duration since);

    void retried(Step step, String why, Duration in);
  }

  /// @param isNew whether something it needs was made in this run
  /// @param areUsersGoing whether something that used it was deleted in this run
  record Ground(boolean isNew, boolean areUsersGoing) {}

  Attempt(Step step, ResourceType type, Action action, Surroundings surroundings, Ground ground) {
    this.step = step;
    this.type = type;
    this.action = action;
    this.surroundings = surroundings;
    this.ground = ground;
    this.begun = surroundings.lanes().now();
  }

  /// Secrets to be hidden in whatever the cloud says from now on.
  void hiding(UnaryOperator<String> secrets) {
    hide = secrets;
  }

  /// Whether a call of this step may have been done although it was not answered so.
  boolean mayHaveBeenDone() {
    return mayHaveBeenDone;
  }

  /// Whether what was begun goes on in the cloud, so that a later run must look.
  boolean isOutcomeOpen() {
    return outcomeIsOpen;
  }

  Duration elapsed() {
    return surroundings.lanes().now().minus(begun);
  }

  /// What follows a refusal.
  ///
  /// @param tried what was refused: the step's action, or a reading on its way
  /// @param again makes the same call once more
  /// @param look reads, and decides by what is there
  <R> Turn after(Refusal refusal, Action tried, Turn.Call<R> again, Supplier<Turn> look) {
    int count = tries.merge(refusal.kind(), 1, Integer::sum);
    if (tried == action) {
      switch (refusal.kind()) {
        case LOST, UNAVAILABLE, NOT_YET -> mayHaveBeenDone = true;
        case RATE_LIMITED,
            CHANGED_MEANWHILE,
            BUSY,
            ALREADY_EXISTS,
            NAME_RESERVED,
            IN_USE,
            NOT_FOUND,
            API_DISABLED,
            PERMISSION,
            UNAUTHENTICATED,
            QUOTA,
            INVALID,
            OTHER -> {}
      }
    }
    Retry.Situation situation =
        new Retry.Situation(
            tried,
            count,
            elapsed(),
            type.timeout(action),
            type.isServerNamed(),
            ground.isNew(),
            ground.areUsersGoing());
    return switch (Retry.after(refusal, situation, surroundings.random().nextDouble())) {
      case Retry.Then.Again(var pause) -> {
        surroundings.telling().retried(step, why(refusal), pause);
        yield new Turn.Call<>(pause, true, again.ask(), again.then());
      }
      case Retry.Then.Look(var pause) -> {
        surroundings.telling().retried(step, why(refusal), pause);
        yield later(pause, look.get());
      }
      case Retry.Then.GiveUp _ -> failed(refusal);
    };
  }

  private static Turn later(Duration pause, Turn turn) {
    return turn instanceof Turn.Call<?> call ? delayed(pause, call) : turn;
  }

  private static <R> Turn delayed(Duration pause, Turn.Call<R> call) {
    return new Turn.Call<>(pause, call.isRetry(), call.ask(), call.then());
  }

  private static String why(Refusal refusal) {
    return refusal.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /// Asks how an operation stands until it has ended.
  ///
  /// @param ended takes how it ended
  Turn poll(Operation operation, Function<Answer, Turn> ended) {
    Duration elapsed = elapsed();
    if (elapsed.compareTo(type.timeout(action)) > 0) {
      return tooSlow("operation " + operation.name() + " goes on in the cloud.");
    }
    surroundings.telling().waiting(step, operation.name(), elapsed);
    return new Turn.Call<>(
        Retry.beforePoll(polls++, elapsed),
        false,
        cloud -> cloud.poll(operation),
        answer ->
            switch (answer) {
              case Answer.Working(var same) -> poll(same, ended);
              case Answer.Refused(var refusal)
                  when isPassing(refusal) && pollsRefused < POLLS_REFUSED -> {
                pollsRefused++;
                yield poll(operation, ended);
              }
              case Answer.Refused _, Answer.Present _, Answer.Absent _ -> ended.apply(answer);
            });
  }

  /// Whether asking once more may be answered.
  static boolean isPassing(Refusal refusal) {
    return switch (refusal.kind()) {
      case RATE_LIMITED, UNAVAILABLE, LOST, NOT_YET -> true;
      case CHANGED_MEANWHILE,
          BUSY,
          ALREADY_EXISTS,
          NAME_RESERVED,
          IN_USE,
          NOT_FOUND,
          API_DISABLED,
          PERMISSION,
          UNAUTHENTICATED,
          QUOTA,
          INVALID,
          OTHER ->
          false;
    };
  }

  /// Whether a resource is on its way to another state, so that it must be looked at again.
  static boolean isPassing(Fields observed) {
    return observed
        .text("state")
        .or(() -> observed.text("status"))
        .filter(PASSING::contains)
        .isPresent();
  }

  /// Looks again after a while at what is on its way.
  <R> Turn lookAgain(Turn.Call<R> look) {
    Duration elapsed = elapsed();
    if (elapsed.compareTo(type.timeout(action)) > 0) {
      return tooSlow("it is still on its way in the cloud.");
    }
    surroundings.telling().waiting(step, "", elapsed);
    return new Turn.Call<>(Retry.beforePoll(polls++, elapsed), false, look.ask(), look.then());
  }

  private Turn tooSlow(String what) {
    outcomeIsOpen = true;
    return new Turn.Failed(
        Diagnostic.error(
            Code.TOO_SLOW,
            Place.of(step.address().toString()),
            "not done after " + PlanText.duration(type.timeout(action)) + "; " + what,
            "run again: the next run waits for it and makes nothing twice."));
  }

  Turn failed(Refusal refusal) {
    if (mayHaveBeenDone && refusal.kind() != Refusal.Kind.INVALID) {
      outcomeIsOpen = true;
    }
    String reason = refusal.reason().isEmpty() ? "" : " " + refusal.reason();
    String status = refusal.status() == 0 ? "" : " (" + refusal.status() + reason + ")";
    return failed(
        Code.REFUSED,
        service() + " refused" + status + ": " + hide.apply(refusal.message()),
        fix(refusal));
  }

  Turn failed(Code code, String message, String fix) {
    return new Turn.Failed(
        Diagnostic.error(code, Place.of(step.address().toString()), message, fix));
  }

  private String service() {
    return switch (type.surface()) {
      case GOOGLE -> type.host();
      case POSTGRES -> "the database";
    };
  }

  /// What Google says of versions of secrets that are not there.
  private static final Pattern NO_VERSION =
      Pattern.compile("secrets/([A-Za-z0-9_-]+)/versions/\\S+ (was )?not found");

  private static String fix(Refusal refusal) {
    TreeSet<String> empty = new TreeSet<>();
    Matcher missing = NO_VERSION.matcher(refusal.message());
    while (missing.find()) {
      empty.add("groundwork secrets add " + missing.group(1));
    }
    if (!empty.isEmpty()) {
      return "give each secret its value, then run again: " + String.join("; ", empty);
    }
    return switch (refusal.kind()) {
      case PERMISSION -> "ask for the permission, then run again.";
      case UNAUTHENTICATED -> "sign in again: gcloud auth application-default login.";
      case QUOTA -> "ask for more quota, or describe less.";
      case NAME_RESERVED -> "choose another name, or wait until it is free.";
      case API_DISABLED -> "enable the API in the project.";
      case IN_USE -> "remove what still uses it.";
      case RATE_LIMITED, UNAVAILABLE, LOST, BUSY, NOT_YET, CHANGED_MEANWHILE -> "run again.";
      case ALREADY_EXISTS, NOT_FOUND, INVALID, OTHER -> "";
    };
  }
}
