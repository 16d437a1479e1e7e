package dev.groundwork.catalog;

import dev.groundwork.resource.Action;
import dev.groundwork.resource.Call;
import dev.groundwork.resource.Equivalence;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.ResourceType.Sameness;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shape;
import dev.groundwork.shape.Shape.Behavior;
import dev.groundwork.shape.Shapes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Facts about the types that others have stated (see `src/test/witness`), compared with the
/// catalog's. Only fields that the witness knows are compared.
final class Witness {
  private static final List<Action> CALLS =
      List.of(Action.CREATE, Action.READ, Action.UPDATE, Action.DELETE, Action.LIST);

  private final Catalog catalog;
  private final Shapes shapes;
  private final ResourceType type;
  private final Value.Fields facts;
  private final List<String> differences = new ArrayList<>();

  private Witness(Catalog catalog, Shapes shapes, ResourceType type, Value.Fields facts) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.type = type;
    this.facts = facts;
  }

  /// Every way in which the type and the witness differ, a line each.
  static List<String> differences(
      Catalog catalog, Shapes shapes, ResourceType type, Value.Fields facts) {
    Witness witness = new Witness(catalog, shapes, type, facts);
    witness.calls();
    witness.names();
    witness.operations();
    witness.permissions();
    witness.fields();
    return witness.differences;
  }

  private void differ(String what, String ours, String theirs) {
    if (!ours.equals(theirs)) {
      differences.add(
          type
              + ": "
              + what
              + ": "
              + (ours.isEmpty() ? "nothing" : ours)
              + " against "
              + (theirs.isEmpty() ? "nothing" : theirs));
    }
  }

  private void calls() {
    Value.Fields calls = facts.fields("calls");
    for (Action action : CALLS) {
      String theirs = calls.text(key(action)).orElse("");
      if (!theirs.isEmpty() || facts.get("fields").isPresent()) {
        String ours = call(action).map(this::written).orElse("");
        boolean ownUpdates =
            action == Action.UPDATE && theirs.isEmpty() && !facts.items("fieldUpdates").isEmpty();
        if (!ownUpdates && facts.get("policy").isEmpty()) {
          differ(key(action), ours, theirs);
        }
      }
    }
    facts
        .text("policy.get")
        .ifPresent(theirs ->
            differ("policy get", written(type.policyMember().orElseThrow().get()), theirs));
    facts
        .text("policy.set")
        .ifPresent(theirs ->
            differ("policy set", written(type.policyMember().orElseThrow().set()), theirs));
    for (Value update : facts.items("fieldUpdates")) {
      if (update instanceof Value.Fields theirs) {
        for (Value field : theirs.items("fields")) {
          fieldUpdate(field instanceof Value.Text(var path) ? path : "", theirs);
        }
      }
    }
    if (facts.get("mask").isPresent()) {
      differ(
          "update mask",
          type.call(Action.UPDATE).map(Witness::mask).orElse(""),
          facts.text("mask").orElse(""));
    }
    if (facts.get("list").isPresent()) {
      differ(
          "list items",
          type.listing().map(ResourceType.Listing::items).orElse(""),
          facts.text("list.items").orElse(""));
      differ(
          "page size",
          type.listing().map(ResourceType.Listing::pageSize).orElse(""),
          facts.text("list.pageSize").orElse(""));
    }
    facts
        .text("id")
        .ifPresent(theirs ->
            differ(
                "id parameter",
                type.call(Action.CREATE).map(this::idParameter).orElse(""),
                theirs));
  }

  private Optional<Call> call(Action action) {
    boolean fromList = action == Action.READ && type.isReadByListing();
    return fromList ? type.listing().map(ResourceType.Listing::call) : type.call(action);
  }

  private void fieldUpdate(String path, Value.Fields theirs) {
    Call ours =
        type.fieldUpdates().containsKey(path)
            ? type.fieldUpdates().get(path)
            : type.call(Action.UPDATE).orElse(null);
    String written = ours == null || !type.isChangeable(path) ? "" : written(ours);
    differ("update of " + path, written, theirs.text("call").orElse(""));
    String fingerprint = ours == null ? "" : ours.fingerprint().orElse("");
    if (!theirs.text("fingerprint").orElse("").isEmpty()) {
      differ("fingerprint for " + path, fingerprint, theirs.text("fingerprint").orElse(""));
    }
  }

  /// As the witness writes calls: every parameter as `{}`.
  private String written(Call call) {
    StringBuilder query = new StringBuilder();
    new TreeMap<>(call.query())
        .forEach((key, value) ->
            query.append(query.isEmpty() ? "?" : "&").append(key).append('=').append(value));
    return call.verb()
        + " "
        + type.host()
        + "/"
        + (call.path() + query).replaceAll("\\{[^}]*}", "{}");
  }

  private static String mask(Call call) {
    return switch (call.mask()) {
      case Call.Mask.None _ -> "";
      case Call.Mask.InQuery(var parameter) -> "query:" + parameter;
      case Call.Mask.InBody(var field) -> "body:" + field;
    };
  }

  /// The query parameter or body field beside the resource that tells the new resource's name.
  private String idParameter(Call call) {
    String own = "{" + type.parameters().getLast() + "}";
    for (Map.Entry<String, String> query : call.query().entrySet()) {
      if (query.getValue().equals(own)) {
        return query.getKey();
      }
    }
    return call.body() instanceof Call.Body.Wrapped
        ? call.fixed().entrySet().stream()
            .filter(f -> f.getValue().equals(own))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse("")
        : "";
  }

  private void names() {
    differ("terraform", type.terraform(), facts.text("terraform").orElse(""));
    facts.text("asset").ifPresent(theirs -> differ("asset", type.asset(), theirs));
    facts.text("labels").ifPresent(theirs -> differ("labels", type.labels(), theirs));
  }

  private void operations() {
    facts
        .text("async")
        .ifPresent(style -> {
          Operations theirs =
              switch (style) {
                case "compute" -> Operations.COMPUTE;
                case "sqladmin" -> Operations.SQL;
                case "longrunning", "resourcemanager" -> Operations.LONG_RUNNING;
                default -> Operations.NONE;
              };
          for (Action action : List.of(Action.CREATE, Action.UPDATE, Action.DELETE)) {
            boolean waits =
                facts.items("asyncActions").contains(Value.of(key(action)))
                    && facts.text("calls." + key(action)).isPresent();
            if (type.call(action).isPresent() && facts.text("calls." + key(action)).isPresent()) {
              differ(
                  "operation of " + key(action),
                  type.operations(action).name(),
                  (waits ? theirs : Operations.NONE).name());
            }
          }
        });
  }

  private void permissions() {
    for (Action action : CALLS) {
      TreeSet<String> ours = new TreeSet<>(type.permissions(action));
      type.permissionsElsewhere(action).values().forEach(ours::addAll);
      SortedSet<String> theirs = texts(facts.items("permissions." + key(action)));
      if (!theirs.isEmpty() && type.call(action).isPresent()) {
        theirs.removeAll(ours);
        differ("permissions of " + key(action) + " lack", "", String.join(" ", theirs));
      }
    }
  }

  private void fields() {
    for (Map.Entry<String, Value> entry : facts.fields("fields").values().entrySet()) {
      String path = entry.getKey();
      if (entry.getValue() instanceof Value.Fields fact
          && shapes.find(type.descriptionShape()).isPresent()) {
        if (shapes.member(type.shape(), path).isEmpty()
            && shapes.member(type.descriptionShape(), path).isEmpty()) {
          differences.add(type + ": " + path + ": not in Google's shape");
        } else {
          field(path, fact, texts(fact.items("flags")));
        }
      }
    }
  }

  private void field(String path, Value.Fields fact, Set<String> flags) {
    boolean told =
        type.parameters().contains(path)
            || type.call(Action.CREATE).map(call -> call.fixed().containsKey(path)).orElse(false);
    if (told) {
      return;
    }
    boolean output = within(path, type.outputOnly()) || marked(path, Behavior.OUTPUT_ONLY);
    flag(path, "output only", output, flags.contains("output"));
    if (output || flags.contains("output")) {
      return;
    }
    flag(
        path,
        "immutable",
        within(path, type.immutable()) || marked(path, Behavior.IMMUTABLE),
        theirs(path, "immutable"));
    boolean hidden =
        within(path, type.sensitive())
            || within(path, type.writeOnly())
            || marked(path, Behavior.INPUT_ONLY);
    flag(
        path,
        "hidden",
        hidden,
        hidden
            ? theirs(path, "hidden")
            : flags.contains("hidden") && !beneath(path, type.sensitive()));
    if (!path.contains(".")) {
      flag(
          path,
          "required",
          type.required().contains(path) || marked(path, Behavior.REQUIRED),
          flags.contains("required"));
    }
    boolean theirs = flags.contains("optional_computed") || fact.get("default").isPresent();
    boolean settled =
        within(path, type.serverSets())
            || beneath(path, type.serverSets())
            || beneath(path, type.defaults().keySet());
    if (theirs && !settled) {
      flag(path, "set by the server", false, true);
    } else if (!theirs && isSetByServer(path)) {
      flag(path, "set by the server", true, theirs(path, "optional_computed"));
    }
    Value ours = type.defaults().get(path);
    if (ours != null && fact.get("default").isPresent()) {
      differ(path + " default", plain(ours), plain(fact.get("default").orElseThrow()));
    }
    boolean list =
        shapes.member(type.descriptionShape(), path).map(Shape.Member::repeated).orElse(false);
    if (flags.contains("set") && list) {
      flag(path, "without order", type.sameness(path).equals(Optional.of(Sameness.SET)), true);
    }
    values(path, fact);
    references(path, fact);
  }

  /// A default that says nothing is none.
  private boolean isSetByServer(String path) {
    return within(path, type.serverSets())
        || type.defaults().entrySet().stream()
            .filter(d -> !Equivalence.isEmpty(d.getValue()) && !d.getValue().equals(Value.of("0")))
            .anyMatch(d -> d.getKey().equals(path));
  }

  private void values(String path, Value.Fields fact) {
    SortedSet<String> theirs = texts(fact.items("values"));
    Optional<Shape.Member> member = shapes.member(type.descriptionShape(), path);
    boolean text =
        member.map(m -> m.kind() == Shape.Kind.TEXT || m.kind() == Shape.Kind.ENUM).orElse(false);
    if (!theirs.isEmpty() && text) {
      Collection<String> ours =
          type.allowed().containsKey(path)
              ? type.allowed().get(path)
              : member.orElseThrow().values();
      if (ours != null && !ours.containsAll(theirs)) {
        theirs.removeAll(ours);
        differences.add(type + ": " + path + ": does not allow " + String.join(" ", theirs));
      }
    }
  }

  private void references(String path, Value.Fields fact) {
    fact.text("refers")
        .flatMap(terraform ->
            catalog.types().stream().filter(t -> t.terraform().equals(terraform)).findFirst())
        .ifPresent(theirs -> {
          ResourceType.Refers ours = type.references().get(path);
          differ(path + " refers to", ours == null ? "" : ours.type(), theirs.name());
        });
  }

  private void flag(String path, String what, boolean ours, boolean theirs) {
    if (ours != theirs) {
      differences.add(type + ": " + path + ": " + (ours ? "" : "not ") + what);
    }
  }

  /// Whether the witness flags the field, or one that it is inside of.
  private boolean theirs(String path, String flag) {
    for (int dot = path.length(); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      if (facts
          .fields("fields")
          .get(path.substring(0, dot))
          .map(f -> f instanceof Value.Fields v && v.items("flags").contains(Value.of(flag)))
          .orElse(false)) {
        return true;
      }
    }
    return false;
  }

  /// Whether Google's shape marks the field, or one that it is inside of.
  private boolean marked(String path, Behavior behavior) {
    for (int dot = path.length(); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      String part = path.substring(0, dot);
      if (shapes.member(type.shape(), part).map(m -> m.is(behavior)).orElse(false)
          || shapes.member(type.descriptionShape(), part).map(m -> m.is(behavior)).orElse(false)) {
        return true;
      }
      if (behavior == Behavior.REQUIRED) {
        return false;
      }
    }
    return false;
  }

  private static boolean within(String path, Collection<String> wholes) {
    return wholes.stream().anyMatch(whole -> path.equals(whole) || path.startsWith(whole + "."));
  }

  private static boolean beneath(String path, Collection<String> parts) {
    return parts.stream().anyMatch(part -> part.equals(path) || part.startsWith(path + "."));
  }

  private static SortedSet<String> texts(List<Value> values) {
    SortedSet<String> texts = new TreeSet<>();
    values.forEach(v -> texts.add(plain(v)));
    return texts;
  }

  private static String plain(Value value) {
    return switch (value) {
      case Value.Text(var text) -> text;
      case Value.Num(var number) -> number.toPlainString();
      case Value.Bool(var flag) -> String.valueOf(flag);
      default -> value.toString();
    };
  }

  private static String key(Action action) {
    return action.name().toLowerCase(Locale.ROOT);
  }
}
