package dev.groundwork.emulator.control;

import dev.groundwork.emulator.store.Entry;
import dev.groundwork.resource.Action;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Operations;
import dev.groundwork.resource.Templates;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A resource type as the generic handlers need it: keys, scopes, names.
///
/// @param type the catalog's entry
public record Kind(ResourceType type) {

  /// The key of the resource with these parameters; `project` must be the id.
  public String key(Map<String, String> path) {
    return type.host() + "/" + relativeName(path);
  }

  public String relativeName(Map<String, String> path) {
    return Templates.fill(type.relativeName(), path);
  }

  /// What the keys of all resources of one collection begin with.
  ///
  /// @param path the parameters but for the resource's own name
  public String collection(Map<String, String> path) {
    String template = type.relativeName();
    return type.host()
        + "/"
        + Templates.fill(template.substring(0, template.lastIndexOf('/') + 1), path);
  }

  /// The entries of one collection among those under its prefix: of this type, and no deeper.
  public List<Entry> members(List<Entry> under, String collection) {
    return under.stream()
        .filter(
            e -> e.type().equals(type.name()) && isMember(e.key().substring(collection.length())))
        .toList();
  }

  /// Most names have no slash in them; some may.
  private boolean isMember(String rest) {
    return rest.indexOf('/') < 0
        || type.path().endsWith("{+" + own() + "}")
        || type.naming().map(naming -> naming.allows(rest)).orElse(false);
  }

  /// The name of the parameter that holds the resource's own name.
  public String own() {
    return type.parameters().getLast();
  }

  /// The resource's own name.
  public String name(Map<String, String> path) {
    return Optional.ofNullable(path.get(own()))
        .orElseThrow(() -> new IllegalArgumentException("no " + own() + " in " + path));
  }

  public Dialect dialect() {
    return Dialect.of(type.host());
  }

  /// The parameters of the resource at a relative name or link, wherever it was written; empty when
  /// it is another kind of thing.
  public Optional<Map<String, String>> parse(String link) {
    return Templates.match(type.relativeName(), relative(link));
  }

  /// A link without scheme, host and version: `projects/p/global/networks/n`.
  public static String relative(String link) {
    String path = link;
    int scheme = path.indexOf("://");
    if (scheme >= 0) {
      path = path.substring(path.indexOf('/', scheme + 3) + 1);
    } else if (path.startsWith("//")) {
      path = path.substring(path.indexOf('/', 2) + 1);
    }
    int projects = path.indexOf("projects/");
    if (projects > 0 && path.charAt(projects - 1) == '/') {
      path = path.substring(projects);
    }
    return path.startsWith("/") ? path.substring(1) : path;
  }

  /// Where operations on the resource are asked for.
  public String scope(Map<String, String> path, Action action) {
    return scope(type.operations(action), relativeName(path));
  }

  static String scope(Operations style, String relativeName) {
    String[] parts = relativeName.split("/", -1);
    return switch (style) {
      case COMPUTE -> {
        boolean global = parts.length > 2 && parts[2].equals("global");
        yield String.join("/", List.of(parts).subList(0, Math.min(parts.length, global ? 3 : 4)));
      }
      case SQL -> String.join("/", List.of(parts).subList(0, 2));
      case LONG_RUNNING ->
          parts.length > 4 && parts[2].equals("locations")
              ? String.join("/", List.of(parts).subList(0, 4))
              : "";
      case NONE -> "";
    };
  }

  /// What the service calls an action in its operations.
  public String verb(Action action) {
    return switch (type.operations(action)) {
      case COMPUTE ->
          switch (action) {
            case CREATE -> "insert";
            case DELETE -> "delete";
            case UPDATE -> "patch";
            case READ, LIST -> "get";
          };
      case SQL, LONG_RUNNING, NONE -> action.name();
    };
  }
}
