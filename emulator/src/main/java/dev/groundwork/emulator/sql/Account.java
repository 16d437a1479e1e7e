package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Command;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The account under which PostgreSQL runs. It refuses to run as root, so an emulator that runs as
/// root gives its servers to another account.
sealed interface Account {

  /// The emulator's own account, which is not root.
  record Own() implements Account {}

  /// Another account of the machine.
  ///
  /// @param prefix the program that changes to it, with its arguments
  record Other(List<String> prefix, int uid, int gid) implements Account {
    public Other {
      prefix = List.copyOf(prefix);
    }
  }

  /// A user namespace of the process's own, in which root is nobody. Where folders are closed to
  /// other accounts.
  record Unshared() implements Account {}

  /// The command that runs a program under this account.
  default List<String> command(List<String> program) {
    List<String> command = new ArrayList<>();
    switch (this) {
      case Own _ -> {}
      case Other other -> command.addAll(other.prefix());
      case Unshared _ -> command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(program);
    return command;
  }

  /// Hands a folder and all that is in it over to this account.
  default void take(Path folder) throws IOException {
    switch (this) {
      case Own _, Unshared _ -> {}
      case Other other ->
          Files.walkFileTree(
              folder,
              new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                    throws IOException {
                  return visitFile(path, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path path, BasicFileAttributes attributes)
                    throws IOException {
                  Files.setAttribute(path, "unix:uid", other.uid(), LinkOption.NOFOLLOW_LINKS);
                  Files.setAttribute(path, "unix:gid", other.gid(), LinkOption.NOFOLLOW_LINKS);
                  return FileVisitResult.CONTINUE;
                }
              });
    }
  }

  /// The first account that can run a program of the one folder and write into the other; empty
  /// when none can.
  ///
  /// @param program a PostgreSQL server, asked for its version only
  /// @param folder where its data will be; must be there
  static Optional<Account> choose(Path program, Path folder) {
    return candidates().stream().filter(account -> works(account, program, folder)).findFirst();
  }

  private static boolean works(Account account, Path program, Path folder) {
    try {
      Path probe = Files.createTempDirectory(folder, "probe");
      try {
        account.take(probe);
        return Command.run(account.command(List.of(program.toString(), "--version"))).succeeded()
            && Command.run(account.command(List.of("test", "-w", probe.toString()))).succeeded();
      } finally {
        Files.delete(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Account> candidates() {
    if (!isRoot()) {
      return List.of(new Own());
    }
    List<Account> accounts = new ArrayList<>();
    for (String name : List.of("postgres", "nobody")) {
      ids(name)
          .ifPresent(ids -> {
            accounts.add(
                new Other(
                    List.of("setpriv", "--reuid=" + ids[0], "--regid=" + ids[1], "--clear-groups"),
                    ids[0],
                    ids[1]));
            accounts.add(new Other(List.of("runuser", "-u", name, "--"), ids[0], ids[1]));
          });
    }
    accounts.add(new Unshared());
    return accounts;
  }

  private static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static Optional<int[]> ids(String name) {
    try {
      return Files.readAllLines(Path.of("/etc/passwd")).stream()
          .map(line -> line.split(":", -1))
          .filter(fields -> fields.length > 3 && fields[0].equals(name))
          .map(fields -> new int[] {Integer.parseInt(fields[2]), Integer.parseInt(fields[3])})
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
