package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.process.Command;
import dev.groundwork.emulator.process.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;

/// A data folder as Cloud SQL hands it out, initialised once per version and copied for each
/// instance: the roles and databases of a new Cloud SQL instance are in it.
final class Template {
  /// The superuser, whom nobody can log in as but the emulator. The others are those of Cloud SQL,
  /// in its own names.
  static final String ADMINISTRATOR = "cloudsqladmin";

  /// What every user of Cloud SQL is a member of. No superuser: row-level security holds for its
  /// members.
  static final String MEMBERSHIP = "cloudsqlsuperuser";

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE ROLE cloudsqlsuperuser CREATEROLE CREATEDB",
          "GRANT pg_monitor, pg_signal_backend TO cloudsqlsuperuser WITH ADMIN OPTION",
          "CREATE ROLE cloudsqlagent LOGIN CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser",
          "CREATE ROLE cloudsqlreplica LOGIN REPLICATION",
          "CREATE ROLE cloudsqlimportexport LOGIN CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser",
          "CREATE ROLE cloudsqliamuser",
          "CREATE ROLE cloudsqliamserviceaccount",
          "CREATE ROLE cloudsqliamgroup",
          "CREATE ROLE postgres LOGIN CREATEROLE CREATEDB IN ROLE cloudsqlsuperuser",
          "CREATE DATABASE cloudsqladmin",
          "REVOKE CONNECT ON DATABASE cloudsqladmin FROM PUBLIC",
          "ALTER DATABASE postgres OWNER TO cloudsqlsuperuser",
          "ALTER DATABASE template1 OWNER TO cloudsqlsuperuser");

  private Template() {}

  /// The data folder for this version and account, made when it is not there.
  static Path of(Programs programs, Account account, Locales locales, Path cache)
      throws IOException {
    String owner =
        switch (account) {
          case Account.Own _ -> "own";
          case Account.Other other -> "uid" + other.uid();
          case Account.Unshared _ -> "unshared";
        };
    Path folder = cache.resolve("template-" + programs.version() + "-" + owner);
    if (!Files.isDirectory(folder)) {
      create(programs, account, locales, folder);
    }
    return folder;
  }

  private static void create(Programs programs, Account account, Locales locales, Path folder)
      throws IOException {
    locales.provide(Locales.STANDARD);
    Path draft =
        folder.resolveSibling("." + folder.getFileName() + "-" + ProcessHandle.current().pid());
    Folders.delete(draft);
    Files.createDirectories(draft);
    account.take(draft);
    run(
        account,
        locales,
        "",
        programs.program("initdb").toString(),
        "--pgdata=" + draft,
        "--username=" + ADMINISTRATOR,
        "--auth=reject",
        "--encoding=UTF8",
        "--locale=" + Locales.STANDARD,
        "--no-sync");
    // a server for one session, that ends with its input: one statement a line
    run(
        account,
        locales,
        String.join(";\n", STATEMENTS) + ";\n",
        programs.program("postgres").toString(),
        "--single",
        "-F",
        "-c",
        "exit_on_error=on",
        "-D",
        draft.toString(),
        "postgres");
    try {
      Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      // another emulator has made it meanwhile
      Folders.delete(draft);
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    }
  }

  private static void run(Account account, Locales locales, String input, String... program)
      throws IOException {
    Command command =
        Command.run(account.command(List.of(program)), locales.environment(), input, LIMIT);
    if (!command.succeeded()) {
      throw new IOException(
          program[0] + " failed with status " + command.status() + ": " + command.output().strip());
    }
  }
}
