package dev.groundwork.emulator.sql;

import dev.groundwork.emulator.sql.LocalSession.Rejected;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The users and databases of a running server: PostgreSQL itself is asked, so that what is made by
/// SQL counts as well.
final class Databases {
  private final Path socket;

  Databases(Path socket) {
    this.socket = socket;
  }

  /// A database as PostgreSQL shows it.
  record Database(String name, String charset, String collation) {}

  List<Database> databases() throws IOException, Rejected {
    try (LocalSession session = LocalSession.open(socket, "postgres")) {
      return session
          .query(
              """
              SELECT datname, pg_encoding_to_char(encoding) AS charset, datcollate FROM pg_database
              WHERE NOT datistemplate AND datname <> 'cloudsqladmin' ORDER BY datname COLLATE "C"
              """)
          .stream()
          .map(row ->
              new Database(
                  row.getOrDefault("datname", ""),
                  row.getOrDefault("charset", ""),
                  row.getOrDefault("datcollate", "")))
          .toList();
    }
  }

  void createDatabase(String name, String charset, String collation) throws IOException, Rejected {
    run(
        "CREATE DATABASE %s OWNER %s TEMPLATE template0 ENCODING %s LC_COLLATE %s LC_CTYPE %s"
            .formatted(
                LocalSession.identifier(name),
                Template.MEMBERSHIP,
                LocalSession.literal(charset),
                LocalSession.literal(collation),
                LocalSession.literal(collation)));
  }

  /// Not while a session uses it, as on the real Cloud SQL.
  void dropDatabase(String name) throws IOException, Rejected {
    run("DROP DATABASE " + LocalSession.identifier(name));
  }

  /// The names of those who can log in, without the roles of Cloud SQL's own.
  List<String> users() throws IOException, Rejected {
    try (LocalSession session = LocalSession.open(socket, "postgres")) {
      return session
          .query(
              """
              SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname NOT LIKE 'cloudsql%' AND rolname NOT LIKE 'pg\\_%'
              ORDER BY rolname COLLATE "C"
              """)
          .stream()
          .map(row -> row.getOrDefault("rolname", ""))
          .toList();
    }
  }

  /// @param password none for a user who logs in by IAM
  /// @param roles what it is a member of
  void createUser(String name, Optional<String> password, List<String> roles)
      throws IOException, Rejected {
    StringBuilder sql =
        new StringBuilder("CREATE ROLE " + LocalSession.identifier(name) + " LOGIN");
    if (roles.contains(Template.MEMBERSHIP)) {
      sql.append(" CREATEROLE CREATEDB");
    }
    if (!roles.isEmpty()) {
      sql.append(" IN ROLE ")
          .append(String.join(", ", roles.stream().map(LocalSession::identifier).toList()));
    }
    password.ifPresent(secret ->
        sql.append(" PASSWORD ").append(LocalSession.literal(Passwords.verifier(secret))));
    run(sql.toString());
  }

  void setPassword(String name, String password) throws IOException, Rejected {
    setVerifier(name, Passwords.verifier(password));
  }

  /// As `setPassword`, from what is kept of a password.
  void setVerifier(String name, String verifier) throws IOException, Rejected {
    run(
        "ALTER ROLE "
            + LocalSession.identifier(name)
            + " PASSWORD "
            + LocalSession.literal(verifier));
  }

  void dropUser(String name) throws IOException, Rejected {
    run("DROP ROLE " + LocalSession.identifier(name));
  }

  private void run(String sql) throws IOException, Rejected {
    try (LocalSession session = LocalSession.open(socket, "postgres")) {
      session.query(sql);
    }
  }
}
