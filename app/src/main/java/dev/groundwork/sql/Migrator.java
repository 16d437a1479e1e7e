package dev.groundwork.sql;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import dev.groundwork.sql.History.Applied;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.internal.exception.FlywayMigrateException;
import org.flywaydb.core.internal.sqlscript.FlywaySqlScriptException;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/// Carries out the scripts of a folder that a database has not seen yet, each once, in the order of
/// their numbers, each in a transaction of its own.
final class Migrator {
  private final DataSource database;
  private final History history;

  Migrator(DataSource database, History history) {
    this.database = database;
    this.history = history;
  }

  /// Why the scripts cannot be or were not carried out; empty when all are in the history now. What
  /// was carried out before the refusal stays.
  Optional<Refusal> run(List<Script> scripts) {
    try {
      boolean failedBefore;
      try (Connection connection = database.getConnection()) {
        List<Applied> applied = history.read(connection).orElse(List.of());
        Optional<String> wrong = contradiction(scripts, applied);
        if (wrong.isPresent()) {
          return wrong.map(Refusals::invalid);
        }
        failedBefore = applied.stream().anyMatch(a -> !a.done());
      }
      Flyway flyway = flyway(scripts);
      if (failedBefore) {
        flyway.repair();
      }
      flyway.migrate();
      return Optional.empty();
    } catch (SQLException e) {
      return Optional.of(Refusals.of("the history of " + history.word() + "s cannot be read", e));
    } catch (FlywayMigrateException e) {
      return Optional.of(failed(e));
    } catch (FlywayException e) {
      return Optional.of(refused(e));
    }
  }

  /// What history and folder say against each other, or the names among themselves.
  private Optional<String> contradiction(List<Script> scripts, List<Applied> applied) {
    Optional<String> unordered = unordered(scripts);
    if (unordered.isPresent()) {
      return unordered;
    }
    var byName = scripts.stream().collect(Collectors.toMap(Script::name, Function.identity()));
    List<Script> done = new ArrayList<>();
    for (Applied a : applied) {
      if (!a.done()) {
        continue;
      }
      Script script = byName.get(a.name());
      if (script == null) {
        return Optional.of(
            history.word()
                + " "
                + a.name()
                + " was carried out on "
                + a.when()
                + " and is not in the folder any more; put it back");
      }
      if (!script.sha256().equals(a.sha256())) {
        return Optional.of(
            "%s %s was carried out on %s and has been edited since; put its text back, and say what is new in a new script"
                .formatted(history.word(), a.name(), a.when()));
      }
      done.add(script);
    }
    return late(scripts, done);
  }

  private Optional<String> unordered(List<Script> scripts) {
    TreeMap<MigrationVersion, Script> byNumber = new TreeMap<>();
    for (Script script : scripts) {
      if (script.number().isEmpty()) {
        return Optional.of(
            history.word()
                + " "
                + script.name()
                + " has no number to order it by; name it like 003_"
                + script.name());
      }
      if (!version(script).isNewerThan("0")) {
        return Optional.of(
            history.word() + " " + script.name() + " has the number 0; the first number is 1");
      }
      Script other = byNumber.put(version(script), script);
      if (other != null) {
        return Optional.of(
            history.word()
                + "s "
                + other.name()
                + " and "
                + script.name()
                + " have the same number");
      }
    }
    return Optional.empty();
  }

  private Optional<String> late(List<Script> scripts, List<Script> done) {
    return done.stream()
        .max(Comparator.comparing(Migrator::version))
        .flatMap(newest ->
            scripts.stream()
                .filter(s -> !done.contains(s) && version(newest).isNewerThan(version(s)))
                .findFirst()
                .map(s ->
                    "%s %s comes before %s, which was carried out already; give it a higher number"
                        .formatted(history.word(), s.name(), newest.name())));
  }

  private static MigrationVersion version(Script script) {
    return MigrationVersion.fromVersion(script.number().orElseThrow());
  }

  private Flyway flyway(List<Script> scripts) {
    FluentConfiguration configuration =
        Flyway.configure(Migrator.class.getClassLoader())
            .loggers(SilentLog.class.getName())
            .dataSource(database)
            .table(history.table())
            .locations(new String[0])
            .skipDefaultResolvers(true)
            .skipDefaultCallbacks(true)
            .resolvers(new ScriptResolver(scripts))
            .placeholderReplacement(false)
            .mixed(true)
            .baselineOnMigrate(true)
            .baselineVersion("0")
            .cleanDisabled(true);
    // one lock for the session: a transactional one would keep CREATE INDEX CONCURRENTLY waiting
    // for ever
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load();
  }

  private Refusal failed(FlywayMigrateException e) {
    String name = e.getMigration().getScript();
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        Refusal refusal = Refusals.of(history.word() + " " + name + at(e, sql), sql);
        return e.isExecutableInTransaction() ? refusal : halfMade(refusal);
      }
    }
    return Refusals.invalid(history.word() + " " + name + ": " + firstLine(e));
  }

  private static Refusal halfMade(Refusal refusal) {
    return new Refusal(
        Kind.INVALID,
        0,
        refusal.reason(),
        refusal.message()
            + "; it cannot run in a transaction, so what it did before this line stays",
        Optional.empty());
  }

  /// `, line 14`: the line of the statement, and in it of the place that the server names.
  private static String at(FlywayMigrateException e, SQLException sql) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof FlywaySqlScriptException script) {
        int line = script.getLineNumber() + Refusals.line(sql, script.getStatement());
        return ", line " + line;
      }
    }
    return "";
  }

  private Refusal refused(FlywayException e) {
    if (e instanceof ScriptResolver.Unfit) {
      return Refusals.invalid(history.word() + " " + e.getMessage());
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Refusals.of("carrying out " + history.word() + "s", sql);
      }
    }
    String message = firstLine(e);
    Kind kind = message.contains("lock") ? Kind.BUSY : Kind.INVALID;
    return new Refusal(
        kind, 0, "", "carrying out " + history.word() + "s: " + message, Optional.empty());
  }

  /// Flyway's words up to where they begin to quote.
  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").split(": ", 2)[0];
  }
}
