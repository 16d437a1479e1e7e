package dev.groundwork.shape;

import java.util.List;
import java.util.Optional;

/// All of Google's shapes and routes. Each API is read from its resource when one of its shapes is
/// first asked for.
public interface Shapes {
  /// The shape of that full name.
  Optional<Shape> find(String name);

  /// The field at a dotted path inside a shape: `settings.ipConfiguration.sslMode`, `nats.natIps`.
  /// What is inside a map has the map's field.
  default Optional<Shape.Member> member(String shape, String path) {
    int dot = path.indexOf('.');
    Optional<Shape.Member> head =
        find(shape).flatMap(s -> s.field(dot < 0 ? path : path.substring(0, dot)));
    if (dot < 0 || head.isEmpty() || (head.get().map() && head.get().message().isEmpty())) {
      return head;
    }
    String rest = path.substring(dot + 1);
    if (head.get().map()) {
      int next = rest.indexOf('.');
      return next < 0 ? head : member(head.get().message(), rest.substring(next + 1));
    }
    return head.get().message().isEmpty() ? Optional.empty() : member(head.get().message(), rest);
  }

  /// The REST routes of an API, by its host's first label: `compute`, `sqladmin`. Empty where
  /// Google publishes none.
  List<Route> routes(String service);
}
