package dev.groundwork.cloud;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/// What the engine asks of a cloud. Each method makes the calls it needs once and returns; it
/// neither waits for operations nor retries. Blocking; called on virtual threads, by many at a
/// time. Never throws for what the cloud says.
public interface Cloud {

  /// Reads one resource: `Present`, `Absent` or `Refused`.
  Answer read(Target target);

  /// As `read`, for a cloud that needs credentials of the resource's own to look at it, such as a
  /// database.
  ///
  /// @param wanted what is wanted of it as far as known, plain JSON; where a secret stands,
  ///   `{"secret": "<relative name>"}`
  default Answer read(Target target, Value.Fields wanted) {
    return read(target);
  }

  /// Lists all resources of a type in a scope, every page. Their paths are told in the scope's own
  /// words: the project's id where the scope has the id.
  ///
  /// @param scope the parameters of the listing's path: `project`, and for nested types their
  ///   parents
  Listed list(ResourceType type, Map<String, String> scope);

  /// Creates a resource.
  ///
  /// @param body plain JSON
  /// @param requestId the same for every try of one intent, where the service can tell repeats by
  ///   it
  Answer create(Target target, Value.Fields body, String requestId);

  /// Changes fields of a resource.
  ///
  /// @param body the whole of what is wanted, plain JSON
  /// @param changed the dotted paths that differ
  /// @param observed what was last read, with its etag and fingerprints
  Answer update(
      Target target,
      Value.Fields body,
      SortedSet<String> changed,
      Value.Fields observed,
      String requestId);

  /// Deletes a resource; `Absent` when it is gone or was not there.
  Answer delete(Target target, Value.Fields observed, String requestId);

  /// Asks once how an operation stands: `Working` while it runs, then as the call that began it
  /// would have answered.
  Answer poll(Operation operation);

  /// Which of these permissions the caller lacks on a resource such as `projects/p`.
  Permissions test(String resource, SortedSet<String> permissions);

  /// What a listing found.
  sealed interface Listed {
    record Found(List<Answer.Present> resources) implements Listed {
      public Found {
        resources = List.copyOf(resources);
      }
    }

    record Refused(Refusal refusal) implements Listed {}
  }

  /// What `testIamPermissions` said.
  sealed interface Permissions {
    record Missing(SortedSet<String> permissions) implements Permissions {}

    record Refused(Refusal refusal) implements Permissions {}
  }

  /// The value of a secret's newest enabled version, for use in a call at once.
  ///
  /// @param secret relative name, `projects/p/secrets/s`
  SecretValue reveal(String secret);

  /// The secret that a resource holds: the newest value of a secret, or what the type says of
  /// itself.
  default SecretValue reveal(Target holder) {
    return reveal(holder.id());
  }

  /// A secret's value. `toString` does not show it.
  sealed interface SecretValue {
    final class Revealed implements SecretValue {
      private final String value;
      private final String version;

      public Revealed(String value, String version) {
        this.value = value;
        this.version = version;
      }

      public String value() {
        return value;
      }

      /// The version it came from, `projects/p/secrets/s/versions/3`.
      public String version() {
        return version;
      }

      @Override
      public String toString() {
        return "(a secret)";
      }
    }

    record Refused(Refusal refusal) implements SecretValue {}
  }
}
