package dev.groundwork.emulator.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Which permissions a call asks for: what Google's documents say of its REST method, and where
/// they are silent, what methods of its kind ask for.
public final class Methods {
  /// What permissions call a service, where that is not the first word of its host.
  private static final Map<String, String> SERVICES =
      Map.of(
          "sqladmin", "cloudsql",
          "cloudresourcemanager", "resourcemanager",
          "cloudbilling", "billing",
          "billingbudgets", "billing",
          "iamcredentials", "iam");

  /// What method ids call a collection, where that is not what paths do.
  private static final Map<String, String> COLLECTIONS =
      Map.of(
          "b", "buckets",
          "o", "objects",
          "rrsets", "resourceRecordSets",
          "queries", "jobs");

  private static final List<String> SCOPES = List.of("global", "aggregated");

  private final Map<String, Map<String, List<String>>> byCollection = new TreeMap<>();

  private static final class Holder {
    static final Methods STANDARD = new Methods();
  }

  /// Read once, when first asked for.
  public static Methods standard() {
    return Holder.STANDARD;
  }

  private Methods() {
    for (String line : Facts.lines("methods.txt")) {
      String[] words = line.split(" ", -1);
      byCollection.put(words[0], methods(words));
    }
  }

  private static Map<String, List<String>> methods(String[] words) {
    String[] id = words[0].split("\\.", -1);
    String prefix = id[0] + "." + id[id.length - 1];
    Map<String, List<String>> methods = new TreeMap<>();
    for (int i = 1; i < words.length; i++) {
      int colon = words[i].indexOf(':');
      if (colon < 0) {
        methods.put(words[i], List.of(prefix + "." + words[i]));
      } else {
        methods.put(
            words[i].substring(0, colon),
            Arrays.stream(words[i].substring(colon + 1).split(",", -1))
                .map(p -> p.startsWith(".") ? prefix + p : p)
                .toList());
      }
    }
    return methods;
  }

  /// The permissions that a call asks for.
  ///
  /// @param host `run.googleapis.com`
  /// @param verb the HTTP verb
  /// @param template of its path, with parameters in braces
  /// @return empty when it asks for none
  public List<String> permissions(String host, String verb, String template) {
    Shape shape = Shape.of(template);
    if (shape.custom().equals("testIamPermissions")
        || shape.collections().contains("testPermissions")) {
      return List.of();
    }
    String service = host.substring(0, Math.max(host.indexOf('.'), 0));
    return documented(service, verb, shape).orElseGet(() -> usual(service, verb, shape));
  }

  /// What a path consists of.
  ///
  /// @param collections its fixed words after the version
  /// @param item whether it ends in a parameter, and so names one thing
  /// @param custom the verb after a colon; empty for none
  private record Shape(List<String> collections, boolean item, String custom) {
    static Shape of(String template) {
      List<String> words = List.of(template.split("/", -1));
      int version = 0;
      for (int i = 0; i < words.size(); i++) {
        if (words.get(i).matches("v\\d\\w*|alpha|beta")) {
          version = i + 1;
          break;
        }
      }
      List<String> collections = new ArrayList<>();
      String custom = "";
      boolean item = false;
      for (String word : words.subList(version, words.size())) {
        int colon = word.lastIndexOf(':');
        if (colon > 0 && word.indexOf('}', colon) < 0) {
          custom = word.substring(colon + 1);
        }
        String plain = custom.isEmpty() ? word : word.substring(0, colon);
        item = plain.contains("{");
        if (!item) {
          collections.add(COLLECTIONS.getOrDefault(plain, plain));
        }
      }
      return new Shape(List.copyOf(collections), item, custom);
    }
  }

  private Optional<List<String>> documented(String service, String verb, Shape shape) {
    List<String> chain = shape.collections();
    boolean aggregated = chain.contains("aggregated");
    chain = chain.stream().filter(c -> !SCOPES.contains(c)).toList();
    if (!shape.custom().isEmpty()) {
      return find(service, chain, List.of(shape.custom()));
    }
    if (!shape.item() && chain.size() > 1) {
      // a word after a name is a method of its own: …/instances/i/restart
      String last = chain.getLast();
      String method = policy(last, verb);
      Optional<List<String>> found =
          find(service, chain.subList(0, chain.size() - 1), List.of(method, last));
      if (found.isPresent()) {
        return found;
      }
    }
    return find(service, chain, aggregated ? List.of("aggregatedList") : methods(verb, shape));
  }

  /// Cloud Storage's policies stand at `/iam`.
  private static String policy(String word, String verb) {
    return word.equals("iam") ? verb.equals("GET") ? "getIamPolicy" : "setIamPolicy" : word;
  }

  private static List<String> methods(String verb, Shape shape) {
    return switch (verb) {
      case "GET", "HEAD" -> List.of(shape.item() ? "get" : "list");
      case "POST" -> List.of("create", "insert");
      case "PATCH" -> List.of("patch", "update");
      case "PUT" -> shape.item() ? List.of("update", "replace", "create") : List.of("update");
      case "DELETE" -> List.of("delete");
      default -> List.of();
    };
  }

  /// The whole chain of collections, or as little of it as is known.
  private Optional<List<String>> find(String service, List<String> chain, List<String> methods) {
    for (int from = 0; from < chain.size(); from++) {
      Map<String, List<String>> known =
          byCollection.get(service + "." + String.join(".", chain.subList(from, chain.size())));
      if (known != null) {
        for (String method : methods) {
          if (known.containsKey(method)) {
            return Optional.of(known.get(method));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static List<String> usual(String service, String verb, Shape shape) {
    List<String> chain = shape.collections();
    if (chain.isEmpty() || chain.contains("operations") || chain.getLast().equals("locations")) {
      return List.of();
    }
    String prefix = SERVICES.getOrDefault(service, service) + ".";
    List<String> candidates = new ArrayList<>();
    if (!shape.custom().isEmpty()) {
      candidates.add(prefix + chain.getLast() + "." + shape.custom());
    } else if (!shape.item() && chain.size() > 1) {
      candidates.add(prefix + chain.get(chain.size() - 2) + "." + policy(chain.getLast(), verb));
    }
    String method =
        switch (verb) {
          case "GET", "HEAD" -> shape.item() ? "get" : "list";
          case "POST" -> shape.custom().isEmpty() && !shape.item() ? "create" : "update";
          case "DELETE" -> "delete";
          default -> "update";
        };
    candidates.add(prefix + chain.getLast() + "." + method);
    candidates.add(prefix + chain.getLast().toLowerCase(Locale.ROOT) + "." + method);
    if (chain.size() > 1) {
      String parents = verb.equals("GET") ? "get" : "update";
      candidates.add(prefix + chain.get(chain.size() - 2) + "." + parents);
    }
    return candidates.stream()
        .filter(Roles.standard()::knows)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .map(List::of)
        .orElse(List.of());
  }
}
