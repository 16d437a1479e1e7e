package dev.groundwork.blueprint;

import static dev.groundwork.diagnostic.Code.UNKNOWN_ENVIRONMENT;
import static dev.groundwork.diagnostic.Code.WRONG_TYPE;

import dev.groundwork.diagnostic.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The whole text of a blueprint, before it is merged with an environment.
///
/// @param base everything but `environments`
/// @param environments the patch of each environment, in order of the text
record Document(Node.Mapping base, SequencedMap<String, Node> environments) {
  /// What the environment of a blueprint without environments is called.
  static final String ONLY = "default";

  static Optional<Document> of(Node root, Problems problems) {
    if (!(root instanceof Node.Mapping map)) {
      problems.error(
          WRONG_TYPE,
          root.place(),
          "a blueprint must be a map, not " + root.description() + ".",
          "begin with `system: NAME`.");
      return Optional.empty();
    }
    SequencedMap<String, Node.Entry> rest = new LinkedHashMap<>(map.entries());
    Node.Entry given = rest.remove("environments");
    SequencedMap<String, Node> environments = new LinkedHashMap<>();
    if (given != null && !given.value().isNull()) {
      environments(given.value(), environments, problems);
    }
    return Optional.of(new Document(new Node.Mapping(map.place(), rest), environments));
  }

  private static void environments(Node node, Map<String, Node> environments, Problems problems) {
    if (!(node instanceof Node.Mapping(_, var entries))) {
      problems.error(
          WRONG_TYPE,
          node.place(),
          "`environments` must be a map, not " + node.description() + ".",
          "write `environments: {dev: {}, prod: {…}}`.");
      return;
    }
    entries.forEach((name, entry) -> {
      Node patch = entry.value().isNull() ? Node.Mapping.empty(entry.key()) : entry.value();
      if (patch instanceof Node.Mapping) {
        environments.put(name, patch);
      } else {
        problems.error(
            WRONG_TYPE,
            patch.place(),
            "the environment `"
                + name
                + "` must be a map of what differs there, not "
                + patch.description()
                + ".",
            "write `" + name + ": {}` when nothing differs.");
      }
    });
  }

  /// The environment that is meant; empty when the blueprint has no such.
  Optional<String> choose(Optional<String> asked, String file, Problems problems) {
    if (asked.isEmpty() || (environments.isEmpty() && asked.get().equals(ONLY))) {
      return Optional.of(environments.isEmpty() ? ONLY : environments.firstEntry().getKey());
    }
    if (environments.containsKey(asked.get())) {
      return asked;
    }
    problems.error(
        UNKNOWN_ENVIRONMENT,
        Place.of(file),
        "the blueprint has no environment `" + asked.get() + "`.",
        environments.isEmpty()
            ? "leave out `--env`: it has none."
            : Problems.choice(asked.get(), List.copyOf(environments.keySet())));
    return Optional.empty();
  }

  /// The document as it stands in one environment.
  Node.Mapping in(String environment) {
    Node patch = environments.get(environment);
    return patch == null ? base : (Node.Mapping) MergePatch.apply(base, patch);
  }

  /// The names of all environments; `default` alone when it has none.
  List<String> names() {
    return environments.isEmpty() ? List.of(ONLY) : List.copyOf(environments.keySet());
  }
}
