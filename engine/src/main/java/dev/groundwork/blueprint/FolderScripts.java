package dev.groundwork.blueprint;

import dev.groundwork.component.Scripts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The files of a blueprint's folder; those of SQL are read once.
final class FolderScripts implements Scripts {
  private final Folder folder;
  private final Map<String, Optional<List<Script>>> read = new TreeMap<>();

  FolderScripts(Folder folder) {
    this.folder = folder;
  }

  @Override
  public Optional<List<Script>> in(String path) {
    return read.computeIfAbsent(path, this::read);
  }

  @Override
  public Optional<String> text(String file) {
    boolean outside = file.startsWith("/") || List.of(file.split("/", -1)).contains("..");
    return outside ? Optional.empty() : folder.read(file);
  }

  private Optional<List<Script>> read(String path) {
    return folder
        .list(path)
        .map(names ->
            names.stream()
                .filter(name -> name.endsWith(".sql"))
                .map(name -> script(path + "/" + name, name))
                .toList());
  }

  private Script script(String file, String name) {
    return new Script(name, folder.sha256(file), folder.read(file).orElse(""));
  }
}
