package dev.groundwork.apply;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A cloud in memory, on a virtual clock. It refuses, loses answers and fails late as its faults
/// say; and it watches that nothing is made before what it needs and nothing deleted that is still
/// used.
final class SimCloud implements Cloud {
  private final VirtualLanes.Clock clock;
  private final Doom doom;
  private final Faults faults;
  private final Planted planted;
  private final SortedMap<String, Stored> stored = new TreeMap<>();
  private final Map<String, Pending> operations = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private final Set<String> secretValues = new HashSet<>();
  private Set<String> wanted = Set.of();
  private boolean toleratesUse;
  private int counter = 100;
  private int calls;

  /// What is there.
  private static final class Stored {
    final Target target;
    Fields body;
    String state;
    final String number;
    int etag = 1;
    boolean isForeign;

    Stored(Target target, Fields body, String state, String number) {
      this.target = target;
      this.body = body;
      this.state = state;
      this.number = number;
    }
  }

  private record Pending(
      String key, Target target, Action action, Fields body, Duration ends, boolean fails) {}

  SimCloud(VirtualLanes.Clock clock, Doom doom, Faults faults) {
    this(clock, doom, faults, Planted.NOTHING);
  }

  SimCloud(VirtualLanes.Clock clock, Doom doom, Faults faults, Planted planted) {
    this.planted = planted;
    this.clock = clock;
    this.doom = doom;
    this.faults = faults;
  }

  // ---------------------------------------------------------------- what a test asks

  List<String> violations() {
    return violations;
  }

  Set<String> secretValues() {
    return secretValues;
  }

  int calls() {
    return calls;
  }

  int size() {
    return (int) stored.values().stream().filter(s -> !s.isForeign).count();
  }

  /// Whether a plan could not keep every order, so that something in use may be deleted.
  void toleratesUse(boolean tolerates) {
    toleratesUse = tolerates;
  }

  /// The keys that the description wants: what is deleted of them is made anew.
  void wants(Set<String> keys) {
    wanted = keys;
  }

  static String key(ResourceType type, Map<String, String> path) {
    return type.name() + " " + new TreeMap<>(path);
  }

  /// Someone makes a resource whose name the cloud chooses.
  void makeForeign(ResourceType type, Map<String, String> path, Fields body) {
    Map<String, String> whole = new TreeMap<>(path);
    whole.put(type.parameters().getLast(), String.valueOf(counter++));
    Stored made = new Stored(new Target(type, whole), body, "READY", String.valueOf(counter++));
    made.isForeign = true;
    stored.put(key(type, whole), made);
  }

  /// Someone deletes or changes what is there.
  void meddle(String key, Optional<Fields> change) {
    settleAll();
    if (change.isEmpty()) {
      remove(key);
    } else {
      Stored there = stored.get(key);
      if (there != null) {
        there.body = change.get();
        there.etag++;
      }
    }
  }

  SortedMap<String, Fields> bodies() {
    settleAll();
    SortedMap<String, Fields> bodies = new TreeMap<>();
    stored.forEach((key, s) -> bodies.put(key, s.body));
    return bodies;
  }

  /// Everything there, in words that two clouds share: what the cloud made up is told by what it
  /// stands for.
  List<String> content() {
    settleAll();
    Map<String, String> names = new HashMap<>();
    stored.values().forEach(s -> names.put(s.number, "number of " + nameOf(s)));
    List<String> content = new ArrayList<>();
    for (Stored s : stored.values()) {
      Fields shown =
          (Fields)
              s.body.map(v ->
                  v instanceof Value.Text(var text) && names.containsKey(text)
                      ? Value.of(names.getOrDefault(text, text))
                      : v);
      boolean isRight =
          !s.body.values().containsKey("password")
              || s.body.text("password").equals(newestValue(s.body.text("reads").orElse("")));
      content.add(
          nameOf(s)
              + (s.isForeign ? " (foreign) " : " ")
              + without(shown)
              + (isRight ? "" : " WRONG PASSWORD"));
    }
    content.sort(null);
    return content;
  }

  private static String without(Fields body) {
    return new TreeMap<>(body.without("password").without("payload").values()).toString();
  }

  private static String nameOf(Stored s) {
    Map<String, String> path = new TreeMap<>(s.target.path());
    if (s.target.type().isServerNamed()) {
      path.remove(s.target.type().parameters().getLast());
    }
    return s.target.type().name() + " " + path + s.body.text("title").map(t -> " " + t).orElse("");
  }

  private Optional<String> newestValue(String secret) {
    return versions(secret).reversed().stream()
        .findFirst()
        .flatMap(v -> v.body.text("payload.data"));
  }

  private List<Stored> versions(String secret) {
    return stored.values().stream()
        .filter(s -> s.target.type() == SimTypes.VERSION && s.target.path().containsValue(secret))
        .sorted(
            java.util.Comparator.comparingInt(
                s -> Integer.parseInt(s.target.path().getOrDefault("version", "0"))))
        .toList();
  }

  // ---------------------------------------------------------------- the port

  private interface Effect<R> {
    R happen();
  }

  private <R> R perform(
      Target target,
      Action action,
      Effect<R> effect,
      java.util.function.Function<Refusal, R> refused) {
    calls++;
    doom.strike();
    settleAll();
    R answer =
        switch (faults.next(key(target.type(), target.path()), action)) {
          case Faults.Fault.None _ -> effect.happen();
          case Faults.Fault.Refuse(var kind) -> refused.apply(refusal(kind));
          case Faults.Fault.DoAndRefuse(var kind) -> {
            effect.happen();
            yield refused.apply(refusal(planted == Planted.HIDES_LOSS ? Kind.BUSY : kind));
          }
        };
    doom.strike();
    return answer;
  }

  private static Refusal refusal(Kind kind) {
    return new Refusal(kind, 499, kind.name(), "as planned", Optional.empty());
  }

  private static Answer no(Kind kind) {
    return new Answer.Refused(refusal(kind));
  }

  @Override
  public Answer read(Target target) {
    return perform(
        target, Action.READ, () -> show(key(target.type(), target.path())), Answer.Refused::new);
  }

  private Answer show(String key) {
    Stored there = stored.get(key);
    if (there == null && planted == Planted.SHOWS_GHOSTS && counter % 5 == 0) {
      return no(Kind.OTHER);
    }
    return there == null
        ? new Answer.Absent()
        : new Answer.Present(there.target.path(), shown(there));
  }

  private static Fields shown(Stored there) {
    Fields shown =
        there
            .body
            .without("password")
            .without("payload")
            .with("number", there.number)
            .with("etag", String.valueOf(there.etag));
    return there.target.type().operations(Action.CREATE) == Operations.NONE
            && there.target.type() != SimTypes.VERSION
        ? shown
        : shown.with("state", there.target.type() == SimTypes.VERSION ? "ENABLED" : there.state);
  }

  @Override
  public Listed list(ResourceType type, Map<String, String> scope) {
    return perform(
        new Target(type, scope),
        Action.LIST,
        () ->
            new Listed.Found(
                stored.values().stream()
                    .filter(s ->
                        s.target.type() == type
                            && s.target.path().entrySet().containsAll(scope.entrySet()))
                    .map(s -> new Answer.Present(s.target.path(), shown(s)))
                    .toList()),
        Listed.Refused::new);
  }

  @Override
  public Answer create(Target target, Fields body, String requestId) {
    return perform(target, Action.CREATE, () -> make(target, body), Answer.Refused::new);
  }

  private Answer make(Target target, Fields body) {
    ResourceType type = target.type();
    Map<String, String> path = new TreeMap<>(target.path());
    if (type == SimTypes.VERSION) {
      String secret = path.getOrDefault("secret", "");
      if (!stored.containsKey(key(SimTypes.SECRET, Map.of("project", "p", "name", secret)))) {
        violations.add("a version of no secret: " + secret);
      }
      path.put("version", String.valueOf(versions(secret).size() + 1 + counter++));
      body.text("payload.data").ifPresent(secretValues::add);
    } else if (type.isServerNamed()) {
      path.put(type.parameters().getLast(), String.valueOf(counter++));
    }
    String key = key(type, path);
    if (stored.containsKey(key)) {
      return no(Kind.ALREADY_EXISTS);
    }
    if (type == SimTypes.PART
        && !stored.containsKey(
            key(
                SimTypes.WHOLE,
                Map.of("project", "p", "name", path.getOrDefault("instance", ""))))) {
      violations.add("made before its whole: " + key);
    }
    if (isBusy(target)) {
      return no(Kind.BUSY);
    }
    checkUses(key, body);
    boolean takesTime = type.operations(Action.CREATE) != Operations.NONE;
    Stored made =
        new Stored(
            new Target(type, path), body, takesTime ? "PENDING_CREATE" : "READY", "n" + counter++);
    stored.put(key, made);
    return takesTime ? begin(key, made.target, Action.CREATE, body) : show(key);
  }

  private void checkUses(String key, Fields body) {
    body.fields("refs")
        .values()
        .values()
        .forEach(v -> {
          if (v instanceof Value.Text(var used)
              && stored.values().stream()
                  .noneMatch(s -> isUsed(s, used) && !s.state.startsWith("PENDING"))) {
            violations.add(key + " uses what is not there: " + used);
          }
        });
  }

  private static boolean isUsed(Stored s, String used) {
    return used.equals(s.number) || used.equals(s.target.id());
  }

  private boolean isBusy(Target target) {
    return target.type().service().equals("sql")
        && operations.values().stream()
            .anyMatch(p -> instance(p.target()).equals(instance(target)));
  }

  private static String instance(Target target) {
    return target.type().service()
        + " "
        + target.path().getOrDefault(target.type() == SimTypes.PART ? "instance" : "name", "");
  }

  private Answer begin(String key, Target target, Action action, Fields body) {
    String name = "operations/" + counter++;
    long typical = target.type().typical(action).toMillis();
    Duration ends = clock.now().plusMillis(faults.lasting(typical));
    operations.put(
        name, new Pending(key, target, action, body, ends, faults.failsLate(key, action)));
    return new Answer.Working(new Operation(target, action, name));
  }

  @Override
  public Answer update(
      Target target, Fields body, SortedSet<String> changed, Fields observed, String requestId) {
    return perform(
        target, Action.UPDATE, () -> change(target, body, changed, observed), Answer.Refused::new);
  }

  private Answer change(Target target, Fields body, SortedSet<String> changed, Fields observed) {
    String key = key(target.type(), target.path());
    Stored there = stored.get(key);
    if (there == null) {
      return no(Kind.NOT_FOUND);
    }
    if (!observed.text("etag").equals(Optional.of(String.valueOf(there.etag)))) {
      return no(Kind.CHANGED_MEANWHILE);
    }
    if (isBusy(target) || there.state.equals("UPDATING")) {
      return no(Kind.BUSY);
    }
    checkUses(key, body);
    Fields next = there.body;
    for (String path : changed) {
      Optional<Value> value = body.at(path);
      next = value.isPresent() ? next.with(path, value.get()) : next.without(path);
    }
    there.etag++;
    if (target.type().operations(Action.UPDATE) != Operations.NONE) {
      there.state = "UPDATING";
      return begin(key, there.target, Action.UPDATE, next);
    }
    there.body = next;
    return show(key);
  }

  @Override
  public Answer delete(Target target, Fields observed, String requestId) {
    return perform(target, Action.DELETE, () -> delete(target), Answer.Refused::new);
  }

  private Answer delete(Target target) {
    String key = key(target.type(), target.path());
    Stored there = stored.get(key);
    if (there == null) {
      return new Answer.Absent();
    }
    if (there.isForeign) {
      violations.add("deleted what others made: " + key);
    }
    if (isBusy(target) || there.state.equals("UPDATING")) {
      return no(Kind.BUSY);
    }
    if (there.state.equals("DELETING")) {
      return no(Kind.BUSY);
    }
    for (Stored user : stored.values()) {
      boolean holdsOn =
          user.body.fields("refs").values().values().stream()
              .anyMatch(v -> v instanceof Value.Text(var used) && isUsed(there, used));
      boolean goesWith =
          user.target.type() == SimTypes.PART
              && there.target.type() == SimTypes.WHOLE
              && instance(user.target).equals(instance(there.target));
      if (holdsOn
          && !toleratesUse
          && !goesWith
          && (!user.target.type().isChangeable("refs") || !wanted.contains(nameOf(there)))) {
        violations.add(
            "deleted while " + key(user.target.type(), user.target.path()) + " uses it: " + key);
      }
    }
    if (target.type().operations(Action.DELETE) != Operations.NONE) {
      there.state = "DELETING";
      return begin(key, there.target, Action.DELETE, there.body);
    }
    remove(key);
    return new Answer.Absent();
  }

  private void remove(String key) {
    Stored gone = stored.remove(key);
    if (gone != null && gone.target.type() == SimTypes.WHOLE) {
      stored
          .values()
          .removeIf(s ->
              s.target.type() == SimTypes.PART && instance(s.target).equals(instance(gone.target)));
    }
    if (gone != null && gone.target.type() == SimTypes.SECRET) {
      stored
          .values()
          .removeIf(s ->
              s.target.type() == SimTypes.VERSION
                  && s.target.path().containsValue(gone.target.path().getOrDefault("name", "")));
    }
  }

  @Override
  public Answer poll(Operation operation) {
    return perform(
        operation.target(),
        Action.READ,
        () -> {
          Pending pending = operations.get(operation.name());
          if (pending != null) {
            return new Answer.Working(operation);
          }
          if (failed.contains(operation.name())) {
            return no(Kind.OTHER);
          }
          return show(key(operation.target().type(), operation.target().path()));
        },
        Answer.Refused::new);
  }

  private final Set<String> failed = new HashSet<>();

  /// What has ended by now has its effect, asked or not.
  private void settleAll() {
    List<String> ended = new ArrayList<>();
    operations.forEach((name, pending) -> {
      if (pending.ends().compareTo(clock.now()) <= 0) {
        ended.add(name);
      }
    });
    ended.sort(null);
    for (String name : ended) {
      Pending pending = operations.remove(name);
      if (pending != null) {
        settle(name, pending);
      }
    }
  }

  private void settle(String name, Pending pending) {
    Stored there = stored.get(pending.key());
    if (there == null) {
      return;
    }
    if (pending.fails()) {
      failed.add(name);
    }
    switch (pending.action()) {
      case CREATE -> {
        there.state = "READY";
        if (pending.fails()) {
          remove(pending.key());
        }
      }
      case UPDATE -> {
        there.state = "READY";
        there.etag++;
        if (!pending.fails()) {
          there.body = pending.body();
        }
      }
      case DELETE -> {
        there.state = "READY";
        if (!pending.fails()) {
          remove(pending.key());
        }
      }
      case READ, LIST -> throw new AssertionError(name);
    }
  }

  @Override
  public SecretValue reveal(String secret) {
    String own = secret.substring(secret.lastIndexOf('/') + 1);
    return perform(
        new Target(SimTypes.SECRET, Map.of("project", "p", "name", own)),
        Action.READ,
        () -> {
          List<Stored> versions = versions(own);
          if (versions.isEmpty()) {
            violations.add("read before it had a value: " + secret);
            return new SecretValue.Refused(refusal(Kind.NOT_FOUND));
          }
          Stored newest = versions.getLast();
          return new SecretValue.Revealed(
              newest.body.text("payload.data").orElse(""),
              "projects/7/secrets/" + own + "/versions/" + newest.target.path().get("version"));
        },
        SecretValue.Refused::new);
  }

  @Override
  public Permissions test(String resource, SortedSet<String> permissions) {
    return new Permissions.Missing(new TreeSet<>());
  }
}
