package dev.groundwork.component;

import dev.groundwork.resource.Value;
import java.util.List;
import java.util.Optional;

/// Service accounts as references, e-mail addresses and members of IAM policies.
final class Members {
  private static final String PREFIX = "serviceAccount:";

  private Members() {}

  /// A link to a service account as a member.
  static Value of(Value identity) {
    return switch (account(identity)) {
      case Value.Text(var email) -> Value.of(PREFIX + email);
      case Value reference -> new Value.Template(List.of(Value.of(PREFIX), reference));
    };
  }

  /// The e-mail address of a linked service account: text, or a reference to it.
  static Value account(Value identity) {
    return switch (identity) {
      case Value.Reference(var target, _) -> new Value.Reference(target, "email");
      case Value.Text(var name) -> Value.of(name.substring(name.lastIndexOf('/') + 1));
      default -> throw new IllegalArgumentException("no identity: " + identity.getClass());
    };
  }

  /// The service account that a member is, as `account`; empty for other members.
  static Optional<Value> accountOf(Value member) {
    return switch (member) {
      case Value.Text(var text) when text.startsWith(PREFIX) ->
          Optional.of(Value.of(text.substring(PREFIX.length())));
      case Value.Template(var parts)
          when parts.size() == 2
              && parts.getFirst().equals(Value.of(PREFIX))
              && parts.getLast() instanceof Value.Reference reference ->
          Optional.of(reference);
      default -> Optional.empty();
    };
  }
}
