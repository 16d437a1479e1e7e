package dev.groundwork.blueprint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// A folder on disk, shown under another name so that golden files are the same everywhere.
record DiskFolder(Path root, String shown) implements Folder {

  /// The repository's own coditect.
  static DiskFolder coditect() {
    return new DiskFolder(Path.of("../blueprints/coditect"), "blueprints/coditect");
  }

  @Override
  public Optional<String> read(String file) {
    try {
      return Files.isRegularFile(root.resolve(file))
          ? Optional.of(Files.readString(root.resolve(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<List<String>> list(String folder) {
    if (!Files.isDirectory(root.resolve(folder))) {
      return Optional.empty();
    }
    try (var files = Files.list(root.resolve(folder))) {
      return Optional.of(
          files
              .filter(Files::isRegularFile)
              .map(f -> f.getFileName().toString())
              .sorted()
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String sha256(String file) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(root.resolve(file))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public String shown(String path) {
    return shown + "/" + path;
  }
}
