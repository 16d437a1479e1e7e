package dev.groundwork.shape;

import java.util.List;
import java.util.Optional;

/// All of Google's shapes and routes. Each API is read from its resource when one of its shapes is first asked for.
public interface Shapes {
  /// The shape of that full name.
  Optional<Shape> find(String name);

  /// The REST routes of an API, by its host's first label: `compute`, `sqladmin`. Empty where Google publishes none.
  List<Route> routes(String service);
}
