package dev.groundwork.sql;

import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Refusal.Kind;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// What PostgreSQL says, as refusals. Only the server's first line is kept, and of that no literal:
/// detail and context quote rows.
final class Refusals {
  /// `invalid input syntax for type uuid: "x"`, `malformed array literal: "x"`.
  private static final Pattern QUOTED_VALUE = Pattern.compile(": (\".*\"|'.*')$", Pattern.DOTALL);

  /// `syntax error at or near "'x'"`.
  private static final Pattern NEAR_A_LITERAL =
      Pattern.compile(" at or near \"(?:[eEuUbBxXnN]?&?'|\\$).*$", Pattern.DOTALL);

  private Refusals() {}

  static Refusal invalid(String message) {
    return new Refusal(Kind.INVALID, 0, "", message, Optional.empty());
  }

  /// @param what what was being done: `connecting to coditect_dev as coditect`
  static Refusal of(String what, SQLException e) {
    String state = state(e);
    Kind kind = isDistrusted(e) ? Kind.OTHER : kind(state);
    return new Refusal(kind, 0, state, what + ": " + message(e), Optional.empty());
  }

  /// Whether the server's certificate is not one that its authority signed: another try will not
  /// mend it.
  private static boolean isDistrusted(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof GeneralSecurityException) {
        return true;
      }
    }
    return false;
  }

  /// The five characters of the SQL state; empty when the server did not answer.
  static String state(SQLException e) {
    return e.getSQLState() == null ? "" : e.getSQLState();
  }

  /// The server's words, without what they quote of the data, and the state in parentheses.
  static String message(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    String text =
        server == null || server.getMessage() == null
            ? String.valueOf(e.getMessage())
            : server.getMessage();
    String first = text.lines().findFirst().orElse("");
    String clean =
        NEAR_A_LITERAL
            .matcher(QUOTED_VALUE.matcher(first).replaceFirst(": (a value)"))
            .replaceFirst(" at or near a literal");
    return e.getSQLState() == null ? clean : clean + " (" + e.getSQLState() + ")";
  }

  /// How many lines below the first of a statement the server saw the error; 0 when it does not
  /// say.
  static int line(SQLException e, String statement) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    int position = server == null ? 0 : server.getPosition();
    return (int) statement.chars().limit(Math.max(0, position - 1)).filter(c -> c == '\n').count();
  }

  private static Kind kind(String state) {
    return switch (state) {
      // cannot connect; the server is starting or stopping; too many connections; serialization
      // failure and deadlock
      case "", "08000", "08001", "08004", "57P01", "57P02", "57P03", "53300", "40001", "40P01" ->
          Kind.UNAVAILABLE;
      // the connection broke on the way
      case "08003", "08006", "08007" -> Kind.LOST;
      case "28000", "28P01" -> Kind.UNAUTHENTICATED;
      case "42501" -> Kind.PERMISSION;
      case "3D000" -> Kind.NOT_FOUND;
      case "55P03", "55006" -> Kind.BUSY;
      case "53100", "53200", "53400" -> Kind.QUOTA;
      default -> Kind.INVALID;
    };
  }
}
