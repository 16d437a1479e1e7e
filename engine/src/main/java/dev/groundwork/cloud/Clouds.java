package dev.groundwork.cloud;

import dev.groundwork.resource.ResourceType;
import dev.groundwork.resource.ResourceType.Surface;
import dev.groundwork.resource.Value;
import java.util.Map;
import java.util.SortedSet;

/// Several clouds as one: each call goes to the one that carries out the resource's type.
/// Permissions and secrets are Google's.
public final class Clouds implements Cloud {
  private final Cloud google;
  private final Cloud postgres;

  public Clouds(Cloud google, Cloud postgres) {
    this.google = google;
    this.postgres = postgres;
  }

  private Cloud of(Surface surface) {
    return switch (surface) {
      case GOOGLE -> google;
      case POSTGRES -> postgres;
    };
  }

  private Cloud of(Target target) {
    return of(target.type().surface());
  }

  @Override
  public Answer read(Target target) {
    return of(target).read(target);
  }

  @Override
  public Answer read(Target target, Value.Fields wanted) {
    return of(target).read(target, wanted);
  }

  @Override
  public Listed list(ResourceType type, Map<String, String> scope) {
    return of(type.surface()).list(type, scope);
  }

  @Override
  public Answer create(Target target, Value.Fields body, String requestId) {
    return of(target).create(target, body, requestId);
  }

  @Override
  public Answer update(
      Target target,
      Value.Fields body,
      SortedSet<String> changed,
      Value.Fields observed,
      String requestId) {
    return of(target).update(target, body, changed, observed, requestId);
  }

  @Override
  public Answer delete(Target target, Value.Fields observed, String requestId) {
    return of(target).delete(target, observed, requestId);
  }

  @Override
  public Answer poll(Operation operation) {
    return of(operation.target()).poll(operation);
  }

  @Override
  public Permissions test(String resource, SortedSet<String> permissions) {
    return google.test(resource, permissions);
  }

  @Override
  public SecretValue reveal(Target holder) {
    return of(holder).reveal(holder);
  }

  @Override
  public SecretValue reveal(String secret) {
    return google.reveal(secret);
  }
}
