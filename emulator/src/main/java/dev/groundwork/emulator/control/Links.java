package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Transaction;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Refers;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What resources refer to, and who refers to a resource.
public final class Links {
  private final Catalog catalog;
  private final Projects projects;

  Links(Catalog catalog, Projects projects) {
    this.catalog = catalog;
    this.projects = projects;
  }

  /// The key of the resource that `text` names: a full URL, a relative name, or the last part of
  /// one in the same scope.
  ///
  /// @param path the parameters of the resource that refers, for what a short name leaves out
  public Optional<String> resolve(
      Transaction transaction, ResourceType target, String text, Map<String, String> path) {
    Kind kind = new Kind(target);
    Map<String, String> found = new TreeMap<>();
    Optional<Map<String, String>> parsed = kind.parse(text);
    if (parsed.isPresent()) {
      found.putAll(parsed.get());
    } else if (text.contains("/")) {
      return Optional.empty();
    } else {
      target
          .parameters()
          .forEach(p -> Optional.ofNullable(path.get(p)).ifPresent(v -> found.put(p, v)));
      found.put(kind.own(), text);
      if (!found.keySet().containsAll(target.parameters())) {
        return Optional.empty();
      }
    }
    Optional.ofNullable(found.get("project"))
        .flatMap(p -> projects.find(transaction, p))
        .ifPresent(p -> found.put("project", p.id()));
    return Optional.of(kind.key(found));
  }

  /// Checks that everything the body refers to stands.
  ///
  /// @throws Refused when something does not
  void check(Edit edit, Fields body, Behavior behavior) {
    edit.type()
        .references()
        .forEach((field, refers) -> {
          for (String text :
              behavior.refusesMissing(field) ? texts(body, field) : List.<String>of()) {
            check(edit, refers, field, text);
          }
        });
  }

  private void check(Edit edit, Refers refers, String field, String text) {
    Optional<ResourceType> target = catalog.find(refers.type());
    // Google does not look whether an account that is named by its email is there
    if (target.isEmpty()
        || refers.output().equals("email")
        || target.get().surface() != ResourceType.Surface.GOOGLE) {
      return;
    }
    Optional<String> key = resolve(edit.transaction(), target.get(), text, edit.path());
    Optional<Entry> entry = key.flatMap(k -> edit.transaction().get(k));
    if (entry.isEmpty()) {
      throw Words.missingReference(edit.type(), field, text).asException();
    }
    if (Busy.isBeingCreated(entry.get())
        && target.get().operations(dev.groundwork.resource.Action.CREATE)
            == ResourceType.Operations.COMPUTE) {
      throw Words.notReady(text).asException();
    }
  }

  /// The body with every link written as the resource itself shows it, in services that do so.
  Fields written(Edit edit, Fields body) {
    Fields written = body;
    for (Map.Entry<String, Refers> reference : edit.type().references().entrySet()) {
      Optional<ResourceType> target = catalog.find(reference.getValue().type());
      if (reference.getValue().output().equals("selfLink") && target.isPresent()) {
        written = (Fields) written(edit, written, reference.getKey(), target.get());
      }
    }
    return written;
  }

  private Value written(Edit edit, Value value, String path, ResourceType target) {
    return switch (value) {
      case Value.Items(var items) ->
          new Value.Items(items.stream().map(i -> written(edit, i, path, target)).toList());
      case Value.Text(var text) when path.isEmpty() ->
          resolve(edit.transaction(), target, text, edit.path())
              .flatMap(key -> edit.transaction().get(key))
              .flatMap(entry -> entry.body().text("selfLink"))
              .map(Value::of)
              .orElse(value);
      case Fields fields when !path.isEmpty() -> {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        Optional<Value> inner = fields.get(head);
        yield inner.isEmpty()
            ? fields
            : fields.with(
                head, written(edit, inner.get(), dot < 0 ? "" : path.substring(dot + 1), target));
      }
      default -> value;
    };
  }

  /// The keys that a body refers to by one field.
  public List<String> targets(
      Transaction transaction,
      ResourceType type,
      String field,
      Fields body,
      Map<String, String> path) {
    Refers refers = type.references().get(field);
    if (refers == null) {
      return List.of();
    }
    return catalog
        .find(refers.type())
        .map(target ->
            texts(body, field).stream()
                .flatMap(t -> resolve(transaction, target, t, path).stream())
                .toList())
        .orElse(List.of());
  }

  /// Every entry that refers to `key`, of the types that may.
  public List<Entry> users(Transaction transaction, String key, String typeName) {
    List<Entry> users = new ArrayList<>();
    for (ResourceType type : catalog.types()) {
      for (Map.Entry<String, Refers> reference : type.references().entrySet()) {
        if (reference.getValue().type().equals(typeName)
            && type.surface() == ResourceType.Surface.GOOGLE) {
          Kind kind = new Kind(type);
          for (Entry entry : transaction.under(type.host() + "/")) {
            if (entry.type().equals(type.name())
                && !Busy.isBeingDeleted(entry)
                && targets(
                        transaction,
                        type,
                        reference.getKey(),
                        entry.body(),
                        kind.parse(entry.key().substring(type.host().length() + 1))
                            .orElse(Map.of()))
                    .contains(key)) {
              users.add(entry);
            }
          }
        }
      }
    }
    return users;
  }

  /// The texts at a dotted path; lists on the way are entered.
  public static List<String> texts(Value value, String path) {
    if (path.isEmpty()) {
      return switch (value) {
        case Value.Text(var text) -> text.isEmpty() ? List.of() : List.of(text);
        case Value.Items(var items) -> items.stream().flatMap(i -> texts(i, "").stream()).toList();
        default -> List.of();
      };
    }
    return switch (value) {
      case Value.Items(var items) -> items.stream().flatMap(i -> texts(i, path).stream()).toList();
      case Fields fields -> {
        int dot = path.indexOf('.');
        String head = dot < 0 ? path : path.substring(0, dot);
        yield fields
            .get(head)
            .map(v -> texts(v, dot < 0 ? "" : path.substring(dot + 1)))
            .orElse(List.of());
      }
      default -> List.of();
    };
  }
}
