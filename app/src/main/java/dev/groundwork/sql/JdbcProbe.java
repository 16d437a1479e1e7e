package dev.groundwork.sql;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.verify.Check.Expectation;
import dev.groundwork.verify.Check.Expectation.ScriptKind;
import dev.groundwork.verify.DatabaseProbe;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Asks running databases over JDBC.
public final class JdbcProbe implements DatabaseProbe {
  private final Databases databases;

  public JdbcProbe(Databases databases) {
    this.databases = databases;
  }

  @Override
  public Result probe(Login login, Expectation.OfDatabase expectation) {
    return switch (databases.find(login.project(), login.instance())) {
      case Databases.Found.Absent _ ->
          new Result.Unknown("instance " + login.instance() + " has no address");
      case Databases.Found.Refused(Refusal refusal) ->
          new Result.Unknown(
              "instance " + login.instance() + " cannot be read: " + refusal.message());
      case Databases.Found.At(Server server) -> probe(server, login, expectation);
    };
  }

  private static Result probe(Server server, Login login, Expectation.OfDatabase expectation) {
    Session session = new Session(server, login.database(), login.user(), login.password().value());
    try {
      return switch (expectation) {
        case Expectation.TlsOnly _ -> TlsProbe.probe(session);
        case Expectation.Tables(_, var tables) -> tables(session, tables);
        case Expectation.Collation collation -> collation(session, collation);
        case Expectation.TenantsApart(_, var setting) -> new TenantProbe(session, setting).probe();
        case Expectation.Migrated(_, var kind, var scripts) -> migrated(session, kind, scripts);
        case Expectation.Rows(_, var table, var least) -> rows(session, table, least);
      };
    } catch (SQLException e) {
      return new Result.Unknown(
          "asking " + login.database() + " at " + server + ": " + Refusals.message(e));
    }
  }

  /// How to open connections of one user to one database.
  record Session(Server server, String database, String user, String password) {
    Connection open() throws SQLException {
      return server.connect(database, user, password);
    }

    @Override
    public String toString() {
      return user + " in " + database + " at " + server;
    }
  }

  private static Result tables(Session session, List<String> tables) throws SQLException {
    try (Connection connection = session.open()) {
      List<String> missing = new ArrayList<>();
      for (String table : tables) {
        if (Relation.find(connection, table).isEmpty()) {
          missing.add(table);
        }
      }
      String count =
          (tables.size() - missing.size()) + " of " + tables.size() + " tables are there";
      return missing.isEmpty()
          ? new Result.Held(count)
          : new Result.Broken(count + "; missing: " + String.join(", ", missing));
    }
  }

  private static Result collation(Session session, Expectation.Collation expected)
      throws SQLException {
    String query =
        "SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database WHERE datname = current_database()";
    try (Connection connection = session.open();
        PreparedStatement statement = connection.prepareStatement(query);
        ResultSet row = statement.executeQuery()) {
      row.next();
      String charset = row.getString(1);
      String collation = row.getString(2);
      String seen = "encoding " + charset + ", collation " + collation;
      return same(charset, expected.charset()) && same(collation, expected.collation())
          ? new Result.Held(seen)
          : new Result.Broken(
              seen + "; expected " + expected.charset() + ", " + expected.collation());
    }
  }

  /// `UTF8` and `utf-8`, `en_US.UTF8` and `en_US.utf8` name the same.
  private static boolean same(String a, String b) {
    return plain(a).equals(plain(b));
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace("-", "");
  }

  private static Result migrated(
      Session session, ScriptKind kind, SortedMap<String, String> scripts) throws SQLException {
    History history =
        switch (kind) {
          case MIGRATIONS -> History.MIGRATIONS;
          case SEEDS -> History.SEEDS;
        };
    try (Connection connection = session.open()) {
      SortedMap<String, History.Applied> applied = new TreeMap<>();
      history.read(connection).orElse(List.of()).stream()
          .filter(History.Applied::done)
          .forEach(a -> applied.put(a.name(), a));
      List<String> problems = new ArrayList<>();
      List<String> seen = new ArrayList<>();
      scripts.forEach((name, sha256) -> {
        History.Applied a = applied.get(name);
        if (a == null) {
          problems.add(name + " was not carried out");
        } else if (!a.sha256().equals(sha256)) {
          problems.add(name + " is not what was carried out on " + a.when());
        } else {
          seen.add(name + " on " + a.when());
        }
      });
      return problems.isEmpty()
          ? new Result.Held(
              seen.isEmpty() ? "there is nothing to carry out" : String.join(", ", seen))
          : new Result.Broken(String.join("; ", problems));
    }
  }

  private static Result rows(Session session, String name, long least) throws SQLException {
    try (Connection connection = session.open()) {
      Optional<Relation> table = Relation.find(connection, name);
      if (table.isEmpty()) {
        return new Result.Broken("there is no table " + name);
      }
      Optional<Long> rows = table.get().rows(connection);
      if (rows.isEmpty()) {
        return new Result.Unknown(
            "the rows of "
                + name
                + " are hidden from "
                + session.user()
                + " by row-level security, and only their owner may have them counted");
      }
      String seen = name + " has " + rows.get() + (rows.get() == 1 ? " row" : " rows");
      return rows.get() >= least
          ? new Result.Held(seen)
          : new Result.Broken(seen + "; expected at least " + least);
    }
  }

  /// What is wrong, in one line.
  static String line(Stream<String> problems) {
    return problems.map(p -> p.replaceAll("\\s+", " ")).collect(Collectors.joining("; "));
  }
}
