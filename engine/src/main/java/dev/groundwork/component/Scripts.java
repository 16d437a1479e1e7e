package dev.groundwork.component;

import dev.groundwork.resource.Value;
import java.util.List;
import java.util.Optional;

/// The files beside a blueprint.
public interface Scripts {
  /// The files of a folder whose names end in `.sql`, sorted by name; empty when the folder is not
  /// there.
  ///
  /// @param folder relative to the blueprint's folder
  Optional<List<Script>> in(String folder);

  /// The text of any file; empty when it is not there.
  ///
  /// @param file relative to the blueprint's folder
  Optional<String> text(String file);

  /// Scripts as the body of a `postgres.Migration` or `postgres.Seed` lists them.
  static Value listed(List<Script> scripts) {
    return new Value.Items(
        scripts.stream()
            .<Value>map(s -> Value.fields().with("name", s.name()).with("sha256", s.sha256()))
            .toList());
  }

  /// One file.
  ///
  /// @param name without folder
  /// @param sha256 of its bytes, in lower-case hexadecimal digits
  record Script(String name, String sha256, String text) {}
}
