package dev.groundwork.sql;

import dev.groundwork.cloud.Refusal;

/// Where database servers are reached from this machine.
public interface Databases {

  /// The server of a Cloud SQL instance.
  Found find(String project, String instance);

  /// Whether an instance has a user of this name. A login is refused in the same words whether it
  /// has none or the password is wrong.
  boolean hasUser(String project, String instance, String user);

  /// What is known of an instance.
  sealed interface Found {
    record At(Server server) implements Found {}

    /// There is no such instance, or it has no address yet.
    record Absent() implements Found {}

    record Refused(Refusal refusal) implements Found {}
  }
}
