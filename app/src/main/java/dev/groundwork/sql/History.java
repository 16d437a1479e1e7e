package dev.groundwork.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a database remembers of the scripts carried out in it: Flyway's table, in which the
/// description of each script is the digest of its text.
enum History {
  MIGRATIONS("groundwork_migrations", "migration"),
  SEEDS("groundwork_seeds", "seed");

  private static final String DIGEST = "sha256:";

  private final String table;
  private final String word;

  History(String table, String word) {
    this.table = table;
    this.word = word;
  }

  String table() {
    return table;
  }

  /// What one of its scripts is called in messages.
  String word() {
    return word;
  }

  static String describe(Script script) {
    return DIGEST + script.sha256();
  }

  /// One script in the history.
  ///
  /// @param name the file's name
  /// @param sha256 of the text that was carried out
  /// @param done false when it failed half-way, which only a script with statements that refuse to
  ///   run in a transaction can
  /// @param when the day it was carried out, `2026-03-01`
  record Applied(String name, String sha256, boolean done, String when) {}

  /// The scripts carried out, oldest first; empty when there is no history yet.
  Optional<List<Applied>> read(Connection connection) throws SQLException {
    if (!isThere(connection)) {
      return Optional.empty();
    }
    List<Applied> applied = new ArrayList<>();
    String query =
        "SELECT script, description, success, to_char(installed_on, 'YYYY-MM-DD') FROM "
            + table
            + " WHERE type = 'SQL' ORDER BY installed_rank";
    try (PreparedStatement statement = connection.prepareStatement(query);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        String description = rows.getString(2);
        String sha256 =
            description.startsWith(DIGEST) ? description.substring(DIGEST.length()) : "";
        applied.add(new Applied(rows.getString(1), sha256, rows.getBoolean(3), rows.getString(4)));
      }
    }
    return Optional.of(applied);
  }

  private boolean isThere(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
      statement.setString(1, table);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
