package dev.groundwork.emulator.cloudbuild;

import dev.groundwork.emulator.process.Command;
import dev.groundwork.emulator.process.Folders;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The copy of the source that the steps of one build share, where Google has `/workspace`.
///
/// @param folder of the build's own
record Workspace(Path folder) {
  /// What Google calls it.
  static final String MOUNT = "/workspace";

  /// Copies a folder as it is now, uncommitted changes too, but nothing that Git ignores.
  void copy(Path source) throws IOException {
    Optional<Set<Path>> known = known(source);
    Files.createDirectories(folder);
    Files.walkFileTree(
        source,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
            boolean ours = dir.toAbsolutePath().startsWith(folder.toAbsolutePath());
            return ours ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path relative = source.relativize(file);
            if (known.isEmpty() || relative.startsWith(".git") || known.get().contains(relative)) {
              Path target = folder.resolve(relative.toString());
              Files.createDirectories(target.getParent());
              Files.copy(
                  file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static Optional<Set<Path>> known(Path source) {
    if (!Files.exists(source.resolve(".git"))) {
      return Optional.empty();
    }
    Command listed = git(source, "ls-files", "--cached", "--others", "--exclude-standard", "-z");
    if (!listed.succeeded()) {
      return Optional.empty();
    }
    Set<Path> files = new HashSet<>();
    for (String file : listed.output().split("\0", -1)) {
      files.add(Path.of(file));
    }
    return Optional.of(files);
  }

  /// One of Git's answers about a source; empty when it has none.
  static Optional<String> told(Path source, String... question) {
    if (!Files.exists(source.resolve(".git"))) {
      return Optional.empty();
    }
    Command told = git(source, question);
    return told.succeeded() ? Optional.of(told.output().strip()) : Optional.empty();
  }

  private static Command git(Path source, String... arguments) {
    List<String> command = new java.util.ArrayList<>(List.of("git", "-C", source.toString()));
    command.addAll(List.of(arguments));
    return Command.run(command);
  }

  /// Text with the workspace's own path in place of Google's.
  String placed(String text) {
    return text.contains(MOUNT)
        ? text.replaceAll(
            "(?<![A-Za-z0-9_./-])" + MOUNT + "(?![A-Za-z0-9_-])",
            java.util.regex.Matcher.quoteReplacement(folder.toString()))
        : text;
  }

  /// The folder that a step runs in.
  Path directory(String dir) {
    return dir.startsWith("/") ? Path.of(placed(dir)) : folder.resolve(dir).normalize();
  }

  void delete() throws IOException {
    if (Files.exists(folder)) {
      Folders.delete(folder);
    }
  }
}
