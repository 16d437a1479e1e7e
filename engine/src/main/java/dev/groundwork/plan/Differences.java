package dev.groundwork.plan;

import dev.groundwork.plan.Change.Difference;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Equivalence;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// Finds the fields of one resource that differ. Only fields that the description sets, or once
/// set, are looked at.
final class Differences {

  /// What is known of the newest version of a secret.
  sealed interface Newest {
    /// This one.
    record Version(String name) implements Newest {}

    /// One that this plan makes.
    record Coming() implements Newest {}

    /// Nobody looked, or nobody could.
    record Unknown() implements Newest {}
  }

  private final FieldRules rules;
  private final ResourceType type;
  private final boolean isRecorded;
  private final Function<Address, Newest> newest;
  private final SortedMap<String, Difference> found = new TreeMap<>();

  private Differences(
      FieldRules rules, ResourceType type, boolean isRecorded, Function<Address, Newest> newest) {
    this.rules = rules;
    this.type = type;
    this.isRecorded = isRecorded;
    this.newest = newest;
  }

  /// @param desired the fields wanted, references resolved as far as known
  /// @param recorded the fields that an apply has set, with markers; empty when the resource is not
  ///   recorded
  /// @param shown what Google showed after that apply
  /// @param observed what Google shows now, without secrets
  static SortedMap<String, Difference> find(
      FieldRules rules,
      ResourceType type,
      Fields desired,
      Optional<Fields> recorded,
      Fields shown,
      Fields observed,
      Function<Address, Newest> newest) {
    Differences differences = new Differences(rules, type, recorded.isPresent(), newest);
    differences.fields(
        "", desired, recorded.orElse(Fields.EMPTY), shown, observed, type.writeOnly().contains(""));
    return differences.found;
  }

  private void fields(
      String prefix,
      Fields desired,
      Fields recorded,
      Fields shown,
      Fields observed,
      boolean hidden) {
    desired
        .values()
        .forEach((name, value) -> {
          String path = prefix.isEmpty() ? name : prefix + "." + name;
          field(
              path,
              value,
              recorded.get(name),
              shown.get(name),
              observed.get(name),
              hidden || type.writeOnly().contains(path));
        });
    Set<String> left = new LinkedHashSet<>(recorded.values().keySet());
    left.removeAll(desired.values().keySet());
    for (String name : left) {
      String path = prefix.isEmpty() ? name : prefix + "." + name;
      observed.get(name).ifPresent(there -> removed(path, recorded.get(name).orElseThrow(), there));
    }
  }

  private void field(
      String path,
      Value desired,
      Optional<Value> recorded,
      Optional<Value> shown,
      Optional<Value> observed,
      boolean hidden) {
    if (desired instanceof Fields wanted
        && !wanted.isEmpty()
        && observed.map(o -> o instanceof Fields).orElse(true)) {
      fields(path, wanted, asFields(recorded), asFields(shown), asFields(observed), hidden);
    } else if (!isSame(path, desired, recorded, shown, observed, hidden)) {
      boolean drift =
          !hidden
              && recorded.isPresent()
              && recorded.get().isKnown()
              && !Markers.isMarker(recorded.get())
              && !rules.isAsDesired(type, path, recorded.get(), observed);
      found.put(path, new Difference(observed, Optional.of(desired), drift));
    }
  }

  private boolean isSame(
      String path,
      Value desired,
      Optional<Value> recorded,
      Optional<Value> shown,
      Optional<Value> observed,
      boolean hidden) {
    if (Markers.holdsSecret(desired)) {
      return isSameSecret(path, desired, recorded, observed, hidden);
    }
    if (hidden) {
      // what cannot be seen is taken to be what was last written, and to be unknown when someone
      // else wrote it
      return isRecorded
          ? recorded.filter(r -> rules.isAsDesired(type, path, desired, Optional.of(r))).isPresent()
          : rules.isFixed(type, path);
    }
    boolean untouched = recorded.filter(desired::equals).isPresent() && shown.equals(observed);
    return untouched || rules.isAsDesired(type, path, desired, observed);
  }

  /// Whether a value with secrets inside is what was last written, and the secrets have no newer
  /// version.
  private boolean isSameSecret(
      String path,
      Value desired,
      Optional<Value> recorded,
      Optional<Value> observed,
      boolean hidden) {
    return switch (desired) {
      case Value.Secret(var secret) ->
          switch (newest.apply(secret)) {
            case Newest.Version(var name) ->
                recorded
                    .flatMap(Markers::version)
                    .map(v -> isSameVersion(v, name))
                    .orElse(!isRecorded && rules.isFixed(type, path));
            case Newest.Coming _ -> !isRecorded && rules.isFixed(type, path);
            case Newest.Unknown _ ->
                recorded.flatMap(Markers::version).isPresent() || rules.isFixed(type, path);
          };
      case Value.Generated _ -> recorded.filter(Markers::isGenerated).isPresent() || !isRecorded;
      case Value.Template(var parts) -> {
        Optional<Value> before = recorded.flatMap(r -> Markers.field(r, "template"));
        for (int i = 0; i < parts.size(); i++) {
          int at = i;
          if (!isSame(
              path,
              parts.get(i),
              before.flatMap(b -> Markers.element(b, at)),
              Optional.empty(),
              Optional.empty(),
              true)) {
            yield false;
          }
        }
        yield true;
      }
      case Value.Items(var items) -> {
        if (!(observed.orElse(new Value.Items(java.util.List.of()))
                instanceof Value.Items(var others))
            || (!hidden && others.size() != items.size())) {
          yield false;
        }
        for (int i = 0; i < items.size(); i++) {
          int at = i;
          Optional<Value> other = observed.flatMap(o -> Markers.element(o, at));
          if (!isSame(
              path,
              items.get(i),
              recorded.flatMap(r -> Markers.element(r, at)),
              Optional.empty(),
              other,
              hidden)) {
            yield false;
          }
        }
        yield true;
      }
      case Fields(var fields) ->
          fields.entrySet().stream()
              .allMatch(f -> {
                String inner = path + "." + f.getKey();
                return isSame(
                    inner,
                    f.getValue(),
                    recorded.flatMap(r -> Markers.field(r, f.getKey())),
                    Optional.empty(),
                    observed.flatMap(o -> Markers.field(o, f.getKey())),
                    hidden || type.writeOnly().contains(inner));
              });
      case Value.Null _, Value.Bool _, Value.Num _, Value.Text _, Value.Reference _ ->
          throw new IllegalStateException("no secret at " + path);
    };
  }

  /// Google names a version by the project's number, and takes the project's id.
  private static boolean isSameVersion(String a, String b) {
    return a.substring(a.indexOf("/secrets/") + 1).equals(b.substring(b.indexOf("/secrets/") + 1));
  }

  /// A field that the description once set and sets no more goes back to what it is when nobody
  /// sets it.
  private void removed(String path, Value recorded, Value observed) {
    if (type.writeOnly().contains(path) || Markers.isMarker(recorded)) {
      return;
    }
    if (recorded instanceof Fields before && observed instanceof Fields there) {
      for (String name : before.values().keySet()) {
        there
            .get(name)
            .ifPresent(o -> removed(path + "." + name, before.get(name).orElseThrow(), o));
      }
      return;
    }
    Optional<Value> usual = Optional.ofNullable(type.defaults().get(path));
    boolean leave =
        type.serverSets().contains(path)
            || Equivalence.isEmpty(observed)
            || usual
                .filter(u -> rules.isAsDesired(type, path, u, Optional.of(observed)))
                .isPresent();
    if (!leave) {
      boolean drift = !rules.isAsDesired(type, path, recorded, Optional.of(observed));
      found.put(path, new Difference(Optional.of(observed), usual, drift));
    }
  }

  private static Fields asFields(Optional<Value> value) {
    return value.orElse(Fields.EMPTY) instanceof Fields fields ? fields : Fields.EMPTY;
  }
}
