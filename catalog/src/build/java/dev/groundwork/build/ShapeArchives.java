package dev.groundwork.build;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Puts the shapes together, one archive per API, and an index that tells which archive holds which package.
public final class ShapeArchives {
  private ShapeArchives() {}

  public static void write(Path target, Path handWritten, List<Path> jars) throws IOException, ReflectiveOperationException {
    Map<String, ShapeText> archives = new TreeMap<>();
    for (Path jar : jars) {
      ProtoJar.read(jar, archives);
      ModelJar.read(jar, archives);
    }
    try (Stream<Path> files = Files.list(handWritten)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".shapes")).sorted().toList()) {
        String name = Objects.requireNonNull(file.getFileName()).toString().replace(".shapes", "");
        archives.computeIfAbsent(name, _ -> new ShapeText()).add(Files.readString(file));
      }
    }
    Map<String, String> index = new TreeMap<>();
    for (Map.Entry<String, ShapeText> archive : archives.entrySet()) {
      archive.getValue().packages().forEach(p -> index.put(p, archive.getKey()));
      compress(target.resolve(archive.getKey() + ".gz"), archive.getValue().toString());
    }
    StringBuilder lines = new StringBuilder();
    index.forEach((pkg, archive) -> lines.append(pkg).append(' ').append(archive).append('\n'));
    Files.writeString(target.resolve("index.txt"), lines);
  }

  private static void compress(Path file, String text) throws IOException {
    try (OutputStream out = new GZIPOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
