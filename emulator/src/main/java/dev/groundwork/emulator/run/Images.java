package dev.groundwork.emulator.run;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What on this machine stands for a container image: a command in a folder. Kept in one file.
public final class Images {
  private final Path file;
  private final SortedMap<String, Local> byName = new TreeMap<>();

  /// What runs in place of an image.
  ///
  /// @param image as services and jobs name it; without a tag or digest it stands for all of them
  /// @param command the program and its arguments
  /// @param folder where it runs
  /// @param environment added to what the container asks for
  public record Local(
      String image, List<String> command, Path folder, Map<String, String> environment) {
    public Local {
      command = List.copyOf(command);
      environment = Map.copyOf(environment);
    }

    Fields shown() {
      Map<String, Value> variables = new TreeMap<>();
      environment.forEach((name, value) -> variables.put(name, Value.of(value)));
      return Fields.EMPTY
          .with("image", image)
          .with("command", Value.texts(command))
          .with("folder", folder.toString())
          .with("environment", new Fields(variables));
    }

    /// @throws IllegalArgumentException when it says too little, in words for who sent it
    static Local of(Fields body) {
      String image = body.text("image").orElse("");
      List<String> command =
          body.items("command").stream()
              .map(v -> v instanceof Value.Text(var text) ? text : "")
              .toList();
      Path folder = Path.of(body.text("folder").orElse(""));
      if (image.isBlank() || command.isEmpty()) {
        throw new IllegalArgumentException(
            "an image needs a name and a command: {\"image\": …, \"command\": […], \"folder\": …}");
      }
      if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
        throw new IllegalArgumentException("folder: an absolute path of a folder that is there");
      }
      Map<String, String> environment = new TreeMap<>();
      body.fields("environment")
          .values()
          .forEach((name, value) ->
              environment.put(
                  name, value instanceof Value.Text(var text) ? text : Json.write(value)));
      return new Local(image, command, folder, environment);
    }
  }

  /// @param folder of the service's own; the file need not be there
  Images(Path folder) {
    file = folder.resolve("images.json");
    load();
  }

  /// Sets what stands for an image, in place of what did.
  public synchronized Fields put(Fields body) {
    Local local = Local.of(body);
    byName.put(local.image(), local);
    save();
    return local.shown();
  }

  /// All, by name.
  public synchronized Fields list() {
    return Fields.EMPTY.with(
        "images", new Value.Items(byName.values().stream().<Value>map(Local::shown).toList()));
  }

  /// Whether there was one of that name.
  public synchronized boolean remove(String image) {
    boolean was = byName.remove(image) != null;
    save();
    return was;
  }

  /// What stands for an image: of exactly this name, or of the name without its digest or tag.
  synchronized Optional<Local> find(String image) {
    String undigested = image.replaceFirst("@sha256:.*$", "");
    String untagged = undigested.replaceFirst(":[^:/]+$", "");
    return Optional.ofNullable(byName.get(image))
        .or(() -> Optional.ofNullable(byName.get(undigested)))
        .or(() -> Optional.ofNullable(byName.get(untagged)));
  }

  synchronized void clear() {
    byName.clear();
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load() {
    try {
      if (Files.exists(file)) {
        for (Value value : Json.parseFields(Files.readString(file)).items("images")) {
          Fields body = (Fields) value;
          // a folder that has gone is noticed when something is to run in it
          Map<String, String> environment = new TreeMap<>();
          body.fields("environment")
              .values()
              .forEach((n, v) -> environment.put(n, ((Value.Text) v).value()));
          Local local =
              new Local(
                  body.text("image").orElseThrow(),
                  body.items("command").stream().map(v -> ((Value.Text) v).value()).toList(),
                  Path.of(body.text("folder").orElseThrow()),
                  environment);
          byName.put(local.image(), local);
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
      Path next = file.resolveSibling("images.json.next");
      Files.writeString(next, Json.pretty(list()) + "\n");
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
