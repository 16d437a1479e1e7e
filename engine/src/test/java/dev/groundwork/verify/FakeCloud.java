package dev.groundwork.verify;

import dev.groundwork.cloud.Answer;
import dev.groundwork.cloud.Cloud;
import dev.groundwork.cloud.Operation;
import dev.groundwork.cloud.Refusal;
import dev.groundwork.cloud.Target;
import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.Value;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// A cloud that knows secrets and nothing else.
final class FakeCloud implements Cloud {
  final SortedMap<String, String> secrets = new TreeMap<>();

  @Override
  public SecretValue reveal(String secret) {
    String value = secrets.get(secret);
    return value == null
        ? new SecretValue.Refused(
            new Refusal(
                Refusal.Kind.NOT_FOUND,
                404,
                "",
                "Secret [" + secret + "] has no versions.",
                Optional.empty()))
        : new SecretValue.Revealed(value, secret + "/versions/2");
  }

  @Override
  public Answer read(Target target) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Listed list(ResourceType type, Map<String, String> scope) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer create(Target target, Value.Fields body, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer update(
      Target target,
      Value.Fields body,
      SortedSet<String> changed,
      Value.Fields observed,
      String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer delete(Target target, Value.Fields observed, String requestId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answer poll(Operation operation) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Permissions test(String resource, SortedSet<String> permissions) {
    throw new UnsupportedOperationException();
  }
}
