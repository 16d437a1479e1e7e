package dev.groundwork.blueprint;

import java.util.List;
import java.util.Optional;

/// The folder that holds a blueprint, its migrations and its seeds. Paths are relative to it, with
/// `/` between names.
public interface Folder {
  /// The text of a file as UTF-8; empty when it is not there or cannot be read.
  Optional<String> read(String file);

  /// The names of the files directly in a folder, sorted; empty when the folder is not there.
  Optional<List<String>> list(String folder);

  /// The SHA-256 of a file's bytes, in lower-case hexadecimal digits.
  ///
  /// @throws IllegalArgumentException when the file is not there: ask `list` first
  String sha256(String file);

  /// The path as the user would write it from where they stand:
  /// `blueprints/coditect/groundwork.yaml`.
  String shown(String path);
}
