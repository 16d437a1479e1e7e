package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Command;
import dev.groundwork.emulator.process.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// PostgreSQL programs of one version.
///
/// @param major the major version
/// @param version in full, `14.24`
/// @param bin the folder of the programs
record Programs(int major, String version, Path bin) {
  /// Where operating systems and package managers put the programs of a major version.
  private static final List<String> USUAL =
      List.of(
          "/usr/lib/postgresql/%d/bin",
          "/usr/pgsql-%d/bin",
          "/opt/homebrew/opt/postgresql@%d/bin",
          "/usr/local/opt/postgresql@%d/bin",
          "/Applications/Postgres.app/Contents/Versions/%d/bin");

  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) (\\d+\\.\\d+)");

  /// Extensions that Cloud SQL lets its users create although PostgreSQL itself asks for a
  /// superuser.
  private static final List<String> TRUSTED =
      List.of(
          "amcheck",
          "dblink",
          "earthdistance",
          "intagg",
          "pageinspect",
          "pg_buffercache",
          "pg_freespacemap",
          "pg_prewarm",
          "pg_stat_statements",
          "pg_visibility",
          "pgrowlocks",
          "pgstattuple",
          "postgres_fdw",
          "refint",
          "sslinfo");

  Path program(String name) {
    return bin.resolve(name);
  }

  /// Programs of this major version: those that came with the emulator, unpacked into the cache
  /// when they are first asked for, else those that are installed on the machine.
  static Optional<Programs> find(int major, Path cache) throws IOException {
    String version = bundled(major);
    String jar = "postgres-" + major + ".jar";
    try (InputStream packed = Programs.class.getResourceAsStream(jar)) {
      if (packed != null) {
        Path folder = cache.resolve("postgresql-" + version);
        if (!Files.isDirectory(folder)) {
          unpack(packed, folder);
        }
        return Optional.of(
            new Programs(major, version.replaceFirst("\\.0$", ""), folder.resolve("bin")));
      }
    }
    return USUAL.stream()
        .map(place -> Path.of(place.formatted(major)))
        .filter(bin ->
            Files.isExecutable(bin.resolve("postgres"))
                && Files.isExecutable(bin.resolve("initdb")))
        .flatMap(bin -> installed(major, bin).stream())
        .findFirst();
  }

  /// The full version of the programs that came with the emulator, or would have: known without
  /// unpacking them.
  static String bundled(int major) {
    Properties versions = new Properties();
    try (InputStream file = Programs.class.getResourceAsStream("postgres-binaries.properties")) {
      if (file != null) {
        versions.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return versions.getProperty(String.valueOf(major), major + ".0");
  }

  private static Optional<Programs> installed(int major, Path bin) {
    Matcher said =
        VERSION.matcher(
            Command.run(List.of(bin.resolve("postgres").toString(), "--version")).output());
    return said.find() ? Optional.of(new Programs(major, said.group(1), bin)) : Optional.empty();
  }

  private static void unpack(InputStream jar, Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("no folder for PostgreSQL's programs: " + folder);
    }
    Files.createDirectories(parent);
    Path draft = parent.resolve("." + folder.getFileName() + "-" + ProcessHandle.current().pid());
    Folders.delete(draft);
    try (ZipInputStream entries = new ZipInputStream(jar)) {
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        if (entry.getName().endsWith(".txz")) {
          Archive.unpack(entries, draft);
          break;
        }
      }
    }
    trust(draft.resolve("share/postgresql/extension"));
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw new IOException("cannot rename in " + parent, e);
    } catch (FileSystemException e) {
      // another emulator has unpacked them meanwhile
      if (!Files.isDirectory(folder)) {
        throw e;
      }
      Folders.delete(draft);
    }
  }

  private static void trust(Path extensions) throws IOException {
    try (Stream<Path> files = Files.list(extensions)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName()).replace(".control", "");
        if (TRUSTED.contains(name)) {
          Files.writeString(file, Files.readString(file) + "trusted = true\n");
        }
      }
    }
  }
}
