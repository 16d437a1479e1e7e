package dev.groundwork.sql;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.flywaydb.core.api.CoreMigrationType;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.resolver.MigrationResolver;
import org.flywaydb.core.api.resolver.ResolvedMigration;
import org.flywaydb.core.internal.resolver.ResolvedMigrationImpl;
import org.flywaydb.core.internal.resolver.sql.SqlMigrationExecutor;
import org.flywaydb.core.internal.sqlscript.SqlScript;
import org.flywaydb.core.internal.sqlscript.SqlStatement;
import org.flywaydb.core.internal.sqlscript.SqlStatementIterator;

/// The scripts as Flyway knows migrations: the digest is both their description and, shortened,
/// their checksum.
record ScriptResolver(List<Script> scripts) implements MigrationResolver {
  ScriptResolver {
    scripts = List.copyOf(scripts);
  }

  /// A script that cannot be carried out as a whole or not at all.
  static final class Unfit extends FlywayException {
    private static final long serialVersionUID = 1;

    Unfit(Script script, int line, String what) {
      super(script.name() + ", line " + line + ": " + what);
    }
  }

  /// What begins or ends a transaction, after comments.
  private static final Pattern TRANSACTION =
      Pattern.compile(
          "(?:\\s|--[^\\n]*(?:\\n|$)|/\\*.*?\\*/)*(?:BEGIN|START\\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE\\s+TRANSACTION)\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  @Override
  public Collection<ResolvedMigration> resolveMigrations(Context context) {
    List<ResolvedMigration> resolved = new ArrayList<>();
    for (Script script : scripts) {
      // mixed: what is wrong with that is said below, in words of our own
      SqlScript parsed =
          context.sqlScriptFactory.createSqlScript(
              new ScriptText(script), true, context.resourceProvider);
      unfit(script, parsed)
          .ifPresent(unfit -> {
            throw unfit;
          });
      int checksum = (int) Long.parseLong(script.sha256().substring(0, 8), 16);
      resolved.add(
          new ResolvedMigrationImpl(
              MigrationVersion.fromVersion(script.number().orElseThrow()),
              History.describe(script),
              script.name(),
              checksum,
              checksum,
              CoreMigrationType.SQL,
              script.name(),
              new SqlMigrationExecutor(context.sqlScriptExecutorFactory, parsed, false, false)));
    }
    resolved.sort((a, b) -> a.getVersion().compareTo(b.getVersion()));
    return resolved;
  }

  private static Optional<Unfit> unfit(Script script, SqlScript parsed) {
    int transactional = 0;
    Optional<SqlStatement> alone = Optional.empty();
    try (SqlStatementIterator statements = parsed.getSqlStatements()) {
      while (statements.hasNext()) {
        SqlStatement statement = statements.next();
        if (TRANSACTION.matcher(statement.getSql()).matches()) {
          return Optional.of(
              new Unfit(
                  script,
                  statement.getLineNumber(),
                  "every script is one transaction already; leave BEGIN and COMMIT out"));
        }
        if (statement.canExecuteInTransaction()) {
          transactional++;
        } else {
          alone = alone.or(() -> Optional.of(statement));
        }
      }
    }
    return transactional == 0
        ? Optional.empty()
        : alone.map(s ->
            new Unfit(
                script,
                s.getLineNumber(),
                "a statement that cannot run in a transaction needs a script of its own"));
  }
}
