package dev.groundwork.emulator.control;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.emulator.access.Evaluator.Target;
import dev.groundwork.emulator.http.Request;
import dev.groundwork.emulator.store.Entry;
import dev.groundwork.emulator.store.Store;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Templates;
import dev.groundwork.resource.Value.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What lies above a resource: the policies on all of it count. A policy on a project, its folders
/// and its organization holds for everything below.
final class Lineage {
  static final String MANAGER = "cloudresourcemanager.googleapis.com/";
  private static final List<String> ROOTS =
      List.of("projects", "organizations", "folders", "billingAccounts", "b");

  private final Catalog catalog;
  private final Store store;
  private final Projects projects;
  private final Accounts accounts;

  Lineage(Catalog catalog, Store store, Projects projects, Accounts accounts) {
    this.catalog = catalog;
    this.store = store;
    this.projects = projects;
    this.accounts = accounts;
  }

  /// The key of what a request is about, or of what would hold it: host and relative name; empty
  /// when its path names nothing.
  ///
  /// @param custom whether the path ends in a verb after a colon
  Optional<String> key(Request request, boolean custom) {
    List<String> words = new ArrayList<>(request.segments());
    if (custom) {
      String last = words.removeLast();
      words.add(last.substring(0, last.lastIndexOf(':')));
    }
    int root = 0;
    while (root < words.size() && !ROOTS.contains(words.get(root))) {
      root++;
    }
    if (root + 1 >= words.size() || words.get(root + 1).isEmpty()) {
      return Optional.empty();
    }
    List<String> name = new ArrayList<>(words.subList(root, words.size()));
    if (name.size() > 3 && name.get(2).equals("serviceAccounts")) {
      Optional<Accounts.Account> account = accounts.find(name.get(3));
      if (account.isPresent()) {
        String rest = String.join("/", name.subList(4, name.size()));
        return Optional.of(account.get().key() + (rest.isEmpty() ? "" : "/" + rest));
      }
    }
    if (name.getFirst().equals("projects")) {
      projects.find(name.get(1)).ifPresent(project -> name.set(1, project.id()));
    }
    return Optional.of(request.host() + "/" + String.join("/", name));
  }

  /// @param key of a resource: host and relative name
  Target target(String key) {
    int slash = key.indexOf('/');
    String host = key.substring(0, slash);
    String relative = key.substring(slash + 1);
    return new Target(line(host, relative), name(host, relative), type(host, relative), host);
  }

  /// The id of the project that a resource is in; empty when it is in none.
  Optional<String> project(String key) {
    String prefix = MANAGER + "projects/";
    return target(key).line().stream()
        .filter(k -> k.startsWith(prefix))
        .map(k -> k.substring(prefix.length()))
        .findFirst();
  }

  private List<String> line(String host, String relative) {
    List<String> line = new ArrayList<>();
    String name = relative;
    while (name.contains("/")) {
      line.add(host + "/" + name);
      name = name.substring(0, name.lastIndexOf('/'));
    }
    String[] words = relative.split("/", -1);
    String container = words[0] + "/" + (words.length > 1 ? words[1] : "");
    switch (words[0]) {
      case "projects", "folders", "organizations" -> above(line, container);
      case "billingAccounts" -> line.add("cloudbilling.googleapis.com/" + container);
      case "b" ->
          store
              .get(host + "/" + container)
              .flatMap(bucket -> bucket.body().text("projectNumber"))
              .flatMap(projects::find)
              .ifPresent(project -> above(line, "projects/" + project.id()));
      default -> {}
    }
    return line.stream().distinct().toList();
  }

  private void above(List<String> line, String container) {
    Optional<String> next = Optional.of(container);
    while (next.isPresent()) {
      String key = MANAGER + next.get();
      line.add(key);
      next = store.get(key).map(Entry::body).flatMap(Lineage::parent);
    }
  }

  private static Optional<String> parent(Fields body) {
    return body.text("parent").filter(p -> !p.isEmpty());
  }

  /// Resource names in conditions: most have the project's id, some its number.
  private String name(String host, String relative) {
    if (relative.startsWith("b/")) {
      return "projects/_/"
          + relative.replaceFirst("^b/", "buckets/").replaceFirst("/o/", "/objects/");
    }
    boolean numbered = host.equals("secretmanager.googleapis.com") || MANAGER.equals(host + "/");
    if (numbered && relative.startsWith("projects/")) {
      String[] words = relative.split("/", 3);
      String project = projects.find(words[1]).map(Projects.Project::number).orElse(words[1]);
      return "projects/" + project + (words.length > 2 ? "/" + words[2] : "");
    }
    return relative;
  }

  private String type(String host, String relative) {
    return catalog.types().stream()
        .filter(t -> t.host().equals(host) && t.policyMember().isEmpty())
        .filter(t -> Templates.match(t.relativeName(), relative).isPresent())
        .findFirst()
        .map(Lineage::assetType)
        .orElse("");
  }

  private static String assetType(ResourceType type) {
    return type.host() + "/" + type.kind();
  }
}
