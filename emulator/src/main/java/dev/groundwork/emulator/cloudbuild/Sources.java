package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where on this machine the source of a repository is: a folder for each. Kept in one file.
public final class Sources {
  private final Path file;
  private final SortedMap<String, Path> byRepository = new TreeMap<>();

  /// @param folder of the service's own; the file need not be there
  Sources(Path folder) {
    file = folder.resolve("sources.json");
    load();
  }

  /// Sets the folder of a repository, in place of what it was.
  ///
  /// @throws IllegalArgumentException when it says too little, in words for who sent it
  public synchronized Fields put(Fields body) {
    String repository = body.text("repository").orElse("");
    Path folder = Path.of(body.text("folder").orElse(""));
    if (repository.isBlank()) {
      throw new IllegalArgumentException(
          "a source needs a repository and a folder: {\"repository\": \"owner/name\", \"folder\": …}");
    }
    if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException("folder: an absolute path of a folder that is there");
    }
    byRepository.put(repository, folder);
    save();
    return shown(repository, folder);
  }

  private static Fields shown(String repository, Path folder) {
    return Fields.EMPTY.with("repository", repository).with("folder", folder.toString());
  }

  /// All, by repository.
  public synchronized Fields list() {
    return Fields.EMPTY.with(
        "sources",
        new Value.Items(
            byRepository.entrySet().stream()
                .<Value>map(e -> shown(e.getKey(), e.getValue()))
                .toList()));
  }

  /// Whether there was one of that repository.
  public synchronized boolean remove(String repository) {
    boolean was = byRepository.remove(repository) != null;
    save();
    return was;
  }

  /// The folder of a repository, however it is written.
  synchronized Optional<Path> find(String repository) {
    String wanted = plain(repository);
    return byRepository.entrySet().stream()
        .filter(e -> plain(e.getKey()).equals(wanted))
        .map(java.util.Map.Entry::getValue)
        .findFirst();
  }

  /// `https://github.com/Acme/app.git`, `git@github.com:acme/app` and `acme/app` are the same
  /// repository; so are the names of a connected one with and without its version.
  static String plain(String repository) {
    String text = repository.toLowerCase(Locale.ROOT).replaceFirst("\\.git/?$", "");
    text = text.replaceFirst("^[a-z+]+://([^/@]*@)?", "").replaceFirst("^git@([^:]+):", "$1/");
    return text.replaceFirst("^(www\\.)?github\\.com/", "").replaceFirst("/$", "");
  }

  synchronized void clear() {
    byRepository.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load() {
    try {
      if (Files.exists(file)) {
        for (Value value : Json.parseFields(Files.readString(file)).items("sources")) {
          Fields body = (Fields) value;
          byRepository.put(
              body.text("repository").orElseThrow(), Path.of(body.text("folder").orElseThrow()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.Malformed e) {
      throw new IllegalStateException(file + " is damaged", e);
    }
  }

  private void save() {
    try {
      Files.createDirectories(file.getParent());
      Path next = file.resolveSibling("sources.json.next");
      Files.writeString(next, Json.pretty(list()) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
