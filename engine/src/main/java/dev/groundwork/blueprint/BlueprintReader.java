package dev.groundwork.blueprint;

import dev.groundwork.catalog.Catalog;
import dev.groundwork.component.Scripts;
import dev.groundwork.diagnostic.Code;
import dev.groundwork.diagnostic.Place;
import dev.groundwork.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Reads a blueprint: text to resources, checks and outputs, or to every mistake in it.
public final class BlueprintReader {
  /// The blueprint's file in the system's folder.
  public static final String FILE = "groundwork.yaml";

  private final Catalog catalog;
  private final Shapes shapes;
  private final Folder folder;

  public BlueprintReader(Catalog catalog, Shapes shapes, Folder folder) {
    this.catalog = catalog;
    this.shapes = shapes;
    this.folder = folder;
  }

  /// Reads the blueprint as it stands in one environment. Mistakes in the others are found as well:
  /// what is wrong in `prod` should not wait to be found there.
  ///
  /// @param environment its name; without it the first that the blueprint declares, see
  ///   `Blueprint.environment`
  public Read read(Optional<String> environment) {
    return read(environment, Optional.empty());
  }

  /// As `read`, with another project.
  ///
  /// @param project the project's id in place of the blueprint's own, in every environment
  public Read read(Optional<String> environment, Optional<String> project) {
    Problems problems = new Problems();
    String shown = folder.shown(FILE);
    Optional<String> text = folder.read(FILE);
    if (text.isEmpty()) {
      problems.error(
          Code.UNREADABLE,
          Place.of(shown),
          "there is no blueprint.",
          "name the folder that holds a `" + FILE + "`.");
      return new Read(Optional.empty(), problems.all());
    }
    Optional<Document> document =
        YamlText.parse(shown, text.get(), problems).flatMap(root -> Document.of(root, problems));
    if (document.isEmpty()) {
      if (!problems.any()) {
        problems.error(
            Code.MISSING_FIELD,
            Place.of(shown),
            "the blueprint is empty.",
            "begin with `system: NAME`.");
      }
      return new Read(Optional.empty(), problems.all());
    }
    Optional<String> chosen = document.get().choose(environment, shown, problems);
    Scripts scripts = new FolderScripts(folder);
    Optional<Blueprint> blueprint = Optional.empty();
    for (String name : document.get().names()) {
      Blueprint one =
          new SystemReader(
                  catalog,
                  shapes,
                  folder,
                  scripts,
                  problems,
                  inProject(document.get().in(name), project),
                  name)
              .read();
      if (chosen.equals(Optional.of(name))) {
        blueprint = Optional.of(one);
      }
    }
    return new Read(problems.any() ? Optional.empty() : blueprint, problems.all());
  }

  /// The blueprint with the id that was given elsewhere in place of its own.
  private static Node.Mapping inProject(Node.Mapping root, Optional<String> id) {
    if (id.isEmpty() || !(root.get("project").orElse(null) instanceof Node.Mapping project)) {
      return root;
    }
    Place place = Place.of("--project");
    Node.Scalar given = new Node.Scalar(place, Node.Form.TEXT, id.get());
    Node.Mapping inside = one(place, "id", given);
    return (Node.Mapping) MergePatch.apply(root, one(project.place(), "project", inside));
  }

  private static Node.Mapping one(Place place, String key, Node value) {
    return new Node.Mapping(place, new LinkedHashMap<>(Map.of(key, new Node.Entry(place, value))));
  }
}
