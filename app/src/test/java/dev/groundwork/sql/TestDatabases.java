package dev.groundwork.sql;

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
import java.util.function.Function;

/// Google Cloud, as far as these tests need it: one instance, which is the test's server, its
/// users, and secrets.
final class TestDatabases implements Databases, Cloud {
  Found found;
  boolean user = true;
  Function<Target, Answer> reads =
      target -> {
        throw new UnsupportedOperationException(target.toString());
      };
  final SortedMap<String, String> secrets =
      new TreeMap<>(Map.of("projects/p/secrets/db-password", TestPostgres.PASSWORD));

  TestDatabases(Server server) {
    this.found = new Found.At(server);
  }

  @Override
  public Found find(String project, String instance) {
    return found;
  }

  @Override
  public boolean hasUser(String project, String instance, String name) {
    return user;
  }

  @Override
  public SecretValue reveal(String secret) {
    String value = secrets.get(secret);
    return value == null
        ? new SecretValue.Refused(
            new Refusal(Refusal.Kind.NOT_FOUND, 404, "", secret + " not found", Optional.empty()))
        : new SecretValue.Revealed(value, secret + "/versions/1");
  }

  @Override
  public Answer read(Target target) {
    return reads.apply(target);
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
