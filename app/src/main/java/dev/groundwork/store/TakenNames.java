package dev.groundwork.store;

import dev.groundwork.resource.Json;
import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The names of what was deleted here and cannot be used again for a while: `names.json` beside the
/// state. Asked only when the cloud itself cannot say, because the project that it would say it of
/// is deleted too.
public final class TakenNames {
  private final Path file;

  public TakenNames(Path folder) {
    this.file = folder.resolve("names.json");
  }

  /// @param id the relative name: `projects/p/instances/i`
  public void add(String id, Instant until) {
    try {
      Map<String, Value> names = new TreeMap<>(names().values());
      names.put(id, Value.of(until.toString()));
      Durable.replace(file, Json.pretty(new Fields(names)) + "\n");
    } catch (IOException e) {
      throw new Unreadable(
          file,
          "the names that stay taken cannot be written: " + e.getMessage(),
          "free space or fix its rights.");
    }
  }

  /// Until when the name is taken; empty when it was never deleted here.
  public Optional<Instant> until(String id) {
    try {
      Value found = names().values().get(id);
      return found instanceof Value.Text(var text)
          ? Optional.of(Instant.parse(text))
          : Optional.empty();
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Fields names() {
    try {
      return Files.exists(file) ? Json.parseFields(Files.readString(file)) : Fields.EMPTY;
    } catch (IOException | Json.Malformed _) {
      return Fields.EMPTY; // a help for the user, no more
    }
  }
}
