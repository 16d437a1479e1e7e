package dev.groundwork.verify;

import dev.groundwork.cloud.Cloud.SecretValue;
import dev.groundwork.verify.Check.Expectation;

/// The port to running databases: asks one what a check wants to know. Blocking; called by many
/// threads at a time. Leaves nothing behind but fresher statistics: what it writes, it rolls back.
public interface DatabaseProbe {

  Result probe(Login login, Expectation.OfDatabase expectation);

  /// A database and who asks it.
  ///
  /// @param project the project of the instance
  /// @param instance the instance's name
  /// @param database the database's name
  /// @param user the user that owns it
  /// @param password the user's password; not shown by `toString`
  record Login(
      String project,
      String instance,
      String database,
      String user,
      SecretValue.Revealed password) {}

  /// What came of it. The evidence is one line and holds no secret and no row.
  sealed interface Result {

    /// It is as expected.
    record Held(String evidence) implements Result {}

    /// It is not.
    record Broken(String evidence) implements Result {}

    /// It could not be found out.
    record Unknown(String reason) implements Result {}
  }
}
