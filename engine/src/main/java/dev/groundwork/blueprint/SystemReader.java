package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.BAD_EXPRESSION;
import static dev.groundwork.diagnostic.Code.DUPLICATE;
import static dev.groundwork.diagnostic.Code.INVALID_VALUE;
import static dev.groundwork.diagnostic.Code.MISSING_FIELD;
import static dev.groundwork.diagnostic.Code.UNKNOWN_FIELD;
import static dev.groundwork.diagnostic.Code.UNKNOWN_NAME;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.component.ComponentType;
import dev.groundwork.component.Context;
import dev.groundwork.component.Expansion;
import dev.groundwork.component.LocalImage;
import dev.groundwork.component.Project;
import dev.groundwork.component.Scripts;
import dev.groundwork.component.Settings;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.Value;
import dev.groundwork.shape.Shapes;
import dev.groundwork.verify.Check;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads one blueprint as it stands in one environment: nodes to resources, checks and outputs.
final class SystemReader {
  private static final Place NOWHERE = Place.of("blueprint");

  private final Catalog catalog;
  private final Shapes shapes;
  private final Folder folder;
  private final Scripts scripts;
  private final Problems problems;
  private final Node.Mapping root;
  private final String environment;
  private final Scope scope;

  private final SequencedMap<String, List<Resource>> made = new LinkedHashMap<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<LocalImage> images = new ArrayList<>();
  private final SortedMap<String, SortedMap<String, Value>> outputs = new TreeMap<>();

  SystemReader(
      Catalog catalog,
      Shapes shapes,
      Folder folder,
      Scripts scripts,
      Problems problems,
      Node.Mapping root,
      String environment) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.folder = folder;
    this.scripts = scripts;
    this.problems = problems;
    this.root = root;
    this.environment = environment;
    this.scope = new Scope(problems, new Fields(shapes), catalog::get);
  }

  /// The blueprint; whether it is sound, `problems` tells.
  Blueprint read() {
    unknownKeys();
    scope.define("environment", Value.of(environment));
    Settings place =
        bind(SystemForms.PLACE, root, Set.copyOf(SystemForms.KEYS), root.place(), "system")
            .orElse(Settings.none(SystemForms.PLACE, root.place()));
    for (String field : List.of("system", "region", "zone", "target")) {
      place
          .maybeText(field)
          .ifPresentOrElse(
              text -> scope.define(field, Value.of(text)),
              () -> root.get(field).ifPresent(_ -> scope.broken(field)));
    }
    Optional<Settings> project = project();
    if (project.isEmpty()) {
      scope.broken(Project.NAME);
    }
    String projectId = project.map(p -> p.text("id")).orElse("no-project");
    SortedMap<String, String> labels =
        new TreeMap<>(
            bind(SystemForms.LABELS, root, Set.copyOf(SystemForms.KEYS), root.place(), "labels")
                .map(l -> l.named("labels"))
                .orElse(new LinkedHashMap<>()));
    scope.define("labels", texts(labels));
    boolean existing = project.map(p -> p.flag("existing")).orElse(false);
    List<Thing> things = new Things(root, catalog, scope, problems).read();
    if (!existing) {
      scope.define(
          new Thing(
              Project.NAME,
              catalog.get("cloudresourcemanager.Project"),
              Optional.empty(),
              Node.Mapping.empty(root.place()),
              root.place()));
    }
    Context context =
        new Context(
            "",
            root.place(),
            projectId,
            place.maybeText("region").orElse("no-region1"),
            catalog,
            scripts,
            problems::add);
    things.forEach(thing -> read(thing, context));
    extraOutputs();
    List<Resource> resources = resources(project, labels, context);
    return new Blueprint(
        place.maybeText("system").orElse(""),
        environment,
        projectId,
        context.region(),
        place.text("target"),
        resources,
        checks,
        images,
        outputs);
  }

  private void unknownKeys() {
    root.entries()
        .forEach((key, entry) -> {
          if (key.equals("environments")) {
            problems.error(
                UNKNOWN_FIELD,
                entry.key(),
                "an environment cannot have environments of its own.",
                "");
          } else if (!SystemForms.KEYS.contains(key)) {
            problems.error(
                UNKNOWN_FIELD,
                entry.key(),
                "a blueprint has no field `" + key + "`.",
                Problems.choice(key, SystemForms.KEYS));
          }
        });
  }

  private Optional<Settings> bind(
      dev.groundwork.component.Form form,
      Node.Mapping map,
      Set<String> others,
      Place place,
      String owner) {
    return new Binder(scope, problems, folder, owner).bind(form, map, others, place);
  }

  private static Value.Fields texts(Map<String, String> texts) {
    Map<String, Value> values = new LinkedHashMap<>();
    texts.forEach((key, text) -> values.put(key, Value.of(text)));
    return new Value.Fields(values);
  }

  private Optional<Settings> project() {
    Node.Entry given = root.entries().get("project");
    if (given == null || given.value().isNull()) {
      problems.error(
          MISSING_FIELD,
          root.place(),
          "a blueprint needs `project`: the project that everything stands in.",
          "add `project: {id: …}`.");
      return Optional.empty();
    }
    if (!(given.value() instanceof Node.Mapping map)) {
      String fix =
          given.value() instanceof Node.Scalar(_, _, var text)
              ? "write `project: {id: " + text + "}`."
              : "";
      problems.error(
          WRONG_TYPE,
          given.value().place(),
          "`project` must be a map, not " + given.value().description() + ".",
          fix);
      return Optional.empty();
    }
    Optional<Settings> settings = bind(Project.FORM, map, Set.of(), given.key(), Project.NAME);
    settings.ifPresent(s -> {
      Map<String, String> known = new LinkedHashMap<>();
      for (String field : List.of("id", "name", "organization", "folder", "billingAccount")) {
        s.maybeText(field).ifPresent(text -> known.put(field, text));
      }
      known.putIfAbsent("name", s.text("id"));
      scope.define(Project.NAME, texts(known));
      if (s.has("organization") && s.has("folder")) {
        problems.error(
            INVALID_VALUE,
            s.place("folder"),
            "a project belongs to an organization or to a folder, not to both.",
            "remove `organization`: the folder belongs to it.");
      }
    });
    return settings;
  }

  private void read(Thing thing, Context context) {
    if (thing.component().isPresent()) {
      expand(thing, thing.component().get(), context);
      return;
    }
    SortedMap<String, String> defaults =
        new TreeMap<>(
            Map.of(
                "project",
                context.project(),
                "region",
                context.region(),
                "location",
                context.region()));
    if (scope.known("zone").orElse(null) instanceof Value.Text(var zone)) {
      defaults.put("zone", zone);
    }
    new RawResources(scope, shapes, problems, scripts, defaults)
        .read(thing)
        .ifPresent(resource -> made.put(thing.name(), List.of(resource)));
  }

  private void expand(Thing thing, ComponentType type, Context context) {
    Optional<Settings> settings =
        bind(
            type.form(),
            thing.settings(),
            Set.of("type", "dependsOn"),
            thing.place(),
            thing.name());
    if (settings.isEmpty()) {
      return;
    }
    Context own =
        new Context(
            thing.name(),
            thing.place(),
            context.project(),
            context.region(),
            catalog,
            scripts,
            problems::add);
    Expansion expansion = type.from().apply(settings.get()).expand(own);
    made.put(thing.name(), expansion.resources());
    checks.addAll(expansion.checks());
    images.addAll(expansion.images());
    if (!expansion.outputs().isEmpty()) {
      outputs.put(thing.name(), expansion.outputs());
    }
  }

  /// The blueprint's own block `outputs`: shown under the name `system`.
  private void extraOutputs() {
    Optional<Node> given = root.get("outputs").filter(node -> !node.isNull());
    if (given.isEmpty()) {
      return;
    }
    if (!(given.get() instanceof Node.Mapping(_, var entries))) {
      problems.error(
          WRONG_TYPE,
          given.get().place(),
          "`outputs` must be a map, not " + given.get().description() + ".",
          "write each as `NAME: ${…}`.");
      return;
    }
    SortedMap<String, Value> extra = new TreeMap<>();
    entries.forEach((name, entry) -> {
      if (!(entry.value() instanceof Node.Scalar scalar)) {
        problems.error(
            WRONG_TYPE,
            entry.value().place(),
            "the output `"
                + name
                + "` must be a single value, not "
                + entry.value().description()
                + ".",
            "");
        return;
      }
      Optional<Value> value =
          Interpolation.isIn(scalar.text())
              ? scope.value(scalar, "outputs")
              : Optional.of(Scalars.value(scalar));
      if (value.orElse(null) instanceof Value.Reference(var target, var path) && path.isEmpty()) {
        problems.error(
            BAD_EXPRESSION,
            scalar.place(),
            "the output `" + name + "` stands for all of " + target + ".",
            "name one of its fields.");
      } else {
        value.ifPresent(v -> extra.put(name, v));
      }
    });
    if (!extra.isEmpty()) {
      outputs.put("system", extra);
    }
  }

  private List<Resource> resources(
      Optional<Settings> project, SortedMap<String, String> labels, Context context) {
    List<Resource> described = new ArrayList<>();
    made.forEach((name, resources) ->
        resources.forEach(resource -> described.add(withWaits(name, resource))));
    Grants grants = new Grants();
    List<Resource> all = grants.once(described);
    checks.replaceAll(grants::moved);
    project.ifPresent(settings -> {
      TreeSet<String> apis = new TreeSet<>();
      all.stream()
          .filter(r ->
              r.path().get("project") instanceof Value.Text(var id) && id.equals(context.project()))
          .map(r -> r.type().api())
          .filter(api -> !api.isEmpty())
          .forEach(apis::add);
      Context own =
          new Context(
              Project.NAME,
              root.entries().get("project") instanceof Node.Entry(var key, _) ? key : NOWHERE,
              context.project(),
              context.region(),
              catalog,
              scripts,
              problems::add);
      Expansion expansion = Project.from(settings, apis).expand(own);
      all.addAll(0, expansion.resources());
      checks.addAll(0, expansion.checks());
      outputs.put(Project.NAME, expansion.outputs());
    });
    duplicates(all);
    List<Resource> linked = new Linker(all, labels).link();
    new Cycles(linked, scope.uses(), problems).report();
    return linked;
  }

  private Resource withWaits(String name, Resource resource) {
    Optional<Thing> thing = scope.thing(name);
    TreeSet<Address> dependsOn = new TreeSet<>(resource.dependsOn());
    thing.ifPresent(t ->
        RawResources.dependsOn(t.settings(), problems)
            .forEach((other, place) -> {
              if (scope.thing(other).isEmpty()) {
                problems.error(
                    UNKNOWN_NAME,
                    place,
                    "`" + other + "` is declared nowhere in this blueprint.",
                    Problems.choice(other, made.keySet()));
              }
              made.getOrDefault(other, List.of())
                  .forEach(r -> {
                    dependsOn.add(r.address());
                    scope.uses(name, other, r.address(), place);
                  });
            }));
    return new Resource(
        resource.address(),
        resource.type(),
        resource.path(),
        resource.body(),
        dependsOn,
        resource.place());
  }

  /// Two resources cannot have one address, nor one name at Google.
  private void duplicates(List<Resource> all) {
    Map<String, Resource> seen = new TreeMap<>();
    for (Resource resource : all) {
      Resource same = seen.putIfAbsent(resource.address().toString(), resource);
      if (same == null && resource.path().keySet().containsAll(resource.type().parameters())) {
        same = seen.putIfAbsent(resource.type() + " " + resource.path(), resource);
      }
      if (same != null) {
        problems.error(
            DUPLICATE,
            resource.place(),
            resource.address() + " is the same as " + same.address() + " (" + same.place() + ").",
            "give one of them another `name`, or remove it.");
      }
    }
  }
}
