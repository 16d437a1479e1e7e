package dev.groundwork.sql;

import dev.groundwork.sql.JdbcProbe.Session;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeMap;

/// Proves that tenants are kept apart, by trying: in a session of each of two tenants that nobody
/// else has, a row is made in every table; the other tenant, and a session without one, must not
/// see it, nor anything else. All of it is rolled back.
final class TenantProbe {
  private static final String OTHERS_SEEN = ": a tenant sees rows of others";
  private static final String WITHOUT_TENANT_SEES = ": a session without a tenant sees rows";

  private final Session session;
  private final String setting;
  private final SequencedSet<String> broken = new LinkedHashSet<>();
  private final Map<String, String> unproven = new TreeMap<>();

  /// @param setting the session variable that holds the tenant
  TenantProbe(Session session, String setting) {
    this.session = session;
    this.setting = setting;
  }

  Result probe() throws SQLException {
    List<TenantTable> tables;
    try (Connection one = session.open();
        Connection two = session.open();
        Connection none = session.open()) {
      checkRole(one);
      tables = TenantTable.in(one, setting);
      if (tables.isEmpty()) {
        return new Result.Broken("no policy of any table reads " + setting);
      }
      tables.forEach(this::checkTable);
      checkWithoutTenant(none, tables);
      checkTenant(one, tables);
      checkTenant(two, tables);
    }
    if (!broken.isEmpty()) {
      return new Result.Broken(JdbcProbe.line(broken.stream()));
    }
    if (!unproven.isEmpty()) {
      return new Result.Unknown(
          JdbcProbe.line(
              unproven.entrySet().stream()
                  .map(e -> "not proven in " + e.getKey() + ": " + e.getValue())));
    }
    return new Result.Held(
        "in %d tables (%s) two tenants see none of each other's rows, and a session without a tenant sees none; forced on %s too"
            .formatted(
                tables.size(),
                String.join(", ", tables.stream().map(TenantTable::name).toList()),
                session.user()));
  }

  /// A superuser, and a role made to, read past every policy.
  private void checkRole(Connection connection) throws SQLException {
    String query = "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user";
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      if (row.getBoolean(1)) {
        broken.add(session.user() + " is a superuser, whom no policy binds");
      } else if (row.getBoolean(2)) {
        broken.add(session.user() + " has BYPASSRLS, so no policy binds it");
      }
    }
  }

  private void checkTable(TenantTable table) {
    if (!table.enabled()) {
      broken.add(table.name() + ": row-level security is off");
    } else if (!table.forced()) {
      broken.add(table.name() + ": row-level security is not forced, so the owner sees every row");
    }
    table
        .open()
        .forEach(
            policy -> broken.add(table.name() + ": policy " + policy + " lets every row through"));
  }

  /// A session that never had a tenant: what is committed must be hidden from it, and nothing may
  /// be written.
  private void checkWithoutTenant(Connection connection, List<TenantTable> tables)
      throws SQLException {
    Questions questions = new Questions(connection);
    String has =
        "SELECT coalesce(current_setting('" + setting.replace("'", "''") + "', true), '') <> ''";
    if (questions.ask(has)) {
      broken.add(
          "a new session has a tenant already: ALTER ROLE or ALTER DATABASE sets " + setting);
    }
    RowMaker rows = new RowMaker(connection, Guesses.tenant(tables.getFirst().type()), tables);
    for (TenantTable table : tables) {
      if (questions.ask(any(table))) {
        broken.add(table.name() + WITHOUT_TENANT_SEES);
      }
      if (rows.isLetThrough(table.oid())) {
        broken.add(table.name() + ": a session without a tenant can write rows");
      }
    }
    connection.rollback();
  }

  /// One tenant's session, and what its rows look like to others.
  private void checkTenant(Connection connection, List<TenantTable> tables) throws SQLException {
    Questions questions = new Questions(connection);
    String mine = Guesses.tenant(tables.getFirst().type());
    String other = Guesses.tenant(tables.getFirst().type());
    RowMaker rows = new RowMaker(connection, mine, tables);
    become(connection, mine);
    for (TenantTable table : tables) {
      if (!table.isPartition()) {
        checkOwnRow(table, rows, mine, questions);
      }
    }
    for (TenantTable table : tables) {
      if (questions.ask(
          "SELECT EXISTS (SELECT FROM "
              + table.quoted()
              + " WHERE ("
              + is(table, mine)
              + ") IS NOT TRUE)")) {
        broken.add(table.name() + OTHERS_SEEN);
      }
    }
    become(connection, other);
    for (TenantTable table : tables) {
      if (questions.ask(any(table))) {
        broken.add(table.name() + OTHERS_SEEN);
      }
      if (rows.isLetThrough(table.oid())) {
        broken.add(table.name() + ": a tenant can write rows in another's name");
      }
    }
    become(connection, "");
    for (TenantTable table : tables) {
      if (questions.ask(any(table))) {
        broken.add(table.name() + WITHOUT_TENANT_SEES);
      }
    }
    connection.rollback();
  }

  /// Without a row, that none is seen proves nothing; unless the table has some already.
  private void checkOwnRow(TenantTable table, RowMaker rows, String mine, Questions questions)
      throws SQLException {
    switch (rows.make(table.oid())) {
      case RowMaker.Made.Done _ -> {
        if (!questions.ask(
            "SELECT EXISTS (SELECT FROM " + table.quoted() + " WHERE " + is(table, mine) + ")")) {
          unproven.put(table.name(), "a tenant does not see the row that it has written");
        }
      }
      case RowMaker.Made.Failed(var reason) -> {
        if (!table.probablyRows()) {
          unproven.put(table.name(), "no row could be made: " + reason);
        }
      }
    }
  }

  private static String any(TenantTable table) {
    return "SELECT EXISTS (SELECT FROM " + table.quoted() + ")";
  }

  private static String is(TenantTable table, String tenant) {
    return "\"" + table.column().replace("\"", "\"\"") + "\"::text = '" + tenant + "'";
  }

  private void become(Connection connection, String tenant) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT set_config(?, ?, true)")) {
      statement.setString(1, setting);
      statement.setString(2, tenant);
      statement.execute();
    }
  }

  /// Questions in a transaction that a refusal must not end.
  private static final class Questions {
    private final Connection connection;

    Questions(Connection connection) throws SQLException {
      this.connection = connection;
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET LOCAL lock_timeout = '5s'");
        statement.execute("SET LOCAL statement_timeout = '60s'");
      }
    }

    /// The answer; no, when the server will not look: the user may not, or a policy cannot make a
    /// tenant of the setting.
    boolean ask(String query) throws SQLException {
      Savepoint before = connection.setSavepoint();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        boolean answer = row.next() && row.getBoolean(1);
        connection.releaseSavepoint(before);
        return answer;
      } catch (SQLException e) {
        String state = Refusals.state(e);
        if (!state.startsWith("22") && !Set.of("42501", "42704", "P0001").contains(state)) {
          throw e;
        }
        connection.rollback(before);
        return false;
      }
    }
  }
}
