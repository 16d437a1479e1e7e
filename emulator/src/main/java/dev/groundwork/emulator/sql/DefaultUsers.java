package dev.groundwork.emulator.sql;

import dev.groundwork.resource.Value;
import dev.groundwork.resource.Value.Fields;
import java.util.List;

/// The users that a new instance has.
final class DefaultUsers {
  private DefaultUsers() {}

  /// As the API shows them, without what is alike for all.
  static List<Fields> of(Version version) {
    return switch (version.engine()) {
      case POSTGRES -> List.of(user("postgres"));
      case MYSQL ->
          List.of(user("root").with("passwordPolicy", Fields.EMPTY.with("status", Fields.EMPTY)));
      case SQLSERVER ->
          List.of(
              user("##MS_PolicyEventProcessingLogin##")
                  .with("sqlserverUserDetails", Fields.EMPTY.with("disabled", true)),
              user("##MS_PolicyTsqlExecutionLogin##")
                  .with("sqlserverUserDetails", Fields.EMPTY.with("disabled", true)),
              user("sqlserver")
                  .with(
                      "sqlserverUserDetails",
                      Fields.EMPTY.with(
                          "serverRoles", Value.list(Value.of("CustomerDbRootRole")))));
    };
  }

  private static Fields user(String name) {
    return Fields.EMPTY.with("name", name);
  }
}
