package dev.groundwork.blueprint;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A folder in memory: `groundwork.yaml` and, under `sql`, two scripts.
record MapFolder(SortedMap<String, String> files) implements Folder {

  static MapFolder of(String blueprint) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put(BlueprintReader.FILE, blueprint);
    files.put(
        "sql/001_tables.sql",
        "CREATE TABLE tenants (id int);\nCREATE TABLE IF NOT EXISTS public.users (id int);\n");
    files.put("sql/002_more.sql", "-- CREATE TABLE no;\nALTER TABLE users RENAME TO people;\n");
    files.put("empty/readme.txt", "no script");
    files.put("empty/visits.json", "[{\"name\": \"at\", \"type\": \"TIMESTAMP\"}]");
    return new MapFolder(files);
  }

  MapFolder with(String file, String text) {
    SortedMap<String, String> more = new TreeMap<>(files);
    more.put(file, text);
    return new MapFolder(more);
  }

  @Override
  public Optional<String> read(String file) {
    return Optional.ofNullable(files.get(file));
  }

  @Override
  public Optional<List<String>> list(String folder) {
    String prefix = folder + "/";
    List<String> names =
        files.keySet().stream()
            .filter(f -> f.startsWith(prefix))
            .map(f -> f.substring(prefix.length()))
            .filter(f -> !f.contains("/"))
            .toList();
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  @Override
  public String sha256(String file) {
    return Integer.toHexString(String.valueOf(files.get(file)).hashCode());
  }

  @Override
  public String shown(String path) {
    return path;
  }
}
