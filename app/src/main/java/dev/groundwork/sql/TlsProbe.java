package dev.groundwork.sql;

import dev.groundwork.sql.JdbcProbe.Session;
import dev.groundwork.verify.DatabaseProbe.Result;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/// Whether a database takes connections over TLS, and none without.
final class TlsProbe {
  private TlsProbe() {}

  static Result probe(Session session) {
    String secured;
    try (Connection connection = session.open();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT ssl, version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()");
        ResultSet row = statement.executeQuery()) {
      if (!row.next() || !row.getBoolean(1)) {
        return new Result.Broken("the server says that the connection is not encrypted");
      }
      secured = row.getString(2) + " " + row.getString(3);
    } catch (SQLException e) {
      return new Result.Broken("no connection over TLS: " + Refusals.message(e));
    }
    try (Connection _ =
        session
            .server()
            .plain(session.database(), session.user(), session.password())
            .getConnection()) {
      return new Result.Broken(secured + "; but a connection without TLS is taken as well");
    } catch (SQLException e) {
      return switch (Refusals.state(e)) {
        // the server's list of who may connect from where has no entry for connections without TLS
        case "28000" -> new Result.Held(secured + "; without TLS refused");
        default -> new Result.Unknown(secured + "; without TLS: " + Refusals.message(e));
      };
    }
  }
}
