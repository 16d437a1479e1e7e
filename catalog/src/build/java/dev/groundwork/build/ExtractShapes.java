package dev.groundwork.build;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Writes what Google publishes about its APIs as compact resources, one per API. Runs while Maven builds the catalog; does
/// nothing when nothing has changed since.
///
/// Arguments: the folder to write into, the folder of this program's sources and hand-written shapes, and a file that
/// remembers what was read. What Google publishes is on the class path.
public final class ExtractShapes {
  private ExtractShapes() {}

  public static void main(String[] arguments) throws Exception {
    Path target = Path.of(arguments[0]);
    Path sources = Path.of(arguments[1]);
    Path mark = Path.of(arguments[2]);
    List<Path> jars = jars(System.getProperty("java.class.path"));
    String inputs = fingerprint(sources, jars);
    if (Files.exists(target.resolve("index.txt")) && Files.exists(mark) && Files.readString(mark).equals(inputs)) {
      return;
    }
    Files.createDirectories(target);
    Files.deleteIfExists(mark);
    // by name, so that the Java launcher compiles the rest only when it is needed
    Class.forName("dev.groundwork.build.ShapeArchives")
        .getMethod("write", Path.class, Path.class, List.class)
        .invoke(null, target, sources.resolve("shapes"), jars);
    Files.writeString(mark, inputs);
  }

  private static List<Path> jars(String classPath) {
    List<Path> jars = new ArrayList<>();
    for (String entry : classPath.split(File.pathSeparator)) {
      if (entry.endsWith(".jar")) {
        jars.add(Path.of(entry));
      }
    }
    return jars;
  }

  /// Names of the jars (they hold their versions) and the text of the sources.
  private static String fingerprint(Path sources, List<Path> jars) throws IOException {
    StringBuilder text = new StringBuilder();
    jars.forEach(jar -> text.append(jar.getFileName()).append('\n'));
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        int hash = Files.readString(file, StandardCharsets.UTF_8).hashCode();
        text.append(sources.relativize(file)).append(' ').append(Integer.toHexString(hash)).append('\n');
      }
    }
    return text.toString();
  }
}
