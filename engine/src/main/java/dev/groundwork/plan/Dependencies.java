package dev.groundwork.plan;

import dev.groundwork.graph.Graph;
import dev.groundwork.resource.Address;
import dev.groundwork.resource.Resource;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// What each resource needs: what it says by references and `dependsOn`, and what follows from
/// facts. A resource waits for its project, for the project's billing and its API being enabled,
/// for a value of each secret it reads, and for what its type follows.
public final class Dependencies {
  private static final String PROJECT = "cloudresourcemanager.Project";
  private static final String BILLING = "cloudbilling.ProjectBillingInfo";
  private static final String API = "serviceusage.Service";
  private static final String SECRET_VERSION = "secretmanager.SecretVersion";

  private final SequencedMap<Address, Resource> resources = new LinkedHashMap<>();
  private final Map<String, Address> projects = new HashMap<>();
  private final Map<String, Address> billings = new HashMap<>();
  private final Map<String, Address> apis = new HashMap<>();
  private final Map<Address, List<Address>> secretVersions = new HashMap<>();
  private final Map<String, Map<String, List<Address>>> followed = new HashMap<>();
  private final SequencedMap<Address, SortedSet<Address>> needs = new LinkedHashMap<>();

  private Dependencies(Collection<Resource> all) {
    all.forEach(r -> resources.put(r.address(), r));
    all.forEach(this::index);
    all.forEach(r -> needs.put(r.address(), Collections.unmodifiableSortedSet(find(r))));
  }

  public static Dependencies of(Collection<Resource> resources) {
    return new Dependencies(resources);
  }

  /// What must stand before the resource at this address, declared here or not.
  public SortedSet<Address> needs(Address address) {
    return needs.getOrDefault(address, new TreeSet<>());
  }

  /// The resources, each after what it needs; in the order given where that leaves a choice.
  public Graph<Address> graph() {
    return Graph.of(needs.keySet(), this::needs);
  }

  private void index(Resource r) {
    switch (r.type().name()) {
      case PROJECT -> text(r, "project").ifPresent(project -> projects.put(project, r.address()));
      case BILLING -> text(r, "project").ifPresent(project -> billings.put(project, r.address()));
      case API ->
          text(r, "project")
              .ifPresent(
                  p -> text(r, "name").ifPresent(api -> apis.put(p + " " + api, r.address())));
      case SECRET_VERSION ->
          secretOf(r)
              .ifPresent(secret ->
                  secretVersions.computeIfAbsent(secret, _ -> new ArrayList<>()).add(r.address()));
      default -> {}
    }
  }

  /// The secret that a secret version belongs to.
  Optional<Address> secretOf(Resource version) {
    Value secret = version.path().getOrDefault("secret", new Value.Null());
    if (secret instanceof Value.Reference(var target, _)) {
      return Optional.of(target);
    }
    return Standing.text(secret)
        .flatMap(name ->
            resources.values().stream()
                .filter(r ->
                    r.type().name().equals("secretmanager.Secret")
                        && text(r, "name").equals(Optional.of(name)))
                .map(Resource::address)
                .findFirst());
  }

  private SortedSet<Address> find(Resource r) {
    TreeSet<Address> found = new TreeSet<>(r.needs());
    Optional<String> project = text(r, "project");
    if (!r.type().name().equals(PROJECT)) {
      project.map(projects::get).ifPresent(found::add);
      if (!r.type().name().equals(BILLING)
          && (r.type().name().equals(API) || !r.type().api().isEmpty())) {
        project.map(billings::get).ifPresent(found::add);
      }
    }
    if (!r.type().name().equals(API)) {
      project.map(p -> apis.get(p + " " + r.type().api())).ifPresent(found::add);
    }
    r.body()
        .walk(v -> {
          if (v instanceof Value.Secret(var secret)) {
            found.addAll(secretVersions.getOrDefault(secret, List.of()));
          }
        });
    for (ResourceType.Follows follows : r.type().follows()) {
      value(r, follows.mine()).ifPresent(mine -> found.addAll(followed(follows, mine)));
    }
    found.remove(r.address());
    return found;
  }

  /// The resources of a type whose field names the same as `mine`.
  private Collection<Address> followed(ResourceType.Follows follows, Value mine) {
    Map<String, List<Address>> byName =
        followed.computeIfAbsent(
            follows.type() + " " + follows.theirs(),
            _ -> {
              Map<String, List<Address>> index = new HashMap<>();
              for (Resource r : resources.values()) {
                if (r.type().name().equals(follows.type())) {
                  value(r, follows.theirs())
                      .ifPresent(v ->
                          names(v)
                              .forEach(name ->
                                  index
                                      .computeIfAbsent(name, _ -> new ArrayList<>())
                                      .add(r.address())));
                }
              }
              return index;
            });
    return names(mine).stream()
        .flatMap(name -> byName.getOrDefault(name, List.of()).stream())
        .toList();
  }

  /// What a value names another resource by: its address, its link and its short name.
  private Collection<String> names(Value value) {
    SortedSet<String> names = new TreeSet<>();
    if (value instanceof Value.Reference(var target, _)) {
      names.add("@" + target);
    }
    Standing.text(Standing.resolve(value, this::declared))
        .ifPresent(text -> names.add(text.substring(text.lastIndexOf('/') + 1)));
    return names;
  }

  private Optional<Standing> declared(Address address) {
    return Optional.ofNullable(resources.get(address))
        .map(r ->
            new Standing(
                r.type(),
                Standing.resolvePath(r.path(), _ -> Optional.empty()),
                List.of(r.body())));
  }

  private static Optional<Value> value(Resource r, String field) {
    return Optional.ofNullable(r.path().get(field)).or(() -> r.body().at(field));
  }

  private Optional<String> text(Resource r, String parameter) {
    return Optional.ofNullable(r.path().get(parameter))
        .flatMap(v -> Standing.text(Standing.resolve(v, this::declared)));
  }
}
