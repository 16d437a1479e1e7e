package dev.groundwork.cli;

import dev.groundwork.blueprint.Folder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A blueprint's folder on disk.
final class DiskFolder implements Folder {
  private final Path folder;
  private final String shown;

  /// @param here where the user stands
  /// @param given the folder as the user wrote it
  DiskFolder(Path here, Path given) {
    this.folder = here.resolve(given).normalize();
    this.shown = given.toString();
  }

  Path path() {
    return folder;
  }

  @Override
  public Optional<String> read(String file) {
    try {
      return Optional.of(Files.readString(folder.resolve(file)));
    } catch (IOException _) {
      return Optional.empty(); // not there, not readable, or not UTF-8
    }
  }

  @Override
  public Optional<List<String>> list(String inside) {
    try (Stream<Path> files = Files.list(folder.resolve(inside))) {
      return Optional.of(
          files
              .filter(Files::isRegularFile)
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList());
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  @Override
  public String sha256(String file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      try (InputStream in =
          new DigestInputStream(Files.newInputStream(folder.resolve(file)), digest)) {
        in.transferTo(java.io.OutputStream.nullOutputStream());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      throw new IllegalArgumentException("no file " + file, e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }

  @Override
  public String shown(String path) {
    return shown.isEmpty() || shown.equals(".") ? path : shown.replaceAll("/+$", "") + "/" + path;
  }
}
