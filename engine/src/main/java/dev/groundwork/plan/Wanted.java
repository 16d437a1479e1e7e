package dev.groundwork.plan;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Diagnostic;
import dev.groundwork.plan.Change.Difference;
import dev.groundwork.plan.Differences.Newest;
import dev.groundwork.plan.Observation.Seen;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import dev.groundwork.state.Recorded;
import dev.groundwork.state.State;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Decides what is to happen to each resource that is wanted, one after the other, each after what
/// it needs.
final class Wanted {
  private final FieldRules rules;
  private final Map<Address, Resource> resources = new HashMap<>();
  private final Dependencies dependencies;
  private final State state;
  private final Observation observation;
  private final Options options;
  private final Map<String, Address> unwantedByTarget = new HashMap<>();
  private final SequencedMap<Address, Change> changes = new LinkedHashMap<>();
  private final Map<Address, Standing> standings = new HashMap<>();
  private final Map<String, Address> claimed = new HashMap<>();
  private final Map<Address, Address> renamed = new TreeMap<>();
  private final Set<Address> secretsChanging = new HashSet<>();

  Wanted(
      FieldRules rules,
      Catalog catalog,
      List<Resource> wanted,
      Dependencies dependencies,
      List<Address> order,
      State state,
      Observation observation,
      Options options) {
    this.rules = rules;
    this.dependencies = dependencies;
    this.state = state;
    this.observation = observation;
    this.options = options;
    wanted.forEach(r -> resources.put(r.address(), r));
    for (Recorded recorded : state.resources().values()) {
      if (!resources.containsKey(recorded.address())) {
        catalog
            .find(recorded.address().type())
            .map(type -> new Target(type, recorded.path()))
            .filter(Wanted::isNamed)
            .ifPresent(target -> unwantedByTarget.put(Observation.key(target), recorded.address()));
      }
    }
    for (Address address : order) {
      Optional.ofNullable(resources.get(address)).ifPresent(this::decide);
    }
  }

  List<Change> changes() {
    return List.copyOf(changes.values());
  }

  /// What recorded resources that are wanted no more under their old address are called now.
  Map<Address, Address> renamed() {
    return renamed;
  }

  /// The resource that is wanted at this target.
  Optional<Address> claimant(Target target) {
    return isNamed(target)
        ? Optional.ofNullable(claimed.get(Observation.key(target)))
        : Optional.empty();
  }

  boolean isReplaced(Address address) {
    return changes.get(address) instanceof Change.Replace;
  }

  private static boolean isNamed(Target target) {
    return target.path().keySet().containsAll(target.type().parameters());
  }

  private Optional<Standing> standing(Address address) {
    return Optional.ofNullable(standings.get(address));
  }

  private void decide(Resource said) {
    ResourceType type = said.type();
    SortedSet<Address> needs = new TreeSet<>(dependencies.needs(said.address()));
    Map<String, Value> path = new TreeMap<>();
    said.path().forEach((name, value) -> path.put(name, Standing.resolve(value, this::standing)));
    Fields body = (Fields) Standing.resolve(said.body(), this::standing);
    Resource desired = new Resource(said.address(), type, path, body, needs, said.place());
    Target wish = new Target(type, Standing.resolvePath(path, _ -> Optional.empty()));
    Optional<Recorded> recorded = recorded(said.address(), wish);
    Target target = recorded.map(r -> new Target(type, r.path())).orElse(wish);

    Change change = decide(said, desired, recorded, target, wish);
    changes.put(said.address(), change);
    standings.put(said.address(), after(change, desired, target, wish));
    if (type.name().equals("secretmanager.SecretVersion")
        && (change instanceof Change.Create || change instanceof Change.Replace)) {
      dependencies.secretOf(said).ifPresent(secretsChanging::add);
    }
  }

  /// The record of the resource: under its address, or under another that is wanted no more and
  /// means the same resource.
  private Optional<Recorded> recorded(Address address, Target wish) {
    Recorded own = state.resources().get(address);
    if (own != null) {
      return Optional.of(own);
    }
    Address before = isNamed(wish) ? unwantedByTarget.get(Observation.key(wish)) : null;
    if (before == null) {
      return Optional.empty();
    }
    renamed.put(before, address);
    return Optional.ofNullable(state.resources().get(before))
        .map(r -> new Recorded(address, r.path(), r.desired(), r.observed(), r.needs()));
  }

  private Change decide(
      Resource said, Resource desired, Optional<Recorded> recorded, Target target, Target wish) {
    if (isNamed(wish)) {
      Address other = claimed.putIfAbsent(Observation.key(wish), desired.address());
      if (other != null) {
        return refused(
            desired,
            Code.DUPLICATE,
            desired.address() + " is the same resource as " + other + ": " + wish.id() + ".",
            "remove one of the two.");
      }
    }
    if (recorded.isPresent() && isNamed(target)) {
      claimed.putIfAbsent(Observation.key(target), desired.address());
    }
    Seen seen =
        isNamed(target)
            ? observation.of(target).orElseGet(() -> unseen(recorded))
            : unseen(recorded);
    return switch (seen) {
      case Seen.Unreadable(var refusal) -> unreadable(desired, refusal);
      case Seen.Absent _ ->
          new Change.Create(
              desired,
              recorded.isPresent(),
              List.of(
                  recorded.isPresent()
                      ? "It was deleted behind our back."
                      : "It is not there yet."));
      case Seen.Present(var path, var observed) ->
          compare(said, desired, recorded, path, observed, wish);
    };
  }

  /// What was not read is taken to be as recorded.
  private static Seen unseen(Optional<Recorded> recorded) {
    return recorded
        .<Seen>map(r -> new Seen.Present(r.path(), r.observed()))
        .orElseGet(Seen.Absent::new);
  }

  private Change compare(
      Resource said,
      Resource desired,
      Optional<Recorded> before,
      Map<String, String> path,
      Fields shown,
      Target wish) {
    ResourceType type = desired.type();
    Fields observed = Markers.withoutSecrets(type, desired.body(), shown);
    SortedMap<String, Difference> differences =
        new TreeMap<>(
            Differences.find(
                rules,
                type,
                desired.body(),
                before.map(Recorded::desired),
                before.map(Recorded::observed).orElse(Fields.EMPTY),
                observed,
                this::newest));
    Map<String, String> standing = before.map(Recorded::path).orElse(path);
    SortedMap<String, Difference> moves = movesOf(desired, standing, wish);
    SortedSet<String> ripples = ripples(said);
    TreeSet<String> fixed = new TreeSet<>(moves.keySet());
    differences.keySet().stream().filter(field -> rules.isFixed(type, field)).forEach(fixed::add);
    differences.putAll(moves);

    Map<String, String> whole = new TreeMap<>(path);
    whole.putAll(standing);
    Recorded recorded =
        new Recorded(
            desired.address(),
            whole,
            Markers.of(
                desired.body(),
                before.map(Recorded::desired).orElse(Fields.EMPTY),
                secret -> versionOf(secret)),
            observed,
            desired.dependsOn());
    if (fixed.isEmpty() && ripples.isEmpty()) {
      List<String> unwanted = Growth.against(type, desired.body(), observed);
      if (!unwanted.isEmpty()) {
        return refused(
            desired,
            Code.IMMUTABLE,
            desired.address() + ": " + String.join("; ", unwanted) + ".",
            "put back what was there, and add what is new beside it.");
      }
      if (!differences.isEmpty()) {
        Recorded known =
            before.orElseGet(() ->
                new Recorded(desired.address(), whole, Fields.EMPTY, observed, new TreeSet<>()));
        return new Change.Update(
            desired,
            known,
            observed,
            differences,
            Reasons.update(differences, before.isPresent(), this::secretName, desired));
      }
      Optional<Change> mended = mended(desired, before, whole, observed);
      return mended.isPresent() ? mended.get() : unchanged(desired, before, recorded);
    }
    if (before.isEmpty() && !fixed.isEmpty()) {
      return refused(
          desired,
          Code.NAME_TAKEN,
          desired.address()
              + " is there already, made by someone else, and differs in what cannot change: "
              + Reasons.names(fixed)
              + ".",
          "choose another name, describe it as it is, or delete it by hand.");
    }
    List<String> reasons = Reasons.replace(fixed, ripples, differences);
    if (type.isHoldingData() && !mayLoseData(desired.address(), goesWith(desired, standing))) {
      return refused(
          desired,
          Code.DATA_LOSS,
          desired.address() + ": replacing it would destroy its data. " + String.join(" ", reasons),
          "allow it with `--allow-data-loss " + desired.address() + "`, or take the change back.");
    }
    return new Change.Replace(
        desired,
        before.orElse(recorded),
        observed,
        differences,
        fixed,
        goesWith(desired, standing),
        reasons);
  }

  /// It is as described, but Google could make nothing of it: what it lacked may be there now.
  private static Optional<Change> mended(
      Resource desired, Optional<Recorded> before, Map<String, String> path, Fields observed) {
    return desired
        .type()
        .mending()
        .filter(m -> observed.text(m.field()).equals(Optional.of(m.failed())))
        .map(m -> {
          Value attempt = Value.of("after-" + observed.text("generation").orElse("the-first"));
          SortedMap<String, Difference> touched =
              new TreeMap<>(
                  Map.of(
                      m.touched(),
                      new Difference(observed.at(m.touched()), Optional.of(attempt), false)));
          Recorded known =
              before.orElseGet(() ->
                  new Recorded(desired.address(), path, Fields.EMPTY, observed, new TreeSet<>()));
          return new Change.Update(
              desired,
              known,
              observed,
              touched,
              List.of(
                  "It is as described but failed, and is tried again"
                      + observed.text(m.reason()).map(why -> ": " + why).orElse(".")));
        });
  }

  private Change unchanged(Resource desired, Optional<Recorded> before, Recorded recorded) {
    boolean isRecordedHere = state.resources().containsKey(desired.address());
    if (before.isPresent() && !isRecordedHere) {
      String old =
          renamed.entrySet().stream()
              .filter(e -> e.getValue().equals(desired.address()))
              .findFirst()
              .orElseThrow()
              .getKey()
              .toString();
      return new Change.Adopt(desired, recorded, List.of("It was called " + old + " before."));
    }
    // a member of a policy that was there before belongs to whoever made it: recorded, a later
    // delete would take it away
    if (before.isPresent() || desired.type().policyMember().isPresent()) {
      return new Change.Keep(desired, recorded);
    }
    return new Change.Adopt(
        desired,
        recorded,
        List.of("It is there already under this name, as described; Groundwork takes it over."));
  }

  /// Parameters of the path that are not as recorded: another place or name means another resource.
  private SortedMap<String, Difference> movesOf(
      Resource desired, Map<String, String> standing, Target wish) {
    SortedMap<String, Difference> moves = new TreeMap<>();
    desired
        .path()
        .forEach((name, value) -> {
          String is = standing.get(name);
          String wanted = wish.path().get(name);
          if (is != null && wanted != null && !is.equals(wanted)) {
            moves.put(name, new Difference(Optional.of(Value.of(is)), Optional.of(value), false));
          } else if (is != null && wanted == null) {
            moves.put(name, new Difference(Optional.of(Value.of(is)), Optional.of(value), false));
          }
        });
    return moves;
  }

  /// The resources that are replaced, and to which this one holds on by what cannot change.
  private SortedSet<String> ripples(Resource said) {
    SortedSet<String> found = new TreeSet<>();
    said.path().values().forEach(v -> v.references().forEach(r -> addReplaced(r.target(), found)));
    fixedReferences("", said.body(), said.type(), found);
    return found;
  }

  private void fixedReferences(
      String path, Value value, ResourceType type, SortedSet<String> into) {
    switch (value) {
      case Fields(var fields) ->
          fields.forEach((name, field) ->
              fixedReferences(path.isEmpty() ? name : path + "." + name, field, type, into));
      case Value.Reference _, Value.Template _, Value.Items _ -> {
        if (!value.isKnown() && rules.isFixed(type, path)) {
          value.references().forEach(r -> addReplaced(r.target(), into));
        }
      }
      case Value.Null _,
          Value.Bool _,
          Value.Num _,
          Value.Text _,
          Value.Secret _,
          Value.Generated _ -> {}
    }
  }

  private void addReplaced(Address address, SortedSet<String> into) {
    if (isReplaced(address)) {
      into.add(address.toString());
    }
  }

  private Optional<Address> goesWith(Resource desired, Map<String, String> standing) {
    return Parents.takingAlong(
        desired.type(),
        standing,
        desired.dependsOn(),
        this::isReplaced,
        address -> Optional.ofNullable(state.resources().get(address)));
  }

  private boolean mayLoseData(Address address, Optional<Address> parent) {
    return options.allowsDataLoss(address) || parent.filter(options::allowsDataLoss).isPresent();
  }

  private Newest newest(Address secret) {
    if (secretsChanging.contains(secret)) {
      return new Newest.Coming();
    }
    return versionOf(secret).<Newest>map(Newest.Version::new).orElseGet(Newest.Unknown::new);
  }

  private Optional<String> versionOf(Address secret) {
    return standing(secret).flatMap(Standing::id).flatMap(observation::newestVersion);
  }

  private String secretName(Address secret) {
    return standing(secret)
        .flatMap(s -> s.output("name"))
        .flatMap(Standing::text)
        .orElse(secret.toString());
  }

  /// What references to the resource find once the plan is carried out, as far as known now.
  private static Standing after(Change change, Resource desired, Target target, Target wish) {
    ResourceType type = desired.type();
    return switch (change) {
      case Change.Keep(_, var recorded) ->
          new Standing(
              type,
              recorded.path(),
              List.of(recorded.observed(), recorded.desired(), desired.body()));
      case Change.Adopt(_, var recorded, _) ->
          new Standing(type, recorded.path(), List.of(recorded.observed(), desired.body()));
      case Change.Update u -> {
        Fields next = u.observed();
        for (Map.Entry<String, Difference> e : u.differences().entrySet()) {
          Optional<Value> to = e.getValue().to().filter(Value::isKnown);
          next = to.isPresent() ? next.with(e.getKey(), to.get()) : next.without(e.getKey());
        }
        yield new Standing(type, u.recorded().path(), List.of(next, desired.body()));
      }
      case Change.Create _, Change.Replace _ ->
          new Standing(type, wish.path(), List.of(desired.body()));
      case Change.Refused _, Change.Delete _, Change.Forget _ ->
          new Standing(type, target.path(), List.of(desired.body()));
    };
  }

  private static Change unreadable(Resource desired, Refusal refusal) {
    return refused(
        desired,
        Unwanted.codeOf(refusal),
        desired.address() + " cannot be read: " + refusal.message(),
        "");
  }

  private static Change refused(Resource desired, Code code, String message, String fix) {
    return new Change.Refused(
        desired.address(), List.of(Diagnostic.error(code, desired.place(), message, fix)));
  }
}
